import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/lib/json.ts'
import type { HookCall } from '../../src/model/pager.ts'
import { markOf } from '../../src/pagers/kit/call.ts'
import { loadPagers } from '../../src/service/pagers.ts'

const pagers = await loadPagers()
const now = Date.parse('2026-03-01T02:00:00Z')
const seconds = String(now / 1_000)
const key = `lastcopy-${'0123456789abcdef'.repeat(2)}`
const secret = 'a-secret-of-the-pager'
const address = 'https://lastcopy.example.com/hooks/phone'
const ed = generateKeyPairSync('ed25519')
const publicKey = ed.publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('hex')

const hex = (text: string) => createHmac('sha256', secret).update(text).digest('hex')
const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString()
const twilio = (url: string, fields: Readonly<Record<string, string>>): string => {
  const sorted = Object.keys(fields)
    .sort()
    .map((name) => name + fields[name])
  return createHmac('sha1', secret)
    .update(url + sorted.join(''))
    .digest('base64')
}

interface Sample {
  readonly settings: Readonly<Record<string, Json>>
  readonly url?: string
  readonly body: string
  /** As the provider signs a body. */
  headers(body: string): Readonly<Record<string, string>>

  readonly by: string
}

const token = { settings: { hookToken: secret }, headers: () => ({ authorization: `Bearer ${secret}` }) }
const incident = { type: 'incident', incident_key: key, urgency: 'high' }
const ranAt = { service: { summary: 'Domain controllers' }, escalation_policy: { summary: 'Night' } }
const discordSigned = (body: string) => ({
  'x-signature-timestamp': seconds,
  'x-signature-ed25519': sign(null, Buffer.from(seconds + body), ed.privateKey).toString('hex'),
})
const texted = { From: '+12025550111', Body: 'Ack 012345', MessageSid: 'SM1' }
const pressed = { CallSid: 'CA1', Digits: '1', To: '+12025550111' }
const called = `${address}?incident=${key}`
const account = { account: 'AC1', token: secret, from: '+12025550100', to: '+12025550111' }
const at = '2026-03-01T02:00:00Z'

