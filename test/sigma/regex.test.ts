// `re`: no regular expression can stall the engine, and both of our engines mean the same.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nativeOf, re2Of } from '../../src/sigma/regex.ts'
import { spent } from '../support/spent.ts'
import { compileText, searchOf } from './ask.ts'

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
    const started = spent()
    matcher.match({ f: `${long}!` }, [])
    expect(spent() - started).toBeLessThan(2_000)
  })
  test.each(['*a*a*a*a*a*b', '*a?a?a?*b', '?*?*?*b'])('the wildcards %s on 50,000 letters', (pattern) => {
    const matcher = compileText(searchOf(`f: '${pattern}'`))
    const started = spent()
    expect(matcher.match({ f: long }, [])).toEqual([])
    expect(spent() - started).toBeLessThan(1_000)
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
