import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/proxmox.ve/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (line: string) => source.read(Buffer.from(line), Date.UTC(2026, 2, 2, 12))
const eventOf = (line: string) => eventsOf([read(line)])[0]
const task = (kind: string, what: string, user = 'root@pam') =>
  `UPID:pve01:0000032C:00001F4A:69A55B80:${kind}:${what}:${user}:`
const call = (method: string, path: string, status = 200) =>
  `::ffff:192.0.2.7 - root@pam [02/03/2026:10:00:00 +0100] "${method} /api2/extjs${path} HTTP/1.1" ${status} 37`

describe('a task of Proxmox VE', () => {
  test.each([
    ['qmdestroy', '101', 'repository-deleted', 'pve01/vm/101'],
    ['vzdestroy', '101', 'repository-deleted', 'pve01/vm/101'],
    ['cephdestroypool', 'rbd', 'repository-deleted', 'pve01/pool/rbd'],
    ['qmdelsnapshot', '101', 'recovery-point-deleted', 'pve01/vm/101/snapshot-1772444544000'],
    ['imgdel', '101@backups', 'object-deleted', 'pve01/storage/backups/101-1772444544000'],
    ['prunebackups', 'backups', 'recovery-point-deleted', 'pve01/storage/backups/pruned-1772444544000'],
    ['vzdump', '101', 'job-finished', 'pve01/plan/vzdump/101'],
    ['qmrestore', '101', 'job-finished', 'pve01/restore/qmrestore/101'],
    ['srvstop', 'rsyslog', 'audit-changed', 'pve01:rsyslog'],
    ['srvstop', 'sshd', 'exposure-changed', 'pve01'],
    ['srvstop', 'pvescheduler', 'job-stopped', 'pve01/plan/scheduler'],
    ['qmmigrate', '101', 'other', 'pve01/vm/101'],
    ['aptupdate', '', 'other', 'pve01'],
  ])('%s of "%s" that ended well is told as %s', (kind, what, action, id) => {
    const event = eventOf(`Mar  2 10:00:00 pve01 pvedaemon[12]: <root@pam> end task ${task(kind, what)} OK`)
    expect([event?.event.action, event?.event.outcome, event?.backup?.resource?.id]).toEqual([action, 'success', id])
  })

  test.each([
    [`<root@pam> starting task ${task('qmdestroy', '101')}`, 'unknown'],
    [`<root@pam> end task ${task('qmdestroy', '101')} OK`, 'success'],
    [`<root@pam> end task ${task('qmdestroy', '101')} WARNINGS: 1`, 'success'],
    [`<root@pam> end task ${task('qmdestroy', '101')} unexpected status`, 'failure'],
    [`<root@pam> end task ${task('qmdestroy', '101')} can't remove VM 101 - protection mode enabled`, 'failure'],
    [`<root@pam> end task ${task('qmdestroy', '101')}`, 'unknown'],
  ])('has the outcome of its end: %s', (message, outcome) => {
    const event = eventOf(`<30>Mar  2 10:00:00 pve01 pvedaemon[12]: ${message}`)
    expect(event?.event.outcome).toBe(outcome)
    expect(event?.backup?.act).toBe(task('qmdestroy', '101'))
  })

  test('of a token is the act of a service, with the time of the UPID', () => {
    expect(eventOf(`${task('qmdestroy', '999', 'root@pam!ScheduledRecovery')}`)).toMatchObject({
      '@timestamp': '2026-03-02T09:42:24.000Z',
      host: { name: 'pve01' },
      user: { name: 'root', domain: 'pam' },
      backup: { actor: { id: 'root@pam', kind: 'service', credential: 'root@pam!ScheduledRecovery' } },
    })
  })

  test('of the scheduler is the act of the product', () => {
    const line = `Mar  2 10:00:00 pve01 pvescheduler[12]: <root@pam> starting task ${task('vzdump', '101')}`
    expect(eventOf(line)?.backup).toMatchObject({ actor: { kind: 'product' }, detail: { scheduled: true } })
  })

  test('as the interface lists it is the same', () => {
    const listed = { upid: task('qmdestroy', '101'), node: 'pve01', endtime: 1772444550, status: 'OK' }
    expect(eventOf(JSON.stringify(listed))).toMatchObject({
      '@timestamp': '2026-03-02T09:42:30.000Z',
      event: { action: 'repository-deleted', outcome: 'success' },
    })
  })
})

