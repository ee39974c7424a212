import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/ibm.spectrumprotect/source.ts'
import { withstands } from '../deeds/hostile.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)
const eventIn = (text: string) => eventsOf([source.read(Buffer.from(text), received)])[0]
const line = (text: string): string => `<30>Mar  1 09:00:00 sp01 dsmserv[4211]: ${text}`
const command = (text: string, who = 'JDOE'): string =>
  line(`ANR2017I Administrator ${who} issued command: ${text}  (SESSION: 88)`)

test.each([
  ['AUDIT VOLUME (REPAIR)', 'FAILURE', 'restore-tested', 'failure', undefined],
  ['AUDIT CONTAINER', 'SUCCESS', 'job-finished', 'success', undefined],
  ['RESTORE STGPOOL', 'FAILURE', 'job-finished', 'failure', true],
  ['EXPIRATION', 'FAILURE', 'job-finished', 'failure', undefined],
])('a process %s that ended with %s', (name, state, action, outcome, restore) => {
  const event = eventIn(
    line(`ANR0985I Process 7 for ${name} running in the BACKGROUND completed with completion state ${state} at 09:00.`),
  )
  expect([event?.event.action, event?.event.outcome, event?.backup?.detail?.restore]).toEqual([
    action,
    outcome,
    restore,
  ])
})

describe('commands', () => {
  test.each([
    ['UPDATE COPYGROUP D S M STANDARD RETEXTRA=1 RETONLY=60', 'retention-changed', 'retention', 1],
    ['UPD CO D S M RETE=NOL RETO=30', 'retention-changed', 'retention', 30],
    ['update copygroup d s m type=archive retver=365', 'retention-changed', 'retention', 365],
    ['UPDATE COPYGROUP D S M VEREXISTS=1', 'retention-changed', 'retention-count', 1],
    ['UPDATE COPYGROUP D S M DESTINATION=X', 'job-changed', undefined, undefined],
    ['UPDATE DOMAIN D BACKRET=1', 'retention-changed', 'retention', 1],
    ['DELETE COPYGROUP D S M', 'retention-changed', undefined, undefined],
    ['DEL FI NODE1 *', 'recovery-point-deleted', undefined, undefined],
    ['DELETE VOLUME A1 DISCARDDATA=YES', 'recovery-point-deleted', undefined, undefined],
    ['DELETE VOLUME A1', 'repository-changed', undefined, undefined],
    ['DELETE STGPOOL P1', 'repository-deleted', undefined, undefined],
    ['DELETE VOLHISTORY TYPE=STGNEW TODATE=TODAY', 'other', undefined, undefined],
    ['GRANT AUTHORITY X CL=SY', 'admin-added', undefined, undefined],
    ['GR AUTH X CLASSES=STORAGE', 'role-granted', undefined, undefined],
    ['SET ACTLOGRETENTION 1', 'audit-changed', 'retention', 1],
    ['SET COMMANDAPPROVAL OFF', 'four-eyes-changed', 'four-eyes', 'off'],
    ['END EVENTLOGGING ALL', 'audit-changed', 'logging', 'off'],
    ['DISABLE REPLICATION', 'replication-changed', 'replication', 'off'],
    ['LOCK NODE N1', 'job-stopped', 'schedule', 'off'],
    ['LOCK NODE *', 'access-policy-changed', undefined, undefined],
    ['HALT', 'job-stopped', undefined, undefined],
    ['SRV2:DELETE STGPOOL P1', 'repository-deleted', undefined, undefined],
    ['Q VOL', 'read', undefined, undefined],
    ['SELECT * FROM NODES', 'read', undefined, undefined],
    ['FROBNICATE X', 'other', undefined, undefined],
    ['', 'other', undefined, undefined],
  ])('%s', (text, action, setting, to) => {
    const event = eventIn(command(text))
    expect([event?.event.action, event?.backup?.change?.setting, event?.backup?.change?.to]).toEqual([
      action,
      setting,
      to,
    ])
    expect(event).toMatchObject({
      '@timestamp': '2026-03-01T09:00:00.000Z',
      event: { code: 'ANR2017I', outcome: 'success' },
      backup: { actor: { id: 'jdoe@sp01', kind: 'person', session: 'sp01/88' } },
      host: { name: 'sp01' },
    })
  })

  test('are too short where another begins alike', () => {
    expect(eventIn(command('DE VOL A1 DISCARDDATA=YES'))?.event.action).toBe('other')
  })

  test('and what confirms them are one act', () => {
    const [asked, confirmed] = [
      eventIn(command('GRANT AUTHORITY helper CLASSES=SYSTEM')),
      eventIn(line('ANR2076I System privilege granted to administrator HELPER.')),
    ]
    expect(confirmed?.event.action).toBe('admin-added')
    expect(confirmed?.backup?.act).toBe(asked?.backup?.act)
    expect(eventIn(command('GRANT AUTHORITY other CLASSES=SYSTEM'))?.backup?.act).not.toBe(asked?.backup?.act)
  })

  test.each([
    ['ANR2035E DELETE STGPOOL: Administrator OPER2 is not authorized to issue this command.', 'ANR2035E', 'oper2@sp01'],
    ['ANR2401E DELETE STGPOOL: Storage pool X is not defined.', 'ANR2401E not found', undefined],
  ])('%s is a failure of the command', (text, code, who) => {
    const event = eventIn(line(text))
    expect([event?.event.action, event?.event.outcome, event?.error?.code, event?.backup?.actor?.id]).toEqual([
      'repository-deleted',
      'failure',
      code,
      who,
    ])
  })

  test('carry no password on', () => {
    const event = eventIn(command('UPDATE ADMIN oper2 Winter-2026'))
    expect(JSON.stringify(event)).not.toContain('Winter-2026')
    expect(event?.event.hash).toMatch(/^[\da-f]{64}$/)
    expect(eventIn(command('UPDATE ADMIN oper2 ?***?'))?.event.hash).toBeUndefined()
  })
})

