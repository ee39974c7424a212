import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/duo.admin/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))
const eventOf = (action: string, more: JsonObject = {}) =>
  eventsOf([
    read({ action, isotimestamp: '2026-03-02T09:00:00+00:00', username: 'Maria Wolf', object: 'akern', ...more }),
  ])[0]

describe('a record of Duo', () => {
  test.each([
    ['JSON inside a text', '{"status": "Bypass"}', 'mfa-changed', 'off'],
    ['back to active', '{"status": "Active"}', 'mfa-changed', 'on'],
    ['broken JSON', '{"status": "Byp', 'other', undefined],
    ['words', 'Bypass for akern', 'other', undefined],
    ['nothing', null, 'other', undefined],
    ['a number', 5, 'other', undefined],
  ])('describes itself with %s', (_, description, action, to) => {
    const event = eventOf('user_update', { description })
    expect(event?.event.action).toBe(action)
    expect(event?.backup?.change?.to).toBe(to)
  })

  test.each([
    ['2021-07-20T11: 41: 31+00: 00', '2021-07-20T11:41:31.000Z'],
    ['2022-12-14 20:09:57', '2022-12-14T20:09:57.000Z'],
    ['nonsense', '2021-07-20T11:41:31.000Z'],
  ])('has its time in %s', (isotimestamp, time) => {
    expect(eventOf('admin_login', { isotimestamp, timestamp: 1626781291 })?.['@timestamp']).toBe(time)
  })

  test.each([
    ['admin_create', '{"role": "Owner"}', 'admin-added'],
    ['admin_create', '{"role": "Read-only"}', 'role-granted'],
    ['admin_update', '{}', 'other'],
    ['integration_create', '{"raw_type": "adminapi"}', 'admin-added'],
    ['integration_create', '{"raw_type": "sshd"}', 'credential-added'],
    ['bypass_create', null, 'mfa-changed'],
    ['phone_delete', null, 'mfa-changed'],
    ['admin_2fa_error', null, 'sign-in'],
    ['something_new', null, 'other'],
  ])('%s with %s is told as %s', (action, description, verb) => {
    expect(eventOf(action, { description })?.event.action).toBe(verb)
  })

  test('of an administrator failed when its name says so; of a sign-in when its result does', () => {
    expect(eventOf('admin_login_error')?.event.outcome).toBe('failure')
    expect(eventOf('admin_login')?.event.outcome).toBe('success')
    const signIn = { factor: 'push', txid: 't', isotimestamp: '2026-03-02T09:00:00Z', user: { name: 'a' } }
    expect(eventsOf([read({ ...signIn, result: 'fraud' })])[0]?.event.outcome).toBe('failure')
    expect(eventsOf([read({ ...signIn, result: 'success' })])[0]?.event.outcome).toBe('success')
  })

  test.each([
    ['no JSON', 'hello', 'the record is no JSON', undefined],
    ['another object', { a: 1 }, 'this is neither an act of an administrator nor an authentication', 'action'],
    ['no time', { action: 'x' }, 'the act has no time', 'isotimestamp'],
  ])('is refused with %s', (_, value, reason, field) => {
    expect(read(value)).toEqual({ ok: false, error: { reason, ...(field ? { field } : {}) } })
  })

  test('of any shape throws nothing', () => {
    const actions = ['admin_create', 'user_update', 'group_update', 'integration_create', 'authentication']
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.constantFrom(...actions), (one, other, action) => {
        read({
          action,
          timestamp: 1,
          object: one as Json,
          description: JSON.stringify(other),
          target: one as Json,
          actor: other as Json,
        })
        read({
          action: { name: action },
          ts: one as Json,
          txid: 't',
          access_device: other as Json,
          outcome: one as Json,
        })
      }),
      { numRuns: 300 },
    )
  })
})

const files = realOf('duo.admin')
test.runIf(files.length > 0)('real records are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
})
