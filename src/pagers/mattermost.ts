// Mattermost by an incoming webhook. Limits: developers.mattermost.com, "Incoming webhooks".
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'

export interface MattermostSettings {
  readonly url: string
  readonly channel?: string
}

export default {
  name: 'mattermost',
  title: 'Mattermost (incoming webhook)',
  about: 'A message in a channel; page-now ones ask for attention as “urgent”. A repeat is a further message.',
  settings: addressOnly('The webhook’s address. Who has it can post.', {
    channel: { type: 'string', description: 'Another channel than the webhook’s own, where the webhook may.' },
  }),
  secrets: ['url'],
  silent: true,
  request(page, { url, channel }) {
    const urgent = page.action === 'trigger' && page.priority === 'page-now'
    return postJson(url, {
      text: messageOf(page, { longest: 16_000 }),
      ...(channel === undefined ? {} : { channel }),
      ...(urgent ? { priority: { priority: 'urgent' } } : {}),
    })
  },
  verdict: (answer) => judge(answer, saidUnder('message')),
} satisfies Pager<MattermostSettings>
