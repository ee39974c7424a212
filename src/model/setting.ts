// Settings that guard copies, and how two values of one compare: the one list that normalizers and memory share.
import type { Json } from '../lib/json.ts'

/**
 * `more`: a larger number guards longer, and `unlimited` longest; `rank`: later in the list guards better; `set`: a list that
 * guards less as soon as a member is missing; `same`: values only differ.
 */
type Order =
  | { readonly kind: 'more' }
  | { readonly kind: 'rank'; readonly values: readonly string[] }
  | { readonly kind: 'set' }
  | { readonly kind: 'same' }

const more: Order = { kind: 'more' }
const rank = (...values: readonly string[]): Order => ({ kind: 'rank', values })
const onOff = rank('off', 'on')
const offOn = rank('on', 'off')
const set: Order = { kind: 'set' }

export const settings = {
  /** Days until copies go; S3: the smallest over all filters that can reach them. */
  retention: more,
  /** Days that the copies of copies are kept, in another region or account. */
  'copy-retention': more,
  /** Versions or copies that are kept. */
  'retention-count': more,
  /** The shortest and the longest retention that a vault's lock allows, in days. */
  'retention-minimum': more,
  'retention-maximum': more,
  /** Days that an undo is possible: recycle bin, soft delete, eradication delay. */
  'undo-window': more,
  /** Room that copies may take, and room that is kept for them: in one unit, `%` or bytes. */
  quota: more,
  reserve: more,
  'lock-mode': rank('off', 'governance', 'compliance'),
  /** Days that the default lock lasts. */
  'lock-days': more,
  /** Epoch milliseconds until which one object is locked. */
  'lock-until': more,
  'legal-hold': onOff,
  /** Whether a privileged person may delete what is locked. */
  'privileged-delete': offOn,
  versioning: rank('off', 'suspended', 'on'),
  'mfa-delete': onOff,
  'deletion-protection': onOff,
  'point-in-time-recovery': onOff,
  'auto-delete': offOn,
  'soft-delete': onOff,
  /** What is deleted softly cannot be purged before its time. */
  'purge-protection': onOff,
  /** A guard of the product or array that notices encryption and keeps points because of it. */
  'anti-ransomware': rank('off', 'dry-run', 'on'),
  encryption: onOff,
  mfa: onOff,
  'four-eyes': onOff,
  /** People who must agree, how many and who. */
  approvals: more,
  approvers: set,
  replication: onOff,
  'delete-replication': offOn,
  schedule: onOff,
  /** Whether something is among what a job, plan or policy protects. */
  selection: onOff,
  /** The policy, plan or vault that something protected was put under, by its id. */
  assignment: { kind: 'same' } as Order,
  'access-guard': onOff,
  logging: onOff,
  'logging-scope': rank('off', 'narrow', 'full'),
  'logging-level': rank('off', 'critical', 'error', 'warning', 'notice', 'info', 'debug'),
  'logging-categories': set,
  /** Where the log is written, the key that seals it, and where it is sent on. */
  'logging-target': { kind: 'same' } as Order,
  'logging-key': { kind: 'same' } as Order,
  'logging-forwarding': { kind: 'same' } as Order,
  'public-access-block': onOff,
  /** Ways in: a shell, a share, management from other networks, the vendor's support. */
  ssh: offOn,
  share: offOn,
  'remote-access': offOn,
  'support-access': offOn,
  firewall: onOff,
  lockdown: onOff,
  /** A clock, in epoch milliseconds; whether something sets it right; and from where. */
  clock: { kind: 'same' } as Order,
  'time-source': onOff,
  'time-servers': { kind: 'same' } as Order,
  /** Open to nobody but those who are named. */
  private: onOff,
  'encryption-key': { kind: 'same' } as Order,
  'key-rotation': onOff,
} as const satisfies Record<string, Order>

export type Setting = keyof typeof settings
export const isSetting = (name: string): name is Setting => Object.hasOwn(settings, name)

/** No end: nothing expires by itself. */
export const unlimited = 'unlimited'

/** Less than 0 when `to` guards less than `from`, more than 0 when better, 0 when the same, undefined when nobody can tell. */
export function compareSetting(name: string, from: Json | undefined, to: Json | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined
  if (from === to) return 0
  const order: Order = isSetting(name) ? settings[name] : { kind: 'same' }
  if (order.kind === 'set') return compareSets(from, to)
  const [before, after] = [placeOf(order, from), placeOf(order, to)]
  return before === undefined || after === undefined ? undefined : Math.sign(after - before)
}

/** True when the value means that the protection is off altogether. */
export function isOff(name: string, value: Json | undefined): boolean {
  const order: Order = isSetting(name) ? settings[name] : { kind: 'same' }
  if (order.kind === 'rank')
    return (
      value !== undefined &&
      order.values.length > 0 &&
      value !== order.values.at(-1) &&
      (value === order.values[0] || value === 'suspended')
    )
  // Values that only differ have one that is none of them: a log that is sent nowhere.
  if (order.kind === 'same') return name.startsWith('logging-') && value === 'off'
  return order.kind === 'more' ? value === 0 : order.kind === 'set' && Array.isArray(value) && value.length === 0
}

/** True for a value that guards as well as the setting can; of a lock's mode any that locks. */
export function isBest(name: string, value: Json | undefined): boolean {
  const order: Order = isSetting(name) ? settings[name] : { kind: 'same' }
  if (name === 'lock-mode') return value === 'governance' || value === 'compliance'
  return order.kind === 'rank' ? value === order.values.at(-1) : order.kind === 'more' && value === unlimited
}

/** A list that lost a member guards less, whatever it gained. */
function compareSets(from: Json, to: Json): number | undefined {
  if (!Array.isArray(from) || !Array.isArray(to)) return undefined
  const [before, after] = [new Set(from.map(String)), new Set(to.map(String))]
  if ([...before].some((member) => !after.has(member))) return -1
  return after.size > before.size ? 1 : 0
}

function placeOf(order: Order, value: Json): number | undefined {
  if (order.kind === 'rank') {
    const place = order.values.indexOf(String(value))
    return place === -1 ? undefined : place
  }
  if (order.kind === 'same' || order.kind === 'set') return undefined
  if (value === unlimited) return Number.POSITIVE_INFINITY
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
