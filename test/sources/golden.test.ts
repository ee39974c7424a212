import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sourceNames } from '../../src/content/sources.ts'
import { ownLibrary } from '../support/library.ts'
import { alertsText, goldenOf } from './golden.ts'
import { alertsFiles, ownSamples } from './samples.ts'

const samples = await ownSamples()
const alerts = await alertsFiles()
const detections = await ownLibrary()

describe('samples', () => {
  test.each(sourceNames())('%s has samples', (name) => {
    expect(samples.filter(({ source }) => source.name === name).length).toBeGreaterThan(0)
  })

  // `npm run golden` writes them; what it changes is for a person to read.
  test.each(samples)('$name becomes what stands beside it', ({ source, raw, golden }) => {
    expect(existsSync(golden)).toBe(true)
    expect(goldenOf(source, raw)).toBe(readFileSync(golden, 'utf8'))
  })

  test.each(alerts)('of $name lead to the alerts that stand beside them', ({ source, target, files }) => {
    expect(existsSync(target)).toBe(true)
    expect(alertsText(source, files, detections)).toBe(readFileSync(target, 'utf8'))
  })
})
