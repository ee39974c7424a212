import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/truenas.audit/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

interface Told {
  readonly svc?: string
  readonly event?: string
  readonly user?: string | null
  readonly addr?: string
  readonly success?: boolean
}
const record = (
  data: unknown,
  { svc = 'MIDDLEWARE', event = 'METHOD_CALL', user = 'm.stone', addr = '192.0.2.1', success = true }: Told = {},
  serviceData: unknown = {},
) =>
  `<14>Mar  1 09:00:00 nas1 TNAUDIT_${svc}: @cee:${JSON.stringify({ TNAUDIT: { aid: 'a-1', vers: { major: 0, minor: 1 }, addr, user, sess: 's1', time: '2026-03-01 08:59:58.5Z', svc, svc_data: JSON.stringify(serviceData), event, event_data: JSON.stringify(data), success } })}`
const call = (method: string, params: unknown, description = '', more: object = {}) => ({
  method,
  params,
  description,
  authenticated: true,
  authorized: true,
  ...more,
})
const told = (...given: Parameters<typeof record>) => eventOf(source, record(...given))

const plan = 'plan nas1/plan/snapshot task 3'
test.each([
  [
    'pool.dataset.delete',
    ['tank/b', { recursive: true }],
    '',
    'repository-deleted',
    'file-system nas1:tank/b',
    undefined,
  ],
  ['pool.dataset.update', ['tank/b', { quota: 100 }], '', 'guard-changed', 'file-system nas1:tank/b', 'quota 100'],
  ['pool.dataset.update', ['tank/b', { quota: 0 }], '', 'guard-changed', 'file-system nas1:tank/b', 'quota unlimited'],
  [
    'pool.dataset.update',
    ['tank/b', { comments: 'x' }],
    '',
    'repository-changed',
    'file-system nas1:tank/b',
    undefined,
  ],
  ['pool.export', [1, { destroy: false }], 'Pool Export tank', 'repository-deleted', 'pool nas1:tank', undefined],
  ['pool.export', [1], '', 'repository-deleted', 'pool nas1:pool no. 1', undefined],
  [
    'pool.snapshottask.update',
    [3, { lifetime_value: 2, lifetime_unit: 'WEEK' }],
    'Snapshot task update: tank/b',
    'retention-changed',
    plan,
    'retention 14',
  ],
  [
    'pool.snapshottask.update',
    [3, { lifetime_value: 2, lifetime_unit: 'HOUR', enabled: false }],
    '',
    'job-stopped',
    plan,
    'schedule off',
  ],
  ['pool.snapshottask.update', [3, { naming_schema: 'x' }], '', 'job-changed', plan, undefined],
  ['pool.snapshottask.delete', [3], '', 'job-stopped', plan, undefined],
  [
    'replication.update',
    [2, { enabled: false }],
    '',
    'replication-changed',
    'replication nas1/replication/replication 2',
    'replication off',
  ],
  [
    'replication.update',
    [2, { lifetime_value: 1, lifetime_unit: 'DAY' }],
    '',
    'retention-changed',
    'replication nas1/replication/replication 2',
    'copy-retention 1',
  ],
  [
    'cloud_backup.update',
    [5, { keep_last: 1 }],
    '',
    'retention-changed',
    'job nas1/job/cloud task 5',
    'retention-count 1',
  ],
  ['zfs.snapshot.delete', ['tank/b@s'], '', 'recovery-point-deleted', 'snapshot nas1:tank/b@s', undefined],
  ['zfs.snapshot.release', ['tank/b@s'], '', 'immutability-changed', 'snapshot nas1:tank/b@s', 'legal-hold off'],
  ['iscsi.extent.delete', [4, true, true], '', 'repository-deleted', 'volume nas1/volume/4', undefined],
  ['sharing.nfs.update', [4, { enabled: false }], '', 'access-policy-changed', 'share nas1/share/4', undefined],
  ['user.create', [{ username: 'x', sudo_commands: ['ALL'] }], '', 'admin-added', 'user x@nas1', undefined],
  ['user.create', [{ username: 'x', groups: ['builtin_administrators'] }], '', 'admin-added', 'user x@nas1', undefined],
  ['user.create', [{ username: 'x', groups: [40] }], '', 'user-added', 'user x@nas1', undefined],
  ['user.update', [71, { password: '********' }], 'Update user x', 'credential-added', 'user x@nas1', undefined],
  ['user.delete', [71], '', 'user-removed', 'user no. 71@nas1', undefined],
  [
    'privilege.update',
    [2, { roles: ['FULL_ADMIN'] }],
    'Update privilege p',
    'admin-added',
    'role nas1/role/p',
    undefined,
  ],
  [
    'privilege.update',
    [2, { roles: ['READONLY_ADMIN'] }],
    'Update privilege p',
    'role-granted',
    'role nas1/role/p',
    undefined,
  ],
  ['auth.twofactor.update', [{ enabled: true }], '', 'mfa-changed', 'policy nas1/policy/sign-in', 'mfa on'],
  [
    'system.advanced.update',
    [{ syslog_audit: false, syslogserver: '192.0.2.9' }],
    '',
    'audit-changed',
    'trail nas1/trail/syslog',
    'logging-forwarding off',
  ],
  [
    'system.advanced.update',
    [{ syslogserver: '' }],
    '',
    'audit-changed',
    'trail nas1/trail/syslog',
    'logging-forwarding off',
  ],
  [
    'system.advanced.update',
    [{ syslogservers: [] }],
    '',
    'audit-changed',
    'trail nas1/trail/syslog',
    'logging-forwarding off',
  ],
  [
    'system.advanced.update',
    [{ sysloglevel: 'F_CRIT' }],
    '',
    'audit-changed',
    'trail nas1/trail/log',
    'logging-level critical',
  ],
  [
    'system.advanced.update',
    [{ syslogservers: [{ host: '192.0.2.9', transport: 'TLS' }] }],
    '',
    'audit-changed',
    'trail nas1/trail/syslog',
    'logging-forwarding 192.0.2.9',
  ],
  ['user.setup_local_administrator', ['x', '********'], '', 'admin-added', 'user x@nas1', undefined],
  ['service.control', ['STOP', 'ssh'], '', 'exposure-changed', 'array nas1', 'ssh off'],
  ['system.set_time', [1772960400], '', 'clock-changed', 'array nas1', 'clock 1772960400000'],
  ['kmip.update', [{ enabled: false }], '', 'key-disabled', 'key-store nas1/key-store/kmip', undefined],
  ['config.save', [{ secretseed: false }], '', 'other', 'array nas1', undefined],
  ['__proto__', [], '', 'other', 'array nas1', undefined],
  ['pool.dataset.delete', 'tank/b', '', 'repository-deleted', 'file-system nas1:tank/b', undefined],
  ['pool.dataset.delete', { id: 7 }, '', 'repository-deleted', 'file-system nas1:?', undefined],
  ['pool.snapshottask.update', null, '', 'job-changed', 'plan nas1/plan/snapshot task ?', undefined],
])('%s %j', (method, params, description, ...expected) => {
  const event = told(call(method, params, description))
  expect(brief(event)).toEqual(expected)
  expect(event?.backup?.actor).toMatchObject({ id: 'm.stone@nas1', kind: 'person', session: 's1' })
  expect([event?.['@timestamp'], event?.event.id, event?.source?.ip]).toEqual([
    '2026-03-01T08:59:58.500Z',
    'a-1',
    '192.0.2.1',
  ])
})

