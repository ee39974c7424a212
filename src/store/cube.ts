// Counts by all facets at once: from one pass over the alerts, every facet's counts and every total follow.
import { type AlertFacets, type AlertQuery, type FacetName, facetNames, mostFacetValues } from '../model/store.ts'

/** Alerts that have the same value in every facet, and how many they are. */
export interface Cell extends Readonly<Record<FacetName, string>> {
  readonly n: number
}

/** Each facet counted as though nothing were chosen in it; what is chosen is told even where there is none. */
export function facetsOf(
  cells: readonly Cell[],
  query: AlertQuery,
  label: (rule: string) => string | undefined,
): AlertFacets {
  const one = (facet: FacetName) => {
    const counts = new Map<string, number>((query[facet] ?? []).map((value) => [value, 0]))
    for (const cell of cells)
      if (fits(cell, query, facet)) counts.set(cell[facet], (counts.get(cell[facet]) ?? 0) + cell.n)
    return [...counts]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, mostFacetValues)
      .map(([value, count]) => {
        const told = facet === 'rule' ? label(value) : undefined
        return { value, count, ...(told === undefined ? {} : { label: told }) }
      })
  }
  return Object.fromEntries(facetNames.map((facet) => [facet, one(facet)])) as unknown as AlertFacets
}

export const totalOf = (cells: readonly Cell[], query: AlertQuery): number =>
  cells.reduce((sum, cell) => sum + (fits(cell, query) ? cell.n : 0), 0)

const fits = (cell: Cell, query: AlertQuery, but?: FacetName): boolean =>
  facetNames.every(
    (facet) => facet === but || query[facet] === undefined || (query[facet] as readonly string[]).includes(cell[facet]),
  )
