// What records show of the estate, remembered fact by fact; and the event with what falls to one more credential by it.
import type { KnownEstate } from '../estate/know.ts'
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import type { Json } from '../lib/json.ts'
import type { Estate } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { ObservedFact } from '../model/posture.ts'
import { defaultSite } from '../model/site.ts'
import { observe, type Signposts, signpost } from '../posture/observe.ts'
import { moreFalls } from '../posture/watch.ts'

const kept = 730 * day
const mostThings = 20_000
const mostNamed = 20

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
const registerKey = (site: string): string => hashOf('posture-register', site)

/** Everything that records showed of the site's estate. */
function knownFacts(memory: Memory, site: string): readonly ObservedFact[] {
  return listOf(memory.get('posture', registerKey(site))).flatMap((key) =>
    listOf(memory.get('posture', String(key))),
  ) as unknown as readonly ObservedFact[]
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/**
 * Remembers what the event shows of the estate. @returns the event; where copies fall to more credentials by it, with these
 * @param position where the record lies
 */
export function withPosture(memory: Memory, estate: KnownEstate, event: Event, position: string, now: number): Event {
  const facts = observe(postsOf(estate.said), event, position)
  if (facts.length === 0) return event
  const site = event.backup?.site ?? defaultSite
  const known = knownFacts(memory, site)
  const news = facts.filter((fact) => isNews(known, fact))
  if (news.length === 0) return event
  const more = moreFalls(estate.said, known, news)
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
  const facts = listOf(memory.get('posture', key)) as unknown as readonly ObservedFact[]
  const next = [...facts.filter((one) => one.fact !== fact.fact), fact]
  memory.put('posture', key, next as unknown as Json, now + kept)
  const register = listOf(memory.get('posture', registerKey(site)))
  if (!register.includes(key) && register.length < mostThings)
    memory.put('posture', registerKey(site), [...register, key], now + kept)
}
