// The public rules: every one compiles; index, scan, glance and explanation agree; no expression stalls; foresight is sound.
import { describe, expect, test } from 'vitest'
import type { Condition } from '../../src/sigma/ast.ts'
import { compileRules } from '../../src/sigma/compile.ts'
import { explain } from '../../src/sigma/explain.ts'
import { glanceOf } from '../../src/sigma/glance.ts'
import { foresee, holds, lookAt } from '../../src/sigma/program.ts'
import { regexTest } from '../../src/sigma/regex.ts'
import { spent } from '../support/spent.ts'
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
        if (index % 2 === 1) continue
        const other = made[Math.floor(roll() * made.length)]?.event ?? {}
        const half = Object.fromEntries(Object.entries(event).filter(() => roll() < 0.6))
        for (const one of index % 6 === 0 ? [event] : index % 6 === 2 ? [half] : [{ ...other, ...event }]) {
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
      for (const { event } of made.filter((_, index) => index % 3 === 0)) {
        const known = Object.fromEntries(Object.entries(event).filter(() => roll() < 0.5))
        const whole = lookAt(event, matcher.fields)
        const part = lookAt(known, matcher.fields)
        const has = (field: number): boolean => field !== 0 && part.cell(field).values.length > 0
        const wrong = matcher.rules.filter(({ node }) => foresee(node, part, has) === false && holds(node, whole))
        expect(wrong.map(({ meta }) => meta.id)).toEqual([])
      }
    })

    test('are explained as they are matched', () => {
      for (const [index, { rule, event }] of made.entries()) {
        const compiled = matcher.rules[index]
        if (!compiled) throw new Error('a rule is missing')
        const matched = matcher.match(event, []).some((match) => match.rule === rule.meta)
        expect(explain(compiled, event, matcher.fields).verdict === 'matched').toBe(matched)
      }
    })

    test('are not held back by a glance at the letters, each on its own', () => {
      let looked = 0
      for (const [index, { rule, event }] of made.entries()) {
        const compiled = matcher.rules[index]
        const look = compiled && glanceOf({ rules: [compiled], fields: matcher.fields })
        if (!look || !matcher.match(event, []).some((match) => match.rule === rule.meta)) continue
        looked += 1
        expect(look(Buffer.from(JSON.stringify(event)))).toBe(true)
      }
      expect(looked).toBeGreaterThan(1_000)
    })

    const expressionsIn = (condition: Condition): readonly (readonly [source: string, flags: string])[] =>
      condition.op === 'item'
        ? condition.item.test.kind === 're'
          ? [[condition.item.test.source, condition.item.test.flags]]
          : []
        : [condition.of].flat().flatMap(expressionsIn)

    test('have no expression that can be stalled', () => {
      const all = rules.flatMap(({ condition }) => expressionsIn(condition))
      expect(all.length).toBeGreaterThan(50)
      for (const [source, flags] of all) {
        const regex = regexTest(source, flags)
        expect([source, regex.ok]).toEqual([source, true])
        if (!regex.ok) continue
        // What the expression itself is made of, over and over, comes closest to what it looks for.
        const plain = source.replace(/[\\^$*+?(){}[\]|]/g, '')
        const begun = spent()
        for (const held of [plain, 'a', ' ', plain.slice(0, 3), `${plain}\n`, '"\\'])
          regex.value(held.repeat(Math.ceil(20_000 / Math.max(1, held.length))))
        expect(spent() - begun).toBeLessThan(3_000)
      }
    })
  })