describe('a call of Proxmox VE', () => {
  test.each([
    ['DELETE', '/nodes/n/storage/s/content/s%3Abackup%2Fvzdump-qemu-1.vma', 'recovery-point-deleted'],
    ['DELETE', '/nodes/n/storage/s/content/s%3Avm-1-disk-0', 'object-deleted'],
    ['PUT', '/nodes/n/storage/s/content/s%3Abackup%2Fv.vma?protected=0', 'immutability-changed'],
    ['PUT', '/nodes/n/storage/s/content/s%3Abackup%2Fv.vma', 'repository-changed'],
    ['DELETE', '/storage/s', 'repository-deleted'],
    ['PUT', '/storage/s?prune-backups=keep-last%3D1', 'retention-changed'],
    ['PUT', '/storage/s?disable=1', 'repository-changed'],
    ['DELETE', '/cluster/backup/b', 'job-stopped'],
    ['PUT', '/cluster/backup/b?enabled=0', 'job-changed'],
    ['DELETE', '/cluster/replication/101-0', 'replication-changed'],
    ['PUT', '/access/acl?users=x%40pve&roles=Administrator', 'admin-added'],
    ['PUT', '/access/acl?users=x%40pve&roles=PVEAuditor', 'role-granted'],
    ['PUT', '/access/acl?users=x%40pve&roles=Administrator&delete=1', 'role-revoked'],
    ['DELETE', '/access/tfa/x@pam', 'mfa-changed'],
    ['GET', '/cluster/resources', 'read'],
    ['POST', '/something/new', 'other'],
  ])('%s %s is told as %s', (method, path, action) => {
    expect(eventOf(call(method, path))?.event.action).toBe(action)
  })

  test('keeps no ticket of a console', () => {
    const event = eventOf(call('GET', '/nodes/n/qemu/1/vncwebsocket?port=5900&vncticket=PVEVNC%3A69A55C60%3A%3AsEcReT'))
    expect(JSON.stringify(event)).not.toContain('sEcReT')
    expect(event?.event.hash).toHaveLength(64)
  })
})

describe('a line of its daemons', () => {
  test('a backup run says how many it keeps, and where', () => {
    const line = `May  1 04:00:03 pve pvescheduler[1]: INFO: starting new backup job: vzdump 101 102 --storage backups --prune-backups 'keep-last=3,keep-monthly=6' --quiet 1`
    expect(eventOf(line)?.backup).toMatchObject({
      resource: { id: 'pve/plan/vzdump/101,102@backups' },
      change: { setting: 'retention-count', to: 9 },
      related: [{ id: 'pve/storage/backups' }],
      detail: { resources: ['pve/vm/101', 'pve/vm/102'] },
    })
  })

  test.each([
    ['update VM 100: -protection 0', 'guard-changed', 'off'],
    ['update VM 100: -delete protection,onboot', 'guard-changed', 'off'],
    ['update CT 100: -protection 1', 'guard-changed', 'on'],
    ['update VM 100: -memory 512', 'repository-changed', undefined],
  ])('%s is told as %s', (text, action, to) => {
    const event = eventOf(`Mar  2 10:00:00 pve01 pvedaemon[12]: <jdoe@pve> ${text}`)
    expect([event?.event.action, event?.backup?.change?.to, event?.backup?.actor?.id]).toEqual([action, to, 'jdoe@pve'])
  })

  test('what else a node writes is read as any host is', () => {
    const line = 'Mar  2 10:09:00 pve01 sshd[8123]: Accepted password for root from 203.0.113.20 port 50122 ssh2'
    expect(eventOf(line)).toMatchObject({ event: { action: 'sign-in' }, source: { ip: '203.0.113.20' } })
    expect(eventOf('Mar  2 10:09:10 pve01 kernel: hello')?.event.action).toBe('other')
  })

  test.each([['hello'], ['{"a":1}'], ['UPID:x'], ['']])('is not "%s"', (line) => {
    expect(eventsOf([read(line)])).toEqual([])
  })

  test('of any bytes throws nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        read(call('PUT', `/access/acl?roles=${one}&users=${other}`))
        read(`Mar  2 10:00:00 pve01 vzdump[1]: INFO: starting new backup job: vzdump ${one} --storage ${other}`)
        read(`UPID:${one}:0000032C:00001F4A:69A55B80:qmdestroy:${other}:root@pam:`)
        read(`Mar  2 10:00:00 pve01 pvedaemon[12]: <${one}> update VM 1: ${other}`)
        read(one)
      }),
      { numRuns: 300 },
    )
  })
})

const files = realOf('proxmox.ve')
test.runIf(files.length > 0)('real lines are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  const events = eventsOf(readings)
  expect(rejectsOf(readings)).toEqual([])
  expect(events).toHaveLength(9)
  expect(events.map(({ event }) => event.action)).toEqual([
    'run-started',
    'run-started',
    'sign-in',
    'process-started',
    'process-started',
    'repository-deleted',
    'run-started',
    'repository-deleted',
    'other',
  ])
})
