// A signed webhook by the Standard Webhooks specification: id, time and an HMAC over both and the body.
import { createHmac } from 'node:crypto'
import type { Pager } from '../model/pager.ts'
import { judge } from './kit/judge.ts'

export interface WebhookSettings {
  readonly url: string
  readonly secret: string
}

export default {
  name: 'webhook',
  title: 'Signed webhook (Standard Webhooks)',
  about:
    'A POST of the whole page as JSON, signed as [Standard Webhooks](https://www.standardwebhooks.com/) asks: `webhook-id` (the same for every attempt of a page), `webhook-timestamp`, `webhook-signature`. The receiver must check the signature and drop ids that it has seen. The form is `{"type":"page.trigger"|"page.resolve","timestamp":…,"data":…}`.',
  settings: {
    type: 'object',
    required: ['url', 'secret'],
    additionalProperties: false,
    properties: {
      url: { type: 'string', format: 'uri', description: 'Where the page is posted to.' },
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
} satisfies Pager<WebhookSettings>

/** `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`. */
function sign(secret: string, id: string, seconds: string, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}
