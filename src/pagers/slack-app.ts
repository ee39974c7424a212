// Slack by a bot, to a channel or to one person. Answers: docs.slack.dev, "chat.postMessage" and "Rate limits".
import type { HttpAnswer, Judged, Pager } from '../model/pager.ts'
import { judge, parsed, saidUnder } from './kit/judge.ts'
import { postJson, under } from './kit/send.ts'
import { address, settings, text } from './kit/settings.ts'
import { type SlackSigned, signingSecret, slackHook, slackMessage } from './kit/slack.ts'

export interface SlackAppSettings extends SlackSigned {
  readonly token: string
  readonly channel: string
  readonly url?: string
}

const api = 'https://slack.com/api'
/** What Slack says of its own bad moments, with 200. */
const passing = [
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]

export default {
  name: 'slack-app',
  title: 'Slack (bot)',
  about:
    'A message by a bot of your own, in a channel or to one person. A repeat is a further message. Acknowledge by its button: with `signingSecret` the press itself counts, without it the button opens the link.',
  settings: settings(['token', 'channel'], {
    token: text('The bot’s token (`xoxb-…`) with the scope `chat:write`.'),
    channel: text('Id of a channel that the bot is in (`C…`), or of a person (`U…`).'),
    url: address('Another address of the API, for a test.', api),
    signingSecret,
  }),
  secrets: ['token', 'signingSecret'],
  silent: true,
  limits: [{ pages: 1, per: 1_000 }],
  request: (page, { token, channel, url, signingSecret: secret }) =>
    postJson(
      under(url ?? api, '/chat.postMessage'),
      { channel, ...slackMessage(page, secret !== undefined) },
      { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
    ),
  verdict: judged,
  hook: slackHook,
} satisfies Pager<SlackAppSettings>

/** Slack refuses with 200 and `"ok":false`. */
function judged(answer: HttpAnswer): Judged {
  const found = judge(answer, saidUnder('error'))
  if (found.verdict !== 'accepted' || 'error' in answer) return found
  const { ok, error } = parsed(answer.body)
  if (ok !== false) return found
  return { ...found, verdict: passing.includes(String(error)) ? 'retry' : 'refused' }
}
