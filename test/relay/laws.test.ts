// Whatever happens in whatever order: nobody is rung after they answered, and what nobody answered rings again.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../src/lib/duration.ts'
import { everyone, night, policyOf } from './night.ts'

type Step =
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'alert'; readonly id: string; readonly stage: number }
  | { readonly do: 'answer' | 'give-back' | 'resolve'; readonly id: string }
  | { readonly do: 'provider'; readonly name: string; readonly answer: 'accepted' | 'retry' | 'refused' | 'silent' }
  | { readonly do: 'clock'; readonly hours: number }

const id = fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('alert' as const), id, stage: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'give-back' as const, 'resolve' as const), id }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('provider' as const),
      name: fc.constantFrom(...everyone),
      answer: fc.constantFrom('accepted' as const, 'retry' as const, 'refused' as const, 'silent' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clock' as const), hours: fc.integer({ min: -30, max: 3 }) }) },
)

const limits = Object.fromEntries(everyone.map((name) => [name, [{ pages: 4, per: 10 * minute }]]))

function play(steps: readonly Step[]) {
  const line = night(policyOf({ limits, acknowledgementLasts: 3 * hour }), everyone)
  const stages = new Map<string, number>()
  const answered = new Set<string>()
  const over = new Set<string>()
  let version = 1
  for (const one of steps) {
    version += 1
    switch (one.do) {
      case 'pass':
        line.pass(one.seconds * 1_000, 5_000)
        break
      case 'alert': {
        const stage = Math.max(stages.get(one.id) ?? 0, one.stage)
        if (stage > (stages.get(one.id) ?? 0) || over.has(one.id)) answered.delete(one.id)
        over.delete(one.id)
        stages.set(one.id, stage)
        line.alert({ id: one.id, version, stage, change: version === 2 ? 'opened' : 'worse' })
        break
      }
      case 'answer':
        line.act({ alert: one.id })
        if (stages.has(one.id)) answered.add(one.id)
        break
      case 'give-back':
        line.act({ alert: one.id, act: 'unacknowledge' })
        answered.delete(one.id)
        break
      case 'resolve':
        if (!stages.has(one.id)) break
        line.alert({ id: one.id, version, stage: stages.get(one.id) ?? 1, status: 'resolved', change: 'resolved' })
        over.add(one.id)
        break
      case 'provider':
        line.provider(one.name, () => one.answer)
        break
      case 'clock':
        line.jump(one.hours * hour)
    }
  }
  return { line, stages, answered, over }
}

describe('in any order of ticks, answers of providers and of people', () => {
  test('the same journal gives the same pages, decisions and state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const [one, other] = [play(steps).line, play(steps).line]
        expect(other.decisions).toEqual(one.decisions)
        expect([...other.state]).toEqual([...one.state])
        expect(new Set(one.decisions.map((decision) => decision.id)).size).toBe(one.decisions.length)
      }),
      { numRuns: 25 },
    )
  })
  test('nobody is rung for what was answered or is over', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { line, answered, over } = play(steps)
        const before = line.rung.length
        for (const name of everyone) line.provider(name, () => 'accepted')
        // Less than an acknowledgement lasts, from the last moment at which one was given.
        line.pass(1_000)
        const ringing = line.rung
          .slice(before)
          .filter(({ page }) => page.action === 'trigger' && page.reason !== 'summary')
        for (const { page } of ringing)
          if (over.has(page.alert)) expect.fail(`${page.alert} is over and rang`)
          else if (answered.has(page.alert)) expect(line.actions.some(({ alert }) => alert === page.alert)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
  test('what pages at once and nobody answered is told again within the longest pause', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { line, stages, answered, over } = play(steps)
        for (const name of everyone) line.provider(name, () => 'accepted')
        const before = line.rung.length
        line.pass(40 * minute, 5_000)
        const told = new Set(
          line.rung.slice(before).flatMap(({ page }) => {
            const members = line.decisions
              .filter(({ dedupKey }) => dedupKey === page.dedupKey)
              .map(({ alert }) => alert)
            return page.action === 'trigger' ? [page.alert, ...members] : []
          }),
        )
        for (const alert of stages.keys()) if (!answered.has(alert) && !over.has(alert)) expect(told).toContain(alert)
      }),
      { numRuns: 40 },
    )
  })
})
