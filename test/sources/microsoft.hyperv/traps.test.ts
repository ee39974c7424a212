import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/microsoft.hyperv/source.ts'
import security from '../../../src/sources/windows.security/source.ts'
import { eventsOf } from '../samples.ts'

const guid = '8F233F6C-28E0-44B7-8A16-C57D0D72DB61'
const event = (id: number, message: string, data?: object) =>
  JSON.stringify({
    '@timestamp': '2026-03-02T10:00:00.000Z',
    winlog: {
      event_id: String(id),
      provider_name: 'Microsoft-Windows-Hyper-V-VMMS',
      channel: 'Microsoft-Windows-Hyper-V-VMMS-Admin',
      computer_name: 'hv01.acme.example.com',
      record_id: 7,
      ...(data ? { user_data: data } : {}),
    },
    event: { code: String(id) },
    message,
  })
const script = (text: string) =>
  JSON.stringify({
    '@timestamp': '2026-03-02T10:00:00.000Z',
    winlog: {
      event_id: '4104',
      provider_name: 'Microsoft-Windows-PowerShell',
      channel: 'Microsoft-Windows-PowerShell/Operational',
      computer_name: 'hv01',
      user: { identifier: 'S-1-5-21-1-2-3-1105', name: 'jdoe', domain: 'ACME' },
      event_data: { ScriptBlockText: text },
    },
  })
const read = (record: string, by = source) => eventsOf([by.read(Buffer.from(record), 0)])[0]

describe('an event of Hyper-V', () => {
  test.each([
    [13002, 'repository-created', 'success'],
    [13003, 'repository-deleted', 'success'],
    [18012, 'recovery-point-created', 'failure'],
    [32086, 'replication-changed', 'success'],
    [32022, 'job-finished', 'failure'],
    [18500, 'other', 'success'],
  ])('%s is told as %s, %s', (id, action, outcome) => {
    const told = read(event(id, '', { VmName: 'SQL01', VmId: guid }))
    expect(told?.event).toMatchObject({ action, outcome, dataset: 'microsoft.hyperv', module: 'microsoft' })
    expect(told?.backup?.platform).toBe('microsoft.hyperv')
    expect(`${told?.backup?.resource?.id} `).toMatch(/^hv01\.acme\.example\.com:sql01[ :]/)
  })

  test.each([
    [`The virtual machine 'sql01' was deleted. (Virtual machine ID ${guid})`],
    [`La machine virtuelle 'sql01' a été supprimée. (ID ${guid})`],
    [`Der virtuelle Computer "sql01" wurde gelöscht. (ID ${guid})`],
  ])('without its data has the machine from the message: %s', (message) => {
    expect(read(event(13003, message))?.backup?.resource).toMatchObject({
      id: 'hv01.acme.example.com:sql01',
      aliases: [guid.toLowerCase()],
    })
  })

  test.each([
    ['Replication for virtual machine X has been suspended by the administrator.', 'off'],
    ['Hyper-V removed replication of virtual machine X.', 'off'],
    ['Replication for virtual machine X has been resumed.', 'on'],
  ])('says in English which way a replica goes: %s', (message, to) => {
    expect(read(event(33_999, message, { VmName: 'X' }))?.backup?.change).toMatchObject({ setting: 'replication', to })
  })

  test('is the same to the source of all channels', () => {
    const record = event(13003, '', { VmName: 'SQL01', VmId: guid })
    expect(read(record, security)?.backup).toEqual(read(record)?.backup)
    expect(read(record, security)?.event.dataset).toBe('windows.security')
  })
})

describe('a cmdlet', () => {
  test.each([
    ['Remove-VM -Name sql01 -Force', 'repository-deleted', 'hv01:sql01', undefined],
    ['Remove-VM sql01 -Force', 'repository-deleted', 'hv01:sql01', undefined],
    ['Get-VM -Name sql01 | Remove-VM', 'repository-deleted', 'hv01:sql01', undefined],
    ['Get-VM | Remove-VM -Force', 'repository-deleted', 'hv01:*', true],
    ['Get-VM web* | Remove-VM', 'repository-deleted', 'hv01:*', true],
    ['Get-VM sql01 | Remove-VMSnapshot', 'recovery-point-deleted', 'hv01:sql01:snapshot', undefined],
    ['Remove-VMCheckpoint -VMName *', 'recovery-point-deleted', 'hv01:*:snapshot', true],
    ['Stop-VMReplication -VMName sql01', 'replication-changed', 'hv01:sql01:replication', undefined],
    ['Remove-VMNetworkAdapter -VMName sql01', 'process-started', 'hv01', undefined],
  ])('%s is told as %s', (text, action, id, bulk) => {
    const told = read(script(text))
    expect([told?.event.action, told?.backup?.resource?.id, told?.backup?.detail?.bulk]).toEqual([action, id, bulk])
  })

  test('is of whom the shipper looked up', () => {
    expect(read(script('Remove-VM -Name sql01'))).toMatchObject({
      user: { name: 'jdoe', domain: 'ACME', id: 'S-1-5-21-1-2-3-1105' },
      backup: { platform: 'microsoft.hyperv', actor: { id: 'jdoe@acme', kind: 'person' } },
    })
  })
})
