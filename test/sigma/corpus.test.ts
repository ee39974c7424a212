// The public rules: every one compiles, the index agrees with the full scan, and foresight never says no to a yes.
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/sigma/compile.ts'
import { foresee, holds, lookAt } from '../../src/sigma/program.ts'
import { corpusIsThere, dice, eventFor, readCorpus } from './corpus.ts'

if (!corpusIsThere)
  describe('the public rules', () => {
    test('are not beside this checkout, so nothing is said about them', () => expect(corpusIsThere).toBe(false))
  })
else
  describe('the public rules', () => {
    const parsed = readCorpus()
    const rules = parsed.flatMap((part) => part.rules)
    const filters = parsed.flatMap((part) => part.filters)
    const matcher = compileRules({ rules, filters, correlations: [] }, { raw: true })
    const roll = dice(7)
    const made = rules.map((rule) => ({ rule, event: eventFor(rule, roll) }))

    test('compile, every one', () => {
      expect(rules.length).toBeGreaterThan(1_000)
      expect([...parsed.flatMap(({ problems }) => problems), ...matcher.problems]).toEqual([])
    })

    test('say yes to events made of what they ask for', () => {
      const silent = made.filter(
        ({ rule, event }) => !matcher.match(event, []).some((match) => match.rule === rule.meta),
      )
      expect(silent.length / made.length).toBeLessThan(0.06)
    })

    test('match and scan agree on those events, on parts of them and on mixtures', () => {
      let matches = 0
      for (const [index, { event }] of made.entries()) {
        const other = made[Math.floor(roll() * made.length)]?.event ?? {}
        const half = Object.fromEntries(Object.entries(event).filter(() => roll() < 0.6))
        for (const one of index % 3 === 0 ? [event] : index % 3 === 1 ? [half] : [{ ...other, ...event }]) {
          const scanned = matcher.scan(one, [])
          expect(matcher.match(one, [])).toEqual(scanned)
          matches += scanned.length
        }
      }
      expect(matches).toBeGreaterThan(500)
    })

    test('match and scan agree within log sources too', () => {
      const routed = compileRules({ rules, filters, correlations: [] })
      const sources = [
        { product: 'aws', service: 'cloudtrail' },
        { category: 'process_creation', product: 'windows' },
        {},
      ]
      for (const { event } of made.filter((_, index) => index % 5 === 0))
        for (const source of sources) expect(routed.match(event, [source])).toEqual(routed.scan(event, [source]))
      expect(routed.scan(made[0]?.event ?? {}, [{}])).toEqual([])
    })

    test('foresight: no rule that says yes was excluded by a part of the event', () => {
      for (const { event } of made) {
        const known = Object.fromEntries(Object.entries(event).filter(() => roll() < 0.5))
        const whole = lookAt(event, matcher.fields)
        const part = lookAt(known, matcher.fields)
        const has = (field: number): boolean => field !== 0 && part.cell(field).values.length > 0
        const wrong = matcher.rules.filter(({ node }) => foresee(node, part, has) === false && holds(node, whole))
        expect(wrong.map(({ meta }) => meta.id)).toEqual([])
      }
    })
  })
