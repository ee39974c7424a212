// Jira Service Management Operations, and Opsgenie, whose alert API it speaks. Fields and limits: developer.atlassian.com,
// "JSM Operations: Integration events", and docs.opsgenie.com, "Alert API".
import type { Priority } from '../model/alert.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { cut, messageOf, titleOf } from './kit/message.ts'
import { postJson, under } from './kit/send.ts'

export interface JsmSettings {
  readonly apiKey: string
  readonly url?: string
}

const api = 'https://api.atlassian.com/jsm/ops/integration'
const priorities: Readonly<Record<Priority, string>> = { 'page-now': 'P1', notify: 'P3', queue: 'P5' }

export default {
  name: 'jsm',
  title: 'Jira Service Management Operations (and Opsgenie)',
  about:
    'An alert of priority P1 for page-now, one for each incident, closed when it is resolved. Opsgenie takes the same at `https://api.opsgenie.com` (or `https://api.eu.opsgenie.com`); its API ends on 2027-04-05. 202 says that the request was queued.',
  settings: {
    type: 'object',
    required: ['apiKey'],
    additionalProperties: false,
    properties: {
      apiKey: { type: 'string', minLength: 1, description: 'Key of an API integration of the team that is on call.' },
      url: { type: 'string', format: 'uri', default: api, description: 'Address of the API; Opsgenie’s is another.' },
    },
  },
  secrets: ['apiKey'],
  request(page, { apiKey, url }) {
    const base = url ?? api
    const headers = { authorization: `GenieKey ${apiKey}` }
    const alias = page.dedupKey.slice(0, 512)
    if (page.action === 'resolve')
      return postJson(
        under(base, `/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`),
        { source: 'Lastcopy', note: 'resolved in Lastcopy' },
        headers,
      )
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
