// The ways in which attackers take copies: for each an estate that falls, by the right way, and its mended twin that survives.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownDetections } from '../../src/content/files.ts'
import { survive } from '../../src/posture/survive.ts'
import { patterns } from './estates.ts'

const handOf = (estate: Parameters<typeof survive>[0], id: string) => {
  const hand = survive(estate, []).hands.find((one) => one.id === id)
  if (!hand) throw new Error(`nobody can hold ${id}`)
  return hand
}

describe.each(patterns)('$name', ({ hand, falls, ways, survives, finding }) => {
  test('falls, by this way', () => {
    const [fall] = handOf(falls, hand).falls
    expect(fall?.path.map(({ way }) => way)).toEqual(ways)
    expect(handOf(falls, hand).lost).toEqual(['ERP'])
  })

  test('is found, with evidence, a way to mend it and detections that are there', () => {
    const found = survive(falls, []).findings.filter(({ kind }) => kind === finding)
    expect(found.length).toBeGreaterThan(0)
    for (const { evidence, mend, watch } of found) {
      expect(evidence.length).toBeGreaterThan(0)
      expect(mend).not.toBe('')
      expect(watch.filter((file) => !existsSync(join(ownDetections, file)))).toEqual([])
    }
  })

  test('survives when one thing is mended', () => {
    expect(handOf(survives, hand)).toMatchObject({ falls: [], survive: ['last'], lost: [] })
  })
})
