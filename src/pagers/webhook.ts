// A signed webhook by the Standard Webhooks specification, both ways: id, time and an HMAC over both and the body.
import { createHmac } from 'node:crypto'
import { fail, ok } from '../lib/result.ts'
import type { Answered, Hook, Pager } from '../model/pager.ts'
import { answered, isFresh, jsonBody, same, textAt } from './kit/call.ts'
import { judge } from './kit/judge.ts'

export interface WebhookSettings {
  readonly url: string
  readonly secret: string
}

const acts: Readonly<Record<string, Answered['act']>> = {
  'page.triggered': 'triggered',
  'page.acknowledge': 'acknowledge',
  'page.unacknowledge': 'unacknowledge',
  'page.resolve': 'resolve',
}

const hook: Hook<WebhookSettings> = {
  read(call, { secret }, now) {
    const { 'webhook-id': id = '', 'webhook-timestamp': seconds, 'webhook-signature': signatures = '' } = call.headers
    if (!isFresh(seconds, now)) return fail('webhook-timestamp is missing or lies too far off')
    const mine = sign(secret, id, seconds ?? '', call.body)
    const fits = signatures
      .split(' ')
      .slice(0, 20)
      .some((one) => same(one, mine))
    if (id === '' || !fits) return fail('webhook-signature does not fit the body')
    const body = jsonBody(call)
    if (!body.ok) return body
    const act = acts[textAt(body.value, 'type')]
    if (act === undefined) return ok([])
    const [dedupKey, by] = [textAt(body.value.data, 'dedupKey'), textAt(body.value.data, 'by')]
    if (dedupKey === '') return fail('data.dedupKey is missing')
    return ok(answered({ id, dedupKey, act, by, at: textAt(body.value, 'timestamp') }, now))
  },
}

export default {
  name: 'webhook',
  title: 'Signed webhook (Standard Webhooks)',
  about:
    'A POST of the whole page as JSON, signed as [Standard Webhooks](https://www.standardwebhooks.com/) asks: `webhook-id` (the same for every attempt of a page), `webhook-timestamp`, `webhook-signature`. The receiver must check the signature and drop ids that it has seen. The form is `{"type":"page.trigger"|"page.acknowledge"|"page.resolve","timestamp":…,"data":…}`. Acknowledge from there: post the same form, signed with the same secret, to `/hooks/NAME`: `{"type":"page.acknowledge"|"page.unacknowledge"|"page.resolve","timestamp":…,"data":{"dedupKey":…,"by":…}}`; a time more than five minutes off is refused.',
  settings: {
    type: 'object',
    required: ['url', 'secret'],
    additionalProperties: false,
    properties: {
      url: { type: 'string', format: 'http-url', description: 'Where the page is posted to.' },
      secret: {
        type: 'string',
        minLength: 16,
        description: '`whsec_` and base64, or any text of 16 characters and more: the key of the signature.',
      },
    },
  },
  secrets: ['secret', 'url'],
  request(page, settings, at) {
    const seconds = String(Math.floor(at / 1000))
    const body = JSON.stringify({ type: `page.${page.action}`, timestamp: page.decidedAt, data: page })
    return {
      method: 'POST',
      url: settings.url,
      headers: {
        'content-type': 'application/json',
        'webhook-id': page.id,
        'webhook-timestamp': seconds,
        'webhook-signature': sign(settings.secret, page.id, seconds, body),
      },
      body,
    }
  },
  verdict: (answer) => judge(answer),
  hook,
} satisfies Pager<WebhookSettings>

/** `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`. */
function sign(secret: string, id: string, seconds: string, body: string | Uint8Array): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`
}
