// Telegram by a bot. Limits and answers: core.telegram.org/bots/api, "sendMessage" (4,096 characters) and "ResponseParameters".
import { isObject } from '../lib/json.ts'
import type { HttpAnswer, Judged, Pager } from '../model/pager.ts'
import { judge, parsed, saidUnder } from './kit/judge.ts'
import { messageOf } from './kit/message.ts'
import { postJson, under } from './kit/send.ts'

export interface TelegramSettings {
  readonly token: string
  readonly chat: string
  readonly url?: string
}

const api = 'https://api.telegram.org'

export default {
  name: 'telegram',
  title: 'Telegram (bot)',
  about: 'A message to a person, group or channel that the bot may write to. A repeat is a further message.',
  settings: {
    type: 'object',
    required: ['token', 'chat'],
    additionalProperties: false,
    properties: {
      token: { type: 'string', minLength: 1, description: 'The bot’s token, from BotFather.' },
      chat: { type: 'string', minLength: 1, description: 'Number of the chat, or `@name` of a public channel.' },
      url: { type: 'string', format: 'uri', default: api, description: 'A Bot API server of one’s own.' },
    },
  },
  secrets: ['token'],
  silent: true,
  request: (page, { token, chat, url }) =>
    postJson(under(url ?? api, `/bot${token}/sendMessage`), {
      chat_id: chat,
      text: messageOf(page, { longest: 4_096 }),
      link_preview_options: { is_disabled: true },
    }),
  verdict: judged,
} satisfies Pager<TelegramSettings>

/** How long to wait stands in the body. */
function judged(answer: HttpAnswer): Judged {
  const found = judge(answer, saidUnder('description'))
  const parameters = 'error' in answer ? undefined : parsed(answer.body).parameters
  const seconds = isObject(parameters) ? parameters.retry_after : undefined
  return found.verdict === 'retry' && typeof seconds === 'number' ? { ...found, retryAfter: String(seconds) } : found
}
