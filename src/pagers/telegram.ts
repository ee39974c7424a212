// Telegram by a bot. Limits and answers: core.telegram.org/bots/api, "sendMessage" (4,096 characters), "ResponseParameters",
// "InlineKeyboardButton" (64 bytes), "setWebhook" and "CallbackQuery"; core.telegram.org/bots/faq for how many a minute.
import { isObject } from '../lib/json.ts'
import { fail, ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Hook, HttpAnswer, Judged, Pager } from '../model/pager.ts'
import { answered, jsonBody, same, textAt } from './kit/call.ts'
import { judge, parsed, saidUnder } from './kit/judge.ts'
import { messageOf, take } from './kit/message.ts'
import { postJson, under } from './kit/send.ts'
import { address, settings, text } from './kit/settings.ts'

export interface TelegramSettings {
  readonly token: string
  readonly chat: string
  readonly url?: string
  readonly secretToken?: string
}

const api = 'https://api.telegram.org'
const prefix = 'ack:'

const hook: Hook<TelegramSettings> = {
  read(call, { secretToken, chat }, now) {
    if (!secretToken) return fail('secretToken is not set, so nothing can be believed')
    const given = call.headers['x-telegram-bot-api-secret-token'] ?? ''
    if (!same(given, secretToken)) return fail('x-telegram-bot-api-secret-token is another')
    const body = jsonBody(call)
    if (!body.ok) return body
    const query = body.value.callback_query
    const [id, pressed] = [textAt(query, 'id'), textAt(query, 'data')]
    if (!pressed.startsWith(prefix)) return ok([])
    const where = textAt(query, 'message', 'chat', 'id')
    // A message that was forwarded keeps its button.
    if (/^-?\d+$/.test(chat) && where !== chat) return fail('the button was pressed in another chat')
    const names = [textAt(query, 'from', 'first_name'), textAt(query, 'from', 'last_name')]
    const by = names.join(' ').trim() || textAt(query, 'from', 'username')
    return ok(answered({ id, dedupKey: pressed.slice(prefix.length), act: 'acknowledge', by }, now))
  },
  /** Telegram runs a method that stands in the answer. */
  reply(call, told) {
    const body = jsonBody(call)
    const query = body.ok ? textAt(body.value.callback_query, 'id') : ''
    const text = told.length > 0 ? 'It is yours.' : 'This could not be answered.'
    const said = query === '' ? {} : { method: 'answerCallbackQuery', callback_query_id: query, text }
    return { contentType: 'application/json', body: JSON.stringify(said) }
  },
}

export default {
  name: 'telegram',
  title: 'Telegram (bot)',
  about:
    'A message to a person, group or channel that the bot may write to. A repeat is a further message. Acknowledge by its button: call the bot’s `setWebhook` with `/hooks/NAME` as `url`, a `secret_token` of your own and `allowed_updates` of `callback_query`, and give that token here; without it the message shows the link alone.',
  settings: settings(['token', 'chat'], {
    token: text('The bot’s token, from BotFather.'),
    chat: text('Number of the chat, or `@name` of a public channel.'),
    url: address('A Bot API server of one’s own.', api),
    secretToken: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{8,256}$',
      description: 'The `secret_token` of the bot’s webhook.',
    },
  }),
  secrets: ['token', 'secretToken'],
  silent: true,
  limits: [{ pages: 20, per: 60_000 }],
  request: (page, { token, chat, url, secretToken }) =>
    postJson(under(url ?? api, `/bot${token}/sendMessage`), {
      chat_id: chat,
      text: messageOf(page, { longest: 4_096 }),
      link_preview_options: { is_disabled: true },
      ...(secretToken === undefined || page.action !== 'trigger' ? {} : { reply_markup: keyboardOf(page) }),
    }),
  verdict: judged,
  hook,
} satisfies Pager<TelegramSettings>

const keyboardOf = ({ dedupKey }: Page): object => ({
  inline_keyboard: [[{ text: take, callback_data: `${prefix}${dedupKey.slice(0, 60)}` }]],
})

/** How long to wait stands in the body. */
function judged(answer: HttpAnswer): Judged {
  const found = judge(answer, saidUnder('description'))
  const parameters = 'error' in answer ? undefined : parsed(answer.body).parameters
  const seconds = isObject(parameters) ? parameters.retry_after : undefined
  return found.verdict === 'retry' && typeof seconds === 'number' ? { ...found, retryAfter: String(seconds) } : found
}
