// The stories in samples/stories: a replay of each tells what its `expected.json` says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectationOf, storiesFolder, storyNames } from './expectation.ts'
import { sequences } from './sequences/all.ts'

const told = new Map<string, ReturnType<typeof expectationOf>>()
/** Each story is told once, however many tests ask. */
function tellingOf(name: string): ReturnType<typeof expectationOf> {
  const known = told.get(name) ?? expectationOf(name)
  told.set(name, known)
  return known
}

const attacks = ['forty-days', 'filer-attack', 'veeam-attack', 'three-consoles', ...sequences.map(({ name }) => name)]

describe('a sample story', () => {
  test.each(storyNames)('%s tells what is expected of it', async (name) => {
    const expected: unknown = JSON.parse(readFileSync(join(storiesFolder, name, 'expected.json'), 'utf8'))
    expect(await tellingOf(name)).toEqual(expected)
  })

  test.each(storyNames)('%s says what it is about', (name) => {
    expect(readFileSync(join(storiesFolder, name, 'README.md'), 'utf8')).toMatch(/^# /)
  })

  test.each(storyNames.filter((name) => !attacks.includes(name)))('%s wakes nobody', async (name) => {
    expect(await tellingOf(name)).toMatchObject({ summary: { rejects: 0, pages: 0 } })
  })

  test.each(attacks)('%s needs six page-now alerts at most', async (name) => {
    const { alerts } = await tellingOf(name)
    const loud = JSON.stringify(alerts).match(/"priority":"page-now"/g) ?? []
    expect(loud.length).toBeGreaterThan(0)
    expect(loud.length).toBeLessThanOrEqual(6)
  })
})
