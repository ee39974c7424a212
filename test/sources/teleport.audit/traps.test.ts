import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/teleport.audit/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))
const eventOf = (more: JsonObject) =>
  eventsOf([
    read({ event: 'user.login', code: 'T1000I', time: '2026-03-02T09:00:00Z', uid: 'u-1', user: 'jdoe', ...more }),
  ])[0]

describe('an audit event of Teleport', () => {
  test('of a command keeps none of its secrets', () => {
    const told = eventOf({
      event: 'session.command',
      code: 'T4000I',
      program: 'mysql',
      argv: ['-u', 'root', '-phunter2'],
    })
    expect(told?.event.hash).toBeDefined()
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })

  test.each([
    ['says itself that it came about', { success: true }, 'success'],
    ['says itself that it did not', { success: false }, 'failure'],
    ['warns', { code: 'T1000W' }, 'failure'],
    ['informs', {}, 'success'],
    ['has an error', { error: 'no' }, 'failure'],
    ['only asks', { event: 'access_request.create', state: 'PENDING' }, 'unknown'],
  ])('%s', (_, more, outcome) => {
    expect(eventOf(more)?.event.outcome).toBe(outcome)
  })

  test.each([
    [{ 'addr.remote': '192.0.2.1:51544' }, '192.0.2.1', '192.0.2.1'],
    [{ addr_remote: '[2001:db8::1]:51544' }, '2001:db8::1', '2001:db8::1'],
    [
      { 'addr.remote': '[2001:db8:feed:face:c0ff:eeb0:baf00:00d]:65123' },
      undefined,
      '2001:db8:feed:face:c0ff:eeb0:baf00:00d',
    ],
  ])('comes from %j', (more, ip, address) => {
    expect(eventOf(more)?.source?.ip).toBe(ip)
    expect(eventOf(more)?.source?.address).toBe(address)
  })

  test.each([
    ['user.create', { name: 'x', roles: ['access', 'editor'] }, 'admin-added'],
    ['user.create', { name: 'x', roles: ['access'] }, 'user-added'],
    ['user.create', { name: 'x', roles: 'editor' }, 'admin-added'],
    ['access_request.update', { state: 'APPROVED' }, 'role-activated'],
    ['access_request.update', { state: 'DENIED' }, 'other'],
    ['mfa.delete', {}, 'mfa-changed'],
    ['cert.create', { identity: { user: 'x', expires: '2046-03-02T09:00:00Z' } }, 'credential-added'],
    ['cert.create', { identity: { user: 'x', expires: '2026-03-02T19:00:00Z' } }, 'other'],
    ['constructor', {}, 'other'],
  ])('%s with %j is told as %s', (event, more, action) => {
    expect(eventOf({ event, ...more })?.event.action).toBe(action)
  })

  test('keeps who people are, across clusters and codes in small letters', () => {
    const event = eventOf({ code: 't1000i', user: 'JDoe@acme.example.com', cluster_name: 'tele.example.com' })
    expect(event?.event.code).toBe('T1000I')
    expect(event?.backup?.actor).toMatchObject({ id: 'jdoe@acme', kind: 'person' })
  })

  test('a blank stands in its time instead of a T', () => {
    expect(eventOf({ time: '2023-09-17 21:00:00.000000' })?.['@timestamp']).toBe('2023-09-17T21:00:00.000Z')
  })

  test.each([
    ['no JSON', 'hello', 'the record is no JSON', undefined],
    ['no name', { code: 'T1000I' }, 'this is no audit event: it has no name with a code', 'event'],
    ['no code', { event: 'user.login' }, 'this is no audit event: it has no name with a code', 'code'],
  ])('is refused with %s', (_, value, reason, field) => {
    expect(read(value)).toEqual({ ok: false, error: { reason, ...(field ? { field } : {}) } })
  })

  test('of any shape throws nothing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('user', 'name', 'roles', 'identity', 'time', 'state', 'target', 'addr', 'sid', 'success'),
          fc.jsonValue(),
        ),
        (more) => {
          for (const event of ['user.create', 'cert.create', 'lock.created', 'access_request.update', 'session.start'])
            read({ ...(more as JsonObject), event, code: 'T1I' })
        },
      ),
      { numRuns: 200 },
    )
  })
})

const files = realOf('teleport.audit')
test.runIf(files.length > 0)('real events are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every((event) => event.event.reason === undefined)).toBe(true)
})
