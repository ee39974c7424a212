// The stories in samples/stories: a replay of each tells what its `expected.json` says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectationOf, storiesFolder, storyNames } from './expectation.ts'

const attacks = ['forty-days', 'filer-attack', 'veeam-attack', 'three-consoles']

describe('a sample story', () => {
  test.each(storyNames)('%s tells what is expected of it', async (name) => {
    const expected: unknown = JSON.parse(readFileSync(join(storiesFolder, name, 'expected.json'), 'utf8'))
    expect(await expectationOf(name)).toEqual(expected)
  })

  test.each(storyNames)('%s says what it is about', (name) => {
    expect(readFileSync(join(storiesFolder, name, 'README.md'), 'utf8')).toMatch(/^# /)
  })

  test.each(storyNames.filter((name) => !attacks.includes(name)))('%s wakes nobody', async (name) => {
    expect(await expectationOf(name)).toMatchObject({ summary: { rejects: 0, pages: 0 } })
  })

  test.each(attacks)('%s needs six page-now alerts at most', async (name) => {
    const { alerts } = await expectationOf(name)
    const loud = JSON.stringify(alerts).match(/"priority":"page-now"/g) ?? []
    expect(loud.length).toBeGreaterThan(2)
    expect(loud.length).toBeLessThanOrEqual(6)
  })
})
