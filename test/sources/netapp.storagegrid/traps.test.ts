import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/netapp.storagegrid/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 18))
const tenant = '20230011223344556677'
const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
const message = (type: string, codes: Readonly<Record<string, string>> = {}): string =>
  `2026-03-17T23:00:00.000001 [AUDT:[RSLT(FC32):${codes.RSLT ?? 'SUCS'}]${Object.entries(codes)
    .filter(([code]) => code !== 'RSLT')
    .map(([code, value]) => `[${code}(CSTR):${quoted(value)}]`)
    .join('')}[ATIM(UI64):1773788400000001][ATYP(FC32):${type}][ANID(UI32):7][AMID(FC32):X][ATID(UI64):9]]`
const s3 = (type: string, codes: Readonly<Record<string, string>> = {}): string =>
  message(type, { SUSR: `urn:sgws:identity::${tenant}:user/ann`, SBAI: tenant, S3BK: 'b', ...codes })
const call = (method: string, path: string, body = '', more: Readonly<Record<string, string>> = {}): string =>
  message('MGAU', { MRMD: method, MPAT: path, MUUN: `urn:sgws:identity::${tenant}:root`, MRBD: body, ...more })
const eventIn = (text: string) => eventsOf([read(text)])[0]

test('a message whose own time has lost digits has the time that the log puts in front', () => {
  const lost = message('SDEL', { S3BK: 'b' }).replace('1773788400000001', '177378840000001')
  expect(eventIn(lost)?.['@timestamp']).toBe('2026-03-17T23:00:00.000Z')
})

test.each<[string, Readonly<Record<string, string>>, string, unknown]>([
  ['SPUT', {}, 'repository-created', undefined],
  ['SDEL', {}, 'repository-deleted', undefined],
  ['SDEL', { S3KY: 'k' }, 'object-deleted', undefined],
  ['SDEL', { S3SR: 'lifecycle' }, 'retention-changed', 'unlimited'],
  ['SDEL', { S3SR: 'policy' }, 'access-policy-changed', 'off'],
  [
    'SPUT',
    { S3SR: 'versioning', SRCF: '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>' },
    'versioning-changed',
    'suspended',
  ],
  [
    'SPUT',
    {
      S3SR: 'lifecycle',
      SRCF: '<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule><Rule><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>',
    },
    'retention-changed',
    3,
  ],
  [
    'SPUT',
    { S3SR: 'lifecycle', SRCF: '<LifecycleConfiguration><Rule><Status>Enabled</Status><Expi' },
    'retention-changed',
    undefined,
  ],
  [
    'SPUT',
    {
      S3SR: 'object-lock',
      SRCF: '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
    },
    'immutability-changed',
    'off',
  ],
  [
    'SPUT',
    {
      S3SR: 'retention',
      S3KY: 'k',
      SRCF: '<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>2027-01-01T00:00:00Z</RetainUntilDate></Retention>',
    },
    'immutability-changed',
    Date.UTC(2027, 0, 1),
  ],
  [
    'SPUT',
    { S3SR: 'retention', S3KY: 'k', HTRH: '{"X-Amz-Bypass-Governance-Retention":"True"}' },
    'immutability-bypassed',
    'off',
  ],
  [
    'SDEL',
    { S3KY: 'k', VSID: '1', HTRH: '{"x-amz-bypass-governance-retention":["true"]}' },
    'immutability-bypassed',
    'off',
  ],
  [
    'SPUT',
    { S3SR: 'legal-hold', S3KY: 'k', SRCF: '<LegalHold><Status>OFF</Status></LegalHold>' },
    'immutability-changed',
    'off',
  ],
  [
    'SPUT',
    {
      S3SR: 'compliance',
      SRCF: '<SGCompliance><RetentionPeriodMinutes>1440</RetentionPeriodMinutes><LegalHold>false</LegalHold><AutoDelete>true</AutoDelete></SGCompliance>',
    },
    'immutability-changed',
    1,
  ],
  [
    'SPUT',
    { S3KY: 'k', HTRH: '{"x-amz-server-side-encryption-customer-algorithm":"AES256"}' },
    'object-overwritten',
    undefined,
  ],
  ['SPUT', { S3SR: 'nobody-knows' }, 'other', undefined],
  ['SGET', { S3KY: 'k' }, 'read', undefined],
  ['IDEL', { PATH: 'b/k' }, 'object-deleted', undefined],
  ['EBKR', {}, 'object-deleted', undefined],
  ['SADD', {}, 'audit-changed', 'off'],
  ['ZZZZ', {}, 'other', undefined],
])('%s %j is %s', (type, codes, action, to) => {
  const event = eventIn(s3(type, codes))
  expect([event?.event.action, event?.backup?.change?.to, event?.event.outcome]).toEqual([action, to, 'success'])
  expect(event?.['@timestamp']).toBe('2026-03-17T23:00:00.000Z')
})

