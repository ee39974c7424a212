// Slack by an incoming webhook. Limits and answers: docs.slack.dev, "Sending messages using incoming webhooks" and "Rate limits".
import type { Pager } from '../model/pager.ts'
import { judge, saidPlainly } from './kit/judge.ts'
import { bodyOf, cut, messageOf, titleOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'

export interface SlackSettings {
  readonly url: string
}

const plain = (text: string, longest: number) => ({ type: 'plain_text', text: cut(text, longest), emoji: false })

export default {
  name: 'slack',
  title: 'Slack (incoming webhook)',
  about:
    'A message in a channel. It wakes nobody whose phone is silent: put a pager beside it. A channel has no key, so a repeat is a further message.',
  settings: addressOnly('The webhook’s address, as Slack shows it. Who has it can post.'),
  secrets: ['url'],
  silent: true,
  request(page, { url }) {
    const body = bodyOf(page)
    return postJson(url, {
      text: messageOf(page, { longest: 3_000 }),
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        { type: 'section', text: plain(titleOf(page), 3_000) },
        ...(body.length === 0 ? [] : [{ type: 'section', text: plain(body.join('\n'), 3_000) }]),
        ...(page.link === undefined
          ? []
          : [{ type: 'actions', elements: [{ type: 'button', text: plain('Open the alert', 75), url: page.link }] }]),
      ],
    })
  },
  verdict: (answer) => judge(answer, saidPlainly),
} satisfies Pager<SlackSettings>
