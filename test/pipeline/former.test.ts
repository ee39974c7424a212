// What records showed of the estate before: enough to tell how things were when a month ended, and no more.
import { expect, test } from 'vitest'
import { knowEstate } from '../../src/estate/know.ts'
import type { Event } from '../../src/model/event.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { formerFacts, knownFacts, withPosture } from '../../src/pipeline/posture.ts'

const estate = knowEstate({
  copies: [{ name: 'ERP in the bucket', of: 'ERP', where: ['erp-vault'] }],
})

/** @param days of retention, by moment */
function told(days: readonly (readonly [at: string, days: number])[]) {
  const memory = memoryMap()
  for (const [at, to] of days) {
    const event = {
      '@timestamp': at,
      event: { id: at, action: 'retention-changed', dataset: 'aws.cloudtrail', outcome: 'success' },
      backup: {
        resource: { id: 'erp-vault', name: 'erp-vault' },
        changes: [{ setting: 'retention', to, unit: 'd' }],
      },
    } as unknown as Event
    withPosture(memory, estate, event, `audit/0/${at}`, Date.parse(at))
  }
  const brief = (facts: ReturnType<typeof knownFacts>) => facts.map(({ at, value }) => `${at.slice(0, 10)} ${value}`)
  return { now: brief(knownFacts(memory, 'default')), former: brief(formerFacts(memory, 'default')) }
}

test('of each month the last value stays, and of the newest month the newest', () => {
  const { now, former } = told([
    ['2026-03-01T10:00:00.000Z', 30],
    ['2026-03-20T10:00:00.000Z', 14],
    ['2026-04-02T10:00:00.000Z', 7],
    ['2026-06-30T23:59:59.000Z', 3],
    ['2026-07-01T00:00:00.000Z', 1],
  ])
  expect(now).toEqual(['2026-07-01 1'])
  expect(former).toEqual(['2026-03-20 14', '2026-04-02 7', '2026-06-30 3'])
})

test('the same value again, and what comes late, is nothing new', () => {
  const { now, former } = told([
    ['2026-03-01T10:00:00.000Z', 30],
    ['2026-04-01T10:00:00.000Z', 30],
    ['2026-02-01T10:00:00.000Z', 7],
  ])
  expect(now).toEqual(['2026-03-01 30'])
  expect(former).toEqual([])
})

test('two years of months are kept, the oldest go', () => {
  const months = Array.from({ length: 40 }, (_, n) => new Date(Date.UTC(2024, n, 10)).toISOString())
  const { former } = told(months.map((at, n) => [at, n + 1] as const))
  expect(former).toHaveLength(24)
  expect(former.at(-1)).toBe(`${months[38]?.slice(0, 10)} 39`)
})