test.each<[string, string, string, string, unknown]>([
  [
    'POST',
    '/api/v3/grid/groups',
    '{"policies":{"management":{"rootAccess":true}},"uniqueName":"group/g"}',
    'admin-added',
    'g@grid',
  ],
  [
    'POST',
    '/api/v3/grid/groups',
    '{"policies":{"management":{"rootAccess":false}},"uniqueName":"group/g"}',
    'role-granted',
    'g@grid',
  ],
  ['DELETE', '/api/v3/org/containers/b', '', 'repository-deleted', `${tenant}/b`],
  ['PUT', '/api/v4.1/org/containers/b%20c/object-lock', '{"enabled":true}', 'immutability-changed', `${tenant}/b c`],
  ['PUT', '/org/containers/b/cors', '{}', 'repository-changed', `${tenant}/b`],
  ['DELETE', '/api/v4/grid/accounts/1234', '', 'parent-deleted', '1234'],
  ['POST', '/api/v4/grid/accounts/1234/change-password', '', 'credential-added', 'root@1234'],
  ['POST', '/api/v4/constructor/__proto__', '{"__proto__":{"a":1}}', 'other', 'storagegrid'],
])('%s %s %s is %s', (method, path, body, action, id) => {
  const grid = path.includes('/grid/') ? { MUUN: 'urn:sgws:identity::0:user/ann' } : {}
  const event = eventIn(call(method, path, body, grid))
  expect([event?.event.action, event?.backup?.resource?.id]).toEqual([action, id])
})

test.each([
  ['[{"retention":{"after":0,"duration":7}},{"retention":{"after":7,"duration":23}}]', 30],
  ['[{"retention":{"after":0,"duration":7}},{"retention":{"after":7,"duration":null}}]', 'unlimited'],
  ['[{"retention":7}]', 'unlimited'],
])('a rule with the placements %s keeps objects for %s days', (placements, days) => {
  const event = eventIn(call('PUT', '/api/v4/grid/ilm-rules/r1', `{"displayName":"Keep","placements":${placements}}`))
  expect(event).toMatchObject({
    event: { action: 'retention-changed' },
    backup: { resource: { type: 'plan', name: 'Keep' }, change: { setting: 'retention', to: days } },
  })
})

test('a call is logged by the API and by the service that serves it: one act', () => {
  const body = '{"username":"ann","password":"********"}'
  const api = eventIn(
    `<190>Mar 17 23:00:00 sg-admin1 Audit: ${call('POST', '/api/v4/authorize', body, { MUUN: '', MRSC: '200' })}`,
  )
  const nms = eventIn(
    `<38>Mar 17 23:00:01 sg-admin1 NMS: ${JSON.stringify({ MGAU: { requestMethod: 'POST', requestPath: '/api/v4/authorize', requestBody: body, responseCode: 200, userURN: '', sourceIp: '192.0.2.1' } })}`,
  )
  expect(api?.backup?.act).toBeDefined()
  expect(nms?.backup?.act).toBe(api?.backup?.act)
  expect(nms).toMatchObject({ event: { action: 'sign-in' }, source: { ip: '192.0.2.1' }, user: { name: 'ann' } })
})

test('what S3 refuses is in no message; what the API refuses is, whatever the result says', () => {
  expect(eventIn(call('DELETE', '/api/v4/org/containers/b', '', { MRSC: '409' }))).toMatchObject({
    event: { outcome: 'failure' },
    error: { code: '409' },
  })
})

test('quotes and brackets in a value are part of it, and a secret in an answer is masked', () => {
  const odd = 'a"] [S3BK(CSTR):"other"] \\'
  expect(eventIn(s3('SDEL', { S3KY: odd }))?.backup?.resource).toMatchObject({ name: odd, container: { name: 'b' } })
  const keyed = eventIn(
    call('POST', '/api/v4/org/users/1/s3-access-keys', '', { MRSP: '{"secretAccessKey":"feedfacefeed"}' }),
  )
  expect(JSON.stringify(keyed)).not.toContain('feedfacefeed')
  expect(keyed?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

describe('hostile input', () => {
  test.each(['nothing', '{}', '{"MGAU":1}', '[AUDT:]', '[AUDT:[ATYP(FC32):]]', '<190>Mar 17 23:00:00 h Audit: x'])(
    '%s is a reject',
    (text) => {
      const reading = read(text)
      expect(reading.ok && reading.value.events.length > 0).toBe(false)
    },
  )
  test.each([
    ['brackets', `[AUDT:${'['.repeat(500_000)}`],
    ['quotes', s3('SPUT', { S3SR: 'lifecycle', SRCF: '"\\'.repeat(60_000) })],
    ['elements', s3('SPUT', { S3SR: 'lifecycle', SRCF: `<LifecycleConfiguration>${'<Rule>'.repeat(200_000)}` })],
    ['open tags', s3('SPUT', { S3SR: 'lifecycle', SRCF: '<a '.repeat(300_000) })],
    ['headers', s3('SPUT', { HTRH: 'x-forwarded-for:'.repeat(100_000) })],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })
  test('a line that was cut off keeps what it says', () => {
    const whole = s3('SDEL', { S3KY: 'k' })
    for (let end = 0; end < whole.length; end += 7) read(whole.slice(0, end))
    expect(read(whole.slice(0, whole.indexOf('[ATYP') + 16)).ok).toBe(true)
  })
})

const files = realOf('netapp.storagegrid')
test.skipIf(files.length === 0).each(files)('real messages: %s', (_, text) => {
  const readings = readingsOf(source, text)
  expect(rejectsOf(readings)).toEqual([])
  for (const event of eventsOf(readings)) {
    expect(event.event.reason).toBeUndefined()
    expect(event.backup?.actor?.name).toBe('root')
    expect(event.source?.ip).toBeDefined()
    expect(['repository-created', 'object-written', 'sign-in']).toContain(event.event.action)
  }
})
