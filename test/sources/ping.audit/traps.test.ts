import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/ping.audit/source.ts'
import { readsAnything, readsPieces } from '../hostile.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]

const activity = (type: string, more: JsonObject = {}): JsonObject => ({
  id: 'a-1',
  recordedAt: '2026-03-02T09:00:00.400Z',
  actors: { user: { id: 'u-1', name: 'mwolf@acme.example.com' }, client: { name: 'adminui' } },
  action: { type },
  resources: [{ type: 'USER', id: 'u-2', name: 'helper@acme.example.com', environment: { id: 'e-1' } }],
  result: { status: 'SUCCESS', description: '' },
  ...more,
})

describe('an activity of PingOne', () => {
  const given = (scope: string) => ({
    result: { status: 'SUCCESS', description: `Created role assignment 'x' for role 'r-1' scoped for ${scope} 'o-1'` },
  })
  test.each<[string, JsonObject, string, string]>([
    ['ROLE_ASSIGNMENT.CREATED', given('ORGANIZATION'), 'admin-added', 'success'],
    ['ROLE_ASSIGNMENT.CREATED', given('POPULATION'), 'role-granted', 'success'],
    ['ROLE_ASSIGNMENT.DELETED', {}, 'role-revoked', 'success'],
    ['USER.CREATED', {}, 'user-added', 'success'],
    ['DEVICE.DELETED', {}, 'mfa-changed', 'success'],
    ['SIGN_ON_POLICY.DELETED', {}, 'mfa-changed', 'success'],
    ['SECRET.READ', {}, 'read', 'success'],
    ['SUBSCRIPTION.DELETED', {}, 'audit-changed', 'success'],
    ['ENVIRONMENT.DELETED', {}, 'parent-deleted', 'success'],
    ['PASSWORD.CHECK_FAILED', { result: { status: 'SUCCESS' } }, 'sign-in', 'failure'],
    ['USER.ACCESS_DENIED', { result: { status: 'FAILED' } }, 'sign-in', 'failure'],
    ['RISK_POLICY_SET.UPDATED', {}, 'other', 'success'],
  ])('%s with %j is told as %s', (type, more, action, outcome) => {
    expect(eventOf(activity(type, more))?.event).toMatchObject({ action, outcome, code: type })
  })

  test('a whole page of them is read, each by itself', () => {
    const page = { _embedded: { activities: [activity('USER.CREATED'), activity('USER.DELETED')] }, count: 2 }
    expect(eventsOf([read(page)]).map(({ event }) => event.action)).toEqual(['user-added', 'user-removed'])
  })

  test('a program without a person acts for itself', () => {
    const event = eventOf(activity('USER.CREATED', { actors: { client: { id: 'w-1', name: 'provisioner' } } }))
    expect(event?.backup?.actor).toEqual({ id: 'ping client provisioner', name: 'provisioner', kind: 'service' })
  })
})

test.each([
  ['Device Paired SMS "Mobile 1"', 'on'],
  ['Device Unpaired SMS "Mobile 1"', 'off'],
  ['User bypass enabled', 'off'],
])('PingID tells "%s"', (message, to) => {
  const event = eventOf({
    source: 'PINGID',
    id: '1',
    recorded: '2026-03-02T09:00:00Z',
    actors: [{ type: 'user', name: 'x' }],
    result: { status: 'SUCCESS', message },
  })
  expect(event?.backup?.change).toMatchObject({ setting: 'mfa', to })
})

test('the session of a browser is kept nowhere', () => {
  const event = eventOf({
    source: 'PINGID',
    id: '1',
    recorded: '2026-03-02T09:00:00Z',
    actors: [],
    resources: [{ websession: 'webs_secret' }],
    result: { status: 'SUCCESS', message: 'x' },
  })
  expect(event?.event.original).not.toContain('webs_secret')
})

describe('PingFederate', () => {
  const cef =
    'CEF:0|Ping Identity|PingFederate|12.2|AUTHN_ATTEMPT|AUTHN_ATTEMPT|0|rt=Jan 16 2026 09:16:30.609 duid= src=[2001:db8::9] msg=inprogress cs1Label=Target Application URL cs1= cs2Label=Connection ID cs2=vbr dvchost=sso.example.com externalId=tid:h9'
  test('an attempt is no outcome, and brackets stand around its address', () => {
    expect(eventOf(cef)).toMatchObject({
      '@timestamp': '2026-01-16T09:16:30.609Z',
      event: { action: 'sign-in', outcome: 'unknown' },
      source: { ip: '2001:db8::9' },
    })
  })
  test('one digit before ten, and who was made', () => {
    expect(
      eventOf(
        '2026-03-02 9:58:55,832 | Administrator | UserAdmin,Admin | 203.0.113.20 | s-1 | ADMINISTRATORS | CREATE | - Created username: helper',
      ),
    ).toMatchObject({
      '@timestamp': '2026-03-02T09:58:55.832Z',
      event: { action: 'admin-added', code: 'ADMINISTRATORS.CREATE' },
      user: { name: 'Administrator', target: { name: 'helper' } },
      source: { ip: '203.0.113.20' },
    })
  })
})

test.each<[Json | string, string]>([
  ['hello', 'the line is neither CEF nor LEEF of PingFederate, nor one of its logs with bars'],
  [{ source: 'x' }, 'the object is neither an activity of PingOne nor an event of PingID'],
  ['CEF:0|Acme|Other|1|1|x|1|a=b', 'the record is of Acme'],
])('%j is refused', (value, reason) => {
  expect(rejectsOf([read(value)])).toEqual([reason])
})

test('records of any shape throw nothing', () => {
  readsAnything(source, [
    activity('ROLE_ASSIGNMENT.CREATED'),
    {
      source: 'PINGID',
      recorded: '2026-03-02T09:00:00Z',
      actors: [{ name: 'x' }],
      resources: [{}],
      result: { status: 'SUCCESS', message: 'Device Paired' },
    },
  ])
  readsPieces(source, [
    '2026-03-02 9:58:55,832 | Administrator | UserAdmin | 203.0.113.20 | s-1 | ADMINISTRATORS | CREATE | - Created username: helper',
    'CEF:0|Ping Identity|PingFederate|12|SSO|SSO|0|rt=Jan 16 2026 09:16:30 duid=x cs1Label=a cs1=b',
  ])
})

const files = realOf('ping.audit')
test.runIf(files.length > 0)('real events are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every((event) => event.backup?.actor && event.source?.ip)).toBe(true)
})
