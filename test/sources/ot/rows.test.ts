import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '../../../src/model/source.ts'
import assetcentre from '../../../src/sources/ot.assetcentre/source.ts'
import octoplant from '../../../src/sources/ot.octoplant/source.ts'
import pi from '../../../src/sources/ot.pi/source.ts'
import { eventsOf } from '../samples.ts'

const at = Date.UTC(2026, 2, 2, 12)
const first = (source: Source, record: object | string) =>
  eventsOf([source.read(Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)), at)])[0]

describe('PI', () => {
  const audit = (Table: string, Action: string, ObjectName: string, ValueAfter = '') => ({
    TimestampUtc: '2026-03-02T09:00:00Z',
    Server: 'pi01',
    Source: 'pibasess',
    UserName: 'ACME\\jdoe',
    AuditRecordID: 'a-1',
    Table,
    Action,
    ObjectName,
    ValueAfter,
  })
  test.each([
    ['PIArchives', 'Remove', 'pi01_2025-11.arc', '', 'repository-deleted'],
    ['PIArchive', 'Remove', 'LINE3.PV', '', 'object-deleted'],
    ['PIArchive', 'Edit', 'LINE3.PV', '18', 'object-overwritten'],
    ['PIPoints', 'Remove', 'LINE3.PV', '', 'object-deleted'],
    ['PITuning', 'Edit', 'EnableAudit', '0', 'audit-changed'],
    ['PIIdentityMappings', 'Add', 'ACME\\x', 'piadmins', 'admin-added'],
    ['PIIdentityMappings', 'Add', 'ACME\\x', 'PIWorld', 'role-granted'],
    ['PISomethingNew', 'Add', 'x', '', 'other'],
  ])('%s %s of %s %s is told as %s', (table, action, name, after, verb) => {
    expect(first(pi, audit(table, action, name, after))).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      event: { id: 'a-1', action: verb, outcome: 'success' },
      backup: { actor: { id: 'jdoe@acme', kind: 'person' } },
    })
  })

  test('an audit that is switched off is off, and an attempt that was refused a failure', () => {
    expect(first(pi, audit('PITuning', 'Edit', 'EnableAudit', '0'))?.backup?.change).toMatchObject({ to: 'off' })
    expect(first(pi, audit('PITuning', 'Edit', 'EnableAudit', '-1'))?.backup?.change).toMatchObject({ to: 'on' })
    expect(first(pi, audit('PIArchive', 'EditAttempt', 'x'))?.event).toMatchObject({
      action: 'object-overwritten',
      outcome: 'failure',
    })
  })

  test('XML of several records is several events, each with its own user and time', () => {
    const one = (id: number, name: string) =>
      `<AuditRecord AuditRecordID="${id}"><PIUser UserID="3" Name="ACME\\j&amp;d"/><PITime UTCSeconds="177244248${id}"/><PIConfigurationDB><PIPoints><Action>Remove</Action><PIPoint ID="1" Name="${name}"/></PIPoints></PIConfigurationDB></AuditRecord>`
    const text = `<PIAudit><PIServer IPHost="pi01"/><AuditRecords>${one(1, 'A')}${one(2, 'B')}</AuditRecords></PIAudit>`
    const events = eventsOf([pi.read(Buffer.from(text), at)])
    expect(
      events.map(({ event, backup, user }) => [event.id, event.action, backup?.resource?.name, user?.name]),
    ).toEqual([
      ['1', 'object-deleted', 'A', 'j&d'],
      ['2', 'object-deleted', 'B', 'j&d'],
    ])
  })
})

const version =
  (source: Source, time: string, text: string) =>
  (message: string, more: object = {}) =>
    first(source, { [time]: '2026-03-02T09:00:00Z', User: 'ACME\\eng', Server: 's1', [text]: message, ...more })

