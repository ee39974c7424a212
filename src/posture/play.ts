// One hand played over the estate: what falls, what stands, and of which sets nothing is left.
import type { Fall, HandResult } from '../model/posture.ts'
import type { Hand } from './hands.ts'
import { nodes } from './names.ts'
import { costTo, type Graph, pathTo, type Reached, reach } from './reach.ts'
import type { Copy } from './resolve.ts'

/** A hand with what it reaches. */
export interface Played {
  readonly hand: Hand
  readonly reached: Reached
  readonly result: HandResult
}

/** @param hours from which on nothing counts */
export function play(copies: readonly Copy[], graph: Graph, hand: Hand, hours: number): Played {
  const reached = reach(
    graph,
    hand.credentials.map(({ node }) => node),
    hours,
  )
  const falls = copies.flatMap(({ name, of }): readonly Fall[] => {
    const node = nodes.copy(name)
    const cost = costTo(graph, reached, node)
    return cost ? [{ copy: name, of, ...cost, path: hand.told ? pathTo(graph, reached, node) : [] }] : []
  })
  return { hand, reached, result: resultOf(copies, hand, falls) }
}

/** Two hands that were played, together: played anew only where both are needed at once for something. */
export function playBoth(
  copies: readonly Copy[],
  graph: Graph,
  hand: Hand,
  both: readonly [Played, Played],
  hours: number,
): Played {
  const [one, other] = both
  const has = ({ reached }: Played, need: number): boolean => reached.costs.has(need)
  const more = graph.joint.some((index) => {
    const needs = graph.needs[index] ?? []
    const without = (played: Played): boolean => needs.some((need) => !has(played, need))
    return without(one) && without(other) && needs.every((need) => has(one, need) || has(other, need))
  })
  if (more) return play(copies, graph, hand, hours)
  const falls = new Map<string, Fall>()
  for (const fall of [...one.result.falls, ...other.result.falls]) {
    const known = falls.get(fall.copy)
    if (!known || fall.hours < known.hours) falls.set(fall.copy, fall)
  }
  return { hand, reached: one.reached, result: resultOf(copies, hand, [...falls.values()]) }
}

function resultOf(copies: readonly Copy[], hand: Hand, falls: readonly Fall[]): HandResult {
  const fallen = new Set(falls.map(({ copy }) => copy))
  const standing = copies.filter(({ name }) => !fallen.has(name))
  const left = new Set(standing.map(({ of }) => of))
  const { id, title, kind, classes, credentials } = hand
  return {
    id,
    title,
    kind,
    classes,
    holds: credentials.map(({ of }) => of),
    falls,
    survive: standing.map(({ name }) => name),
    lost: [...new Set(falls.map(({ of }) => of))].filter((set) => !left.has(set)),
  }
}
