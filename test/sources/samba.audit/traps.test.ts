import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import mounts from '../../../src/sources/nfs.audit/source.ts'
import source from '../../../src/sources/samba.audit/source.ts'
import { eventsOf, realSamples, rejectsOf } from '../samples.ts'

const read = (line: string) => source.read(Buffer.from(line), Date.UTC(2026, 2, 2, 12))
const eventOf = (text: string) => eventsOf([read(`Mar  2 09:00:00 nas01 smbd_audit: ${text}`)])[0]

describe('a line of vfs_full_audit', () => {
  test.each([
    ['bob|192.0.2.7|ws|backups|unlinkat|ok|a.vbk', 'bob', '192.0.2.7', 'nas01:backups/a.vbk'],
    ['ACME\\bob|192.0.2.7|unlinkat|ok|dir/a.vbk', 'ACME\\bob', '192.0.2.7', 'nas01:/dir/a.vbk'],
    ['bob|unlinkat|ok|a|b.vbk', 'bob', undefined, 'nas01:/a|b.vbk'],
    ['192.0.2.7|bob|unlinkat|ok|a.vbk', '192.0.2.7', '192.0.2.7', 'nas01:bob/a.vbk'],
  ])('with the prefix of %s', (text, user, ip, id) => {
    const event = eventOf(text)
    expect(event?.event.action).toBe('object-deleted')
    expect(event?.backup?.resource?.id).toBe(id)
    expect(event?.source?.ip).toBe(ip)
    if (user !== '192.0.2.7') expect(event?.user?.name).toBe(user)
  })

  test.each([
    ['renameat|ok|a.vbk|a.locked', 'file-renamed', 'success'],
    ['open|ok|w|a', 'object-written', 'success'],
    ['open|ok|r|a', 'read', 'success'],
    ['create_file|fail (No such file or directory)|0x1|file|open|/x', 'read', 'failure'],
    ['unlinkat|fail (Operation not permitted)|a', 'object-deleted', 'failure'],
    ['some_new_operation|ok|a', 'other', 'success'],
  ])('%s is told as %s, %s', (text, action, outcome) => {
    expect(eventOf(`bob|192.0.2.7|ws|backups|${text}`)?.event).toMatchObject({ action, outcome })
  })

  test.each([['hello'], ['smbd_audit: a|b|c'], ['{"type":"Other"}']])('is not "%s"', (text) => {
    expect(read(text).ok).toBe(false)
  })

  test('of any bytes throws nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void [eventOf(text), eventOf(`${text}|open|ok|${text}`)]),
      { numRuns: 300 },
    )
  })
})

test('other lines of the daemons are plain events, and who joined which group of the directory is told', () => {
  const denied = eventsOf([read('Mar  2 09:00:00 nas01 smbd[832]: Denied connection from (192.0.2.3)')])[0]
  expect(denied?.event).toMatchObject({ action: 'other', code: 'smbd', outcome: 'failure' })
  const joined = {
    timestamp: '2026-03-02T09:00:00.123456+0100',
    type: 'groupChange',
    groupChange: {
      status: 'Success',
      action: 'Added',
      remoteAddress: 'ipv4:192.0.2.3:4711',
      userSid: 'S-1-5-21-1-2-3-500',
      group: 'CN=Backup Operators,CN=Builtin,DC=example,DC=com',
      user: 'CN=eve,CN=Users,DC=example,DC=com',
    },
  }
  expect(eventsOf([read(JSON.stringify(joined))])[0]).toMatchObject({
    '@timestamp': '2026-03-02T08:00:00.123Z',
    event: { action: 'role-granted', code: 'groupChange Added', outcome: 'success' },
    source: { ip: '192.0.2.3' },
    backup: { resource: { name: 'eve' }, detail: { role: 'Backup Operators' } },
  })
})

const real = realSamples('smb-nfs').get('samba-and-nfs.log')
if (real !== undefined)
  test('real lines are read, each by the source that they belong to', () => {
    const lines = real.split('\n').filter((line) => line !== '')
    const files = lines.filter((line) => line.includes('smbd_audit')).map(read)
    const others = lines
      .filter((line) => line.includes('mountd'))
      .map((line) => mounts.read(Buffer.from(line), Date.UTC(2026, 2, 2)))
    expect(rejectsOf([...files, ...others])).toEqual([])
    expect(files.length + others.length).toBe(lines.length)
  })
