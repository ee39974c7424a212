// Whether a record makes copies fall to one more credential: what it touches is looked at before and after, and nothing else.
import type { Estate, EstateCopy } from '../model/estate.ts'
import { setOf } from '../model/estate.ts'
import type { ObservedFact } from '../model/posture.ts'
import { floorDays } from './copy-relations.ts'
import { credentialsOf } from './hands.ts'
import { nodes } from './names.ts'
import { graphOf, isReached, reach } from './reach.ts'
import { relationsOf } from './relations.ts'
import { resolveEstate } from './resolve.ts'

/** A copy that falls to credentials to which it did not fall before. */
export interface MoreFalls {
  readonly copy: string
  readonly of: string
  readonly lastResort: boolean
  /** `directory-admin:corp.example.com`. */
  readonly credentials: readonly string[]
}

/** Facts that change no way: they are told, and nothing falls by them. */
const harmless = new Set<ObservedFact['fact']>(['admin-added', 'restore-tested'])

/** What records showed of some things before: only what is asked for is looked up. */
export type FactsOf = (kind: ObservedFact['kind'], names: readonly string[]) => readonly ObservedFact[]

/**
 * @param factsOf what records showed before
 * @param news what one record shows
 */
export function moreFalls(estate: Estate, factsOf: FactsOf, news: readonly ObservedFact[]): readonly MoreFalls[] {
  const telling = news.filter(({ fact }) => !harmless.has(fact))
  if (telling.length === 0) return []
  const footings = [...(estate.consoles ?? []), ...(estate.platforms ?? [])].map(({ name }) => name)
  const ground = factsOf('platform', footings)
  const touched = copiesTouched(estate, telling, [...ground, ...news])
  if (touched.length === 0) return []
  const names = touched.map(({ name }) => name)
  const known = [...ground, ...factsOf('copy', names)]
  const after = [...known, ...news]
  const sets = new Set(touched.map(setOf))
  const part: Estate = {
    ...estate,
    copies: touched,
    sets: (estate.sets ?? []).filter(({ name }) => sets.has(name)),
  }
  const [were, are] = [exposureOf(part, known), exposureOf(part, after)]
  return touched.flatMap((copy) => {
    const before = were.get(copy.name)
    const credentials = [...(are.get(copy.name) ?? [])].filter((one) => !before?.has(one))
    if (credentials.length === 0) return []
    return [{ copy: copy.name, of: setOf(copy), lastResort: copy['last-resort'] === true, credentials }]
  })
}

/** Copies that a fact is about, and for one of a platform those that whoever has it can get at. */
function copiesTouched(
  estate: Estate,
  news: readonly ObservedFact[],
  facts: readonly ObservedFact[],
): readonly EstateCopy[] {
  const named = new Set(news.flatMap(({ kind, of }) => (kind === 'copy' ? [of] : [])))
  const platforms = news.flatMap(({ kind, of }) => (kind === 'platform' ? [of] : []))
  const copies = estate.copies ?? []
  if (platforms.length === 0) return copies.filter(({ name }) => named.has(name))
  const resolved = resolveEstate(estate, facts)
  const ground = graphOf(relationsOf({ ...resolved, copies: [] }))
  const from = platforms.flatMap((name) => [nodes.platform(name), nodes.ruin(name)])
  const reached = reach(ground, from, Number.MAX_SAFE_INTEGER / 1e9)
  const has = (node: string): boolean => isReached(ground, reached, node)
  const had = (name: string): boolean => platforms.includes(name) || has(nodes.platform(name)) || has(nodes.ruin(name))
  return resolved.copies
    .filter(
      ({ name, of, on, managedBy, keysAt }) =>
        named.has(name) || has(nodes.production(of)) || [on, managedBy, keysAt].some(({ value }) => value.some(had)),
    )
    .map(({ said }) => said)
}

/** Which single credentials fell each copy. */
function exposureOf(estate: Estate, facts: readonly ObservedFact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const resolved = resolveEstate(estate, facts)
  const graph = graphOf(relationsOf(resolved))
  const found = new Map(resolved.copies.map(({ name }) => [name, new Set<string>()]))
  for (const { class: name, of, node } of credentialsOf(resolved)) {
    const reached = reach(graph, [node], floorDays * 24)
    for (const copy of resolved.copies)
      if (isReached(graph, reached, nodes.copy(copy.name))) found.get(copy.name)?.add(`${name}:${of}`)
  }
  return found
}
