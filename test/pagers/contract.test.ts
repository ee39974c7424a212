import { createHmac } from 'node:crypto'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/lib/json.ts'
import type { Page } from '../../src/model/page.ts'
import type { HttpAnswer, Pager } from '../../src/model/pager.ts'
import { pageOf, testPage } from '../../src/relay/page.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { alertOf } from '../store/alert.ts'
import { httpOf, pieceOf, sentOf } from './http.ts'

const pagers = await loadPagers()
const now = Date.parse('2026-03-01T02:00:01Z')
const secret = 'a-secret-of-the-pager-1234567890'
const address = 'https://pager.example.com/in'
const settingsOf = ({ settings, secrets }: Pager): Readonly<Record<string, Json>> => {
  const { required, properties } = settings as {
    readonly required: readonly string[]
    readonly properties: Readonly<Record<string, { readonly type?: string }>>
  }
  const hides = secrets as readonly string[]
  const known: Readonly<Record<string, Json>> = { url: address, project: 'OPS', from: 'lastcopy@example.com' }
  return Object.fromEntries(
    required.map((name) => [
      name,
      properties[name]?.type === 'array'
        ? ['first@example.com']
        : (known[name] ?? (hides.includes(name) ? secret : 'a-value-of-the-pager')),
    ]),
  )
}
const page = (part: Partial<Page> = {}): Page => ({
  ...pageOf(alertOf(), 'first', { baseUrl: 'https://lastcopy.example.com', steps: ['One.'], before: 0, now, stage: 1 }),
  ...part,
})
const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({ status, headers, body: secret })

/** Characters, or bytes, that a channel takes of a text or a request. */
const limits: Readonly<Record<string, readonly [what: (body: string) => string, longest: number]>> = {
  alertmanager: [(body) => JSON.parse(body)[0].annotations.summary, 1_024],
  discord: [(body) => JSON.parse(body).content, 2_000],
  email: [(body) => body.split('\n')[0] ?? '', 250],
  'google-chat': [(body) => body, 32_000],
  grafana: [(body) => JSON.parse(body).title, 1_024],
  jira: [(body) => JSON.parse(body).fields.summary, 255],
  jsm: [(body) => JSON.parse(body).message, 130],
  mattermost: [(body) => JSON.parse(body).text, 16_383],
  ntfy: [(body) => body, 4_096],
  pagerduty: [(body) => JSON.parse(body).payload.summary, 1_024],
  pushover: [(body) => new URLSearchParams(body).get('message') ?? '', 1_024],
  servicenow: [(body) => JSON.parse(body).records[0].description, 4_000],
  slack: [(body) => JSON.parse(body).text, 3_000],
  'slack-app': [(body) => JSON.parse(body).text, 3_000],
  syslog: [(body) => body, 8_192],
  teams: [(body) => body, 28_000],
  telegram: [(body) => JSON.parse(body).text, 4_096],
  'twilio-sms': [(body) => new URLSearchParams(body).get('Body') ?? '', 1_600],
  'twilio-voice': [(body) => new URLSearchParams(body).get('Twiml') ?? '', 4_000],
}
/** Say nothing of an answer: their providers know firing and over alone, or a call would wake somebody for it. */
const quietOnAnswers = ['alertmanager', 'grafana', 'servicenow', 'twilio-voice']
/** Are answered at the provider, by a key of the phone, or in the console. */
const ownAnswers = ['pagerduty', 'jsm', 'servicenow', 'pushover', 'syslog', 'twilio-voice']
/** Have no room for steps. */
const oneLiners = ['syslog', 'twilio-voice']
const unlimited = ['webhook']

test('every pager has a limit that is tried here, or none', () =>
  expect([...pagers.keys()].sort()).toEqual([...Object.keys(limits), ...unlimited].sort()))

