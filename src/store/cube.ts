// Counts by all facets at once: from one pass over the alerts, every facet's counts and every total follow.
import {
  type AlertFacets,
  type AlertQuery,
  type FacetCount,
  type FacetName,
  facetNames,
  mostFacetValues,
} from '../model/store.ts'

/** Values in the order of `facetNames`, and how many alerts have them all. */
export type Cell = readonly [...values: string[], n: number]

export interface Counted {
  readonly facets: AlertFacets
  readonly total: number
}

/** Each facet counted as though nothing were chosen in it; what is chosen is told even where there is none. */
export function countFacets(
  cells: readonly Cell[],
  query: AlertQuery,
  label: (rule: string) => string | undefined,
): Counted {
  const chosen = facetNames.map((facet) => (query[facet] === undefined ? undefined : new Set<string>(query[facet])))
  const counts = chosen.map((values) => new Map([...(values ?? [])].map((value) => [value, 0])))
  const add = (facet: number, value: string, n: number): void => {
    const map = counts[facet]
    map?.set(value, (map.get(value) ?? 0) + n)
  }
  let total = 0
  for (const cell of cells) {
    const n = cell[facetNames.length] as number
    const odd = oddOnes(cell, chosen)
    if (odd === -1) {
      total += n
      for (let facet = 0; facet < facetNames.length; facet += 1) add(facet, cell[facet] as string, n)
    } else if (odd !== -2) add(odd, cell[odd] as string, n)
  }
  const told = facetNames.map((facet, index) => [facet, tell(facet, counts[index] ?? new Map(), label)] as const)
  return { facets: Object.fromEntries(told) as unknown as AlertFacets, total }
}

/** The one facet in which a cell is not what was chosen; -1 for none, -2 for several. */
function oddOnes(cell: Cell, chosen: readonly (ReadonlySet<string> | undefined)[]): number {
  let odd = -1
  for (let facet = 0; facet < chosen.length; facet += 1) {
    const values = chosen[facet]
    if (values === undefined || values.has(cell[facet] as string)) continue
    if (odd !== -1) return -2
    odd = facet
  }
  return odd
}

function tell(
  facet: FacetName,
  counts: ReadonlyMap<string, number>,
  label: (rule: string) => string | undefined,
): readonly FacetCount[] {
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostFacetValues)
    .map(([value, count]) => {
      const called = facet === 'rule' ? label(value) : undefined
      return { value, count, ...(called === undefined ? {} : { label: called }) }
    })
}
