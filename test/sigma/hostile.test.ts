// Rules and events that mean harm: they are refused or answered, in bounded time, and hurt nobody else.
import { describe, expect, test } from 'vitest'
import { parseRules } from '../../src/sigma/parse.ts'
import { spent } from '../support/spent.ts'
import { compileText, refusal, ruleOf, says, searchOf } from './ask.ts'

const quickly = (work: () => void, limit = 3_000): void => {
  const started = spent()
  work()
  expect(spent() - started).toBeLessThan(limit)
}
const problemsOf = (text: string): string =>
  parseRules(text, 'x.yml')
    .problems.map(({ message }) => message)
    .join('; ')

describe('hostile rules', () => {
  test('anchors that lead in a circle', () => {
    expect(problemsOf('title: t\nlogsource: {product: x}\ndetection: &d\n  a: *d\n  condition: a\n')).not.toBe('')
    expect(problemsOf(`a: &a\n  b: *a\naction: global\n---\na: &a\n  b: *a\ndetection: 1\n`)).not.toBe('')
  })
  test('aliases that multiply', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
        : `l${level}: &l${level} [${Array(9)
            .fill(`*l${level - 1}`)
            .join(', ')}]`,
    )
    quickly(() => expect(problemsOf(levels.join('\n'))).not.toBe(''))
  })
  test('maps in maps in maps', () => {
    const deep = `${Array.from({ length: 3_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')} 1`
    quickly(() => expect(problemsOf(deep)).not.toBe(''))
    quickly(() => expect(problemsOf(`detection: ${'['.repeat(20_000)}`)).not.toBe(''))
    quickly(() => expect(problemsOf(`detection: ${'{a: '.repeat(5_000)}1${'}'.repeat(5_000)}`)).not.toBe(''))
  })
  test('brackets in brackets', () => {
    const rule = (condition: string): string => ruleOf(`a:\n  f: 1\ncondition: ${condition}`)
    expect(refusal(rule(`${'('.repeat(1_000)}a${')'.repeat(1_000)}`))).toContain('levels deep')
    expect(refusal(rule(`${'not '.repeat(1_000)}a`))).toContain('levels deep')
    expect(says(rule(`${'('.repeat(100)}a${')'.repeat(100)}`), { f: 1 })).toBe(true)
  })
  test('a condition without end', () => {
    const rule = (condition: string): string => ruleOf(`a:\n  f: 1\ncondition: ${condition}`)
    expect(says(rule(Array(5_000).fill('a').join(' and ')), { f: 1 })).toBe(true)
    expect(refusal(rule(Array(20_000).fill('a').join(' and ')))).toContain('longer than')
  })
  test('patterns over thousands of searches, thousands of times', () => {
    const searches = Array.from({ length: 2_000 }, (_, index) => `s${index}:\n  f: ${index}`).join('\n')
    quickly(() =>
      expect(refusal(ruleOf(`${searches}\ncondition: ${Array(2_000).fill('1 of s*').join(' and ')}`))).toContain(
        'names more than',
      ),
    )
  })
  test('a list of 50,000 values', () => {
    const rule = searchOf(`f:\n${Array.from({ length: 50_000 }, (_, index) => `  - value ${index}`).join('\n')}`)
    const matcher = compileText(rule)
    quickly(() => {
      for (let round = 0; round < 200; round += 1) expect(matcher.match({ f: 'VALUE 49999' }, [])).toHaveLength(1)
      for (let round = 0; round < 200; round += 1) expect(matcher.match({ f: 'value x' }, [])).toHaveLength(0)
    })
  })
  test('placeholders that multiply', () => {
    const placeholders = { x: Array.from({ length: 200 }, (_, index) => `v${index}`) }
    quickly(() =>
      expect(refusal(searchOf("f|expand: '%x%%x%'"), { placeholders })).toContain('expand to more than 10000'),
    )
  })
  test('names of the prototype', () => {
    const text =
      'title: t\nid: p\nlogsource: {product: x, __proto__: {service: y}}\n__proto__: {polluted: 1}\ndetection:\n  __proto__:\n    f: 1\n  condition: __proto__\n'
    expect(says(text, { f: 1 })).toBe(true)
    expect(says(ruleOf('constructor:\n  f: 1\ncondition: constructor'), { f: 2 })).toBe(false)
    expect(refusal(ruleOf('a:\n  f: 1\ncondition: toString'))).toContain('there is no search')
    expect(problemsOf('action: global\n__proto__:\n  a: 1\n---\n__proto__:\n  b: 1\n')).not.toBe('')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(({} as Record<string, unknown>).a).toBe(undefined)
  })
  test('a file that is too large, or no text at all', () => {
    expect(problemsOf(`a: ${'x'.repeat(5 << 20)}`)).toContain('larger than')
    expect(problemsOf('\0\u0001\u0002')).not.toBe('')
    expect(problemsOf('{{{{')).not.toBe('')
    expect(problemsOf('!!js/function "x"')).not.toBe('')
    expect(problemsOf('%YAML 9.9\n---\na: *missing\n')).not.toBe('')
  })
  test('one bad rule in a set of good ones', () => {
    const good = (id: string): string => searchOf('f: 1').replace('the-rule', id)
    const bad = searchOf("f|re: '('").replace('the-rule', 'bad')
    const matcher = compileText([good('one'), bad, good('two')].join('---\n'))
    expect(matcher.match({ f: 1 }, []).map(({ rule }) => rule.id)).toEqual(['one', 'two'])
    expect(matcher.trouble.map(({ rule }) => rule)).toEqual(['bad'])
  })
})

describe('hostile events', () => {
  const nested = (levels: number, open: string, close: string): object =>
    JSON.parse(`{"a":${open.repeat(levels)}1${close.repeat(levels)}}`)
  test('lists in lists, 20,000 deep', () => {
    const event = nested(20_000, '[', ']')
    expect(says(searchOf('a: 1'), event)).toBe(true)
    expect(says(searchOf('a.b: 1'), event)).toBe(false)
    expect(says(searchOf('- 1'), event)).toBe(true)
  })
  test('maps in maps, 20,000 deep', () => {
    const event = nested(20_000, '{"a":', '}')
    expect(says(searchOf('a.a.a.b: 1'), event)).toBe(false)
    expect(says(searchOf("- '1'"), event)).toBe(true)
  })
  test('a value of 4 MB', () => {
    const event = { f: `${'ab'.repeat(2 << 20)}!` }
    quickly(() => {
      expect(says(searchOf("f|contains: 'zz'"), event)).toBe(false)
      expect(says(searchOf("f: '*a*b*!'"), event)).toBe(true)
      expect(says(searchOf("f|re: '(a|b)+!$'"), event)).toBe(true)
    }, 10_000)
  })
  test('lone surrogates, NUL and own keys of the prototype', () => {
    expect(says(searchOf("f|startswith: 'a'"), { f: 'a\ud800\0' })).toBe(true)
    expect(says(searchOf('f: 1'), JSON.parse('{"__proto__":{"f":1}}'))).toBe(false)
    expect(says(searchOf('a.f: 1'), JSON.parse('{"a":{"__proto__":{"f":1}}}'))).toBe(false)
  })
  test('ten thousand fields', () => {
    const event = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, [index]]))
    quickly(() => expect(says(searchOf('f9999: 9999'), event)).toBe(true))
  })
})