test('a call that was not authorized is a failure, whatever the record says of success', () => {
  const event = told(call('pool.dataset.delete', ['tank/b'], '', { authorized: false }))
  expect([event?.event.outcome, event?.error?.code]).toEqual(['failure', 'NotAuthorized'])
})

test.each([
  ['.API_KEY:robot', { name: 'robot', kind: 'service', credential: 'api_key:robot' }],
  ['.TRUENAS_NODE', { kind: 'provider' }],
  ['.UNAUTHENTICATED', undefined],
  ['root', { name: 'root', kind: 'unknown' }],
  [null, undefined],
])('the user %s', (user, actor) => {
  const found = told(call('pool.dataset.delete', ['tank/b']), { user })?.backup?.actor
  if (actor === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(actor)
})

test('who could not sign in is who was tried', () => {
  const event = told(
    { credentials: { credentials: 'LOGIN_PASSWORD', credentials_data: { username: 'admin' } }, error: 'Bad password' },
    { event: 'AUTHENTICATION', user: '.UNAUTHENTICATED', success: false },
  )
  expect([event?.event.action, event?.event.outcome, event?.user?.name, event?.error?.message]).toEqual([
    'sign-in',
    'failure',
    'admin',
    'Bad password',
  ])
})

test('a shell command is told by what it does', () => {
  const event = told(
    { sudo: { accept: { runargv: ['zpool', 'destroy', '-f', 'tank'] } } },
    { svc: 'SUDO', event: 'ACCEPT' },
  )
  expect(brief(event).slice(0, 2)).toEqual(['repository-deleted', 'pool nas1:tank'])
})

test.each([
  [
    'UNLINK',
    { file: { type: 'REGULAR', path: 'a.vbk', stream: null, snap: null } },
    'object-deleted',
    'file nas1:repo/a.vbk',
  ],
  ['RENAME', { src_file: { type: 'REGULAR', path: 'a' }, dst_file: { path: 'b' } }, 'file-renamed', 'file nas1:repo/b'],
  [
    'CREATE',
    { parameters: { CreateDisposition: 'OVERWRITE_IF' }, file: { path: 'a' } },
    'object-written',
    'file nas1:repo/a',
  ],
  ['CREATE', { parameters: { CreateDisposition: 'OPEN' }, file: { path: 'a' } }, 'read', 'file nas1:repo/a'],
  [
    'CLOSE',
    { file: { handle: { value: '41:14:0' } }, operations: { write_cnt: '3' } },
    'object-written',
    'share nas1/share/repo',
  ],
  [
    'CLOSE',
    { file: { handle: { value: '41:14:0' } }, operations: { write_cnt: '0' } },
    'read',
    'share nas1/share/repo',
  ],
  ['DISCONNECT', {}, 'other', 'share nas1/share/repo'],
])('SMB: %s %j', (event, data, action, resource) => {
  const found = told(data, { svc: 'SMB', event }, { service: 'repo', session_id: '1', tcon_id: '2' })
  expect(brief(found).slice(0, 2)).toEqual([action, resource])
  expect(found?.backup?.actor?.kind).toBe('unknown')
})

test.each([
  ['192.0.2.1:54321', '192.0.2.1', 54321],
  ['[2001:db8::1]:443', '2001:db8::1', 443],
  ['127.0.0.1:51422', undefined, undefined],
  ['unix:uid=0', undefined, undefined],
  ['UNIX SOCKET', undefined, undefined],
])('the address %s', (addr, ip, port) => {
  const found = told(call('pool.dataset.delete', ['tank/b']), { addr })
  expect([found?.source?.ip, found?.source?.port]).toEqual([ip, port])
})

test('a session that a key opened is a service with that credential', () => {
  const found = told(
    call('pool.dataset.delete', ['tank/b']),
    { user: 'helper' },
    {
      credentials: {
        credentials: 'API_KEY',
        credentials_data: { username: 'helper', api_key: { id: 4, name: 'robot' } },
      },
    },
  )
  expect(found?.backup?.actor).toMatchObject({ id: 'helper@nas1', kind: 'service', credential: 'api_key:robot' })
})

test('a passphrase stands nowhere', () => {
  const event = told(call('pool.dataset.change_key', ['tank/b', { passphrase: 'correct horse', password: 'battery' }]))
  expect(JSON.stringify(event)).not.toMatch(/correct horse|battery/)
  expect(event?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

test('a record that a relay cut off says what stands before the end', () => {
  const whole = record(call('pool.dataset.delete', ['tank/b'], 'Pool dataset delete tank/b'))
  const event = eventOf(source, whole.slice(0, whole.indexOf('authenticated')))
  expect([event?.event.code, event?.event.outcome, event?.user?.name, event?.source?.ip]).toEqual([
    'pool.dataset.delete',
    'unknown',
    'm.stone',
    '192.0.2.1',
  ])
})

test.each([
  ['a collector that parted header and record', (cee: string) => `{${cee.slice(1, -1)},"host":"nas9"}`],
  [
    'Filebeat',
    (cee: string) => JSON.stringify({ host: { name: 'nas9' }, message: `@cee:${cee}`, agent: { type: 'filebeat' } }),
  ],
  [
    'Vector',
    (cee: string) =>
      JSON.stringify({
        hostname: 'nas9',
        appname: 'TNAUDIT_MIDDLEWARE',
        message: `@cee:${cee}`,
        source_type: 'syslog',
      }),
  ],
])('the device in what %s sends', (_, wrap) => {
  const whole = record(call('pool.dataset.delete', ['tank/b']))
  expect(eventOf(source, wrap(whole.slice(whole.indexOf('{'))))?.backup?.resource?.id).toBe('nas9:tank/b')
})

test('the answer of audit.query is read as well', () => {
  const event = eventOf(
    source,
    JSON.stringify([
      {
        audit_id: 'q-1',
        timestamp: { $date: 1772355598500 },
        address: '192.0.2.1',
        username: 'm.stone',
        service: 'MIDDLEWARE',
        service_data: {},
        event: 'METHOD_CALL',
        event_data: call('pool.dataset.delete', ['tank/b']),
        success: true,
      },
    ]),
  )
  expect([event?.event.id, event?.['@timestamp'], event?.event.action]).toEqual([
    'q-1',
    '2026-03-01T08:59:58.500Z',
    'repository-deleted',
  ])
})

const cutAt = (text: string) => record(call('pool.dataset.delete', [text], text))
standsHostility(source, cutAt, ['{"TNAUDIT":{', '@cee:'])

const files = realOf('truenas.audit')
describe.runIf(files.length > 0)('real records', () => {
  test('are all read, with who, what, from where and when', () => {
    const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
    expect(rejectsOf(readings)).toEqual([])
    expect(
      eventsOf(readings).map((one) => [one['@timestamp'], one.event.action, one.event.outcome, one.user?.name]),
    ).toEqual([['2023-10-30T21:10:50.581Z', 'sign-in', 'success', 'smbuser']])
  })
})
