// Windows hosts and directories as Winlogbeat ships them.
import type { JsonObject } from '../../../src/lib/json.ts'
import { iso, jsonLine, type Line, serial } from './line.ts'

const domain = 'ACME'
const audit = 'Microsoft-Windows-Security-Auditing'

interface From {
  readonly channel?: string
  readonly provider?: string
}

/** One event of a channel; of the security log when nothing else is said. */
export function windows(
  at: number,
  computer: string,
  id: number,
  data: JsonObject,
  { channel = 'Security', provider = audit }: From = {},
): Line {
  const computerName = `${computer}.acme.example.com`
  return jsonLine('windows.security', at, {
    '@timestamp': iso(at),
    agent: { type: 'winlogbeat', version: '8.12.0' },
    event: { code: String(id), created: iso(at + 2000), kind: 'event', provider },
    host: { name: computerName },
    winlog: {
      channel,
      provider_name: provider,
      computer_name: computerName,
      event_id: String(id),
      record_id: serial(at, computer, id, data),
      keywords: channel === 'Security' ? ['Audit Success'] : [],
      event_data: data,
    },
  })
}

const by = (who: string): JsonObject => ({
  SubjectUserSid: `S-1-5-21-1-2-3-${1000 + (serial(who) % 9000)}`,
  SubjectUserName: who,
  SubjectDomainName: domain,
  SubjectLogonId: `0x${(serial(who) % 0xfffff).toString(16)}`,
})

/** A sign-in: 3 over the network, 10 by remote desktop. */
export const signedIn = (at: number, computer: string, who: string, address: string, type = 10): Line =>
  windows(at, computer, 4624, {
    TargetUserSid: `S-1-5-21-1-2-3-${1000 + (serial(who) % 9000)}`,
    TargetUserName: who,
    TargetDomainName: domain,
    TargetLogonId: `0x${(serial(who) % 0xfffff).toString(16)}`,
    LogonType: String(type),
    IpAddress: address,
    IpPort: '51544',
    SubjectUserName: `${computer.toUpperCase()}$`,
    SubjectDomainName: domain,
  })

export const shareLooked = (at: number, computer: string, who: string, address: string, share: string): Line =>
  windows(at, computer, 5145, {
    ...by(who),
    IpAddress: address,
    ShareName: `\\\\*\\${share}`,
    RelativeTargetName: '\\',
    AccessMask: '0x1',
    AccessList: '%%4416',
  })
export const shareOpened = (at: number, computer: string, who: string, address: string, share: string): Line =>
  windows(at, computer, 5140, { ...by(who), IpAddress: address, ShareName: `\\\\*\\${share}`, AccessMask: '0x1' })

/** A program that somebody, or a service, started. */
export const ran = (at: number, computer: string, who: string, command: string, parent = 'explorer.exe'): Line =>
  windows(at, computer, 4688, {
    ...(who === 'SYSTEM'
      ? {
          SubjectUserSid: 'S-1-5-18',
          SubjectUserName: `${computer.toUpperCase()}$`,
          SubjectDomainName: domain,
          SubjectLogonId: '0x3e7',
        }
      : by(who)),
    NewProcessName: `C:\\Windows\\System32\\${command.split(' ')[0]}`,
    ParentProcessName: parent,
    CommandLine: command,
  })

/** An account of the host itself, and its place among the local administrators. */
export function localAdministrator(at: number, computer: string, who: string, name: string): readonly Line[] {
  const sid = `S-1-5-21-9-9-9-${1001 + (serial(name) % 999)}`
  return [
    windows(at, computer, 4720, {
      ...by(who),
      TargetUserName: name,
      TargetDomainName: computer.toUpperCase(),
      TargetSid: sid,
    }),
    ...localMember(at + 4000, computer, who, sid, 'Administrators', 'S-1-5-32-544'),
  ]
}
export const localMember = (
  at: number,
  computer: string,
  who: string,
  sid: string,
  group: string,
  of: string,
): readonly Line[] => [
  windows(at, computer, 4732, {
    ...by(who),
    MemberName: '-',
    MemberSid: sid,
    TargetUserName: group,
    TargetDomainName: 'Builtin',
    TargetSid: of,
  }),
]

/** A member of a group of the directory, as its domain controller tells. */
export const joinedGroup = (at: number, who: string, member: string, group: string): Line =>
  windows(at, 'dc01', 4728, {
    ...by(who),
    MemberName: `CN=${member},OU=People,DC=acme,DC=example,DC=com`,
    MemberSid: `S-1-5-21-1-2-3-${1000 + (serial(member) % 9000)}`,
    TargetUserName: group,
    TargetDomainName: domain,
    TargetSid: `S-1-5-21-1-2-3-${1000 + (serial(group) % 9000)}`,
  })
export const groupMade = (at: number, who: string, group: string): Line =>
  windows(at, 'dc01', 4727, {
    ...by(who),
    TargetUserName: group,
    TargetDomainName: domain,
    TargetSid: `S-1-5-21-1-2-3-${1000 + (serial(group) % 9000)}`,
  })
export const passwordReset = (at: number, who: string, target: string): Line =>
  windows(at, 'dc01', 4724, { ...by(who), TargetUserName: target, TargetDomainName: domain, TargetSid: 'S-1-5-21-1' })
/** Every password of a directory, asked for as another domain controller would. */
export const replicated = (at: number, who: string): Line =>
  windows(at, 'dc01', 4662, {
    ...by(who),
    ObjectServer: 'DS',
    ObjectType: '%{19195a5b-6da0-11d0-afd3-00c04fd930c9}',
    Properties: '%%7688 {1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}',
    AccessMask: '0x100',
  })

export const serviceIs = (at: number, computer: string, service: string, state: 'stopped' | 'running'): Line =>
  windows(
    at,
    computer,
    7036,
    { param1: service, param2: state },
    { channel: 'System', provider: 'Service Control Manager' },
  )
export const defenderOff = (at: number, computer: string): Line =>
  windows(
    at,
    computer,
    5001,
    { 'Product Name': 'Microsoft Defender Antivirus' },
    {
      channel: 'Microsoft-Windows-Windows Defender/Operational',
      provider: 'Microsoft-Windows-Windows Defender',
    },
  )
export const catalogueDeleted = (at: number, computer: string): Line =>
  windows(at, computer, 524, {}, { channel: 'Application', provider: 'Microsoft-Windows-Backup' })
export const booted = (at: number, computer: string): Line =>
  windows(at, computer, 6005, {}, { channel: 'System', provider: 'EventLog' })
/** Hyper-V: a machine removed, a disk of one mounted on the host. */
export const machineRemoved = (at: number, computer: string, name: string): Line =>
  windows(
    at,
    computer,
    13003,
    { VmName: name, VmId: String(serial(name)) },
    {
      channel: 'Microsoft-Windows-Hyper-V-VMMS-Admin',
      provider: 'Microsoft-Windows-Hyper-V-VMMS',
    },
  )
export const diskMounted = (at: number, computer: string, path: string): Line =>
  windows(
    at,
    computer,
    1,
    { VhdFile: path },
    {
      channel: 'Microsoft-Windows-VHDMP-Operational',
      provider: 'Microsoft-Windows-VHDMP',
    },
  )