const samples: Readonly<Record<string, Sample>> = {
  pagerduty: {
    settings: { webhookSecret: secret },
    body: JSON.stringify({
      event: {
        id: 'E1',
        event_type: 'incident.acknowledged',
        occurred_at: at,
        agent: { type: 'user_reference', summary: 'First on call' },
        data: { ...incident, ...ranAt },
      },
    }),
    headers: (body) => ({ 'x-pagerduty-signature': `v1=${'0'.repeat(64)},v1=${hex(body)}` }),
    by: 'First on call',
  },
  jsm: {
    ...token,
    body: JSON.stringify({
      action: 'Acknowledge',
      source: { name: 'web' },
      alert: { alertId: 'A1', alias: key, username: 'first@example.com', updatedAt: now * 1_000_000 },
    }),
    by: 'first@example.com',
  },
  grafana: {
    ...token,
    body: JSON.stringify({
      event: { type: 'acknowledge', time: at },
      user: { username: 'first' },
      alert_group_id: 'G1',
      alert_payload: { alert_uid: key },
    }),
    by: 'first',
  },
  servicenow: {
    ...token,
    body: JSON.stringify({ id: 'S1', incident: key, act: 'acknowledge', by: 'first', at }),
    by: 'first',
  },
  jira: {
    settings: { webhookSecret: secret },
    body: JSON.stringify({
      timestamp: now,
      user: { displayName: 'First' },
      issue: {
        key: 'OPS-1',
        fields: { labels: ['lastcopy', key], status: { statusCategory: { key: 'indeterminate' } } },
      },
      changelog: { id: '7', items: [{ field: 'status' }] },
    }),
    headers: (body) => ({ 'x-hub-signature': `sha256=${hex(body)}` }),
    by: 'First',
  },
  slack: {
    settings: { signingSecret: secret },
    body: form({
      payload: JSON.stringify({
        type: 'block_actions',
        user: { id: 'U1', name: 'first' },
        actions: [{ action_id: 'lastcopy-acknowledge', value: key, action_ts: seconds }],
      }),
    }),
    headers: (body) => ({
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': `v0=${hex(`v0:${seconds}:${body}`)}`,
    }),
    by: 'first',
  },
  discord: {
    settings: { publicKey },
    body: JSON.stringify({
      id: 'D1',
      type: 3,
      data: { custom_id: `lastcopy-acknowledge:${key}` },
      member: { user: { username: 'first' } },
    }),
    headers: discordSigned,
    by: 'first',
  },
  telegram: {
    settings: { token: 't', chat: '-100', secretToken: secret },
    body: JSON.stringify({
      callback_query: { id: 'T1', data: `ack:${key}`, from: { first_name: 'First' }, message: { chat: { id: -100 } } },
    }),
    headers: () => ({ 'x-telegram-bot-api-secret-token': secret }),
    by: 'First',
  },
  mattermost: {
    settings: { url: 'https://chat.example.com/hooks/abc' },
    body: JSON.stringify({
      user_id: 'u1',
      user_name: 'first',
      post_id: 'p1',
      context: { incident: key, mark: markOf('https://chat.example.com/hooks/abc', key) },
    }),
    headers: () => ({}),
    by: 'first',
  },
  pushover: {
    settings: { token: secret, user: 'u' },
    url: `${address}?incident=${key}&mark=${markOf(secret, key)}`,
    body: form({ receipt: 'R1', acknowledged: '1', acknowledged_at: seconds, acknowledged_by_device: 'phone' }),
    headers: () => ({}),
    by: 'phone',
  },
  'twilio-sms': {
    settings: account,
    body: form(texted),
    headers: (body) => ({ 'x-twilio-signature': twilio(address, Object.fromEntries(new URLSearchParams(body))) }),
    by: '+12025550111',
  },
  'twilio-voice': {
    settings: account,
    url: called,
    body: form(pressed),
    headers: (body) => ({ 'x-twilio-signature': twilio(called, Object.fromEntries(new URLSearchParams(body))) }),
    by: '+12025550111',
  },
  webhook: {
    settings: { url: address, secret },
    body: JSON.stringify({ type: 'page.acknowledge', timestamp: at, data: { dedupKey: key, by: 'first' } }),
    headers: (body) => ({
      'webhook-id': 'W1',
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,AAAA v1,${createHmac('sha256', secret).update(`W1.${seconds}.${body}`).digest('base64')}`,
    }),
    by: 'first',
  },
}
const all: Readonly<Record<string, Sample>> = { ...samples, 'slack-app': samples.slack as Sample }

const hookOf = (name: string) => {
  const hook = pagers.get(name)?.hook
  if (!hook) throw new Error(`${name} has no hook`)
  return hook
}
const read = (name: string, part: Partial<HookCall> = {}, settings = all[name]?.settings ?? {}, when = now) => {
  const { url = address, body, headers } = all[name] as Sample
  const call = { url, headers: headers(body), body: Buffer.from(body), ...part }
  return hookOf(name).read(call, settings, when)
}

test('every pager that can be answered has a call that is tried here', () =>
  expect([...pagers.values()].flatMap(({ name, hook }) => (hook ? [name] : [])).sort()).toEqual(
    Object.keys(all).sort(),
  ))

describe.each(Object.keys(all))('a call of %s', (name) => {
  const { body, by, settings, url } = all[name] as Sample
  test('says who answered what', () => {
    const dedupKey = name === 'twilio-sms' ? 'lastcopy-012345' : key
    const found = read(name)
    expect(found).toMatchObject({
      ok: true,
      value: [{ dedupKey, act: 'acknowledge', by, at: '2026-03-01T02:00:00.000Z' }],
    })
    expect(read(name)).toEqual(found)
  })
  test('is not believed without its signature', () => {
    const bare = url?.includes('mark=') ? address : (url ?? address)
    const unsigned =
      name === 'mattermost' ? Buffer.from(body.replace(/"mark":"\w+"/, '"mark":"00"')) : Buffer.from(body)
    expect(read(name, { headers: {}, url: bare, body: unsigned }).ok).toBe(false)
  })
  test('is not believed when the secret is another, or is not set', () => {
    const other = Object.fromEntries(
      Object.entries(settings).map(([at, value]) => [
        at,
        value === secret || at === 'url'
          ? 'https://another.example.com/secret'
          : at === 'publicKey'
            ? 'ab'.repeat(32)
            : value,
      ]),
    )
    expect(read(name, {}, other).ok).toBe(false)
    if (!['mattermost', 'pushover', 'twilio-sms', 'twilio-voice', 'webhook'].includes(name))
      expect(read(name, {}, {})).toMatchObject({ ok: false, error: expect.stringContaining('is not set') })
  })
  test('is not believed when a byte was changed on the way', () => {
    const signed = !['jsm', 'grafana', 'servicenow', 'telegram', 'pushover'].includes(name)
    const changed = body
      .replace('0123456789abcdef', '1123456789abcdef')
      .replace('012345&', '112345&')
      .replace('Digits=1', 'Digits=2')
    if (signed) expect(read(name, { body: Buffer.from(changed) }).ok && changed !== body).toBe(false)
  })
  test('is not believed six minutes later, where its signature has a time', () => {
    if (['slack', 'slack-app', 'discord', 'webhook'].includes(name)) {
      expect(read(name, {}, settings, now + 360_000).ok).toBe(false)
      expect(read(name, {}, settings, now - 360_000).ok).toBe(false)
      expect(read(name, {}, settings, now + 240_000).ok).toBe(true)
    }
  })
  test('that is hostile is an error and no crash, and nothing of ours stands in it', () => {
    const headers = (all[name] as Sample).headers
    const evil = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'null',
        '[]',
        '{"event":[]}',
        '{"alert":{"alias":{}}}',
        'payload=%7B%22actions%22%3A%5Bnull%5D%7D',
        body.replaceAll('"', ''),
        '{"__proto__":{"a":1}}',
      ),
    )
    fc.assert(
      fc.property(evil, (text) => {
        const found = read(name, { body: Buffer.from(text), headers: headers(text) })
        if (!found.ok) expect(found.error).not.toContain(secret)
        hookOf(name).reply?.({ url: address, headers: {}, body: Buffer.from(text) }, [])
      }),
      { numRuns: 60 },
    )
    for (const bytes of [Buffer.from([0xff, 0xfe, 0x80]), Buffer.alloc(2 << 20, 'x'), Buffer.alloc(0)])
      expect(() => read(name, { body: bytes })).not.toThrow()
    expect(() => read(name, { url: 'no address' })).not.toThrow()
  })
})

describe('PagerDuty', () => {
  const told = (event: object) => {
    const body = JSON.stringify({ event })
    return read('pagerduty', { body: Buffer.from(body), headers: { 'x-pagerduty-signature': `v1=${hex(body)}` } })
  }
  test('says how an incident rings', () => {
    const event = {
      id: 'E2',
      event_type: 'incident.triggered',
      occurred_at: at,
      agent: null,
      data: { ...incident, ...ranAt },
    }
    expect(told(event)).toMatchObject({
      value: [
        { act: 'triggered', rings: { service: 'Domain controllers', urgency: 'high', escalationPolicy: 'Night' } },
      ],
    })
  })
  test.each([
    ['incident.unacknowledged', null, 'unacknowledge'],
    ['incident.reopened', null, 'unacknowledge'],
    ['incident.resolved', 'user_reference', 'resolve'],
  ])('%s by %s is %s', (event_type, type, act) =>
    expect(told({ id: 'E', event_type, agent: type && { type }, data: incident })).toMatchObject({ value: [{ act }] }),
  )
  test.each(['events_api_v2_inbound_integration_reference', 'service_reference'])(
    'what %s does answers nothing',
    (type) =>
      expect(told({ id: 'E', event_type: 'incident.acknowledged', agent: { type }, data: incident })).toMatchObject({
        value: [],
      }),
  )
  test('is heard in silence when it only asks whether we are there', () =>
    expect(told({ id: 'E', event_type: 'pagey.ping', data: { message: 'Hello' } })).toEqual({ ok: true, value: [] }))
})

describe('a text message', () => {
  const replied = (fields: Readonly<Record<string, string>>) =>
    read('twilio-sms', { body: Buffer.from(form(fields)), headers: { 'x-twilio-signature': twilio(address, fields) } })
  test.each([
    ['1', ''],
    [' ack ', ''],
    ['OK.', ''],
    ['1 0123AB', 'lastcopy-0123ab'],
  ])('%j answers', (Body, dedupKey) => expect(replied({ ...texted, Body })).toMatchObject({ value: [{ dedupKey }] }))
  test.each(['STOP', '2', 'acknowledge nothing', '1 1 1', ''])('%j answers nothing', (Body) =>
    expect(replied({ ...texted, Body })).toEqual({ ok: true, value: [] }),
  )
  test('from another number is refused', () => expect(replied({ ...texted, From: '+12025550199' }).ok).toBe(false))
  test('is believed when the port was signed along', () => {
    const signed = { 'x-twilio-signature': twilio(address.replace('.com/', '.com:443/'), texted) }
    expect(read('twilio-sms', { headers: signed }).ok).toBe(true)
  })
})

test('a key other than 1, and silence, answer no call', () => {
  for (const Digits of ['2', '', '11']) {
    const fields = { ...pressed, Digits }
    const headers = { 'x-twilio-signature': twilio(called, fields) }
    expect(read('twilio-voice', { body: Buffer.from(form(fields)), headers })).toEqual({ ok: true, value: [] })
  }
})
test('a button that was forwarded to another chat answers nothing', () =>
  expect(read('telegram', {}, { ...all.telegram?.settings, chat: '-200' }).ok).toBe(false))
test('Discord hears what it wants to hear of a ping', () => {
  const body = '{"type":1}'
  const call = { url: address, headers: discordSigned(body), body: Buffer.from(body) }
  expect(hookOf('discord').read(call, { publicKey }, now)).toEqual({ ok: true, value: [] })
  expect(hookOf('discord').reply?.(call, []).body).toBe('{"type":1}')
})
