// How reports say times, values and where a fact comes from.
import { tellJson } from '../lib/json.ts'
import type { AlertClass } from '../model/alert.ts'
import type { EstateFooting } from '../model/estate.ts'
import { type Estate, setOf } from '../model/estate.ts'
import type { FactKind, Finding, Known, ObservedFact } from '../model/posture.ts'

/** `2026-10-03 14:05`. */
export const minuteOf = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`
export const dayOf = (iso: string): string => iso.slice(0, 10)

/** `14 min`, `6 h`, `3 days`: at most two signs behind the point are left of an hour. */
export function tellHours(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`
  if (hours < 48) return `${Math.round(hours * 10) / 10} h`
  return `${Math.round(hours / 24)} days`
}

const months = 'January February March April May June July August September October November December'.split(' ')
/** `October 2026`. @param name `2026-10` */
export const tellMonth = (name: string): string => `${months[Number(name.slice(5)) - 1] ?? name} ${name.slice(0, 4)}`

export const classOf = (name: AlertClass): string => sentence(name.replaceAll('-', ' '))

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** `1 copy`, `3 copies`. */
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`

/** Names in a row, and how many more there are. */
export function list(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

const factWords: Readonly<Record<FactKind, string>> = {
  'lock-mode': 'Lock',
  'lock-days': 'Days locked',
  retention: 'Days kept',
  'undo-window': 'Days until a deletion is final',
  'privileged-delete': 'Deletion past the lock',
  mfa: 'Second factor',
  'four-eyes': 'Four eyes',
  ssh: 'SSH',
  share: 'Share',
  'remote-access': 'Remote access',
  'support-access': 'Vendor’s access',
  'domain-joined': 'Member of a directory',
  'admin-added': 'Administrator added',
  'restore-tested': 'Restore tested',
}
export const tellFact = ({ fact, value }: ObservedFact): string =>
  `${factWords[fact]}: ${value === true ? 'yes' : value === false ? 'no' : tellJson(value)}`

/** A value with how it is known: seen with its date, declared, or assumed. */
export function tellKnown<T>(known: Known<T> | undefined, tell: (value: T) => string): string {
  if (!known) return 'none'
  const { value, basis, at, declared } = known
  const seen = basis === 'observed' ? ` (seen${at === undefined ? '' : ` ${dayOf(at)}`})` : ''
  const other = declared === undefined ? '' : `, declared ${tell(declared)}`
  return `${tell(value)}${basis === 'assumed' ? ' (assumed)' : seen}${other}`
}

/** Who answers for what a finding is about, by the estate's word. */
export function ownerOf({ on }: Pick<Finding, 'on'>, estate: Estate): string | undefined {
  const owners = on.split(', ').flatMap((name) => ownerOfName(name, estate) ?? [])
  return owners.length === 0 ? undefined : [...new Set(owners)].join(', ')
}

function ownerOfName(
  name: string,
  { copies = [], sets = [], consoles = [], platforms = [] }: Estate,
): string | undefined {
  const named = (some: readonly Pick<EstateFooting, 'name' | 'owner'>[], what = name): string | undefined =>
    some.find((one) => one.name === what)?.owner
  const copy = copies.find((one) => one.name === name)
  return named(copies) ?? named([...consoles, ...platforms]) ?? named(sets, copy ? setOf(copy) : name)
}
