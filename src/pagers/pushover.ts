// Pushover. Limits, emergency priority and receipts: pushover.net/api and pushover.net/api/receipts.
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { cut, messageOf, titleOf } from './kit/message.ts'
import { postForm, under } from './kit/send.ts'

export interface PushoverSettings {
  readonly token: string
  readonly user: string
  readonly url?: string
}

const api = 'https://api.pushover.net'
/** Seconds: rings again every minute, for three hours, which is the longest that Pushover does. */
const ringing = { priority: '2', retry: '60', expire: '10800' }

export default {
  name: 'pushover',
  title: 'Pushover',
  about:
    'A push message. Page-now comes as an emergency, which rings every minute, through silent hours, until somebody acknowledges it on the phone; once the alert is resolved it stops ringing.',
  settings: {
    type: 'object',
    required: ['token', 'user'],
    additionalProperties: false,
    properties: {
      token: { type: 'string', minLength: 1, description: 'The application’s token.' },
      user: { type: 'string', minLength: 1, description: 'Key of the person or group that is told.' },
      url: { type: 'string', format: 'uri', default: api, description: 'Another address of the API, for a test.' },
    },
  },
  secrets: ['token', 'user'],
  request(page, { token, user, url }) {
    const base = url ?? api
    if (page.action === 'resolve')
      return postForm(under(base, `/1/receipts/cancel_by_tag/${page.dedupKey}.json`), { token })
    return postForm(under(base, '/1/messages.json'), {
      token,
      user,
      title: cut(titleOf(page), 250),
      message: messageOf(page, { longest: 1_024, without: 'link' }),
      timestamp: String(Math.floor(Date.parse(page.decidedAt) / 1_000)),
      ...(page.priority === 'page-now' ? { ...ringing, tags: page.dedupKey } : { priority: '0' }),
      ...(page.link === undefined || page.link.length > 512 ? {} : { url: page.link, url_title: 'Open the alert' }),
    })
  },
  verdict: (answer) => judge(answer, saidUnder('errors')),
} satisfies Pager<PushoverSettings>
