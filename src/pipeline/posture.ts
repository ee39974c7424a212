// What records show of the estate, remembered fact by fact; and the event with what falls to one more credential by it.
import type { KnownEstate } from '../estate/know.ts'
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import type { Json } from '../lib/json.ts'
import { type Drill, isByOthers, servedIn } from '../model/drill.ts'
import { type Estate, type EstateCopy, type Mechanism, setOf } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { ObservedFact } from '../model/posture.ts'
import type { MeasuredRestore } from '../model/proof.ts'
import { defaultSite } from '../model/site.ts'
import { factsOfDrill } from '../posture/drill-facts.ts'
import { fateOf } from '../posture/fate.ts'
import { observe, type Signposts, signpost } from '../posture/observe.ts'
import { mechanismNow, resolveEstate } from '../posture/resolve.ts'
import type { AtStake } from '../posture/stake.ts'
import { type FactsOf, moreFalls } from '../posture/watch.ts'

const kept = 730 * day
const mostThings = 20_000
const mostNamed = 20
const mostDrills = 1_000
/** Months of one fact: as long as facts are kept. */
const mostFormer = 24

/** Signposts are made once for an estate. */
const posts = new WeakMap<Estate, Signposts>()
function postsOf(estate: Estate): Signposts {
  const known = posts.get(estate)
  if (known) return known
  const made = signpost(estate)
  posts.set(estate, made)
  return made
}

const thingKey = (site: string, { kind, of }: Pick<ObservedFact, 'kind' | 'of'>): string =>
  hashOf('posture', site, kind, of)
/** Beside what is known of a thing lies what was, since reports look back. */
const formerKey = (thing: string): string => hashOf('posture-former', thing)
const drillKey = (site: string, id: string): string => hashOf('posture-drill', site, id)
const drillsKey = (site: string): string => hashOf('posture-drills', site)
const registerKey = (site: string): string => hashOf('posture-register', site)

/** What records showed of one thing. */
const factsAbout = (memory: Memory, site: string, thing: Pick<ObservedFact, 'kind' | 'of'>): readonly ObservedFact[] =>
  listOf(memory.get('posture', thingKey(site, thing))) as unknown as readonly ObservedFact[]

/** Everything that records showed of the site's estate. */
export function knownFacts(memory: Memory, site: string): readonly ObservedFact[] {
  return listOf(memory.get('posture', registerKey(site))).flatMap((key) =>
    listOf(memory.get('posture', String(key))),
  ) as unknown as readonly ObservedFact[]
}

/** What records showed of the site's estate before: of each fact the last of each month in which a later month changed it. */
export function formerFacts(memory: Memory, site: string): readonly ObservedFact[] {
  return listOf(memory.get('posture', registerKey(site))).flatMap((key) =>
    listOf(memory.get('posture', formerKey(String(key)))),
  ) as unknown as readonly ObservedFact[]
}

/** Drills of the site that have ended. */
export const knownDrills = (memory: Memory, site: string): readonly Drill[] =>
  listOf(memory.get('posture', drillsKey(site))).flatMap((id) => {
    const known = memory.get('posture', drillKey(site, String(id)))
    return known === undefined ? [] : [known as unknown as Drill]
  })

const drilledKey = (site: string, { kind, of }: Pick<ObservedFact, 'kind' | 'of'>): string =>
  hashOf('posture-drilled', site, kind, of)

/** Remembers a drill that has ended, and what it showed of the copies that were restored. */
export function keepDrill(memory: Memory, estate: KnownEstate | undefined, drill: Drill): void {
  const { id, site, finishedAt } = drill
  if (finishedAt === undefined) return
  const ids = listOf(memory.get('posture', drillsKey(site))).filter((one) => one !== id)
  for (const old of ids.slice(0, Math.max(0, ids.length + 1 - mostDrills)))
    memory.drop('posture', drillKey(site, String(old)))
  memory.put('posture', drillKey(site, id), drill as unknown as Json)
  memory.put('posture', drillsKey(site), [...ids.slice(-(mostDrills - 1)), id])
  for (const fact of factsOfDrill(drill, estate?.copies ?? [])) {
    const before = memory.get('posture', drilledKey(site, fact)) as unknown as ObservedFact | undefined
    if (!before || before.at <= fact.at) memory.put('posture', drilledKey(site, fact), fact as unknown as Json)
  }
  if (!isByOthers(drill)) return
  for (const { of, rtoHours: hours } of servedIn(drill)) {
    const before = memory.get('posture', measuredKey(site, of)) as unknown as MeasuredRestore | undefined
    const now: MeasuredRestore = { hours, at: finishedAt, copies: drill.copies }
    if (!before || before.at <= now.at) memory.put('posture', measuredKey(site, of), now as unknown as Json)
  }
}

