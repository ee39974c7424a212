// One event under one set of names, whoever shipped it.
import type { JsonObject } from '../../lib/json.ts'

export interface WindowsRecord {
  /** The number: `4720`. */
  readonly id: string
  readonly channel: string
  readonly provider: string
  /** Where it happened, and not where it was collected. */
  readonly computer: string
  readonly time: number | undefined
  readonly collected: number | undefined
  readonly recordId: string
  /** Names as the event itself has them: `SubjectUserName`, `TargetSid` … */
  readonly data: Readonly<Record<string, string>>
  readonly failed: boolean | undefined
  readonly message: string
  /** SID of the one whom the log names beside the data. */
  readonly sid: string
  /** The same as `DOMAIN\\name`, where a shipper looked it up. */
  readonly account?: string | undefined
}

const succeeded = 0x20000000000000n
const refused = 0x10000000000000n

/** Keywords as a number, in hexadecimal, as words of any language; undefined where none speaks of an audit. */
export function failedBy(keywords: unknown, type?: string): boolean | undefined {
  if (type !== undefined && /AUDIT_(SUCCESS|FAILURE)/.test(type)) return type.includes('FAILURE')
  const words = Array.isArray(keywords)
    ? keywords.filter((word) => typeof word === 'string').join(' ')
    : typeof keywords === 'string'
      ? keywords
      : ''
  const bits = bitsOf(keywords, words)
  if (bits !== undefined && (bits & refused) !== 0n) return true
  if (bits !== undefined && (bits & succeeded) !== 0n) return false
  if (/fail|[ée]chec|fehl|error de auditor|operaciones no riuscite/i.test(words)) return true
  return /succ|erfolg|correcta|[ée]xito|riuscit/i.test(words) ? false : undefined
}

function bitsOf(keywords: unknown, words: string): bigint | undefined {
  if (typeof keywords === 'number' && Number.isInteger(keywords)) return BigInt.asUintN(64, BigInt(keywords))
  return /^(0x[0-9a-f]{1,16}|-?\d{1,20})$/i.test(words) ? BigInt.asUintN(64, BigInt(words)) : undefined
}

/** What a message in English says of an event whose data a shipper left out. */
export function dataIn(message: string): Readonly<Record<string, string>> {
  const data: Record<string, string> = Object.create(null)
  let section = ''
  for (const line of message.slice(0, 20_000).split(/\r?\n|\\n/)) {
    const [, indent = '', name = '', value = ''] = /^(\s*)([A-Z][\w /()-]{1,50}):\s*(.*)$/.exec(line) ?? []
    if (name === '') continue
    if (value === '' && indent === '') section = name
    const field = fields[`${section}/${name}`] ?? fields[name]
    if (field !== undefined && value !== '' && !(field in data)) data[field] = value.trim()
  }
  return data
}

const fields: Readonly<Record<string, string>> = {
  'Subject/Account Name': 'SubjectUserName',
  'Subject/Account Domain': 'SubjectDomainName',
  'Subject/Security ID': 'SubjectUserSid',
  'Subject/Logon ID': 'SubjectLogonId',
  'New Logon/Account Name': 'TargetUserName',
  'New Logon/Account Domain': 'TargetDomainName',
  'New Logon/Logon ID': 'TargetLogonId',
  'Account For Which Logon Failed/Account Name': 'TargetUserName',
  'Account For Which Logon Failed/Account Domain': 'TargetDomainName',
  'New Account/Account Name': 'TargetUserName',
  'New Account/Account Domain': 'TargetDomainName',
  'Target Account/Account Name': 'TargetUserName',
  'Target Account/Account Domain': 'TargetDomainName',
  'Member/Account Name': 'MemberName',
  'Member/Security ID': 'MemberSid',
  'Group/Group Name': 'TargetUserName',
  'Group/Account Name': 'TargetUserName',
  'Group/Group Domain': 'TargetDomainName',
  'Group/Security ID': 'TargetSid',
  'Group/Account Domain': 'TargetDomainName',
  'Logon Type': 'LogonType',
  'Source Network Address': 'IpAddress',
  'Source Address': 'IpAddress',
  'New Process Name': 'NewProcessName',
  'Process Command Line': 'CommandLine',
  'Previous Time': 'PreviousTime',
  'New Time': 'NewTime',
  Changes: 'AuditPolicyChanges',
  'Task Name': 'TaskName',
  'Share Name': 'ShareName',
  'Object Name': 'ObjectName',
  'Access Mask': 'AccessMask',
}

export const textsOf = (value: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) =>
      typeof held === 'string'
        ? [[name, held]]
        : typeof held === 'number' || typeof held === 'boolean'
          ? [[name, String(held)]]
          : [],
    ),
  )
