// A backup server of Veeam in the stories: its ordinary nights, and the attack that is spread over three weeks of them.
import { at } from './acts.ts'

export interface Told {
  /** Epoch milliseconds. */
  readonly at: number
  readonly line: string
}

export type Fields = Readonly<Record<string, string>>

const origin = '[origin enterpriseId="31023"]'
const priorities = { INF: 14, WRN: 12, ERR: 11 } as const

export function line(
  when: number,
  code: number,
  fields: Fields,
  text: string,
  level: keyof typeof priorities = 'INF',
  app = 'Veeam_MP',
): Told {
  const said = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  const tail = `VbrHostName="vbr-01.example.com" VbrVersion="13.1.1.18" Version="1" Description="${text}"]`
  const block = [`[categoryId=0 instanceId=${code}`, ...said, tail].join(' ')
  return {
    at: when,
    line: `<${priorities[level]}>1 ${new Date(when).toISOString()} vbr-01 ${app} - - ${origin} [${level}] ${block}`,
  }
}

export const info = (name: string): Fields => ({
  UserFullInfo: `<ModifiedUserInfo fullName="${name}" loginType="0" />`,
})
export const by = (name: string): Fields => ({ UserName: name, ...info(name) })
export const changes = (
  ...properties: readonly (readonly [name: string, type: string, from: string, to: string])[]
): Fields => ({
  ChangesXML: `<changes><object>${properties
    .map(
      ([name, type, from, to]) =>
        `<property internal="${name}" type="${type}"><old>${from}</old><new>${to}</new></property>`,
    )
    .join('')}</object></changes>`,
})

const anna = 'ACME\\a.weber'
const mallory = 'ACME\\m.stone'
export const repository = {
  RepositoryID: 'a3c1d7f2-6c44-4c39-8a0e-6a1d2e3f4b01',
  Type: '13',
  RepositoryName: 'Hardened 01',
}
export const job = {
  JobID: '5d0f8c3a-1c1e-4a58-9a50-0b7c5f5b2a01',
  JobType: '0',
  Platform: '0',
  JobName: 'Nightly servers',
}
export const machines = ['erp-db-01', 'erp-web-01', 'files-01', 'mail-01', 'pacs-01', 'plc-hist-01']
const kept = 14

export const point = (
  when: number,
  code: 10010 | 10050,
  machine: number,
  night: number,
  text: string,
  who: Fields,
  place: string = repository.RepositoryID,
): Told =>
  line(
    when,
    code,
    {
      OibID: `${String(machine).padStart(4, '0')}${String(night + 1000).padStart(4, '0')}-0000-4000-8000-000000000000`,
      VmRef: `vm-${machine}`,
      VmName: machines[machine] ?? '',
      StorageSize: '13873971200',
      RepositoryID: place,
      IsFull: 'False',
      ...who,
    },
    text,
  )
export const system: Fields = { UserFullInfo: '<ModifiedUserInfo fullName="SYSTEM" loginType="4" />' }

/** One night: every machine gets a point, and its oldest goes. */
function night(number: number, count: number): readonly Told[] {
  const session = { JobSessionID: `c0d90000-0000-4000-8000-${String(number).padStart(12, '0')}` }
  return [
    line(
      at(number, '01:00'),
      110,
      { ...session, ...job, Flags: '0' },
      "Backup job 'Nightly servers' has been started by user NT AUTHORITY\\SYSTEM.",
    ),
    ...machines
      .slice(0, count)
      .flatMap((name, machine) => [
        point(
          at(number, `01:0${machine}:20`),
          10010,
          machine,
          number,
          `VM '${name}' restore point has been created.`,
          system,
        ),
        point(
          at(number, `01:0${machine}:22`),
          10050,
          machine,
          number - kept,
          `Restore point for VM '${name}' has been removed by user SYSTEM.`,
          system,
        ),
      ]),
    line(
      at(number, '01:20'),
      190,
      { ...session, ...job, JobResult: '0' },
      "Backup job 'Nightly servers' finished with Success.",
    ),
    line(at(number, '02:00'), 40700, system, 'Configuration backup has been completed. Result: Success.'),
  ]
}

