import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/proxmox.pbs/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (line: string) => source.read(Buffer.from(line), Date.UTC(2026, 2, 2, 12))
const eventOf = (line: string) => eventsOf([read(line)])[0]
const call = (method: string, path: string, status = 200, user = 'root@pam') =>
  `::ffff:192.0.2.7 - ${user} [02/03/2026:10:00:00 +0100] "${method} /api2/json${path}" ${status} 37 "curl/8"`

describe('a line of Proxmox Backup Server', () => {
  test.each([
    ['DELETE', '/admin/datastore/s/snapshots?backup-type=vm&backup-id=1&backup-time=5', 'recovery-point-deleted'],
    ['DELETE', '/admin/datastore/s/groups?backup-type=vm&backup-id=1', 'recovery-point-deleted'],
    ['PUT', '/admin/datastore/s/protected?protected=0', 'immutability-changed'],
    ['DELETE', '/config/datastore/s', 'repository-deleted'],
    ['PUT', '/config/datastore/s?keep-daily=1', 'retention-changed'],
    ['PUT', '/config/datastore/s?comment=x', 'repository-changed'],
    ['PUT', '/access/acl?role=Admin&auth-id=x@pbs', 'admin-added'],
    ['PUT', '/access/acl?role=DatastoreReader&auth-id=x@pbs', 'role-granted'],
    ['PUT', '/access/acl?role=Admin&auth-id=x@pbs&delete=1', 'role-revoked'],
    ['GET', '/config/datastore', 'read'],
    ['POST', '/something/new', 'other'],
  ])('%s %s is told as %s', (method, path, action) => {
    expect(eventOf(call(method, path))?.event.action).toBe(action)
  })

  test('has its time, its address without the mapping, and its outcome by status', () => {
    expect(eventOf(call('DELETE', '/config/datastore/s', 403))).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      event: { outcome: 'failure' },
      source: { ip: '192.0.2.7' },
      error: { code: '403' },
      backup: { actor: { id: 'root@pam', kind: 'person' } },
    })
  })

  test('of a token is a service of its account', () => {
    expect(eventOf(call('GET', '/x', 200, 'root@pam!pve'))?.backup?.actor).toMatchObject({
      id: 'root@pam',
      kind: 'service',
      credential: 'root@pam!pve',
    })
  })

  test('of a sign-in with a hostile name stays one line and one name', () => {
    const event = eventOf(
      `2026-02-25T11:07:18+01:00: authentication failure; rhost=[::ffff:192.0.2.7]:47414 user=x" msg=y' user=z@pam msg=bad`,
    )
    expect(event).toMatchObject({
      event: { action: 'sign-in', outcome: 'failure' },
      source: { ip: '192.0.2.7', port: 47414 },
    })
  })

  test.each([
    [
      'UPID:pbs01:0000032C:00001F4A:0000000A:69A55B80:delete-datastore:store1:root@pam:',
      'repository-deleted',
      'person',
    ],
    [
      'UPID:pbs01:0000032C:00001F4A:0000000A:69A55B80:prunejob:store1\\x3adaily:root@pam:',
      'recovery-point-deleted',
      'product',
    ],
    [
      'UPID:pbs01:0000032C:00001F4A:0000000A:69A55B80:prune:store1\\x3avm/1:root@pam: 69A55B90 OK',
      'recovery-point-deleted',
      'person',
    ],
    [
      'UPID:pbs01:0000032C:00001F4A:0000000A:69A55B80:verify:store1:root@pam: 69A55B90 verification failed',
      'restore-tested',
      'person',
    ],
  ])('%s is told as %s by a %s', (line, action, kind) => {
    const event = eventOf(line)
    expect(event?.event.action).toBe(action)
    expect(event?.backup?.actor?.kind).toBe(kind)
    expect(event?.event.outcome).toBe(line.includes('failed') ? 'failure' : 'success')
  })

  test.each([['hello'], ['{"a":1}'], ['UPID:x']])('is not "%s"', (line) => {
    expect(read(line).ok).toBe(false)
  })

  test('of any bytes throws nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        read(call('PUT', `/access/acl?role=${one}&auth-id=${other}`))
        read(`2026-02-25T11:07:18+01:00: authentication failure; rhost=${one} user=${other} msg=x`)
        read(`UPID:${one}:0000032C:00001F4A:69A55B80:prune:${other}:root@pam:`)
        read(one)
      }),
      { numRuns: 300 },
    )
  })
})

const files = realOf('proxmox.pbs')
test.runIf(files.length > 0)('real lines are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings)).toHaveLength(4)
})
