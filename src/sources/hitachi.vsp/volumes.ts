// What operations of Hitachi's arrays do to volumes, pools, pairs and their retention.
import type { Change, Resource } from '../../model/event.ts'
import { copying, type Given, part, pointOf, whole } from '../appliance/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'
import { cell, ldevOf, ldevsIn, rowsIn, valueIn } from './details.ts'
import type { AuditEntry } from './line.ts'

export type Reader = (entry: AuditEntry, given: Given) => Facts

const ldev = (given: Given, number: string): Resource => part(given, 'volume', number, `LDEV ${number}`)

/** One entry is one event: the first volume is what it was done to, the others are related. */
export function volumes(entry: AuditEntry, given: Given): Pick<Facts, 'resource' | 'related' | 'detail'> {
  const [first, ...others] = ldevsIn(entry.details).map((number) => ldev(given, number))
  const count = Number(valueIn(entry.details, /Num\. ?of (?:LDEVs?|VOLs?|Pairs|LUSEs)/) ?? others.length + 1)
  return {
    resource: first ?? { type: 'volume', id: `${given.device}/volume/*`, name: '*' },
    ...(others.length > 0 ? { related: others } : {}),
    ...(count > 1 ? { detail: { count } } : {}),
  }
}

export const volumesGone: Reader = (entry, given) => {
  const told = volumes(entry, given)
  if (/snapshot/i.test(entry.parameter))
    return {
      action: 'recovery-point-deleted',
      ...told,
      ...(told.resource ? { resource: { ...told.resource, type: 'snapshot' } } : {}),
      detail: { ...told.detail, permanent: true },
    }
  return { action: 'repository-deleted', ...told, detail: { ...told.detail, permanent: true } }
}

export const volumesMade: Reader = (entry, given) => ({ action: 'repository-created', ...volumes(entry, given) })

/** What a volume is called is the only word that says what is in it. */
export const volumeNamed: Reader = (entry, given) => {
  const { resource = whole(given) } = volumes(entry, given)
  const name = cell(rowsIn(entry.details)[0] ?? {}, /name/)
  return {
    action: 'repository-changed',
    resource: name === undefined ? resource : { ...resource, name },
    detail: { listed: true },
  }
}

export const overwritten =
  (how: string, restore = false): Reader =>
  (entry, given) => {
    const told = volumes(entry, given)
    return {
      action: 'object-overwritten',
      ...told,
      detail: { ...told.detail, how, ...(restore ? { restore: true } : {}) },
    }
  }

export const poolsGone: Reader = ({ details }, given) => {
  const id = rowsIn(details).flatMap((row) => cell(row, /^pool ?id/) ?? [])[0] ?? valueIn(details, /Pool ID/) ?? '?'
  return { action: 'repository-deleted', resource: part(given, 'pool', id, `pool ${id}`), detail: { permanent: true } }
}

/** Pairs of copies inside the array: what the second volume or the snapshot holds goes with the pair. */
export const pairsGone: Reader = (entry, given) => {
  const rows = rowsIn(entry.details)
  const [row = {}] = rows
  const primary = cell(row, /^p-?vol|^vol/)
  const of = primary === undefined ? whole(given) : ldev(given, ldevOf(primary))
  const copy = cell(row, /^s-?vol/)
  const unit = cell(row, /^mu\b/)
  return {
    action: 'recovery-point-deleted',
    resource: pointOf(given, of, copy === undefined ? unit && `MU ${unit}` : ldevOf(copy)),
    detail: {
      permanent: true,
      ...(rows.length > 1 ? { count: rows.length, ...(rows.length >= 5 ? { bulk: true } : {}) } : {}),
    },
  }
}

export const remote =
  (to: 'on' | 'off'): Reader =>
  ({ details }, given) => {
    const [row = {}] = rowsIn(details)
    const told = cell(row, /^(?:p-?vol|vol)/) ?? valueIn(details, /S\/N/)
    const name = told === undefined ? 'remote copy' : ldevOf(told)
    const source = /^\d\d:[\da-f]{2}:[\da-f]{2}$/.test(name) ? [ldev(given, name)] : []
    return copying(part(given, 'replication', name), to, source)
  }

/** Attributes of Data Retention, a byte: bit 6 read only, bit 7 protected; none of both is read and write. */
const attributeOf = (told: string | undefined): string | undefined => {
  if (told === undefined) return undefined
  if (/^0x[\da-f]{2}$/i.test(told)) return (Number(told) & 3) === 0 ? 'off' : 'compliance'
  return /read\/write|^r\/?w$/i.test(told) ? 'off' : /protect|read ?-?only/i.test(told) ? 'compliance' : undefined
}

/** The weakest of all rows counts. */
export const retention: Reader = (entry, given) => {
  const rows = rowsIn(entry.details)
  const modes = rows.flatMap((row) => attributeOf(cell(row, /attribute/)) ?? [])
  const terms = rows.flatMap((row) => daysIn(cell(row, /^rt$|retention term/), 1) ?? [])
  const days = terms.filter((one) => typeof one === 'number')
  const changes: readonly Change[] = [
    ...(modes.length === 0
      ? []
      : [{ setting: 'lock-mode', to: modes.includes('off') ? 'off' : 'compliance' } as const]),
    ...(days.length > 0
      ? [{ setting: 'lock-days', to: Math.min(...days), unit: 'd' } as const]
      : terms.length > 0
        ? [{ setting: 'lock-days', to: 'unlimited', unit: 'd' } as const]
        : []),
  ]
  return { action: 'immutability-changed', ...volumes(entry, given), changes }
}

/** While it is on, what is past its retention still cannot be deleted. */
export const expirationLock: Reader = ({ parameter }, given) => {
  const to = /disable/i.test(parameter) ? 'off' : 'on'
  return {
    action: 'immutability-changed',
    resource: whole(given),
    changes: [{ setting: 'legal-hold', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
  }
}
