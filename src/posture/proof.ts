// What shows that copies are good, as of a moment: the last restore and drill of each set, measured times by tier, what is overdue.
import { day } from '../lib/duration.ts'
import { type Drill, type DrillKind, isByOthers, servedIn } from '../model/drill.ts'
import type { Estate, EstateSet } from '../model/estate.ts'
import type { ObservedFact } from '../model/posture.ts'
import {
  type CopyProof,
  dueDays,
  type Measured,
  type Overdue,
  type Practice,
  type Practised,
  type Proof,
  type SetProof,
  type TierProof,
  type Worst,
} from '../model/proof.ts'
import { proofOfDrill } from './drill-proof.ts'
import { type Copy, hoursOf, type Resolved } from './resolve.ts'

/** A set that bore load in a drill whose runbook somebody else followed. */
interface Served {
  readonly drill: Drill
  readonly of: string
  readonly at: string
  readonly rtoHours: number
  readonly rpoHours?: number
}

/** What is known besides the estate. */
export interface Shown {
  /** In any order; those that run count for nothing. */
  readonly drills: readonly Drill[]
  /** What records showed. */
  readonly facts: readonly ObservedFact[]
  /** ISO: as of when. */
  readonly at: string
}

/** The whole of it, as of a moment. */
export function proofOf(estate: Pick<Estate, 'drills'>, resolved: Resolved, { drills, facts, at }: Shown): Proof {
  const ended = drills.filter(({ finishedAt }) => finishedAt !== undefined && finishedAt <= at)
  const served = servedSets(ended)
  const bySet = Map.groupBy(resolved.copies, ({ of }) => of)
  const around = { estate, served, at, seen: seenOf(resolved.copies, facts), heard: facts.length > 0 }
  const sets = [...resolved.sets.values()].map((set) => setProof(set, bySet.get(set.name) ?? [], around))
  const full = fullOf(estate, ended, at)
  return {
    at,
    full,
    sets,
    tiers: tiersOf(sets),
    drills: ended
      .flatMap((drill) => proofOfDrill(drill, resolved) ?? [])
      .sort((one, other) => (one.at < other.at ? 1 : -1)),
    overdue: overdueOf(full, sets, estate),
  }
}

const servedSets = (ended: readonly Drill[]): ReadonlyMap<string, readonly Served[]> =>
  Map.groupBy(
    ended
      .filter(isByOthers)
      .flatMap((drill) => servedIn(drill).map((one): Served => ({ ...one, drill, at: drill.finishedAt ?? '' }))),
    ({ of }) => of,
  )

interface Around {
  readonly estate: Pick<Estate, 'drills'>
  readonly served: ReadonlyMap<string, readonly Served[]>
  readonly at: string
  /** Restores that records showed, by set. */
  readonly seen: ReadonlyMap<string, readonly Practised[]>
  /** There are records at all. */
  readonly heard: boolean
}

/** Restores of a set, or of one of its copies, that records showed to have gone well. */
function seenOf(copies: readonly Copy[], facts: readonly ObservedFact[]): ReadonlyMap<string, readonly Practised[]> {
  const sets = new Map(copies.map(({ name, of }) => [name, of]))
  const found = new Map<string, Practised[]>()
  for (const { fact, kind, of, value, at, source, position } of facts) {
    const set = kind === 'copy' ? sets.get(of) : kind === 'set' ? of : undefined
    if (fact !== 'restore-tested' || value !== 'success' || set === undefined) continue
    const known = found.get(set)
    const one = { at, ref: `${source} ${position}` }
    if (known) known.push(one)
    else found.set(set, [one])
  }
  return found
}

function setProof(set: EstateSet, copies: readonly Copy[], { estate, served, at, seen, heard }: Around): SetProof {
  const { name } = set
  const own = (served.get(name) ?? []).toSorted((one, other) => (one.at < other.at ? 1 : -1))
  const said = (kind: DrillKind) => saidOf(estate, name, kind)
  const tier = set.tier ?? copies.find((copy) => copy.said.tier !== undefined)?.said.tier
  const [rtoHours, rpoHours] = [hoursOf(set.rto), hoursOf(set.rpo)]
  const rto = own.map((one) => measured(one, one.rtoHours, rtoHours)).find((one) => one !== undefined)
  const rpo = own.map((one) => measured(one, one.rpoHours, rpoHours)).find((one) => one !== undefined)
  const inFull = own.filter(({ drill }) => drill.kind === 'full' && drill.status === 'served')
  return {
    name,
    ...(tier === undefined ? {} : { tier }),
    promised: { ...(rtoHours === undefined ? {} : { rtoHours }), ...(rpoHours === undefined ? {} : { rpoHours }) },
    application: practice(said('application'), [...own.map(practisedIn), ...(seen.get(name) ?? [])], at),
    full: practice(said('full'), inFull.map(practisedIn), at),
    ...(rto ? { rto } : {}),
    ...(rpo ? { rpo } : {}),
    copies: copies.map((copy) => copyProof(copy, heard, at)),
  }
}

const practisedIn = ({ drill, at }: Served): Practised => ({ at, ref: drill.id })

function measured(
  { drill, at }: Served,
  hours: number | undefined,
  promised: number | undefined,
): Measured | undefined {
  if (hours === undefined) return undefined
  const beside = promised === undefined ? {} : { promised, kept: hours <= promised }
  return { hours, at, drill: drill.id, kind: drill.kind, ...beside }
}

