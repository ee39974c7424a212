import { describe, expect, test } from 'vitest'
import { changes, eventOf } from './records.ts'

/** Verb and first change of an edit: setting, from, to, direction. */
function edited(
  code: number,
  ...properties: readonly (readonly [string, string, string, string])[]
): readonly unknown[] {
  const { event, backup } = eventOf(code, { JobID: 'j-1', RepositoryID: 'r-1', ChangesXML: changes(...properties) })
  const { setting, from, to, direction } = backup?.change ?? {}
  return [event.action, setting, from, to, direction]
}
const number = (name: string, from: string, to: string) => [name, 'Integer', from, to] as const
const flag = (name: string, from: string, to: string) => [name, 'Boolean', from, to] as const

describe('an edited job or repository says which way it went', () => {
  test.each([
    ['days', 23050, [number('RetainDaysToKeep', '30', '3')], ['retention-changed', 'retention', 30, 3, undefined]],
    ['points', 23050, [number('RetainCycles', '14', '2')], ['retention-changed', 'retention-count', 14, 2, undefined]],
    [
      'weeks as days',
      23050,
      [number('Gfs.KeepWeeks', '12', '2')],
      ['retention-changed', 'retention', 84, 14, undefined],
    ],
    [
      'days in a text',
      23050,
      [['RetentionPolicy', 'String', '4 weeks', '3 days']],
      ['retention-changed', 'retention', 28, 3, undefined],
    ],
    [
      'for ever',
      23050,
      [['RetentionPolicy', 'String', 'Forever', '7 days']],
      ['retention-changed', 'retention', 'unlimited', 7, undefined],
    ],
    [
      'a tier off',
      23050,
      [flag('GfsPolicy.Yearly.IsEnabled', 'True', 'False')],
      ['retention-changed', 'retention', undefined, undefined, 'weakened'],
    ],
    [
      'deleted machines purged',
      23050,
      [flag('EnableDeletedVmDataRetention', 'False', 'True')],
      ['retention-changed', 'auto-delete', 'off', 'on', undefined],
    ],
    [
      'a unit without a number',
      23050,
      [['RetentionType', 'ERetentionType', 'Days', 'Cycles']],
      ['retention-changed', 'retention', undefined, undefined, undefined],
    ],
    [
      'points by the unit beside them',
      23050,
      [['RetentionType', 'ERetentionType', 'Days', 'Cycles'], number('RetentionPolicy', '30', '7')],
      ['retention-changed', 'retention-count', 30, 7, undefined],
    ],
    [
      'configuration backups',
      31500,
      [number('ConfigurationBackupRetentionPolicy', '15', '1')],
      ['retention-changed', 'retention-count', 15, 1, undefined],
    ],
    [
      'a lock off',
      28100,
      [flag('IsImmutabilityEnabled', 'True', 'False')],
      ['immutability-changed', 'lock-mode', 'compliance', 'off', undefined],
    ],
    [
      'a lock shorter',
      28970,
      [number('ImmutabilityPeriod', '30', '1')],
      ['immutability-changed', 'lock-days', 30, 1, undefined],
    ],
    [
      'a lock in months',
      29800,
      [['ImmutabilityPeriod', 'String', '6 months', '1 month']],
      ['immutability-changed', 'lock-days', 180, 30, undefined],
    ],
    [
      'compliance to governance',
      32100,
      [['ObjectLockMode', 'EMode', 'Compliance', 'Governance']],
      ['immutability-changed', 'lock-mode', 'compliance', 'governance', undefined],
    ],
    [
      'a lock that nobody can read',
      28100,
      [['ImmutabilityMode', 'EMode', 'A', 'B']],
      ['immutability-changed', 'lock-mode', undefined, undefined, undefined],
    ],
    [
      'a job disabled',
      23050,
      [flag('IsScheduleEnabled', 'True', 'False')],
      ['job-changed', 'schedule', 'on', 'off', undefined],
    ],
    [
      'a job disabled by its other name',
      23050,
      [flag('IsDisabled', 'False', 'True')],
      ['job-changed', 'schedule', 'on', 'off', undefined],
    ],
    [
      'daily to monthly',
      23050,
      [flag('OptionsDaily.Enabled', 'True', 'False'), flag('OptionsMonthly.Enabled', 'False', 'True')],
      ['job-changed', 'schedule', 'off', 'on', undefined],
    ],
    [
      'encryption off',
      23050,
      [flag('StorageEncryptionEnabled', 'True', 'False')],
      ['encryption-changed', 'encryption', 'on', 'off', undefined],
    ],
    [
      'another password',
      23050,
      [['StorageCryptoKeyId', 'Guid', 'a', 'b']],
      ['key-rotated', 'encryption-key', 'a', 'b', undefined],
    ],
    [
      'the second copy dropped',
      30100,
      [flag('CapacityTier.CopyPolicyEnabled', 'True', 'False')],
      ['replication-changed', 'replication', 'on', 'off', undefined],
    ],
    [
      'scanning off',
      42290,
      [flag('IsEnabledInlineScanning', 'True', 'False')],
      ['guard-changed', 'anti-ransomware', 'on', 'off', undefined],
    ],
    [
      'scanning less keen',
      42290,
      [['InlineScanningSensitivity', 'E', 'High', 'Low']],
      ['guard-changed', 'anti-ransomware', undefined, undefined, 'weakened'],
    ],
    [
      'a media vault unprotected',
      23621,
      [flag('Protect', 'True', 'False')],
      ['guard-changed', 'deletion-protection', 'on', 'off', undefined],
    ],
    [
      'nothing of it',
      23050,
      [['Description', 'String', 'a', 'retention of 3 days']],
      ['job-changed', undefined, undefined, undefined, undefined],
    ],
    [
      'a switch of a repository',
      28100,
      [flag('UseDedicatedCredentials.Enabled', 'True', 'False')],
      ['repository-changed', undefined, undefined, undefined, undefined],
    ],
    [
      'no difference',
      23050,
      [number('RetainCycles', '14', '14')],
      ['job-changed', undefined, undefined, undefined, undefined],
    ],
  ] as const)('%s', (_, code, properties, expected) => {
    expect(edited(code, ...properties)).toEqual(expected)
  })

  test('the weaker of two changes gives the verb', () => {
    expect(edited(28100, number('ImmutabilityPeriod', '1', '30'), number('RetainDays', '30', '1'))[0]).toBe(
      'retention-changed',
    )
    expect(edited(28100, number('ImmutabilityPeriod', '30', '1'), number('RetainDays', '1', '30'))[0]).toBe(
      'immutability-changed',
    )
  })
})

