// Discord by a webhook, with a button where an application owns it. Limits and forms: discord.com/developers, "Execute Webhook"
// (2,000 characters), "Rate Limits", "Component Reference" and "Receiving and Responding to Interactions".
import { createPublicKey, verify } from 'node:crypto'
import { isObject } from '../lib/json.ts'
import { fail, ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Hook, HookCall, Pager } from '../model/pager.ts'
import { answered, isFresh, jsonBody, textAt } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { answerLink, messageOf, take } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'

export interface DiscordSettings {
  readonly url: string
  readonly publicKey?: string
}

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')
const prefix = 'lastcopy-acknowledge:'
const [ping, component] = ['1', '3']

const hook: Hook<DiscordSettings> = {
  read(call, { publicKey }, now) {
    if (!publicKey) return fail('publicKey is not set, so nothing can be believed')
    const time = call.headers['x-signature-timestamp']
    if (!isFresh(time, now)) return fail('x-signature-timestamp is missing or lies too far off')
    if (!isSigned(call, time ?? '', publicKey)) return fail('x-signature-ed25519 does not fit the body')
    const body = jsonBody(call)
    if (!body.ok) return body
    const { member, user } = body.value
    const pressed = textAt(body.value, 'data', 'custom_id')
    if (textAt(body.value, 'type') !== component || !pressed.startsWith(prefix)) return ok([])
    const who = isObject(member) ? member.user : user
    const by = textAt(who, 'global_name') || textAt(who, 'username')
    const dedupKey = pressed.slice(prefix.length)
    return ok(answered({ id: textAt(body.value, 'id'), dedupKey, act: 'acknowledge', by }, now))
  },
  reply(call, told) {
    const body = jsonBody(call)
    const pong = body.ok && textAt(body.value, 'type') === ping
    const content = told.length > 0 ? `ANSWERED: ${told[0]?.by} has it.` : 'This could not be answered.'
    const said = { type: 4, data: { content, allowed_mentions: { parse: [] } } }
    return { contentType: 'application/json', body: JSON.stringify(pong ? { type: 1 } : said) }
  },
}

function isSigned({ headers, body }: HookCall, time: string, publicKey: string): boolean {
  const signature = headers['x-signature-ed25519'] ?? ''
  if (!/^[0-9a-f]{128}$/i.test(signature) || !/^[0-9a-f]{64}$/i.test(publicKey)) return false
  const der = Buffer.concat([derHead, Buffer.from(publicKey, 'hex')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.concat([Buffer.from(time), body]), key, Buffer.from(signature, 'hex'))
}

export default {
  name: 'discord',
  title: 'Discord (webhook)',
  about:
    'A message in a channel. Nothing in it can mention anybody. A repeat is a further message. Acknowledge by its button: a webhook that belongs to an application can have one (set `publicKey`, and `/hooks/NAME` as the application’s interactions endpoint); any other shows the link.',
  settings: addressOnly('The webhook’s address. Who has it can post.', {
    publicKey: {
      type: 'string',
      pattern: '^[0-9a-fA-F]{64}$',
      description: 'Public key of the application that owns the webhook; 64 hexadecimal digits.',
    },
  }),
  secrets: ['url'],
  silent: true,
  limits: [
    { pages: 5, per: 2_000 },
    { pages: 30, per: 60_000 },
  ],
  request: (page, { url, publicKey }) =>
    postJson(url, {
      content: messageOf(page, { longest: 2_000 }),
      allowed_mentions: { parse: [] },
      flags: 4,
      ...(publicKey === undefined || page.action !== 'trigger'
        ? {}
        : { components: [{ type: 1, components: buttonsOf(page) }] }),
    }),
  verdict: (answer) => judge(answer, saidUnder('message')),
  hook,
} satisfies Pager<DiscordSettings>

const buttonsOf = (page: Page): readonly object[] => [
  { type: 2, style: 1, label: take, custom_id: `${prefix}${page.dedupKey.slice(0, 79)}` },
  ...(answerLink(page) !== undefined || page.link === undefined || page.link.length > 512
    ? []
    : [{ type: 2, style: 5, label: 'Open the alert', url: page.link }]),
]
