// Where everything of the picture stands: columns by who needs whom, few crossings, and long ways led between the boxes.

export interface Edge {
  readonly from: string
  readonly to: string
}
export interface Spot {
  readonly column: number
  /** Rows from the top. */
  readonly row: number
}
export interface Layout {
  readonly spots: ReadonlyMap<string, Spot>
  readonly columns: number
  readonly rows: number
  /** Spots that the edge goes by, in the order of `edges`: its ends and the gaps between. */
  readonly trails: readonly (readonly Spot[])[]
}

const mostColumns = 6
const sweeps = 8

/**
 * @param nodes in the order that decides where nothing else does
 * @param last what stands in the last column
 */
export function layOut(nodes: readonly string[], edges: readonly Edge[], last: (node: string) => boolean): Layout {
  const depth = depths(nodes, edges, last)
  const columns: string[][] = Array.from({ length: Math.max(0, ...depth.values()) + 1 }, () => [])
  for (const node of nodes) columns[depth.get(node) ?? 0]?.push(node)
  const chains = edges.map(({ from, to }, index) => chainOf(from, to, depth, columns, index))
  order(columns, chains)
  const rowOf = level(columns, chains)
  const top = Math.min(0, ...rowOf.values())
  const spots = new Map<string, Spot>()
  for (const [column, all] of columns.entries())
    for (const node of all) spots.set(node, { column, row: (rowOf.get(node) ?? 0) - top })
  return {
    spots,
    columns: columns.length,
    rows: Math.max(1, ...[...rowOf.values()].map((row) => row - top + 1)),
    trails: chains.map((chain) => chain.flatMap((node) => spots.get(node) ?? [])),
  }
}

/** The longest way that leads there; ways in a circle are left out where they close it. */
function depths(
  nodes: readonly string[],
  edges: readonly Edge[],
  last: (node: string) => boolean,
): ReadonlyMap<string, number> {
  const next = Map.groupBy(edges, ({ from }) => from)
  const depth = new Map<string, number>()
  const onWay = new Set<string>()
  const order: string[] = []
  const kept: Edge[] = []
  const done = new Set<string>()
  const walk = (node: string): void => {
    onWay.add(node)
    for (const edge of next.get(node) ?? []) {
      if (onWay.has(edge.to)) continue
      kept.push(edge)
      if (!done.has(edge.to)) walk(edge.to)
    }
    onWay.delete(node)
    done.add(node)
    order.unshift(node)
  }
  const entered = new Set(edges.map(({ to }) => to))
  for (const node of nodes) if (!entered.has(node) && !done.has(node)) walk(node)
  for (const node of nodes) if (!done.has(node)) walk(node)
  const before = Map.groupBy(kept, ({ to }) => to)
  for (const node of order) {
    const longest = Math.max(-1, ...(before.get(node) ?? []).map(({ from }) => depth.get(from) ?? 0)) + 1
    depth.set(node, Math.min(longest, mostColumns - 2))
  }
  const behind = Math.max(0, ...nodes.flatMap((node) => (last(node) ? [] : (depth.get(node) ?? 0)))) + 1
  for (const node of nodes) if (last(node)) depth.set(node, behind)
  return depth
}

/** The edge by way of a place of its own in each column between, which are put there. */
function chainOf(
  from: string,
  to: string,
  depth: ReadonlyMap<string, number>,
  columns: readonly string[][],
  index: number,
): readonly string[] {
  const [start, end] = [depth.get(from) ?? 0, depth.get(to) ?? 0]
  if (end - start < 2) return [from, to]
  const between = columns.slice(start + 1, end).map((column, step) => {
    const node = ` ${index} ${step}`
    column.push(node)
    return node
  })
  return [from, ...between, to]
}

interface Neighbours {
  readonly before: ReadonlyMap<string, readonly string[]>
  readonly after: ReadonlyMap<string, readonly string[]>
}

function neighboursOf(chains: readonly (readonly string[])[]): Neighbours {
  const [before, after] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const add = (map: Map<string, string[]>, key: string, value: string): void => {
    const known = map.get(key)
    if (known) known.push(value)
    else map.set(key, [value])
  }
  for (const chain of chains)
    for (const [at, node] of chain.slice(0, -1).entries()) {
      const other = chain[at + 1] ?? node
      add(after, node, other)
      add(before, other, node)
    }
  return { before, after }
}

/** Each column by the middle of its neighbours, forth and back. */
function order(columns: readonly string[][], chains: readonly (readonly string[])[]): void {
  const { before, after } = neighboursOf(chains)
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forth = sweep % 2 === 0
    const places = new Map(columns.flatMap((column) => column.map((node, at) => [node, middled(column, at)] as const)))
    for (const column of forth ? columns.slice(1) : columns.slice(0, -1).toReversed()) {
      const weighed = column.map((node, at) => ({
        node,
        weight: middle((forth ? before : after).get(node), places, middled(column, at)),
      }))
      weighed.sort((one, other) => one.weight - other.weight)
      for (const [at, { node }] of weighed.entries()) {
        column[at] = node
        places.set(node, middled(column, at))
      }
    }
  }
}

/** Columns of different length compare by their middles. */
const middled = (column: readonly string[], at: number): number => at - (column.length - 1) / 2

function middle(near: readonly string[] | undefined, places: ReadonlyMap<string, number>, own: number): number {
  const found = (near ?? []).flatMap((node) => places.get(node) ?? [])
  return found.length === 0 ? own : found.reduce((sum, place) => sum + place, 0) / found.length
}

/** A way between boxes needs less room than a box. */
const thin = 0.4
const heightOf = (node: string): number => (node.startsWith(' ') ? thin : 1)

/** Rows: each as near to the middle of its neighbours as those above and below leave room. */
function level(columns: readonly string[][], chains: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const { before, after } = neighboursOf(chains)
  const rows = new Map<string, number>()
  const offsets = columns.map((column) => {
    let at = 0
    return column.map((node, index) => {
      const above = column[index - 1]
      if (above !== undefined) at += (heightOf(above) + heightOf(node)) / 2
      return at
    })
  })
  for (const [index, column] of columns.entries()) {
    const all = offsets[index] ?? []
    for (const [at, node] of column.entries()) rows.set(node, (all[at] ?? 0) - (all.at(-1) ?? 0) / 2)
  }
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forth = sweep % 2 === 1
    for (const [at, column] of forth ? [...columns.entries()] : [...columns.entries()].toReversed()) {
      const own = offsets[at] ?? []
      const wished = column.map((node, index) => {
        const near = [...(before.get(node) ?? []), ...(after.get(node) ?? [])]
        return middle(near, rows, rows.get(node) ?? 0) - (own[index] ?? 0)
      })
      for (const [index, wish] of ascending(wished).entries()) rows.set(column[index] ?? '', wish + (own[index] ?? 0))
    }
  }
  return rows
}

/** The nearest numbers that never fall: those that do are taken together at their middle. */
function ascending(wished: readonly number[]): readonly number[] {
  const pools: { sum: number; count: number }[] = []
  const meanOf = (pool: { sum: number; count: number } | undefined): number => (pool ? pool.sum / pool.count : 0)
  for (const wish of wished) {
    pools.push({ sum: wish, count: 1 })
    while (pools.length > 1 && meanOf(pools.at(-2)) > meanOf(pools.at(-1))) {
      const last = pools.pop()
      const above = pools.at(-1)
      if (last && above) {
        above.sum += last.sum
        above.count += last.count
      }
    }
  }
  return pools.flatMap((pool) => Array.from({ length: pool.count }, () => meanOf(pool)))
}
