// A command that ONTAP was given, the same whether it came by shell, REST or ONTAPI, and the looks into it that readers take.
import type { Json } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'

export interface Command {
  /** As the manual writes it, whole: `volume snapshot delete`. */
  readonly path: string
  /** By the names that the manual gives them, or what was typed of these; lower case, without the dash. */
  readonly options: ReadonlyMap<string, string>
  /** The cluster, as resources and accounts are told apart by it. */
  readonly cluster: string
  /** The SVM that whoever gave it belongs to; undefined for those of the cluster. */
  readonly ownSvm?: string | undefined
  /** Epoch milliseconds of the record. */
  readonly time: number
  /** What REST names things by, which the shell never does. */
  readonly uuids: Readonly<Record<string, string>>
}

export type Reader = (command: Command) => Facts | readonly Facts[]

/** Options that are whole though others begin with them. */
const whole = new Set([
  'approvers',
  'destination',
  'path',
  'policy',
  'role',
  'schedule',
  'snapshot',
  'source',
  'volume',
])

/** An option under any of its names; the shell takes the beginning of a name for the name. */
export function option({ options }: Command, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const exact = options.get(name)
    if (exact !== undefined) return exact
  }
  for (const [given, value] of options)
    if (given.length > 1 && !whole.has(given) && names.some((name) => name.startsWith(given))) return value
  return undefined
}

/** An option that says yes or no. */
export function flag(command: Command, ...names: readonly string[]): boolean | undefined {
  const value = option(command, ...names)?.toLowerCase()
  return value === undefined
    ? undefined
    : /^(true|on|yes|enabled?|y|1)$/.test(value)
      ? true
      : /^(false|off|no|disabled?|n|0|none)$/.test(value)
        ? false
        : undefined
}

/** More than one thing may answer to it: a wildcard, a list, a query. */
export const isMany = (value: string | undefined): boolean => value !== undefined && /[*|,]|^[!<>]/.test(value)

/** The SVM that a command is about; the cluster's own is none. */
export function svmOf(command: Command): string | undefined {
  const told = option(command, 'vserver') ?? command.ownSvm
  return told === command.cluster ? undefined : told
}

/** A name below the SVM, or below the cluster where none is named. */
export function idOf(command: Command, ...parts: readonly string[]): string {
  const svm = svmOf(command)
  return [command.cluster, ...(svm === undefined ? [] : [svm]), ...parts].join('/')
}

export function svmResource(command: Command, name = svmOf(command)): Resource {
  const uuid = command.uuids.svm
  if (name === undefined && uuid !== undefined) return { type: 'svm', id: uuid }
  const svm = name ?? command.cluster
  return {
    type: 'svm',
    id: `${command.cluster}/${svm}`,
    name: svm,
    ...(uuid === undefined ? {} : { aliases: [uuid] }),
  }
}

/** A policy is the cluster's or an SVM's, and what refers to it does not say which: it goes by its name in the cluster. */
export const policyId = (command: Command, kind: string, name: string): string => `${command.cluster}/${kind}/${name}`

/** An aggregate is the cluster's. */
export const aggregateId = (command: Command, name: string): string => `${command.cluster}/aggregate/${name}`

/** The volume that a command names, by name where it has one, by UUID where that is all. */
export function volumeResource(command: Command, name = option(command, 'volume', 'vol')): Resource {
  const uuid = command.uuids.volume
  const svm = svmOf(command)
  if (name === undefined) return { type: 'volume', id: uuid ?? idOf(command, '?') }
  return {
    type: 'volume',
    id: idOf(command, name),
    name,
    // Of every SVM: it lies in none of them alone.
    ...(svm === undefined || svm === '*' ? {} : { container: { type: 'svm', id: svmResource(command).id, name: svm } }),
    ...(uuid === undefined ? {} : { aliases: [uuid] }),
  }
}

/** A snapshot in its volume; `*` for what no name tells. */
export function snapshotResource(command: Command, name = option(command, 'snapshot')): Resource {
  const { id, name: volume } = volumeResource(command)
  const own = name ?? command.uuids.snapshot ?? '*'
  return {
    type: 'snapshot',
    id: name === undefined && command.uuids.snapshot ? command.uuids.snapshot : `${id}/snapshot/${own}`,
    ...(own === command.uuids.snapshot ? {} : { name: own }),
    container: { type: 'volume', id, ...(volume === undefined ? {} : { name: volume }) },
    ...(name !== undefined && command.uuids.snapshot ? { aliases: [command.uuids.snapshot] } : {}),
  }
}

/** What a resource of an SVM lies in at last. */
export const parentsOf = (command: Command): readonly string[] => {
  const svm = svmOf(command)
  return svm === undefined ? [command.cluster] : [`${command.cluster}/${svm}`, command.cluster]
}

/** An account of the cluster or of one of its SVMs; a name of a directory keeps its domain. */
export const accountOf = (cluster: string, svm: string | undefined, name: string): string =>
  accountId(name, svm === undefined || svm === '' || svm === cluster ? cluster : `${cluster}/${svm}`)

/** Whether a command reaches several things, as a fact. */
export const bulkOf = (
  ...names: readonly (string | undefined)[]
): { readonly detail?: Readonly<Record<string, Json>> } => (names.some(isMany) ? { detail: { bulk: true } } : {})

/** A size in bytes of `10GB`, `1.5TB`, `2048`. */
export function bytesIn(text: string | undefined): number | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?$/i.exec(text?.trim() ?? '')
  if (!found) return undefined
  return Math.round(Number(found[1]) * 1024 ** ' kmgtp'.indexOf((found[2] || ' ').toLowerCase()))
}

/** `MM/DD/YYYY HH:MM:SS`, with a zone or without, as SnapLock and the clock take it, or ISO; epoch milliseconds. */
export function dateIn(text: string | undefined): number | undefined {
  const told = text?.trim() ?? ''
  const american =
    /^"?(\d{1,2})\/(\d{1,2})\/(\d{2,4})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?(?:\s*([+-]\d\d:?\d\d))?"?$/.exec(told)
  if (american) {
    const [, month, date, year = '', hour = '0', minute = '0', second = '0', zone] = american
    const full = year.length === 2 ? 2000 + Number(year) : Number(year)
    const local = Date.UTC(full, Number(month) - 1, Number(date), Number(hour), Number(minute), Number(second))
    const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '')
    const minutes = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0
    return Number.isFinite(local) ? local - minutes * 60_000 : undefined
  }
  // `cluster date modify -dateandtime 201108012350.45`: year, month, day, hours and minutes without a break.
  const packed = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(told)
  if (packed) {
    const [year = 0, month = 1, date = 1, hour = 0, minute = 0, second = 0] = packed
      .slice(1)
      .map((part) => Number(part ?? 0))
    return Date.UTC(year, month - 1, date, hour, minute, second)
  }
  const parsed = /^\d{4}-\d\d-\d\d/.test(told)
    ? Date.parse(/[zZ]$|[+-]\d\d:?\d\d$/.test(told) || told.length === 10 ? told : `${told}Z`)
    : Number.NaN
  return Number.isFinite(parsed) ? parsed : undefined
}
