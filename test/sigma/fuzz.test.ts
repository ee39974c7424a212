// Damaged rules and random events for a few seconds, from a seed of their own each; `bench/fuzz.ts` goes on for as long as asked.
import { expect, test } from 'vitest'
import { spent } from '../support/spent.ts'
import { dice } from './corpus.ts'
import { fuzz } from './fuzz.ts'

test('whatever is damaged, nothing throws, and index, scan, glance and explanation agree', () => {
  const begun = performance.now()
  let tried = 0
  for (let seed = 1; seed <= 1_500 && performance.now() - begun < 2_000; seed += 1) {
    const round = spent()
    const failure = fuzz(dice(seed * 7_919))
    expect({ seed, failure }).toEqual({ seed, failure: undefined })
    expect(spent() - round).toBeLessThan(3_000)
    tried += 1
  }
  expect(tried).toBeGreaterThan(5)
})