interface Said {
  readonly everyDays: number
  readonly last?: Practised
}

/** What the estate says of a set's drills; a drill without a kind is one of the application. */
function saidOf({ drills = [] }: Pick<Estate, 'drills'>, name: string, kind: DrillKind): Said {
  const drill = drills.find((one) => one.of === name && (one.kind ?? 'application') === kind)
  const hours = hoursOf(drill?.every)
  return {
    everyDays: hours === undefined ? dueDays[kind] : hours / 24,
    ...(drill?.last === undefined ? {} : { last: { at: drill.last, ref: 'the estate' } }),
  }
}

function practice({ everyDays, last: told }: Said, all: readonly Practised[], at: string): Practice {
  const before = [...all, ...(told ? [told] : [])].filter((one) => Date.parse(one.at) <= Date.parse(at))
  const last = before.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))[0]
  if (!last) return { everyDays, overdue: true }
  const due = Date.parse(last.at) + everyDays * day
  return { everyDays, last, due: new Date(due).toISOString(), overdue: due < Date.parse(at) }
}

/** A full scenario of anything: how long ago, by the shortest time that the estate gives one. */
function fullOf({ drills = [] }: Pick<Estate, 'drills'>, ended: readonly Drill[], at: string): Practice {
  const said = drills.filter(({ kind }) => kind === 'full')
  const every = said.flatMap((one) => hoursOf(one.every) ?? []).map((hours) => hours / 24)
  const told = said.flatMap(({ last }) => (last === undefined ? [] : [{ at: last, ref: 'the estate' }]))
  const done = ended
    .filter((drill) => drill.kind === 'full' && drill.status === 'served' && isByOthers(drill))
    .map(({ id, finishedAt = '' }) => ({ at: finishedAt, ref: id }))
  return practice({ everyDays: every.length > 0 ? Math.min(...every) : dueDays.full }, [...done, ...told], at)
}

/** Where no records were given at all, what the estate says of looking at it is believed. */
function copyProof({ name, verifyDays, tested }: Copy, heard: boolean, at: string): CopyProof {
  const last = tested && {
    at: tested.at,
    ref: `${tested.source} ${tested.position}`,
    good: tested.value === 'success',
  }
  const late = verifyDays !== undefined && (last ? Date.parse(last.at) + verifyDays * day < Date.parse(at) : heard)
  const state = last?.good === false ? 'failed' : late ? 'overdue' : last || verifyDays !== undefined ? 'good' : 'never'
  return {
    name,
    ...(verifyDays === undefined ? {} : { everyDays: verifyDays }),
    ...(last ? { last } : {}),
    state,
  }
}

const tierNames = ['it', 'ot', 'edge', 'unnamed'] as const

function tiersOf(sets: readonly SetProof[]): readonly TierProof[] {
  const byTier = Map.groupBy(sets, ({ tier }) => tier ?? 'unnamed')
  return tierNames.flatMap((tier): readonly TierProof[] => {
    const own = byTier.get(tier)
    if (!own) return []
    const [rto, rpo] = [worst(own, ({ rto: one }) => one), worst(own, ({ rpo: one }) => one)]
    return [
      {
        tier,
        sets: own.length,
        ...(rto ? { rto } : {}),
        ...(rpo ? { rpo } : {}),
        unmeasured: own.flatMap(({ name, rto: one }) => (one ? [] : [name])),
        broken: own.flatMap(({ name, rto: one, rpo: other }) =>
          one?.kept === false || other?.kept === false ? [name] : [],
        ),
      },
    ]
  })
}

function worst(sets: readonly SetProof[], pick: (set: SetProof) => Measured | undefined): Worst | undefined {
  const found = sets.flatMap((set): readonly Worst[] => {
    const one = pick(set)
    return one ? [{ hours: one.hours, of: set.name, at: one.at }] : []
  })
  return found.sort((one, other) => other.hours - one.hours)[0]
}

/** The whole scenario once, a set’s own where the estate asks for one, applications, and copies that nobody looked at in time. */
function overdueOf(
  full: Practice,
  sets: readonly SetProof[],
  { drills = [] }: Pick<Estate, 'drills'>,
): readonly Overdue[] {
  const asked = new Set(drills.flatMap(({ of, kind }) => (kind === 'full' ? [of] : [])))
  const told = (what: Overdue['what'], of: string, { everyDays, last, due }: Practice): Overdue => ({
    what,
    of,
    everyDays,
    ...(last ? { last } : {}),
    ...(due === undefined ? {} : { due }),
  })
  return [
    ...(full.overdue ? [told('full', 'the estate', full)] : []),
    ...sets.flatMap((set) => [
      ...(asked.has(set.name) && set.full.overdue && !full.overdue ? [told('full', set.name, set.full)] : []),
      ...(set.application.overdue ? [told('application', set.name, set.application)] : []),
      ...set.copies.flatMap(({ name, everyDays, last, state }): readonly Overdue[] =>
        state === 'overdue' && everyDays !== undefined
          ? [{ what: 'verification', of: name, everyDays, ...(last ? { last: { at: last.at, ref: last.ref } } : {}) }]
          : [],
      ),
    ]),
  ]
}
