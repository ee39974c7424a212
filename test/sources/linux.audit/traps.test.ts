import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/linux.audit/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (line: string) => source.read(Buffer.from(line), Date.UTC(2026, 2, 2, 12))
const line = (type: string, body: string, serial = 7) => `type=${type} msg=audit(1772442000.123:${serial}): ${body}`
const eventOf = (text: string) => eventsOf([read(text)])[0]

describe('lines of the audit daemon', () => {
  const execve = line('EXECVE', 'argc=3 a0="chattr" a1="-i" a2="/backup/x"')
  const syscall = line(
    'SYSCALL',
    'arch=c000003e syscall=59 success=yes exit=0 a0=55 a1=56 a2=57 auid=1000 uid=0 ses=3 comm="chattr" exe="/usr/bin/chattr" key="k"\u001dSYSCALL=execve AUID="mwolf" UID="root"',
  )

  test('of one event in one record are one event, whatever their order', () => {
    for (const lines of [
      [syscall, execve],
      [execve, syscall],
      [execve, line('CWD', 'cwd="/"', 8), syscall],
    ]) {
      const events = eventsOf([read(lines.join('\n'))]).filter(({ event }) => event.code === 'EXECVE')
      expect(events).toHaveLength(1)
      expect(events[0]).toMatchObject({
        event: { action: 'immutability-changed', outcome: 'success' },
        backup: {
          actor: { id: 'mwolf', kind: 'person' },
          change: { setting: 'lock-mode', to: 'off' },
          resource: { id: ':/backup/x' },
        },
      })
    }
  })

  test('that come one by one share their act', () => {
    expect(eventOf(execve)?.backup?.act).toBe(eventOf(syscall)?.backup?.act)
    expect(eventOf(execve)?.backup?.act).not.toBe(eventOf(line('EXECVE', 'a0="ls"', 8))?.backup?.act)
  })

  test.each([
    ['in hexadecimal', line('PROCTITLE', 'proctitle=63686D6F640037373700312E7368'), 'chmod 777 1.sh'],
    ['quoted', line('PROCTITLE', 'proctitle="/usr/sbin/chronyd"'), '/usr/sbin/chronyd'],
    ['of sudo', line('USER_CMD', `auid=1000 msg='cwd="/" cmd=6C73202D6C61 terminal=pts/0 res=success'`), 'ls -la'],
    ['words with blanks', line('EXECVE', 'argc=2 a0="rm" a1=2F6261636B757020736574'), "rm '/backup set'"],
    ['a word of digits is no hexadecimal', line('EXECVE', 'argc=2 a0="kill" a1="1234"'), 'kill 1234'],
  ])('hold commands %s', (_, text, command) => {
    expect(eventOf(text)?.linux).toMatchObject({ audit: { command } })
  })

  test.each([
    ['node=repo01 ', 'repo01'],
    ['<13>Mar  2 09:00:00 repo02 audispd: node=repo01 ', 'repo01'],
    ['<13>Mar  2 09:00:00 repo02 audisp-syslog: ', 'repo02'],
  ])('say where they were written: %s', (before, host) => {
    expect(eventOf(before + execve)?.host?.name).toBe(host)
  })

  test('a clock that a daemon keeps right is nothing, one that somebody sets is', () => {
    const call = (comm: string, auid: string) =>
      line('SYSCALL', `arch=c000003e syscall=159 success=yes auid=${auid} uid=0 comm="${comm}" key="time-change"`)
    expect(eventOf(call('chronyd', '4294967295'))?.event.action).toBe('other')
    expect(eventOf(call('chronyd', '1000'))?.event.action).toBe('clock-changed')
    expect(eventOf(call('ntpdate', '1000'))?.event.action).toBe('clock-changed')
    expect(
      eventOf(line('SYSCALL', 'arch=c00000b7 syscall=159 success=yes auid=1000 comm="foo" key=(null)'))?.event.action,
    ).toBe('other')
  })

  test.each([
    ['op=set audit_enabled=0 old=1 res=1', 'audit-changed', 'logging', 'off'],
    ['op=remove_rule key="x" list=4 res=1', 'audit-changed', 'logging-scope', 'narrow'],
    ['op=add_rule key="x" list=4 res=1', 'other', undefined, undefined],
  ])('CONFIG_CHANGE %s', (body, action, setting, to) => {
    const event = eventOf(line('CONFIG_CHANGE', body))
    expect([event?.event.action, event?.backup?.change?.setting, event?.backup?.change?.to]).toEqual([
      action,
      setting,
      to,
    ])
  })

  test('delete and rename files by call and path', () => {
    const gone = [
      line('SYSCALL', 'syscall=263 success=yes auid=1000 comm="rm"\u001dSYSCALL=unlinkat'),
      line('PATH', 'item=1 name="/backup/a.vbk" nametype=DELETE'),
    ]
    expect(eventOf(gone.join('\n'))).toMatchObject({
      event: { action: 'object-deleted' },
      backup: { resource: { name: '/backup/a.vbk', container: { name: '/backup' } } },
    })
    const moved = [
      line('SYSCALL', 'syscall=82 success=yes auid=1000 comm="mv"\u001dSYSCALL=rename'),
      line('PATH', 'item=2 name="/backup/a.vbk" nametype=DELETE'),
      line('PATH', 'item=3 name="/backup/a.locked" nametype=CREATE'),
    ]
    expect(eventOf(moved.join('\n'))).toMatchObject({
      event: { action: 'file-renamed' },
      backup: { resource: { name: '/backup/a.locked' }, detail: { from_name: '/backup/a.vbk' } },
    })
  })

  test('keep no secret of a command, whether its words stand plain, in hexadecimal, or in one', () => {
    const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase()
    for (const text of [
      line('EXECVE', 'argc=4 a0="mysqldump" a1="-u" a2="root" a3="-phunter2"'),
      line('EXECVE', `argc=3 a0="curl" a1="-H" a2=${hex('Authorization: Bearer hunter2')}`),
      line('EXECVE', 'argc=3 a0="restic" a1="--password" a2="hunter2"'),
      line('USER_CMD', `pid=9 uid=1000 auid=1000 msg='cwd="/" cmd=${hex('net use --password hunter2 x')} res=success'`),
      line('PROCTITLE', `proctitle=${hex('mysql\0-uroot\0-phunter2')}`),
    ]) {
      const event = eventOf(text)
      expect(event?.event.hash, text).toMatch(/^[0-9a-f]{64}$/)
      expect(JSON.stringify(event), text).not.toMatch(new RegExp(`hunter2|${hex('hunter2')}`))
    }
  })

  test.each([['hello'], ['{"a":1}'], ['type=SYSCALL msg=nothing'], ['audit(x:y)']])('are not "%s"', (text) => {
    expect(read(text).ok).toBe(false)
  })

  test('of any bytes throw nothing and are over soon', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom('EXECVE', 'SYSCALL', 'USER_CMD', 'PATH', 'CONFIG_CHANGE', 'ADD_USER'),
        (one, other, type) => {
          read(line(type, one))
          read(`${line(type, `a0="${one}" cmd=${other} msg='${one}`)}\n${line('PATH', other)}`)
          read(
            JSON.stringify({
              event: { module: 'auditd', action: one },
              auditd: { data: { cmd: other }, paths: one },
              process: { args: [one, 1, null] },
            }),
          )
        },
      ),
      { numRuns: 300 },
    )
    const before = process.cpuUsage().user
    read(line('EXECVE', 'a0="x" '.repeat(50_000)))
    read(Array.from({ length: 20_000 }, (_, serial) => line('PATH', 'name="x"', serial)).join('\n'))
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000)
  })
})

const files = realOf('linux.audit')
test.runIf(files.length > 0)('real records are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ event }) => event.reason === undefined)).toBe(true)
})