describe('forms', () => {
  const said = 'ANR2017I Administrator TSMADMIN issued command: DELETE STGPOOL P1 (SESSION: 7)'
  test.each([
    ['04/16/2026 22:03:36      ', '2026-04-16T22:03:36.000Z'],
    ['2026-04-16 22:03:36\t', '2026-04-16T22:03:36.000Z'],
    ['16.04.2026 22:03:36,', '2026-04-16T22:03:36.000Z'],
    ['16/04/2026 22:03:36 ', '2026-04-16T22:03:36.000Z'],
    ['04/16/26 10:03:36 PM ', '2026-04-16T22:03:36.000Z'],
    ['', '2026-03-02T00:00:00.000Z'],
  ])('a line that begins with "%s"', (before, time) => {
    const event = eventIn(`${before}${said}`)
    expect([event?.['@timestamp'], event?.event.action, event?.backup?.actor?.id]).toEqual([
      time,
      'repository-deleted',
      'tsmadmin@spectrumprotect',
    ])
  })

  test('a command that a narrow screen broke', () => {
    const event = eventIn(
      '04/16/2026 22:03:36      ANR2017I Administrator TSMADMIN issued command: DELETE\n                          STGPOOL P1 (SESSION: 7)',
    )
    expect(event?.backup?.resource?.id).toBe('spectrumprotect/stgpool/P1')
  })

  test('another language', () => {
    const event = eventIn('ANR2017I Der Administrator ADMIN hat folgenden Befehl ausgegeben: DELETE STGPOOL P1')
    expect([event?.event.action, event?.backup?.actor?.id]).toEqual(['repository-deleted', 'admin@spectrumprotect'])
  })

  test.each([
    ['<14>1 2026-03-01T09:00:00Z sp01 dsmserv 12 ANR2017I - ANR2017I Administrator A issued command: HALT', 'sp01'],
    ['Sun Mar  1 09:00:00 2026 ANR2017I Administrator A issued command: HALT', 'spectrumprotect'],
    [
      JSON.stringify({
        '@timestamp': '2026-03-01T09:00:00Z',
        winlog: { computer_name: 'SP03', event_id: '11' },
        message: 'ANR2017I Administrator A issued command: HALT',
      }),
      'sp03',
    ],
  ])('%s', (text, server) => {
    const event = eventIn(text)
    expect(event?.event.action).toBe('job-stopped')
    expect(event?.['@timestamp']).toBe('2026-03-01T09:00:00.000Z')
    expect(event?.backup?.actor?.id).toBe(`a@${server}`)
  })

  test('where a session came from', () => {
    expect(
      eventIn(line('ANR0407I Session 7 started for administrator A (WinNT) (Tcp/Ip 192.0.2.4(61234)).'))?.source?.ip,
    ).toBe('192.0.2.4')
    expect(
      eventIn(line('ANR0407I Session 7 started for administrator A (Linux) (SSL x.example.com[192.0.2.5]:61234).'))
        ?.source?.ip,
    ).toBe('192.0.2.5')
  })
})

describe('hostile input', () => {
  withstands(source, command, {
    MSGNO: 2017,
    SEVERITY: 'I',
    MESSAGE: 'ANR2017I Administrator A issued command: HALT',
    DATE_TIME: '2026-01-01 00:00:00',
  })
})

const files = realOf(source.name)
describe.runIf(files.length > 0)('real messages, where the reference is', () => {
  const events = eventsOf(files.flatMap(([, raw]) => readingsOf(source, raw)))

  test('are all told', () => {
    expect(events.map(({ event, backup }) => [event.code, event.action, event.outcome, backup?.actor?.id])).toEqual([
      ['ANR0985I', 'job-finished', 'success', undefined],
      ['ANR2841W', 'other', 'unknown', undefined],
      ['ANR2017I', 'user-added', 'success', 'server_console@spectrumprotect'],
      ['ANR2068I', 'user-added', 'success', undefined],
      ['ANR2017I', 'admin-added', 'success', 'server_console@spectrumprotect'],
      ['ANR2076I', 'admin-added', 'success', undefined],
      ['ANR2017I', 'read', 'success', 'server_console@spectrumprotect'],
      ['ANR2017I', 'read', 'success', 'tsmadmin@spectrumprotect'],
    ])
  })
})
