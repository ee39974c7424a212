// Google Chat by an incoming webhook. Threads and limits: developers.google.com/workspace/chat, "Create a message" (32,000 bytes)
// and "Usage limits" (60 messages a minute and space).
import type { Pager } from '../model/pager.ts'
import { judge } from './kit/judge.ts'
import { bytes, messageOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'

export interface GoogleChatSettings {
  readonly url: string
}

export default {
  name: 'google-chat',
  title: 'Google Chat (incoming webhook)',
  about: 'A message in a space; what follows on the same incident stands in its thread. Acknowledge by the link in it.',
  settings: addressOnly('The webhook’s address, with key and token. Who has it can post.'),
  secrets: ['url'],
  silent: true,
  limits: [{ pages: 60, per: 60_000 }],
  request(page, { url }) {
    const option = 'messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD'
    return postJson(`${url}${url.includes('?') ? '&' : '?'}${option}`, {
      text: messageOf(page, { longest: 30_000, measure: bytes }),
      thread: { threadKey: page.dedupKey },
    })
  },
  verdict: (answer) => judge(answer),
} satisfies Pager<GoogleChatSettings>
