// Mattermost by an incoming webhook, with a button. Limits and forms: developers.mattermost.com, "Incoming webhooks" and
// "Interactive messages": it signs nothing, but gives back a context that only the server and we have seen.
import { hashOf } from '../lib/hash.ts'
import { fail, ok } from '../lib/result.ts'
import type { Hook, Pager } from '../model/pager.ts'
import { answered, jsonBody, markOf, same, textAt } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf, take } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly, hookUrl } from './kit/settings.ts'

export interface MattermostSettings {
  readonly url: string
  readonly channel?: string
  readonly hookUrl?: string
}

const hook: Hook<MattermostSettings> = {
  read(call, { url }, now) {
    const body = jsonBody(call)
    if (!body.ok) return body
    const { context } = body.value
    const dedupKey = textAt(context, 'incident')
    if (!same(textAt(context, 'mark'), markOf(url, dedupKey))) return fail('the mark in the context is not one of ours')
    const user = textAt(body.value, 'user_id')
    const id = hashOf('mattermost', textAt(body.value, 'post_id'), user, dedupKey)
    const by = textAt(body.value, 'user_name') || user
    return ok(answered({ id, dedupKey, act: 'acknowledge', by }, now))
  },
  reply: (_, told) => ({
    contentType: 'application/json',
    body: JSON.stringify({ ephemeral_text: told.length > 0 ? 'It is yours.' : 'This could not be answered.' }),
  }),
}

export default {
  name: 'mattermost',
  title: 'Mattermost (incoming webhook)',
  about:
    'A message in a channel; page-now ones ask for attention as “urgent”. A repeat is a further message. Acknowledge by its button where `hookUrl` is set (the server must be allowed to call that host: `AllowedUntrustedInternalConnections`), else by the link.',
  settings: addressOnly('The webhook’s address. Who has it can post.', {
    channel: { type: 'string', description: 'Another channel than the webhook’s own, where the webhook may.' },
    hookUrl,
  }),
  secrets: ['url'],
  silent: true,
  limits: [{ pages: 10, per: 1_000 }],
  request(page, { url, channel, hookUrl: back }) {
    const urgent = page.action === 'trigger' && page.priority === 'page-now'
    const context = { incident: page.dedupKey, mark: markOf(url, page.dedupKey) }
    const button = { id: 'acknowledge', type: 'button', name: take, integration: { url: back, context } }
    return postJson(url, {
      text: messageOf(page, { longest: 16_000 }),
      ...(channel === undefined ? {} : { channel }),
      ...(urgent ? { priority: { priority: 'urgent' } } : {}),
      ...(back === undefined || page.action !== 'trigger'
        ? {}
        : { attachments: [{ fallback: take, actions: [button] }] }),
    })
  },
  verdict: (answer) => judge(answer, saidUnder('message')),
  hook,
} satisfies Pager<MattermostSettings>
