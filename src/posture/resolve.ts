// What is known of each thing of the estate: what records showed before what the estate says, and the worse where neither does.
import { parseDuration } from '../lib/duration.ts'
import {
  type Estate,
  type EstateCopy,
  type EstateFooting,
  type EstateIdentity,
  type EstateSet,
  type Exposure,
  type Mechanism,
  type PlatformKind,
  setOf,
} from '../model/estate.ts'
import type { FactKind, Known, ObservedFact } from '../model/posture.ts'
import { implied, type Made } from './imply.ts'

export type FootingKind = PlatformKind | 'console'

export interface Platform {
  readonly name: string
  readonly kind: FootingKind
  readonly said: EstateFooting
  /** Nobody named it; it stands for what must be there. */
  readonly implied: boolean
  readonly identity: Known<readonly string[]>
  readonly mfa: Known<'none' | 'directory' | 'own'>
  /** The identity of those who must agree. */
  readonly fourEyes: Known<string | undefined>
  readonly exposed: Known<readonly Exposure[]>
  readonly support: Known<'open' | 'closed'>
  readonly undoHours: number
  readonly lastAdmin?: ObservedFact
}

export interface Copy {
  readonly name: string
  readonly of: string
  readonly said: EstateCopy
  readonly mechanism: Known<Mechanism>
  readonly retentionDays: Known<number>
  /** Of a copy that is locked. */
  readonly lockDays?: Known<number>
  readonly undoHours: number
  readonly on: Known<readonly string[]>
  readonly managedBy: Known<readonly string[]>
  readonly keysAt: Known<readonly string[]>
  readonly fill: Known<'pull' | 'push'>
  readonly verifyDays?: number
  readonly tested?: ObservedFact
}

export interface Resolved {
  readonly identities: readonly EstateIdentity[]
  readonly platforms: ReadonlyMap<string, Platform>
  readonly sets: ReadonlyMap<string, EstateSet>
  readonly copies: readonly Copy[]
  readonly facts: readonly ObservedFact[]
}

/** Days that are taken for a retention that nobody gave. */
const assumedDays = 7

type FactOf = (kind: ObservedFact['kind'], of: string, fact: FactKind) => ObservedFact | undefined

/** @param facts in any order: of two of one thing the later counts */
export function resolveEstate(estate: Estate, facts: readonly ObservedFact[]): Resolved {
  const newest = newestOf(facts)
  const factOf: FactOf = (kind, of, fact) => newest.get(keyOf({ kind, of, fact }))
  const full = implied(estate)
  const outlived = full.identities.filter((one) => one['for-backups'] !== true).map(({ name }) => name)
  const platforms = new Map(
    full.footings.map(({ kind, implied: made, ...said }) => [
      said.name,
      platformOf({ ...said, kind, implied: made }, outlived, factOf),
    ]),
  )
  const copies = full.copies.map(({ said, made }) => copyOf(said, made, platforms, factOf))
  const sets = new Map<string, EstateSet>(copies.map(({ of }) => [of, { name: of }]))
  for (const set of estate.sets ?? []) sets.set(set.name, set)
  return { identities: full.identities, platforms, sets, copies, facts: [...newest.values()] }
}

const keyOf = ({ kind, of, fact }: Pick<ObservedFact, 'kind' | 'of' | 'fact'>): string =>
  `${kind}\u0000${of}\u0000${fact}`

function newestOf(facts: readonly ObservedFact[]): ReadonlyMap<string, ObservedFact> {
  const found = new Map<string, ObservedFact>()
  for (const fact of facts) {
    const before = found.get(keyOf(fact))
    if (!before || Date.parse(before.at) <= Date.parse(fact.at)) found.set(keyOf(fact), fact)
  }
  return found
}

interface Said extends EstateFooting {
  readonly kind: FootingKind
  readonly implied: boolean
}

function platformOf(said: Said, outlived: readonly string[], factOf: FactOf): Platform {
  const { name, kind } = said
  const of = (fact: FactKind) => factOf('platform', name, fact)
  const joined = of('domain-joined')
  const lastAdmin = of('admin-added')
  const mfa = of('mfa')
  const identity = known(said.identity, outlived)
  return {
    name,
    kind,
    said,
    implied: said.implied,
    identity:
      joined === undefined
        ? identity
        : observed(joined, [...new Set([...identity.value, ...joinedTo(joined, outlived)])], said.identity),
    mfa: mfa && mfa.value !== 'on' ? observed(mfa, 'none', said.mfa) : known(said.mfa, 'none'),
    fourEyes: fourEyesOf(said, of('four-eyes')),
    exposed: exposedOf(said, of),
    support: supportOf(said, of('support-access')),
    undoHours: hoursOf(said.undo) ?? 0,
    ...(lastAdmin ? { lastAdmin } : {}),
  }
}

/** A domain that the estate does not name may be any of those that it names. */
function joinedTo({ value }: ObservedFact, outlived: readonly string[]): readonly string[] {
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  const named = outlived.filter((one) => one.toLowerCase() === text)
  return named.length > 0 ? named : outlived
}