describe('forwarding of events', () => {
  const general = (...properties: readonly (readonly [string, string, string, string])[]) =>
    eventOf(31000, { ChangesXML: changes(...properties), UserName: 'ACME\\m.stone' })

  test.each([
    ['switched off', [flag('SyslogReportingEnabled', 'True', 'False')], 'logging', 'off'],
    ['its target taken away', [['SyslogReportingHost', 'String', '192.0.2.50', '']], 'logging', 'off'],
    [
      'its target moved',
      [['SyslogReportingHost', 'String', '192.0.2.50', '203.0.113.9']],
      'logging-forwarding',
      '203.0.113.9',
    ],
    ['its port moved', [number('SyslogReportingPort', '6514', '514')], 'logging-forwarding', '514'],
    [
      'switched on for the first time',
      [flag('SyslogReportingEnabled', 'False', 'True'), ['SyslogReportingHost', 'String', '', '192.0.2.50']],
      'logging',
      'on',
    ],
  ] as const)('%s', (_, properties, setting, to) => {
    const { event, backup } = general(...properties)
    expect([event.action, backup?.change?.setting, backup?.change?.to]).toEqual(['audit-changed', setting, to])
    expect(backup?.detail?.scope).toBe('console')
  })

  test('a filter at the source narrows it', () => {
    expect(general(['SyslogFilteredEvents', 'String', '', '<FilteredEvents />']).backup?.change).toEqual({
      setting: 'logging-scope',
      direction: 'weakened',
    })
  })

  test('a record that lists nothing is no change', () => {
    expect(eventOf(31000, { ChangesXML: '<changes><object /></changes>' }).event.action).toBe('other')
  })
})
