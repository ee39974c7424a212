// ntfy, hosted or one's own. Form and limits: docs.ntfy.sh/publish, "Publish as JSON" (4,096 bytes, beyond which a text becomes a file).
import type { Priority } from '../model/alert.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { bytes, cut, messageOf, titleOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'

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
    'A push message to phones that follow a topic; page-now ones come at the highest priority. Whoever knows the name of an open topic reads along: use a server of your own, or a topic that asks for a token.',
  settings: {
    type: 'object',
    required: ['topic'],
    additionalProperties: false,
    properties: {
      topic: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The topic that the phones follow.' },
      url: { type: 'string', format: 'uri', default: server, description: 'The server’s address.' },
      token: { type: 'string', minLength: 1, description: 'An access token, where the topic asks for one.' },
    },
  },
  secrets: ['token', 'topic'],
  request: (page, { topic, url, token }) =>
    postJson(
      url ?? server,
      {
        topic,
        title: cut(titleOf(page), 200, bytes),
        message: messageOf(page, { longest: 3_500, measure: bytes }),
        priority: page.action === 'resolve' ? 3 : loudness[page.priority],
        tags: [page.action === 'resolve' ? 'white_check_mark' : 'rotating_light'],
        ...(page.link === undefined ? {} : { click: page.link }),
      },
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    ),
  verdict: (answer) => judge(answer, saidUnder('error')),
} satisfies Pager<NtfySettings>