function fourEyesOf(said: Said, fact: ObservedFact | undefined): Platform['fourEyes'] {
  if (fact && fact.value !== 'on') return observed(fact, undefined, said['four-eyes'])
  return said['four-eyes'] === undefined ? { value: undefined, basis: 'assumed' } : known(said['four-eyes'], undefined)
}

function exposedOf(said: Said, of: (fact: FactKind) => ObservedFact | undefined): Platform['exposed'] {
  const opened = (
    [
      ['ssh', 'ssh'],
      ['share', 'smb'],
      ['remote-access', 'management'],
    ] as const
  ).flatMap(([fact, way]) => {
    const found = of(fact)
    return found?.value === 'on' ? [{ found, way }] : []
  })
  const [first] = opened
  const base = known<readonly Exposure[]>(said.exposed, [])
  if (!first) return base
  return observed(first.found, [...new Set([...base.value, ...opened.map(({ way }) => way)])], said.exposed)
}

function supportOf(said: Said, fact: ObservedFact | undefined): Platform['support'] {
  if (fact) return observed(fact, fact.value === 'on' ? 'open' : 'closed', said.support)
  return known(said.support, 'closed')
}

function copyOf(said: EstateCopy, made: Made, platforms: ReadonlyMap<string, Platform>, factOf: FactOf): Copy {
  const of = (fact: FactKind) => factOf('copy', said.name, fact)
  const [mode, length, retention, undo] = [of('lock-mode'), of('lock-days'), of('retention'), of('undo-window')]
  const mechanism = mechanismOf(said, mode, of('privileged-delete'))
  const declaredDays = daysOf(said.retention)
  const days =
    typeof retention?.value === 'number'
      ? observed(retention, retention.value, declaredDays)
      : known(declaredDays, assumedDays)
  const lock =
    typeof length?.value === 'number'
      ? observed(length, length.value, daysOf(said.lock))
      : known(daysOf(said.lock), days.value)
  const tested = factOf('copy', said.name, 'restore-tested') ?? factOf('set', setOf(said), 'restore-tested')
  const verify = daysOf(said.verify)
  const undoHours = typeof undo?.value === 'number' ? undo.value * 24 : hoursOf(said.undo)
  return {
    name: said.name,
    of: setOf(said),
    said,
    mechanism,
    retentionDays: days,
    ...(isLocked(mechanism.value) ? { lockDays: lock } : {}),
    undoHours: undoHours ?? Math.max(0, ...made.on.map((name) => platforms.get(name)?.undoHours ?? 0)),
    on: known(said.on, made.on),
    managedBy: known(said['managed-by'], made.managedBy),
    keysAt: known(said['keys-at'], made.keysAt),
    fill: known(said.fill, 'push'),
    ...(verify === undefined ? {} : { verifyDays: verify }),
    ...(tested ? { tested } : {}),
  }
}

export const isLocked = (mechanism: Mechanism): boolean => mechanism !== 'none' && mechanism !== 'offline'

/** How a copy is kept, as the newest of its facts have it. */
export function mechanismNow(said: EstateCopy, facts: readonly ObservedFact[]): Known<Mechanism> {
  const of = (fact: FactKind) => facts.find((one) => one.fact === fact)
  return mechanismOf(said, of('lock-mode'), of('privileged-delete'))
}

/** The mode of an object lock is what the record says; a lock that is off is none, whatever it was. */
function mechanismOf(
  said: EstateCopy,
  mode: ObservedFact | undefined,
  may: ObservedFact | undefined,
): Known<Mechanism> {
  const declared = known<Mechanism>(said.mechanism, 'none')
  const objects = declared.value.startsWith('object-lock') || said.mechanism === undefined
  const { mechanism } = said
  switch (mode?.value) {
    case 'off':
      return observed(mode, 'none', mechanism)
    case 'governance':
      return observed(mode, 'object-lock-governance', mechanism)
    case 'compliance':
      return observed(mode, objects ? 'object-lock-compliance' : declared.value, mechanism)
    default:
      return may?.value === 'on' && isLocked(declared.value)
        ? observed(may, 'object-lock-governance', mechanism)
        : declared
  }
}

const known = <T>(said: T | undefined, worse: T): Known<T> =>
  said === undefined ? { value: worse, basis: 'assumed' } : { value: said, basis: 'declared' }

function observed<T>({ at, source, position }: ObservedFact, value: T, declared: T | undefined): Known<T> {
  const differs = declared !== undefined && JSON.stringify(declared) !== JSON.stringify(value)
  return { value, basis: 'observed', at, ref: `${source} ${position}`, ...(differs ? { declared } : {}) }
}

export const hoursOf = (span: string | undefined): number | undefined => {
  const read = span === undefined ? undefined : parseDuration(span)
  return read?.ok ? read.value / 3_600_000 : undefined
}
const daysOf = (span: string | undefined): number | undefined => {
  const hours = hoursOf(span)
  return hours === undefined ? undefined : hours / 24
}
