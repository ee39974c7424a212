// `re`: no regular expression can stall the engine, and both of our engines mean the same.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition } from '../../src/sigma/ast.ts'
import { nativeOf, re2Of, regexTest } from '../../src/sigma/regex.ts'
import { compileText, searchOf } from './ask.ts'
import { corpusIsThere, readCorpus } from './corpus.ts'

describe('no log line can stall the engine', () => {
  const long = 'a'.repeat(50_000)
  test.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*a){12}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a*)*b',
    'a*a*a*a*a*b',
    '.*.*=.*',
    '(a|a)'.repeat(24).concat('b'),
    'a?'.repeat(40).concat('a'.repeat(40), 'b'),
    'a{0,99}a{0,99}a{0,99}b',
    '^a{0,99}a{0,99}a*b',
    '(a{1,9}){1,9}b',
    '((a|b)(a|c)){9}(a|a)(a|a)(a|a)(a|a)d',
    '^(a?a?a?a?a?a?a?a?)*$b',
    'a{50}a{50}a{50,}b',
    '([a-z]+)*\\d',
    '(x+x+)+y|(a+a+)+y',
    '^(a|b|ab)*c',
    '(?i)(A+)+\\$',
    '[a-z]*[a-z0-9]*[a-z0-9_]*=',
    '^.*(a.*){8}b',
    '(a*?)*?b',
    '\\s*a\\s*b|(a|aa)*b',
    'a.*a.*a.*a.*a.*b',
    '(?:(?:a?){10}){10}b',
  ])('%s on 50,000 letters', (source) => {
    const matcher = compileText(searchOf(`f|re: '${source}'`))
    expect(matcher.trouble).toEqual([])
    const started = performance.now()
    matcher.match({ f: `${long}!` }, [])
    expect(performance.now() - started).toBeLessThan(2_000)
  })
  test.each(['*a*a*a*a*a*b', '*a?a?a?*b', '?*?*?*b'])('the wildcards %s on 50,000 letters', (pattern) => {
    const matcher = compileText(searchOf(`f: '${pattern}'`))
    const started = performance.now()
    expect(matcher.match({ f: long }, [])).toEqual([])
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('the two engines', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    'A',
    '.',
    '[ab]',
    '[^a]',
    '\\d',
    '\\s',
    '\\w',
    '\\.',
    '(a|b)',
    '(ab|c|)',
    '^',
    '$',
    '\\\\',
  )
  const times = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,3}', '{2,}')
  const source = fc
    .array(fc.tuple(atom, times), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.map(([one, many]) => (one === '^' || one === '$' ? one : one + many)).join(''))
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'A', '.', '1', ' ', '\n', '\r', '\\', '_'), { maxLength: 10 })

  test('mean the same where either may run', () => {
    let compared = 0
    fc.assert(
      fc.property(
        source,
        fc.constantFrom('', 'i', 's', 'is'),
        fc.array(text, { minLength: 1, maxLength: 5 }),
        (one, flags, texts) => {
          const native = nativeOf(one, flags)
          if (!native) return
          compared += 1
          const re2 = re2Of(one, flags)
          for (const letters of texts) {
            const held = letters.join('')
            expect([one, held, native.test(held)]).toEqual([one, held, re2(held)])
          }
        },
      ),
      { numRuns: 3_000, seed: 20_260_302 },
    )
    expect(compared).toBeGreaterThan(500)
  })
})

describe('the public rules', () => {
  const expressionsIn = (condition: Condition): readonly (readonly [source: string, flags: string])[] =>
    condition.op === 'item'
      ? condition.item.test.kind === 're'
        ? [[condition.item.test.source, condition.item.test.flags]]
        : []
      : [condition.of].flat().flatMap(expressionsIn)

  test(corpusIsThere ? 'none of their expressions can be stalled' : 'are not beside this checkout', () => {
    if (!corpusIsThere) return
    const all = readCorpus().flatMap(({ rules }) => rules.flatMap(({ condition }) => expressionsIn(condition)))
    expect(all.length).toBeGreaterThan(50)
    for (const [source, flags] of all) {
      const regex = regexTest(source, flags)
      expect([source, regex.ok]).toEqual([source, true])
      if (!regex.ok) continue
      // What the expression itself is made of, over and over, comes closest to what it looks for.
      const plain = source.replace(/[\\^$*+?(){}[\]|]/g, '')
      const begun = performance.now()
      for (const held of [plain, 'a', ' ', plain.slice(0, 3), `${plain}\n`, '"\\'])
        regex.value(held.repeat(Math.ceil(20_000 / Math.max(1, held.length))))
      expect(performance.now() - begun).toBeLessThan(2_000)
    }
  })
})
