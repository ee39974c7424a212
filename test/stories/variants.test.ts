// Further attacks, each paged in time and in six alerts at most; and further ordinary work, which wakes nobody.
import { describe, expect, test } from 'vitest'
import { tellLines } from './tell.ts'
import { attacks } from './variants/attacks.ts'
import { twins } from './variants/twins.ts'
import { sorted } from './vendors/line.ts'

describe('further attacks', () => {
  test.each(attacks)('$title', async ({ lines, by }) => {
    const told = await tellLines(sorted(lines))
    const pages = told.lines.filter(({ type }) => type === 'page').map(({ at }) => Date.parse(String(at)))
    expect(told.rejects).toBe(0)
    expect(pages.length).toBeGreaterThan(0)
    expect(new Date(Math.min(...pages)).toISOString() <= new Date(by).toISOString()).toBe(true)
    expect(told.alerts.filter((alert) => alert.startsWith('page-now')).length).toBeLessThanOrEqual(6)
  })
})

describe('further ordinary work', () => {
  test.each(twins)('$title', async ({ lines }) => {
    const told = await tellLines(sorted(lines))
    expect(told.rejects).toBe(0)
    expect(told.pages).toEqual([])
  })
})
