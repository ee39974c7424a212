// Discord by a webhook. Limits and answers: discord.com/developers, "Execute Webhook" (2,000 characters) and "Rate Limits".
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'

export interface DiscordSettings {
  readonly url: string
}

export default {
  name: 'discord',
  title: 'Discord (webhook)',
  about: 'A message in a channel. Nothing in it can mention anybody. A repeat is a further message.',
  settings: addressOnly('The webhook’s address. Who has it can post.'),
  secrets: ['url'],
  silent: true,
  request: (page, { url }) =>
    postJson(url, { content: messageOf(page, { longest: 2_000 }), allowed_mentions: { parse: [] }, flags: 4 }),
  verdict: (answer) => judge(answer, saidUnder('message')),
} satisfies Pager<DiscordSettings>
