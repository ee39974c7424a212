import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sourceNames } from '../../src/content/sources.ts'
import { goldenOf } from './golden.ts'
import { ownSamples } from './samples.ts'

const samples = await ownSamples()

describe('samples', () => {
  test.each(sourceNames())('%s has samples', (name) => {
    expect(samples.filter(({ source }) => source.name === name).length).toBeGreaterThan(0)
  })

  // `npm run golden` writes them; what it changes is for a person to read.
  test.each(samples)('$name becomes what stands beside it', ({ source, raw, golden }) => {
    expect(existsSync(golden)).toBe(true)
    expect(goldenOf(source, raw)).toBe(readFileSync(golden, 'utf8'))
  })
})
