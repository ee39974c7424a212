// What an audit event of PowerStore is about: the kind is a field, the name stands in the text.
import type { Resource } from '../../model/event.ts'

export interface Audited {
  readonly array: string
  readonly category: string
  readonly type: string
  /** `create`, `modify`, `delete`, or what else stands there in small letters. */
  readonly action: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly time: number
}

/** Ours, by the array's own kinds. */
const types: Readonly<Record<string, string>> = {
  volume: 'volume',
  volume_group: 'volume',
  virtual_volume: 'volume',
  file_system: 'file-system',
  nas_server: 'svm',
  snapshot: 'snapshot',
  volume_snapshot: 'snapshot',
  volume_group_snapshot: 'snapshot',
  file_system_snapshot: 'snapshot',
  file_snapshot: 'snapshot',
  snapshot_rule: 'plan',
  protection_policy: 'plan',
  policy: 'plan',
  replication_rule: 'plan',
  replication_session: 'replication',
  remote_system: 'replication',
  storage_container: 'pool',
  local_user: 'user',
  role: 'role',
  role_mapping: 'role',
  ldap_account: 'user',
  remote_syslog_server: 'trail',
  remote_log: 'trail',
  audit_event_config: 'trail',
}

/** What the text calls the thing: in quotes, else the word behind its kind. */
function nameIn(text: string, type: string): string | undefined {
  const words = type.replace(/[^a-z0-9_]/gi, '').replaceAll('_', '[ _]')
  const found =
    new RegExp(
      String.raw`\b${words}\s+(?:named\s+|with name\s+)?(?:"([^"]{1,200})"|'([^']{1,200})'|\[([^\]]{1,200})\])`,
      'i',
    ).exec(text) ??
    /"([^"]{1,200})"|'([^']{1,200})'/.exec(text) ??
    new RegExp(String.raw`\b${words}\s+(?!was\b|is\b|has\b|of\b|with\b|from\b|to\b)([\w.:-]{1,200})`, 'i').exec(text)
  return found ? (found[1] ?? found[2] ?? found[3])?.replace(/[.,:;]+$/, '') : undefined
}

export const holderIn = (text: string): string | undefined =>
  /\b(?:of|on|from|for) (?:the )?(?:volume|volume group|file system) (?:"([^"]{1,200})"|'([^']{1,200})'|([\w.-]{1,200}))/i
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined)

export function resourceOf({ array, type, text }: Audited): Resource {
  const kind = types[type] ?? 'other'
  const name = nameIn(text, type)
  const holder = kind === 'snapshot' || kind === 'replication' ? holderIn(text) : undefined
  const id = `${array}/${type}/${holder ? `${holder}/` : ''}${name ?? '?'}`
  return {
    type: kind === 'other' ? type.replaceAll('_', '-').replace(/[^a-z-]/g, '') || 'array' : kind,
    id,
    ...(name === undefined ? {} : { name }),
    ...(holder ? { container: { type: 'volume', id: `${array}/volume/${holder}`, name: holder } } : {}),
  }
}
