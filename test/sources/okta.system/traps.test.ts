import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/okta.system/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2))
const eventOf = (more: JsonObject) =>
  eventsOf([
    read({
      eventType: 'user.session.start',
      published: '2026-03-02T09:00:00.000Z',
      actor: { id: '00u1', type: 'User', alternateId: 'mwolf@acme.example.com' },
      outcome: { result: 'SUCCESS' },
      ...more,
    }),
  ])[0]
const user = { id: '00u2', type: 'User', alternateId: 'akern@acme.example.com' }

describe('a System Log event', () => {
  test.each([
    ['SUCCESS', 'success'],
    ['ALLOW', 'success'],
    ['FAILURE', 'failure'],
    ['DENY', 'failure'],
    ['CHALLENGE', 'unknown'],
    ['SKIPPED', 'unknown'],
    ['constructor', 'unknown'],
    [undefined, 'unknown'],
  ])('with result %s is %s', (result, outcome) => {
    expect(eventOf({ outcome: result === undefined ? null : { result } })?.event.outcome).toBe(outcome)
  })

  test('is the same with small letters and a blank in its time', () => {
    const small = read({
      eventtype: 'user.mfa.factor.deactivate',
      published: '2026-03-02 09:00:00.000',
      displaymessage: 'Reset',
      authenticationcontext: { externalSessionId: 's1' },
      actor: { alternateId: 'mwolf@acme.example.com', type: 'User' },
      outcome: { result: 'SUCCESS' },
      target: [user],
    })
    expect(eventsOf([small])[0]).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      message: 'Reset',
      event: { action: 'mfa-changed', code: 'user.mfa.factor.deactivate' },
      backup: {
        actor: { id: 'mwolf@acme', session: 's1' },
        change: { setting: 'mfa', to: 'off', direction: 'weakened' },
      },
      user: { target: { id: 'akern@acme' } },
    })
  })

  test.each([
    ['Super administrator', 'admin-added'],
    ['Organization administrator', 'admin-added'],
    ['Read Only Administrator', 'role-granted'],
    ['Help Desk Administrator', 'role-granted'],
  ])('gives the role %s as %s', (privilegeGranted, action) => {
    const event = eventOf({
      eventType: 'user.account.privilege.grant',
      target: [user],
      debugContext: { debugData: { privilegeGranted } },
    })
    expect(event?.event.action).toBe(action)
    expect(event?.backup?.detail?.role).toBe(privilegeGranted)
  })

  test('lies in hooks and buses', () => {
    const inner = { eventType: 'user.session.start', published: '2026-03-02T09:00:00Z', actor: {} }
    for (const outer of [
      { eventType: 'com.okta.event_hook', data: { events: [inner] } },
      { 'detail-type': 'SystemLog', detail: inner },
      [inner],
    ])
      expect(eventsOf([read(outer)])).toHaveLength(1)
  })

  test('keeps its fields where public rules look for them', () => {
    expect(source.fieldPath?.('eventtype')).toBe('event.code')
    expect(source.fieldPath?.('displaymessage')).toBe('message')
    expect(source.fieldPath?.('securitycontext.isproxy')).toBe('okta.system.securityContext.isProxy')
    expect(source.fieldPath?.('constructor')).toBeUndefined()
  })

  test.each([
    ['no JSON', 'hello', 'the record is no JSON', undefined],
    ['another object', { a: 1 }, 'this is no System Log event: it has no eventType', 'eventType'],
    ['a type alone', { eventType: 'x' }, 'the event has neither an actor nor a time', 'published'],
  ])('is refused as %s', (_, value, reason, field) => {
    expect(read(value)).toEqual({ ok: false, error: { reason, ...(field ? { field } : {}) } })
  })

  test('of any shape throws nothing', () => {
    const types = [
      'user.account.privilege.grant',
      'policy.rule.update',
      'group.user_membership.add',
      'event_hook.deleted',
    ]
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.constantFrom(...types), (one, other, eventType) => {
        read({
          eventType,
          published: 1,
          target: one as Json,
          actor: other as Json,
          debugContext: one as Json,
          client: other as Json,
        })
        read({ eventType, published: one as Json, target: [one as Json, { type: 'User', id: other as Json }] })
      }),
      { numRuns: 300 },
    )
  })
})

const files = realOf('okta.system')
test.runIf(files.length > 0)('real events are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ backup }) => backup?.actor !== undefined)).toBe(true)
})
