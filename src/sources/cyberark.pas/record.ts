// One audit record under one set of names, whichever of its forms it came in.
import type { JsonObject } from '../../lib/json.ts'
import { type HeaderedRecord, labelsOf } from '../envelope/cef.ts'
import { many, object, text, truth } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface PasRecord {
  readonly id?: string | undefined
  /** Number of the message in plain digits (`295`), or a code of another part of the product (`IDP2001`). */
  readonly code: string
  readonly action: string
  readonly user: string
  readonly human?: boolean | undefined
  readonly target: string
  readonly safe: string
  readonly file: string
  readonly group: string
  readonly address: string
  /** The machine that the account opens. */
  readonly machine: string
  readonly account: string
  readonly session: string
  readonly reason: string
  readonly details: string
  readonly host: string
  readonly tenant: string
  readonly failed?: boolean | undefined
  readonly time?: number | undefined
  readonly raw: Readonly<Record<string, unknown>>
}

/** `PAM00295` is the vault's message 295. */
const plainCode = (code: string): string => /^PAM0*(\d+)$/.exec(code)?.[1] ?? (code.replace(/^0+(?=\d)/, '') || code)

/** A field of the vault's details: `Name=value;`, where `\;` is part of a value. */
export const detailOf = (details: string, name: string): string =>
  new RegExp(`(?:^|;)${name}=((?:\\\\;|[^;])*)`, 'i').exec(details)?.[1]?.replace(/\\;/g, ';').trim() ?? ''

/** JSON as the vault's translator for Elastic writes it. */
export function fromVault(audit: JsonObject): PasRecord {
  const at = (name: string): string => text(audit[name]) ?? ''
  const properties = Object.fromEntries(
    many(object(audit.CAProperties).CAProperty).map((one) => [
      text(object(one).Name) ?? '',
      text(object(one).Value) ?? '',
    ]),
  )
  return {
    code: plainCode(at('MessageID')),
    action: at('Action') || at('Desc') || at('Message'),
    user: at('Issuer') || at('SourceUser'),
    target: at('TargetUser'),
    safe: at('Safe'),
    file: at('File'),
    group: at('SourceUser') === at('Issuer') ? '' : at('SourceUser'),
    address: at('Station'),
    machine: detailOf(at('ExtraDetails'), 'DstHost') || (properties.Address ?? ''),
    account: properties.UserName ?? '',
    session: detailOf(at('ExtraDetails'), 'SessionID'),
    reason: at('Reason'),
    details: at('ExtraDetails'),
    host: at('Hostname'),
    tenant: '',
    failed: /^(error|critical)$/i.test(at('Severity')) || undefined,
    time: statedTime(audit.IsoTimestamp),
    raw: audit,
  }
}

/** LEEF and CEF: the same values under other names; CEF's own ones stand behind labels. */
export function fromHeader({ product, code, name, fields, severity }: HeaderedRecord): PasRecord {
  const labelled = labelsOf(fields)
  const at = (...names: readonly string[]): string =>
    names.map((one) => fields[one]?.trim() ?? '').find((one) => one !== '') ?? ''
  const details = at('ExtraDetails') || labelled['extra details'] || labelled['other info'] || ''
  return {
    code: plainCode(code),
    action: at('Action', 'act') || name || at('EventMessage'),
    user: at('usrName', 'suser'),
    target: at('TargetUser') || (labelled['affected user name'] ?? '') || (at('suser') ? at('duser') : ''),
    safe: at('Safe') || (labelled['safe name'] ?? ''),
    file: at('File', 'fname'),
    group: at('SourceUser') === at('usrName') ? '' : at('SourceUser'),
    address: at('src', 'shost', 'dvc'),
    machine: at('dhost', 'dst') || detailOf(details, 'DstHost'),
    account: at('duser'),
    session: at('externalId') || detailOf(details, 'SessionID'),
    reason: at('Reason', 'reason'),
    details,
    host: at('dvchost'),
    tenant: '',
    // The threat analytics rate what they found, the vault how an act ended.
    failed: (product !== 'PTA' && /^(?:[89]|10)$/.test(severity ?? '')) || undefined,
    time: statedTime(Number(at('rt') || Number.NaN)),
    raw: fields,
  }
}

/** Privilege Cloud and the identity service: flat JSON, epoch milliseconds. */
export function fromCloud(value: JsonObject): PasRecord {
  const at = (name: string): string => text(value[name]) ?? ''
  const custom = object(value.customData)
  const pam = object(custom.PAM)
  const failed =
    truth(custom.success) === false || /fail|error/i.test(at('auditType')) || /fail|denied/i.test(at('action'))
  return {
    id: text(value.uuid),
    code: plainCode(at('auditCode')),
    action: at('action') || at('actionType'),
    user: at('username') || at('userId'),
    human: at('identityType') === '' ? undefined : at('identityType') === 'HUMAN',
    target: text(custom.user_name) ?? text(pam.new_target) ?? text(custom.target_user) ?? '',
    safe: at('safe'),
    file: text(pam.target) ?? at('accountName'),
    group: text(custom.group_name) ?? text(custom.role_name) ?? '',
    address: at('source'),
    machine: at('target'),
    account: at('targetAccount'),
    session: at('sessionId'),
    reason: at('message'),
    details: at('command'),
    host: '',
    tenant: at('tenantId'),
    failed: failed || undefined,
    time: statedTime(value.timestamp),
    raw: value,
  }
}