/** What people do in ordinary weeks. */
const week = (number: number): readonly Told[] => [
  line(
    at(number, '08:30'),
    44003,
    { SourceIpAddress: '192.0.2.20', ClientId: 'veeam-backup-web-ui', FriendlyName: anna },
    'Authorization was successful.',
    'INF',
    'Veeam_Security',
  ),
  line(
    at(number, '08:40'),
    23050,
    { ...job, ...changes(['Description', 'String', 'a', `week ${number}`]), UserName: anna },
    "Backup job 'Nightly servers' has been modified.",
  ),
  line(
    at(number, '09:00'),
    40210,
    { JobSessionID: `r-${number}`, InitiatorName: anna },
    `Restore session has been initiated by '${anna}'.`,
  ),
  line(
    at(number, '09:00:00.100'),
    210,
    { JobSessionID: `r-${number}`, InitiatorName: anna },
    `Restore session has been initiated by '${anna}'.`,
  ),
  line(
    at(number + 1, '04:00'),
    390,
    { JobSessionID: `t-${number}`, JobID: 'edc50000-0001', JobResult: '0', JobType: '3', JobName: 'SureBackup weekly' },
    "SureBackup job 'SureBackup weekly' finished with Success.",
  ),
]

/** Nights and weeks from day 0. @param count how many machines are backed up */
export function ordinaryDays(days: number, count: number = machines.length): readonly Told[] {
  return [
    ...Array.from({ length: days }, (_, number) => night(number, count)).flat(),
    ...Array.from({ length: Math.floor(days / 7) }, (_, number) => week(number * 7)).flat(),
    line(
      at(3, '10:00'),
      31200,
      {
        Name: 'ACME\\t.hoffmann',
        ChangesXML: '<changes><object name="ACME\\t.hoffmann" assignedRoleName="Veeam Backup Viewer" /></changes>',
        ...by(anna),
      },
      'User or group ACME\\t.hoffmann has been added.',
    ),
    line(
      at(5, '10:00'),
      28100,
      { ...repository, ...changes(['MaxTaskCount', 'Integer', '4', '8']), ...by(anna) },
      'Backup repository Hardened 01 has been modified.',
    ),
  ]
}

/** A stolen account: in by guessing, then a second administrator, no four eyes, short retention, no lock, no tongue, no copies. */
export const attack: readonly Told[] = [
  ...[0, 1, 2, 3].map((number) =>
    line(
      at(18, `22:0${number}`),
      44002,
      { SourceIpAddress: '203.0.113.78', ClientId: 'veeam-backup-web-ui', FriendlyName: mallory, Reason: '1' },
      'Authorization request was denied: an authentication has failed.',
      'WRN',
      'Veeam_Security',
    ),
  ),
  line(
    at(18, '22:06'),
    44003,
    { SourceIpAddress: '203.0.113.78', ClientId: 'veeam-backup-web-ui', FriendlyName: mallory },
    'Authorization was successful.',
    'INF',
    'Veeam_Security',
  ),
  line(
    at(18, '22:20'),
    31200,
    {
      Name: 'ACME\\svc-monitoring2',
      ChangesXML:
        '<changes><object name="ACME\\svc-monitoring2" assignedRoleName="Veeam Backup Administrator" /></changes>',
      ...by(mallory),
    },
    'User or group ACME\\svc-monitoring2 has been added.',
  ),
  line(
    at(24, '23:10'),
    42401,
    {
      Operation: 'Four-eyes authorization has been disabled',
      OperationId: '1',
      InitiatorFullInfo: info(mallory).UserFullInfo ?? '',
    },
    `Four-eyes authorization has been disabled by ${mallory}.`,
  ),
  line(
    at(29, '23:40'),
    23050,
    { ...job, ...changes(['BackupStorageOptions.RetainDaysToKeep', 'Integer', String(kept), '1']), UserName: mallory },
    "Backup job 'Nightly servers' has been modified.",
  ),
  line(
    at(33, '23:15'),
    28100,
    { ...repository, ...changes(['IsImmutabilityEnabled', 'Boolean', 'True', 'False']), ...by(mallory) },
    'Backup repository Hardened 01 has been modified.',
  ),
  line(
    at(38, '22:50'),
    31000,
    { ...changes(['SyslogReportingHost', 'String', '192.0.2.50', '203.0.113.9']), UserName: mallory },
    'Backup server general options have been changed',
  ),
  ...machines.map((name, machine) =>
    point(
      at(38, `23:0${machine}`),
      10050,
      machine,
      38,
      `Restore point for VM '${name}' has been removed by user ${mallory}.`,
      info(mallory),
    ),
  ),
]
