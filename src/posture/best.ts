// The change of the design that would save most: each is tried by taking the ways out that it takes out.
import type { BestChange, Fall, Mend } from '../model/posture.ts'
import { nodes } from './names.ts'
import type { Played } from './play.ts'
import { type Graph, isReached, reachWithout, trailTo } from './reach.ts'
import type { Resolved } from './resolve.ts'

const mostShown = 5
/** Changes that are tried at most: those first that stand in most ways. */
const mostTried = 40

/** A fall of a copy of last resort counts like so many others. */
const lastResort = 5

interface Candidate {
  readonly mend: Mend
  /** No change saves more than the falls that go by it. */
  bound: number
  readonly relations: Set<number>
  /** What falls by it, hand by hand. */
  readonly falls: Map<Played, Fall[]>
}
type Weigh = (fall: Fall) => number

/** The five that save most, each with what it saves alone. */
export function best(resolved: Resolved, graph: Graph, played: readonly Played[]): readonly BestChange[] {
  const singles = played.filter(({ hand }) => hand.kind !== 'pair')
  const last = new Set(resolved.copies.flatMap(({ name, said }) => (said['last-resort'] ? [name] : [])))
  const weigh: Weigh = ({ copy }) => (last.has(copy) ? lastResort : 1)
  const found: (BestChange & { readonly score: number })[] = []
  for (const candidate of candidatesOf(graph, singles, weigh).slice(0, mostTried)) {
    if (found.length >= mostShown && candidate.bound <= (found.at(-1)?.score ?? 0)) break
    const tried = trial(graph, candidate, weigh)
    if (tried.saves > 0) found.push(tried)
    found.sort((one, other) => other.score - one.score || other.sets - one.sets)
    found.length = Math.min(found.length, mostShown)
  }
  return found.map(({ score: _, ...change }) => change)
}

function candidatesOf(graph: Graph, singles: readonly Played[], weigh: Weigh): readonly Candidate[] {
  const all = new Map<string, Candidate>()
  for (const [index, { mends }] of graph.relations.entries())
    for (const mend of mends) {
      const known = all.get(mend.id) ?? { mend, bound: 0, relations: new Set(), falls: new Map() }
      known.relations.add(index)
      all.set(mend.id, known)
    }
  for (const played of singles)
    for (const fall of played.result.falls) {
      const trail = trailTo(graph, played.reached, nodes.copy(fall.copy))
      const mends = new Set(trail.flatMap((index) => graph.relations[index]?.mends.map(({ id }) => id) ?? []))
      for (const id of mends) noteFall(all.get(id), played, fall, weigh)
    }
  return [...all.values()].filter(({ bound }) => bound > 0).sort((one, other) => other.bound - one.bound)
}

function noteFall(candidate: Candidate | undefined, played: Played, fall: Fall, weigh: Weigh): void {
  if (!candidate) return
  candidate.bound += weigh(fall)
  const known = candidate.falls.get(played)
  if (known) known.push(fall)
  else candidate.falls.set(played, [fall])
}

function trial(
  graph: Graph,
  { mend, relations, falls }: Candidate,
  weigh: Weigh,
): BestChange & { readonly score: number } {
  const copies = new Set<string>()
  let [saves, score, sets] = [0, 0, 0]
  for (const [{ reached, result }, some] of falls) {
    const left = reachWithout(graph, reached, relations)
    const saved = some.filter(({ copy }) => !isReached(graph, left, nodes.copy(copy)))
    for (const { copy } of saved) copies.add(copy)
    saves += saved.length
    score += saved.reduce((sum, fall) => sum + weigh(fall), 0)
    const stand = new Set(saved.map(({ of }) => of))
    sets += result.lost.filter((set) => stand.has(set)).length
  }
  return { ...mend, saves, copies: [...copies], sets, score }
}

/** What a change saves, for people: `keeps a copy in 10 more cases, and a whole set in 4`. A case is a credential and a copy. */
export const tellSaved = ({ saves, sets }: Pick<BestChange, 'saves' | 'sets'>): string =>
  `keeps a copy in ${saves} more ${saves === 1 ? 'case' : 'cases'}${sets > 0 ? `, and a whole set in ${sets}` : ''}`
