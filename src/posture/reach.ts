// What somebody who holds some things can have: each thing at its earliest, by the fewest steps, and the way there.
import type { PathStep, Relation } from '../model/posture.ts'
import { newQueue } from './queue.ts'

/** Relations by number, so that a pass over an estate of any size touches only what is reached. */
export interface Graph {
  readonly relations: readonly Relation[]
  readonly numbers: ReadonlyMap<string, number>
  /** Relations that need a thing, and those that give it. */
  readonly outgoing: readonly (readonly number[])[]
  readonly incoming: readonly (readonly number[])[]
  readonly needs: readonly (readonly number[])[]
  readonly gives: readonly number[]
  readonly steps: readonly PathStep[]
  /** Relations that need several things at once. */
  readonly joint: readonly number[]
}

/** What is reached by number: the cost of each thing, and the relation that gave it; -1 for what is held. */
export interface Reached {
  readonly costs: Lookup
  readonly by: Lookup
  readonly limit: number
}

interface Lookup {
  get(node: number): number | undefined
  has(node: number): boolean
}

/** What is written in one pass, over what is known from another. */
interface Ledger extends Lookup {
  set(node: number, value: number): unknown
}

export function graphOf(relations: readonly Relation[]): Graph {
  const numbers = new Map<string, number>()
  const numberOf = (node: string): number => {
    const known = numbers.get(node)
    if (known !== undefined) return known
    numbers.set(node, numbers.size)
    return numbers.size - 1
  }
  const needs = relations.map((relation) => [...new Set(relation.needs)].map(numberOf))
  const gives = relations.map((relation) => numberOf(relation.gives))
  const outgoing: number[][] = Array.from({ length: numbers.size }, () => [])
  const incoming: number[][] = Array.from({ length: numbers.size }, () => [])
  for (const [index, some] of needs.entries()) for (const node of some) outgoing[node]?.push(index)
  for (const [index, node] of gives.entries()) incoming[node]?.push(index)
  const steps = relations.map(
    ({ needs: from, gives: to, way, hours, basis, because }): PathStep => ({ from, to, way, hours, basis, because }),
  )
  const joint = [...needs.keys()].filter((index) => (needs[index]?.length ?? 0) > 1)
  return { relations, numbers, outgoing, incoming, needs, gives, steps, joint }
}

/** Hours weigh before steps; no way has so many steps. */
const stepsInHour = 1 << 12
const costOf = (hours: number, steps: number): number => Math.round(hours * 60) * stepsInHour + steps

/**
 * The cheapest way to everything that can be had: Dijkstra over relations that need several things at once (Knuth 1977).
 * A relation costs what its dearest need costs, and its own hours and one step.
 * @param limit hours from which on nothing counts
 */
export function reach(graph: Graph, held: readonly string[], limit: number): Reached {
  const queue = newQueue()
  for (const node of held) {
    const number = graph.numbers.get(node)
    if (number !== undefined) queue.push(0, number, -1)
  }
  const [costs, by] = [new Map<number, number>(), new Map<number, number>()]
  spread(graph, queue, { costs, by, limit: costOf(limit, 0) })
  return { costs, by, limit: costOf(limit, 0) }
}

interface Spreading {
  readonly costs: Ledger
  readonly by: Ledger
  readonly limit: number
  readonly without?: ReadonlySet<number>
}

function spread(graph: Graph, queue: ReturnType<typeof newQueue>, { costs, by, limit, without }: Spreading): void {
  const { relations, outgoing, needs, gives } = graph
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { cost, node, relation } = next
    if (costs.has(node)) continue
    costs.set(node, cost)
    by.set(node, relation)
    for (const index of outgoing[node] ?? []) {
      const to = gives[index] ?? -1
      // The last of its needs is the dearest: they come in the order of their cost.
      if (costs.has(to) || without?.has(index) || !needs[index]?.every((need) => costs.has(need))) continue
      const total = cost + costOf(relations[index]?.hours ?? 0, 1)
      if (total < limit) queue.push(total, to, index)
    }
  }
}

/** The same when some relations are taken out: only what was had by them is looked at again. */
export function reachWithout(graph: Graph, reached: Reached, out: ReadonlySet<number>): Reached {
  const lost = lostWithout(graph, reached, out)
  if (lost.size === 0) return reached
  // What is not lost keeps its cost: less can be had, nothing sooner.
  const [costs, by] = [over(reached.costs, lost), over(reached.by, lost)]
  const queue = newQueue()
  for (const node of lost)
    for (const index of graph.incoming[node] ?? []) {
      const needs = graph.needs[index] ?? []
      if (out.has(index) || !needs.every((need) => costs.has(need))) continue
      const total =
        Math.max(...needs.map((need) => costs.get(need) ?? 0)) + costOf(graph.relations[index]?.hours ?? 0, 1)
      if (total < reached.limit) queue.push(total, node, index)
    }
  spread(graph, queue, { costs, by, limit: reached.limit, without: out })
  return { costs, by, limit: reached.limit }
}

function over(before: Lookup, lost: ReadonlySet<number>): Ledger {
  const written = new Map<number, number>()
  return {
    get: (node) => written.get(node) ?? (lost.has(node) ? undefined : before.get(node)),
    has: (node) => written.has(node) || (!lost.has(node) && before.has(node)),
    set: (node, value) => written.set(node, value),
  }
}

/** Things that were had by a relation that is taken out, or by something that is lost so. */
function lostWithout({ outgoing, gives }: Graph, { by }: Reached, out: ReadonlySet<number>): ReadonlySet<number> {
  const lost = new Set<number>()
  const lose = (index: number): void => {
    const node = gives[index] ?? -1
    if (by.get(node) === index) lost.add(node)
  }
  for (const index of out) lose(index)
  for (const node of lost) for (const index of outgoing[node] ?? []) lose(index)
  return lost
}

export const isReached = ({ numbers }: Graph, { costs }: Reached, node: string): boolean =>
  costs.has(numbers.get(node) ?? -1)

/** Hours until something is had, and how many steps follow one another on the way. */
export function costTo({ numbers }: Graph, { costs }: Reached, node: string) {
  const cost = costs.get(numbers.get(node) ?? -1)
  return cost === undefined ? undefined : { hours: Math.floor(cost / stepsInHour) / 60, steps: cost % stepsInHour }
}

/** Relations on the way to something, in the order in which they are gone. */
export function trailTo({ numbers, needs }: Graph, { by }: Reached, node: string): readonly number[] {
  const seen: number[] = []
  const walk = (number: number): void => {
    const index = by.get(number)
    if (index === undefined || index < 0 || seen.includes(index)) return
    for (const need of needs[index] ?? []) walk(need)
    seen.push(index)
  }
  walk(numbers.get(node) ?? -1)
  return seen
}

export const pathTo = (graph: Graph, reached: Reached, node: string): readonly PathStep[] =>
  trailTo(graph, reached, node).flatMap((index) => graph.steps[index] ?? [])
