import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/linux.syslog/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (line: string) => source.read(Buffer.from(line), Date.UTC(2026, 2, 2, 12))
const eventOf = (app: string, message: string) => eventsOf([read(`<86>Mar  2 09:00:00 repo01 ${app}: ${message}`)])[0]

describe('a line of syslog', () => {
  test.each([
    ['sshd[1]', 'Accepted password for mwolf from 192.0.2.7 port 5 ssh2', 'sign-in', 'success'],
    ['sshd[1]', 'Failed password for invalid user a b from 192.0.2.7 port 5 ssh2', 'sign-in', 'failure'],
    ['sshd[1]', 'Invalid user x from 192.0.2.7 port 5', 'sign-in', 'failure'],
    [
      'sshd-session[1]',
      'Accepted publickey for mwolf from 2001:db8::7 port 5 ssh2: ED25519 SHA256:x',
      'sign-in',
      'success',
    ],
    ['sshd[1]', 'Connection closed by 192.0.2.7 port 5 [preauth]', 'other', 'success'],
    [
      'sudo',
      'mwolf : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/chattr -i /x',
      'immutability-changed',
      'success',
    ],
    [
      'sudo',
      'mwolf : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/chattr -i /x',
      'immutability-changed',
      'failure',
    ],
    ['usermod[1]', "add 'svc' to group 'wheel'", 'admin-added', 'success'],
    ['useradd[1]', 'new user: name=svc, UID=1001, GID=1001, home=/home/svc, shell=/bin/sh', 'user-added', 'success'],
    ['useradd[1]', 'new user: name=svc, UID=0, GID=0, home=/home/svc, shell=/bin/sh', 'admin-added', 'success'],
    ['useradd[1]', 'new user: name=root, UID=0, GID=0, home=/root, shell=/bin/sh', 'user-added', 'success'],
    ['usermod[1]', "change user 'svc' UID from '1001' to '0'", 'admin-added', 'success'],
    ['usermod[1]', "add 'svc' to group 'users'", 'role-granted', 'success'],
    ['chronyd[1]', 'System clock was stepped by -3600.5 seconds', 'clock-changed', 'success'],
    ['systemd[1]', 'Stopped auditd.service - Security Auditing Service.', 'audit-changed', 'success'],
    ['systemd[1]', 'Stopped target Multi-User System.', 'other', 'success'],
    ['myapp', 'Accepted password for mwolf from 192.0.2.7 port 5 ssh2', 'other', 'unknown'],
  ])('%s: %s is told as %s, %s', (app, message, action, outcome) => {
    expect(eventOf(app, message)?.event).toMatchObject({ action, outcome })
  })

  test('names who, from where, on which host', () => {
    expect(eventOf('sshd[1]', 'Accepted password for mwolf from 192.0.2.7 port 5 ssh2')).toMatchObject({
      user: { name: 'mwolf' },
      source: { ip: '192.0.2.7', port: 5 },
      host: { name: 'repo01' },
      backup: { actor: { id: 'mwolf@repo01', kind: 'person' }, resource: { id: 'repo01' } },
    })
  })

  test('says by how much a clock was stepped', () => {
    expect(eventOf('chronyd[1]', 'System clock was stepped by 315360000.1 seconds')?.backup?.detail?.step_seconds).toBe(
      315_360_000,
    )
    expect(
      eventOf('ntpdate[1]', 'step time server 192.0.2.1 offset -86400.683 sec')?.backup?.detail?.step_seconds,
    ).toBe(-86_401)
  })

  test('stops of services by their manager are not somebody’s', () => {
    expect(eventOf('systemd[1]', 'Stopped Security Auditing Service.')?.backup?.detail?.explicit).toBeUndefined()
    expect(
      eventOf('sudo', 'mwolf : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/systemctl stop auditd')?.backup?.detail
        ?.explicit,
    ).toBe(true)
  })

  test('at New Year belongs to the year that is over', () => {
    const reading = source.read(
      Buffer.from('<86>Dec 31 23:59:58 repo01 sshd[1]: Accepted password for a from 192.0.2.7 port 5 ssh2'),
      Date.UTC(2026, 0, 1, 0, 0, 3),
    )
    expect(eventsOf([reading])[0]?.['@timestamp']).toBe('2025-12-31T23:59:58.000Z')
  })

  test('of the audit daemon is read as its own', () => {
    expect(eventOf('kernel', 'audit: type=1300 audit(1772442000.123:7): syscall=59 success=yes')?.event.dataset).toBe(
      'linux.audit',
    )
  })

  test.each([['hello'], ['{"a":1}'], ['[]'], ['']])('is not "%s"', (text) => {
    const reading = read(text)
    expect(reading.ok ? reading.value.events : []).toEqual([])
  })

  test('of any bytes throws nothing and is over soon', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('sshd', 'sudo', 'systemd', 'chronyd', 'usermod', 'kernel', 'su'),
        (message, app) => {
          eventOf(app, message)
          read(message)
        },
      ),
      { numRuns: 500 },
    )
    const before = process.cpuUsage().user
    for (const part of ['Failed password for ', 'a : TTY=', 'authentication failure; ', ' ; '])
      eventOf('sshd', part.repeat(50_000))
    eventOf('sudo', `a : ${'TTY=x ; '.repeat(50_000)}`)
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000)
  })
})

const files = realOf('linux.syslog')
test.runIf(files.length > 0)('real lines are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).length).toBeGreaterThan(30)
})
