// Records of the audit log of Nimble, Alletra 5000 and 6000: as its REST interface gives them, or their fields in a line.
import type { JsonObject } from '../../lib/json.ts'
import {
  account,
  credential,
  cut,
  factor,
  forwarding,
  type Given,
  granted,
  part,
  timeServers,
  timeSource,
  whole,
} from '../appliance/facts.ts'
import { type Act, actIn, type Holding, holding, holdingFacts } from '../appliance/holdings.ts'
import { consoleFacts, nameBehind } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import { text } from '../kit/look.ts'

export interface AuditRecord {
  /** `vol`, `snapshot`, `volcoll`, `user` … */
  readonly type: string
  /** `create`, `update`, `delete`, `other`. */
  readonly act: string
  readonly name?: string | undefined
  /** A sentence: `Created snapshot s1 of volume v1`. */
  readonly activity: string
}

export const isAuditRecord = (value: JsonObject): boolean =>
  (typeof value.activity_type === 'string' || typeof value.activity === 'string') &&
  (typeof value.object_type === 'string' || typeof value.category === 'string')

export const auditRecordOf = (value: JsonObject): AuditRecord => ({
  type: text(value.object_type)?.toLowerCase() ?? '',
  act: text(value.activity_type)?.toLowerCase() ?? '',
  name: text(value.object_name),
  activity: text(value.activity) ?? text(value.summary) ?? '',
})

const container = (type: string, words: string): Holding => holding('container', type, words)
const holdings: Readonly<Record<string, Holding>> = {
  vol: container('volume', 'volume|vol'),
  vvol: container('volume', 'virtual volume|vvol'),
  folder: container('volume', 'folder'),
  pool: container('pool', 'pool'),
  snapshot: holding('point', 'snapshot', 'snapshots?'),
  snapcoll: holding('point', 'snapshot', 'snapshot collections?|snapcoll'),
  volcoll: holding('plan', 'plan', 'volume collections?|volcoll'),
  protpol: holding('plan', 'plan', 'protection polic(?:y|ies)'),
  prottmpl: holding('plan', 'plan', 'protection templates?'),
  protsched: holding('plan', 'plan', 'protection schedules?|schedules?'),
  partner: holding('replication', 'replication', 'replication partners?|partners?'),
}

const fields: Readonly<Record<string, Act>> = { create: 'created', delete: 'deleted' }

/** A field says what was made or deleted; an update is what its sentence says. */
function actOf({ act, activity }: AuditRecord): Act | undefined {
  const told = actIn(activity)
  if (told === 'restored' || told === 'off' || told === 'on') return told
  return (Object.hasOwn(fields, act) ? fields[act] : undefined) ?? told ?? (act === 'update' ? 'changed' : undefined)
}

export function recordFacts(record: AuditRecord, given: Given): Facts {
  const { type, activity } = record
  if (/^log(?:ged)?[ -]?(?:in|on)\b|\blogin attempt|\bsigned in/i.test(activity))
    return { action: 'sign-in', resource: whole(given), detail: { console: true } }
  const thing = Object.hasOwn(holdings, type) ? holdings[type] : undefined
  const leaves =
    /\b(?:dissociat|remov|unassign)\w*\b.{0,80}?\bvol(?:ume)?\b.{0,120}?\bfrom\b.{0,40}?\b(?:vol(?:ume )?coll|collection|protection)/i
  if (leaves.test(activity))
    return {
      action: 'selection-changed',
      resource: part(given, 'volume', nameBehind(activity, 'volume|vol') ?? record.name ?? '?'),
      changes: [{ setting: 'selection', to: 'off' }],
    }
  if (thing) {
    const of = nameBehind(activity, 'of volume|of vol|volume|volume collection')
    const facts = holdingFacts(
      thing,
      {
        text: activity,
        act: actOf(record),
        name: record.name,
        of: thing.role === 'point' && of !== undefined ? part(given, 'volume', of) : undefined,
      },
      given,
    )
    if (facts) return facts
  }
  return (
    ofSystem(record, given) ??
    consoleFacts(activity, { device: given.device, kind: 'array' }) ?? { action: 'other', resource: whole(given) }
  )
}

function ofSystem(record: AuditRecord, given: Given): Facts | undefined {
  const { type, activity, name } = record
  const act = actOf(record)
  switch (type) {
    case 'user':
    case 'role':
      return ofUser(record, given, act)
    case 'sshkey':
      return act === 'created' ? credential(given, nameBehind(activity, 'user') ?? name ?? '?', 'ssh-key') : undefined
    case 'syslog':
      return act === undefined
        ? undefined
        : forwarding(
            given,
            act === 'deleted' || act === 'off' ? 'off' : act === 'on' || act === 'created' ? 'on' : 'unknown',
          )
    case 'encrypt_key':
    case 'encrypt_config':
    case 'keymanager':
      return ofKeys(record, given, act)
    case 'volacl':
    case 'pe_acl':
    case 'initiatorgrp':
      return act === 'deleted'
        ? cut(part(given, 'volume', nameBehind(activity, 'volume|vol') ?? name ?? '?'))
        : undefined
    case 'group':
    case 'netconfig':
      if (/\bntp\b/i.test(activity))
        return act === 'deleted' || act === 'off'
          ? timeSource(given, 'off')
          : timeServers(given, nameBehind(activity, 'ntp server'))
      if (/\bsyslog\b/i.test(activity))
        return forwarding(given, act === 'off' || act === 'deleted' ? 'off' : act === 'on' ? 'on' : 'unknown')
      if (/\b(?:two-factor|2fa|mfa|multi-factor)\b/i.test(activity))
        return factor(given, act === 'off' || act === 'deleted' ? 'off' : 'on')
      return undefined
    default:
      return undefined
  }
}

function ofUser(
  { activity, name = nameBehind(activity, 'user') ?? '?' }: AuditRecord,
  given: Given,
  act: Act | undefined,
): Facts | undefined {
  if (act === 'deleted' || act === 'off') return { action: 'user-removed', ...account(given, name) }
  const role = nameBehind(activity, 'role')
  if (role !== undefined) return granted(given, name, role, /^administrator$/i.test(role))
  if (/password/i.test(activity)) return credential(given, name, 'password')
  // Where the sentence does not say which role, a new account may have the top one.
  return act === 'created' ? granted(given, name, 'unknown', true) : undefined
}

function ofKeys({ activity, name, type }: AuditRecord, given: Given, act: Act | undefined): Facts | undefined {
  const key = part(given, 'key', name ?? 'encryption', name ?? `encryption of ${given.device}`)
  if (/passphrase/i.test(activity) && act === 'changed')
    return { action: 'key-rotated', resource: key, detail: { password: true } }
  if (act === 'deleted')
    return type === 'keymanager'
      ? { action: 'key-disabled', resource: { ...key, type: 'key-store' } }
      : { action: 'key-destruction-scheduled', resource: key }
  return act === 'off' ? { action: 'key-disabled', resource: key } : undefined
}
