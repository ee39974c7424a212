// ntfy, hosted or one's own. Form and limits: docs.ntfy.sh/publish, "Publish as JSON" (4,096 bytes, beyond which a text becomes a file).
import { cut } from '../lib/cut.ts'
import type { Priority } from '../model/alert.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { answerLink, bytes, messageOf, take, titleOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { address, settings, text } from './kit/settings.ts'

export interface NtfySettings {
  readonly topic: string
  readonly url?: string
  readonly token?: string
}

const server = 'https://ntfy.sh'
const loudness: Readonly<Record<Priority, number>> = { 'page-now': 5, notify: 3, queue: 2 }

export default {
  name: 'ntfy',
  title: 'ntfy',
  about:
    'A push message to phones that follow a topic; page-now ones come at the highest priority. Whoever knows the name of an open topic reads along: use a server of your own, or a topic that asks for a token. Acknowledge by the button of the message, which opens the link.',
  settings: settings(['topic'], {
    topic: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The topic that the phones follow.' },
    url: address('The server’s address.', server),
    token: text('An access token, where the topic asks for one.'),
  }),
  secrets: ['token', 'topic'],
  limits: [{ pages: 60, per: 300_000 }],
  request(page, { topic, url, token }) {
    const answer = answerLink(page)
    return postJson(
      url ?? server,
      {
        topic,
        title: cut(titleOf(page), 200, bytes),
        message: messageOf(page, { longest: 3_500, measure: bytes, last: page.link === undefined ? [] : [page.link] }),
        priority: page.action !== 'trigger' ? 3 : loudness[page.priority],
        tags: [page.action !== 'trigger' ? 'white_check_mark' : 'rotating_light'],
        ...(page.link === undefined ? {} : { click: page.link }),
        ...(answer === undefined ? {} : { actions: [{ action: 'view', label: take, url: answer, clear: true }] }),
      },
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    )
  },
  verdict: (answer) => judge(answer, saidUnder('error')),
} satisfies Pager<NtfySettings>