const measuredKey = (site: string, of: string): string => hashOf('posture-measured', site, of)

/** Copies of sets as records and the estate have them, with what became of each and how long a restore took. */
export function stakeIn(memory: Memory, estate: KnownEstate, site: string, copies: readonly EstateCopy[]): AtStake {
  const sets = new Set(copies.map(setOf))
  const things = [
    ...copies.map(({ name }) => ({ kind: 'copy', of: name }) as const),
    ...[...sets].map((of) => ({ kind: 'set', of }) as const),
  ]
  const facts = things.flatMap((thing) => {
    const drilled = memory.get('posture', drilledKey(site, thing))
    return [...factsAbout(memory, site, thing), ...(drilled === undefined ? [] : [drilled as unknown as ObservedFact])]
  })
  const own = { ...estate.said, copies, sets: (estate.said.sets ?? []).filter(({ name }) => sets.has(name)) }
  return {
    resolved: resolveEstate(own, facts),
    fateOf: (copy) => fateOf(memory, site, copy),
    measured: (of) => memory.get('posture', measuredKey(site, of)) as unknown as MeasuredRestore | undefined,
  }
}

/** How a copy is kept, as records showed it, else as the estate says; undefined where neither did. */
export function mechanismIn(memory: Memory, site: string, copy: EstateCopy): Mechanism | undefined {
  const { basis, value } = mechanismNow(copy, factsAbout(memory, site, { kind: 'copy', of: copy.name }))
  return basis === 'assumed' ? undefined : value
}

/** Copies of the site that do not stand, by name. */
export const knownFates = (memory: Memory, site: string, copies: readonly EstateCopy[]) =>
  copies.flatMap((copy) => {
    const fate = copy.site === undefined || copy.site === site ? fateOf(memory, site, copy) : undefined
    return fate ? [[copy.name, fate] as const] : []
  })

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/**
 * Remembers what the event shows of the estate. @returns the event; where copies fall to more credentials by it, with these
 * @param position where the record lies
 */
export function withPosture(memory: Memory, estate: KnownEstate, event: Event, position: string, now: number): Event {
  const facts = observe(postsOf(estate.said), event, position)
  if (facts.length === 0) return event
  const site = event.backup?.site ?? defaultSite
  const factsOf: FactsOf = (kind, names) => names.flatMap((of) => factsAbout(memory, site, { kind, of }))
  const news = facts.filter((fact) => isNews(factsAbout(memory, site, fact), fact))
  if (news.length === 0) return event
  const more = moreFalls(estate.said, factsOf, news)
  for (const fact of news) keep(memory, site, fact, now)
  if (more.length === 0) return event
  const copy = {
    ...event.backup?.copy,
    falls: more.slice(0, mostNamed).map((one) => one.copy),
    falls_to: [...new Set(more.flatMap(({ credentials }) => credentials))].slice(0, mostNamed),
    ...(more.some(({ lastResort }) => lastResort) ? { last_resort_falls: true } : {}),
  }
  return { ...event, backup: { ...event.backup, copy } }
}

/** The same value again is none, and neither is what is older than what is known. */
function isNews(known: readonly ObservedFact[], { kind, of, fact, value, at }: ObservedFact): boolean {
  const before = known.find((one) => one.kind === kind && one.of === of && one.fact === fact)
  return !before || (Date.parse(at) >= Date.parse(before.at) && (before.value !== value || fact === 'restore-tested'))
}

function keep(memory: Memory, site: string, fact: ObservedFact, now: number): void {
  const key = thingKey(site, fact)
  const facts = factsAbout(memory, site, fact)
  const next = [...facts.filter((one) => one.fact !== fact.fact), fact]
  memory.put('posture', key, next as unknown as Json, now + kept)
  keepFormer(
    memory,
    key,
    facts.find((one) => one.fact === fact.fact),
    fact,
    now,
  )
  if (facts.length > 0) return
  const register = listOf(memory.get('posture', registerKey(site)))
  if (!register.includes(key) && register.length < mostThings)
    memory.put('posture', registerKey(site), [...register, key])
}

/** A report of a past month tells how things were when it ended: that is all that is kept. */
function keepFormer(memory: Memory, thing: string, was: ObservedFact | undefined, is: ObservedFact, now: number): void {
  if (!was || monthOf(was.at) === monthOf(is.at)) return
  const key = formerKey(thing)
  const former = listOf(memory.get('posture', key)) as unknown as readonly ObservedFact[]
  const same = former.filter(({ fact }) => fact === is.fact)
  const others = former.filter(({ fact }) => fact !== is.fact)
  memory.put('posture', key, [...others, ...same.slice(1 - mostFormer), was] as unknown as Json, now + kept)
}

const monthOf = (at: string): string => new Date(at).toISOString().slice(0, 7)