describe.each([
  ['ot.assetcentre', version(assetcentre, 'TimeStmp', 'MessageText')],
  ['ot.octoplant', version(octoplant, 'Timestamp', 'Message')],
])('%s', (_, told) => {
  test.each([
    ["Schedule 'Line3 nightly' was disabled", 'job-stopped', 'Line3 nightly'],
    ["Schedule 'Line3 nightly' was enabled", 'job-changed', 'Line3 nightly'],
    ["Job 'Line3 nightly' deleted", 'job-stopped', 'Line3 nightly'],
    ["Asset 'PLC-3' was deleted", 'recovery-point-deleted', 'PLC-3'],
    ["Version 12 of component 'PLC-3' was deleted", 'recovery-point-deleted', 'PLC-3 12'],
    ["Component 'PLC-3' was checked in", 'recovery-point-created', 'PLC-3'],
    ["Number of versions to keep of component 'PLC-3' changed to 1", 'retention-changed', 'PLC-3'],
    ["Backup of job 'Line3 nightly' failed: not reachable", 'job-finished', 'Line3 nightly'],
    ["Job 'Line3 nightly' finished, no differences", 'job-finished', 'Line3 nightly'],
    ["User 'x' was added to role 'Administrators'", 'admin-added', 'x'],
    ['Somebody looked at something', 'other', 's1'],
  ])('%s is told as %s', (message, action, name) => {
    const event = told(message)
    expect([event?.event.action, event?.backup?.resource?.name]).toEqual([action, name])
    expect(event?.event.outcome).toBe(message.includes('failed') ? 'failure' : 'success')
  })

  test('all versions of an asset go with it, and the value before is kept', () => {
    expect(told("Asset 'PLC-3' was deleted with all versions")?.backup?.detail).toEqual({ bulk: true })
    expect(told('Number of versions to keep changed', { OldValue: '20', NewValue: '1' })?.backup?.change).toEqual({
      setting: 'retention-count',
      from: 20,
      to: 1,
      unit: 'versions',
    })
  })
})

test('AssetCentre says in labelled lines what was edited', () => {
  const told = version(assetcentre, 'TimeStmp', 'MessageText')
  const event = told(
    'System policy edited\nEditedProperty:\tAudit changes to configuration and control system\nOldValue:\tEnabled\nNewValue:\tDisabled',
  )
  expect(event?.backup?.change).toMatchObject({ setting: 'logging', to: 'off' })
})

test('octoplant of a German server is the same', () => {
  const told = version(octoplant, 'Zeitpunkt', 'Meldung')
  expect(told('Der Auftrag wurde deaktiviert', { Auftrag: 'SPS-7' })?.event.action).toBe('job-stopped')
  expect(told('Die Komponente wurde gelöscht', { Komponente: 'SPS-7' })?.event.action).toBe('recovery-point-deleted')
  expect(told('Vergleich', { Ergebnis: 'Fehler' })?.event).toMatchObject({ action: 'job-finished', outcome: 'failure' })
})

test.each([
  ['pi', pi],
  ['assetcentre', assetcentre],
  ['octoplant', octoplant],
])('%s: strangers are no rows, and hostile values throw nothing', (_, source) => {
  for (const record of ['hello', '{"a":1}', '[]', '<x>', 'Mar  2 10:00:00 host sshd[1]: hello'])
    expect(eventsOf([source.read(Buffer.from(record), at)])).toEqual([])
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, text) => {
      for (const record of [
        json,
        `{"Timestamp":${json},"Message":${json},"Source":${json},"MessageText":${json}}`,
        JSON.stringify({
          Timestamp: '2026-03-02T09:00:00Z',
          TimeStmp: '2026-03-02T09:00:00Z',
          Source: text,
          Message: text,
          MessageText: text,
          User: text,
          Table: text,
          Action: 'Add',
        }),
        `<AuditRecord AuditRecordID="${text}"><Action>${text}</Action>`,
      ])
        source.read(Buffer.from(record), at)
    }),
    { numRuns: 150 },
  )
})
