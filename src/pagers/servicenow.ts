// ServiceNow Event Management. Fields and states: servicenow.com/docs, "Pushing events to the instance using web service API".
import { cut } from '../lib/cut.ts'
import type { Priority } from '../model/alert.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf } from './kit/message.ts'
import { plainHook } from './kit/plain-hook.ts'
import { basic, postJson, under } from './kit/send.ts'
import { address, hookToken, settings, text } from './kit/settings.ts'

export interface ServiceNowSettings {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly hookToken?: string
}

const severities: Readonly<Record<Priority, string>> = { 'page-now': '1', notify: '3', queue: '5' }

export default {
  name: 'servicenow',
  title: 'ServiceNow (Event Management)',
  about:
    'An event of severity 1 for page-now; its message key makes one alert of an incident, and resolving closes it. What becomes a ticket, and who is called, is ServiceNow’s alert rules’. Acknowledge there: a business rule on `em_alert` posts `{"id":…,"incident":MESSAGE_KEY,"act":"acknowledge"|"unacknowledge"|"resolve","by":…}` to `/hooks/NAME` with `hookToken`.',
  settings: settings(['url', 'user', 'password'], {
    url: address('The instance, such as `https://NAME.service-now.com`.'),
    user: text('An account with the role `evt_mgmt_integration`.'),
    password: text('That account’s password.'),
    hookToken,
  }),
  secrets: ['password', 'hookToken'],
  // An event opens or closes; who works on it is told to its alert in ServiceNow.
  request: (page, { url, user, password }) =>
    page.action === 'acknowledge'
      ? undefined
      : postJson(
          under(url, '/api/global/em/jsonv2'),
          {
            records: [
              {
                source: 'Lastcopy',
                event_class: 'Lastcopy',
                node: cut(page.details.Platform ?? 'backup', 100),
                resource: cut(page.details.Copy ?? page.details.Site ?? 'lastcopy', 100),
                type: cut(page.details.What ?? 'test', 100),
                severity: severities[page.priority],
                message_key: page.dedupKey,
                resolution_state: page.action === 'resolve' ? 'Closing' : 'New',
                time_of_event: page.decidedAt.slice(0, 19).replace('T', ' '),
                description: messageOf(page, { longest: 4_000 }),
                additional_info: JSON.stringify({
                  reason: page.reason,
                  ...(page.link === undefined ? {} : { link: page.link }),
                }),
              },
            ],
          },
          { accept: 'application/json', ...basic(user, password) },
        ),
  verdict: (answer) => judge(answer, saidUnder('result')),
  hook: plainHook('servicenow'),
} satisfies Pager<ServiceNowSettings>