describe.each([...pagers.values()])('the pager $name', (pager) => {
  const send = (one: Page) => pieceOf(sentOf(pager, one, settingsOf(pager), now))

  test('describes its settings, and they are a schema that can be used', () => {
    const ajv = addFormats
      .default(new Ajv({ strict: true, allErrors: true }))
      .addFormat('http-url', (text) => URL.canParse(text))
    expect(ajv.validate(pager.settings, settingsOf(pager))).toBe(true)
    expect(ajv.validate(pager.settings, {})).toBe(false)
    const { properties } = pager.settings as { readonly properties: Record<string, { readonly description?: string }> }
    for (const { description } of Object.values(properties)) expect(description?.length).toBeGreaterThan(10)
    for (const name of pager.secrets) expect(Object.keys(properties)).toContain(name)
  })
  test('says the same for the same page', () => expect(send(page())).toEqual(send(page())))
  test('stays under half a megabyte whatever the details hold', () => {
    const details = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`detail ${at}`, 'x'.repeat(30_000)]))
    const { body } = send(page({ details }))
    if (pager.name === 'pagerduty') expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512 << 10)
    expect(body.length).toBeGreaterThan(10)
  })
  test('keeps within the limit of its channel, and ends at a whole character', () => {
    const [of, longest] = limits[pager.name] ?? [(body: string) => body, Number.POSITIVE_INFINITY]
    const long = '🔒ü'.repeat(2_000)
    const steps = [long, long, long]
    const { body } = send(page({ summary: long, text: { headline: long, stake: long, steps } }))
    const text = of(body)
    expect(text.length).toBeLessThanOrEqual(longest)
    if (text === body) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longest)
    expect(text.isWellFormed()).toBe(true)
    expect(decodeURIComponent(body.replaceAll('+', ' ').replaceAll(/%(?![0-9A-F]{2})/g, ''))).not.toContain('\ufffd')
  })
  test('says what happened, the first step and where to read on', () => {
    const told = decodeURIComponent(send(page()).body.replaceAll('+', ' '))
    expect(told).toContain(page().text.headline.slice(0, 60))
    if (!oneLiners.includes(pager.name)) expect(told).toContain('One.')
    if (pager.name !== 'twilio-voice') expect(told).toContain('https://lastcopy.example.com/alerts/')
  })
  test('takes a test page, and tells that an incident is resolved', () => {
    expect(() => send(testPage('default', now))).not.toThrow()
    if (pager.name === 'twilio-voice') return
    const { url, body } = send(page({ action: 'resolve', reason: 'resolved' }))
    expect(`${url} ${body}`).toMatch(/resolve|cancel_by_tag|Closing/i)
    if (pager.name !== 'webhook') expect(body).not.toContain('One.')
  })
  test('says that somebody has it, or that there is nothing to say', () => {
    const sent = sentOf(pager, page({ action: 'acknowledge', reason: 'acknowledged' }), settingsOf(pager), now)
    if (sent === undefined) return expect(quietOnAnswers).toContain(pager.name)
    const { url, body } = pieceOf(sent)
    expect(`${url} ${body}`).toMatch(/acknowledge|ANSWERED|cancel_by_tag/)
  })
  test('offers the link that answers, or a way of its own, until somebody has', () => {
    const acknowledgeLink = 'https://lastcopy.example.com/a/once'
    const told = (part: Partial<Page>) => {
      const sent = sentOf(pager, page({ acknowledgeLink, ...part }), settingsOf(pager), now)
      return sent === undefined ? '' : decodeURIComponent(pieceOf(sent).body.replaceAll('+', ' '))
    }
    if (!ownAnswers.includes(pager.name)) expect(told({})).toContain(acknowledgeLink)
    if (pager.name !== 'webhook') expect(told({ action: 'resolve', reason: 'resolved' })).not.toContain(acknowledgeLink)
  })
  test('shows no secret but where the provider asks for it', () => {
    const { headers, body } = send(page())
    const own = ['pagerduty', 'pushover', 'ntfy', 'telegram', 'twilio-sms', 'twilio-voice']
    if (!own.includes(pager.name)) expect(body).not.toContain(secret)
    expect(JSON.stringify(headers)).not.toContain(address)
  })
  test.each([
    [200, 'accepted'],
    [202, 'accepted'],
    [307, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('takes %i for %s', (status, verdict) => {
    // Mail servers have codes of their own.
    if (pager.name !== 'email') expect(pager.verdict(answer(status)).verdict).toBe(verdict)
  })
  test('takes silence for a reason to try again', () => {
    expect(pager.verdict({ status: 0, error: 'ECONNREFUSED' })).toEqual({ verdict: 'retry', detail: 'ECONNREFUSED' })
  })
  test('passes on how long the provider asks to wait', () => {
    if (pager.name !== 'email') expect(pager.verdict(answer(429, { 'retry-after': '7' })).retryAfter).toBe('7')
  })
})

test('PagerDuty gets an event of its API version 2', () => {
  const pager = pagers.get('pagerduty')
  const event = JSON.parse(
    httpOf(pager?.request(page({ summary: 'x'.repeat(2_000) }), { routingKey: secret }, now)).body,
  )
  expect(event).toMatchObject({ routing_key: secret, event_action: 'trigger', payload: { severity: 'critical' } })
  expect(event.payload.summary.length).toBe(1_024)
  expect(event.dedup_key.length).toBeLessThanOrEqual(255)
  expect(event.payload.custom_details['First steps']).toBe('1. One.')
})

test('a webhook is signed as Standard Webhooks asks', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef')
  const settings = { url: 'https://pager.example.com/in', secret: `whsec_${key.toString('base64')}` }
  const { headers, body } = httpOf(pagers.get('webhook')?.request(page(), settings, now))
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-timestamp']).toBe(String(now / 1_000))
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  expect(body).not.toContain(settings.secret)
})
