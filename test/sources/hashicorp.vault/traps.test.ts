import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/hashicorp.vault/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]

const entry = (more: {
  readonly type?: string
  readonly error?: string
  readonly request?: Json
  readonly auth?: Json
}) => ({
  time: '2026-03-02T09:00:00.123456789Z',
  type: 'response',
  auth: { display_name: 'ldap-mwolf', metadata: { username: 'mwolf' }, accessor: 'hmac-sha256:aa' },
  ...more,
  request: {
    id: 'r-1',
    operation: 'delete',
    path: 'transit/keys/k',
    mount_type: 'transit',
    ...(more.request as object),
  },
})

describe('an entry of the audit device', () => {
  test.each([
    ['a request alone tells nothing of its end', { type: 'request' }, 'unknown'],
    ['an answer tells that it came about', {}, 'success'],
    [
      'an error tells that it did not, in the answer',
      { error: '1 error occurred:\n\t* permission denied\n\n' },
      'failure',
    ],
    ['and in the request', { type: 'request', error: 'permission denied' }, 'failure'],
  ])('%s', (_, more, outcome) => {
    expect(eventOf(entry(more))?.event.outcome).toBe(outcome)
  })

  test('and its request are one act under two ids', () => {
    const [asked, answered] = [eventOf(entry({ type: 'request' })), eventOf(entry({}))]
    expect(asked?.backup?.act).toBe('r-1')
    expect(answered?.backup?.act).toBe('r-1')
    expect(asked?.event.id).not.toBe(answered?.event.id)
  })

  test.each([
    ['a true that stays clear', { deletion_allowed: true }, 'key-disabled', 'off'],
    ['a text that is hashed may be the worst', { deletion_allowed: 'hmac-sha256:0f' }, 'key-disabled', undefined],
    ['a false', { deletion_allowed: false }, 'key-enabled', 'on'],
    ['old versions cut off', { min_decryption_version: 3 }, 'key-material-deleted', undefined],
    ['the first version still opens', { min_decryption_version: 1 }, 'key-policy-changed', undefined],
  ])('configures a key with %s', (_, data, action, to) => {
    const event = eventOf(entry({ request: { operation: 'update', path: 'transit/keys/k/config', data } }))
    expect(event?.event.action).toBe(action)
    expect(event?.backup?.change?.to).toBe(to)
  })

  test.each([
    ['10.6.8.34', '10.6.8.34', undefined],
    ['10.6.8.34:36776', '10.6.8.34', 36776],
    ['[2001:db8::1]:443', '2001:db8::1', 443],
    ['2001:db8::1', '2001:db8::1', undefined],
  ])('comes from %s', (remote_address, ip, port) => {
    expect(eventOf(entry({ request: { remote_address } }))?.source).toMatchObject({ ip, ...(port ? { port } : {}) })
  })

  test.each([
    ['in a namespace', { namespace: { id: 'x', path: 'teams/a/' } }, 'teams/a/transit/k'],
    ['in a mount with a way of its own', { path: 'eu/transit/keys/k' }, 'eu/transit/k'],
    ['in a mount that is named', { path: 'a/b/keys/k', mount_point: 'a/b/' }, 'a/b/k'],
  ])('names its key %s', (_, request, id) => {
    expect(eventOf(entry({ request }))?.backup?.resource).toMatchObject({ type: 'key', id })
  })

  test('lies behind a syslog header, and in what an agent put around it', () => {
    const line = JSON.stringify(entry({}))
    for (const text of [
      `<134>1 2026-03-02T09:00:01Z vault01 vault - - - ${line}`,
      JSON.stringify({ '@timestamp': '2026-03-02T09:00:02Z', message: line }),
      JSON.stringify({ log: line, date: 1772442002 }),
      `${line}\n${line}`,
    ])
      expect(eventOf(text)?.event.action).toBe('key-destruction-scheduled')
  })

  test('keeps no token that a header carried in clear', () => {
    const event = eventOf(
      entry({ request: { headers: { 'X-Vault-Token': ['hvs.SECRETSECRET'], 'user-agent': ['curl/8'] } } }),
    )
    expect(JSON.stringify(event)).not.toContain('SECRETSECRET')
    expect(event?.event.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(event?.user_agent?.original).toBe('curl/8')
  })

  test.each([
    ['no JSON', 'hello', 'the record is no JSON', undefined],
    ['another object', { a: 1 }, 'this is no entry of an audit device: it holds no request', 'request'],
    ['an entry without a type', { request: {} }, 'the entry says not whether it is a request or a response', 'type'],
  ])('is refused as %s', (_, value, reason, field) => {
    expect(read(value)).toEqual({ ok: false, error: { reason, ...(field ? { field } : {}) } })
  })

  test('of any shape throws nothing', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom('sys/audit/x', 'transit/keys/a/config', 'auth/token/create'),
        (one, other, path) => {
          read({ type: 'response', request: { path, data: one as Json, operation: 'update' }, auth: other as Json })
          read({ type: 'kmip-request', request: { data: { kmip_request: one as Json } }, response: other as Json })
        },
      ),
      { numRuns: 300 },
    )
  })
})

const files = realOf('hashicorp.vault')
test.runIf(files.length > 0)('real entries are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).map(({ event }) => event.code)).toContain('kmip-discover-versions')
})
