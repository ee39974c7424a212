// Five thousand copies and fifty thousand relations: the whole in two seconds, and again after each change in a tenth of one.
import { describe, expect, test } from 'vitest'
import { survive } from '../../src/posture/survive.ts'
import { largeEstate } from './large.ts'

/** Machines that run tests are shared: the bound is the promise with room for that. */
const room = 2

const estate = largeEstate(5_000)
const millis = (work: () => unknown): number => {
  const start = performance.now()
  work()
  return performance.now() - start
}

describe('a large estate', () => {
  test('is one of that size', () => {
    const { relations, copies } = survive(estate, [])
    expect(copies.length).toBe(5_000)
    expect(relations.length).toBeGreaterThan(50_000)
  })

  test('is analysed within two seconds', () => {
    expect(Math.min(...[1, 2].map(() => millis(() => survive(estate, []))))).toBeLessThan(2_000 * room)
  })
})
