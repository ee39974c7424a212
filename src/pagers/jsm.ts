// Jira Service Management Operations, and Opsgenie, whose alert API it speaks. Fields and limits: developer.atlassian.com,
// "JSM Operations: Integration events", and docs.opsgenie.com, "Alert API" and "Webhook integration".
import { cut } from '../lib/cut.ts'
import { hashOf } from '../lib/hash.ts'
import { fail, ok } from '../lib/result.ts'
import type { Priority } from '../model/alert.ts'
import type { Answered, Hook, Pager } from '../model/pager.ts'
import { answered, jsonBody, textAt, untold } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf, titleOf } from './kit/message.ts'
import { postJson, under } from './kit/send.ts'
import { address, hookToken, settings, text } from './kit/settings.ts'

export interface JsmSettings {
  readonly apiKey: string
  readonly url?: string
  readonly hookToken?: string
}

const api = 'https://api.atlassian.com/jsm/ops/integration'
const priorities: Readonly<Record<Priority, string>> = { 'page-now': 'P1', notify: 'P3', queue: 'P5' }

const acts: Readonly<Record<string, Answered['act']>> = {
  Create: 'triggered',
  Acknowledge: 'acknowledge',
  UnAcknowledge: 'unacknowledge',
  Close: 'resolve',
}

const hook: Hook<JsmSettings> = {
  read(call, { hookToken: token }, now) {
    const why = untold(call, token)
    if (why !== undefined) return fail(why)
    const body = jsonBody(call)
    if (!body.ok) return body
    const { action, alert, source } = body.value
    const act = acts[textAt(body.value, 'action')]
    // What we did there ourselves comes back too: nobody has answered.
    const own = textAt(source, 'name') === 'Lastcopy' && act !== 'triggered'
    const dedupKey = textAt(alert, 'alias')
    if (act === undefined || own || dedupKey === '') return ok([])
    const changed = textAt(alert, 'updatedAt') || textAt(alert, 'createdAt')
    const id = hashOf('jsm', textAt(alert, 'alertId'), String(action), changed)
    const by = textAt(alert, 'username') || textAt(source, 'name')
    return ok(answered({ id, dedupKey, act, by, at: millis(changed) }, now))
  },
}

/** Alerts carry milliseconds, and nanoseconds in `updatedAt`. */
const millis = (stamp: string): number | undefined =>
  /^\d{13,19}$/.test(stamp) ? Number(stamp.slice(0, 13)) : undefined

export default {
  name: 'jsm',
  title: 'Jira Service Management Operations (and Opsgenie)',
  about:
    'An alert of priority P1 for page-now, one for each incident, acknowledged and closed with it. Opsgenie takes the same at `https://api.opsgenie.com` (or `https://api.eu.opsgenie.com`); its API ends on 2027-04-05. 202 says that the request was queued. Acknowledge there: add an outgoing webhook for the actions Create, Acknowledge, UnAcknowledge and Close to `/hooks/NAME`, with a custom header that carries `hookToken` (it signs nothing).',
  settings: settings(['apiKey'], {
    apiKey: text('Key of an API integration of the team that is on call.'),
    url: address('Address of the API; Opsgenie’s is another.', api),
    hookToken,
  }),
  secrets: ['apiKey', 'hookToken'],
  request(page, { apiKey, url }) {
    const base = url ?? api
    const headers = { authorization: `GenieKey ${apiKey}` }
    const alias = page.dedupKey.slice(0, 512)
    if (page.action !== 'trigger') {
      const verb = page.action === 'resolve' ? 'close' : 'acknowledge'
      return postJson(
        under(base, `/v2/alerts/${encodeURIComponent(alias)}/${verb}?identifierType=alias`),
        { source: 'Lastcopy', note: cut(titleOf(page), 1_000) },
        headers,
      )
    }
    return postJson(
      under(base, '/v2/alerts'),
      {
        message: cut(titleOf(page), 130),
        alias,
        description: messageOf(page, { longest: 15_000 }),
        priority: priorities[page.priority],
        source: 'Lastcopy',
        entity: cut(page.details.Copy ?? page.details.Site ?? 'lastcopy', 512),
        tags: ['lastcopy', cut(page.details.Site ?? 'default', 50)],
        details: within(page.details, 8_000),
      },
      headers,
    )
  },
  verdict: (answer) => judge(answer, saidUnder('message')),
  hook,
  ends: ({ url }) =>
    typeof url === 'string' && /\bopsgenie\.com\b/i.test(url)
      ? 'Opsgenie and its API end on 2027-04-05: move to Jira Service Management Operations'
      : undefined,
} satisfies Pager<JsmSettings>

/** As many facts as fit together. */
function within(details: Readonly<Record<string, string>>, longest: number): Readonly<Record<string, string>> {
  let room = longest
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => {
      const short = cut(value, 1_000)
      room -= name.length + short.length
      return room < 0 ? [] : [[name, short]]
    }),
  )
}
