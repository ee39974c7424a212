// Slack by an incoming webhook. Limits and answers: docs.slack.dev, "Sending messages using incoming webhooks" and "Rate limits".
import type { Pager } from '../model/pager.ts'
import { judge, saidPlainly } from './kit/judge.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'
import { type SlackSigned, signingSecret, slackHook, slackMessage } from './kit/slack.ts'

export interface SlackSettings extends SlackSigned {
  readonly url: string
}

export default {
  name: 'slack',
  title: 'Slack (incoming webhook)',
  about:
    'A message in a channel. It wakes nobody whose phone is silent: put a pager beside it. A channel has no key, so a repeat is a further message. Acknowledge by its button: with `signingSecret` the press itself counts, without it the button opens the link.',
  settings: addressOnly('The webhook’s address, as Slack shows it. Who has it can post.', { signingSecret }),
  secrets: ['url', 'signingSecret'],
  silent: true,
  limits: [{ pages: 1, per: 1_000 }],
  request: (page, { url, signingSecret: secret }) => postJson(url, slackMessage(page, secret !== undefined)),
  verdict: (answer) => judge(answer, saidPlainly),
  hook: slackHook,
} satisfies Pager<SlackSettings>
