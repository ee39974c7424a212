// Where the picture puts things: every box in a place of its own, ways forward from column to column, the same each time.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOut } from '../../src/posture/layout.ts'

const graphs = fc
  .integer({ min: 1, max: 24 })
  .chain((size) =>
    fc.record({
      nodes: fc.constant(Array.from({ length: size }, (_, n) => (n % 5 === 4 ? `copy:${n}` : `thing:${n}`))),
      pairs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 }),
    }),
  )
  .map(({ nodes, pairs }) => ({
    nodes,
    edges: pairs.flatMap(([one, other]) => {
      const [from, to] = [nodes[one], nodes[other]]
      return from === undefined || to === undefined || from === to || from.startsWith('copy:') ? [] : [{ from, to }]
    }),
  }))
const isCopy = (node: string): boolean => node.startsWith('copy:')

describe('the layout', () => {
  test('gives each node a place in which no other stands', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { spots } = layOut(nodes, edges, isCopy)
        const placed = nodes.map((node) => spots.get(node))
        expect(placed.every((spot) => spot !== undefined)).toBe(true)
        for (const [at, one] of placed.entries())
          for (const other of placed.slice(at + 1))
            if (one?.column === other?.column)
              expect(Math.abs((one?.row ?? 0) - (other?.row ?? 0))).toBeGreaterThan(0.999)
      }),
    )
  })

  test('puts copies into the last column, and leads every way by each column between', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { spots, trails, columns } = layOut(nodes, edges, isCopy)
        for (const node of nodes) expect(spots.get(node)?.column === columns - 1 || !isCopy(node)).toBe(true)
        expect(trails.length).toBe(edges.length)
        for (const trail of trails) {
          const [first, last] = [trail[0]?.column ?? 0, trail.at(-1)?.column ?? 0]
          expect(trail.length).toBe(Math.max(2, last - first + 1))
        }
      }),
    )
  })

  test('is the same each time', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        expect(layOut(nodes, edges, isCopy)).toEqual(layOut(nodes, edges, isCopy))
      }),
    )
  })
})
