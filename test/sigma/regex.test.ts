// `re`: what a regular expression means here, and that none can stall the engine.
import { describe, expect, test } from 'vitest'
import { compileText, refusal, says, searchOf } from './ask.ts'

type Row = readonly [clause: string, search: string, event: unknown, expected: boolean]
const table = (rows: readonly Row[]): void =>
  test.each(rows)('%s: %s on %j is %j', (_, search, event, expected) => {
    expect(says(searchOf(search), event)).toBe(expected)
  })

describe('re: "Regex is matched case-sensitive by default"', () => {
  table([
    ['anywhere in the value', "f|re: 'b'", { f: 'abc' }, true],
    ['other case', "f|re: 'B'", { f: 'abc' }, false],
    ['^', "f|re: '^b'", { f: 'abc' }, false],
    ['$', "f|re: 'c$'", { f: 'abc' }, true],
    ['^ and $', "f|re: '^a.c$'", { f: 'abc' }, true],
    ['dot', "f|re: 'a.c'", { f: 'ac' }, false],
    ['dot stops at a line break', "f|re: 'a.c'", { f: 'a\nc' }, false],
    ['and at no other end of line', "f|re: 'a.c'", { f: 'a\rc' }, true],
    ['the same in the other engine', "f|re: 'a.+.+c'", { f: 'a\r\u2028c' }, true],
    ['star', "f|re: '^ab*c$'", { f: 'ac' }, true],
    ['plus', "f|re: '^ab+c$'", { f: 'ac' }, false],
    ['question mark', "f|re: '^ab?c$'", { f: 'abc' }, true],
    ['{n}', "f|re: '^a{3}$'", { f: 'aaa' }, true],
    ['{n,m}', "f|re: '^a{2,3}$'", { f: 'aaaa' }, false],
    ['{n,}', "f|re: '^a{2,}$'", { f: 'aaaa' }, true],
    ['class', "f|re: '[a-c]x'", { f: 'bx' }, true],
    ['negated class', "f|re: '[^a-c]x'", { f: 'bx' }, false],
    ['group and alternation', "f|re: '^(ab|cd)+$'", { f: 'abcd' }, true],
    ['escaped dot', "f|re: 'a\\.c'", { f: 'abc' }, false],
    ['backslash in a path', "f|re: 'C:\\\\[a-z]+'", { f: 'C:\\temp' }, true],
    ['\\d', "f|re: '^\\d+$'", { f: '123' }, true],
    ['\\d is plain digits', "f|re: '\\d'", { f: '٣' }, false],
    ['\\s', "f|re: 'a\\sb'", { f: 'a\tb' }, true],
    ['\\s is plain space', "f|re: 'a\\sb'", { f: 'a\u00a0b' }, false],
    ['\\w', "f|re: '^\\w+$'", { f: 'a_1' }, true],
    ['\\b', "f|re: '\\bcat\\b'", { f: 'a cat!' }, true],
    ['numbers by their text', "f|re: '^46..$'", { f: 4624 }, true],
    ['a number as the expression', 'f|re: 46', { f: 4624 }, true],
    ['any member of a list', "f|re: '^b'", { f: ['a', 'bc'] }, true],
    ['absent', "f|re: '.*'", { g: 1 }, false],
    ['empty value', "f|re: '.*'", { f: '' }, true],
    ['list of expressions', "f|re: ['^x', '^a']", { f: 'abc' }, true],
    ['neq', "f|re|neq: '^a'", { f: 'abc' }, false],
  ])
})

describe('i, m, s', () => {
  table([
    ['i', "f|re|i: 'B'", { f: 'abc' }, true],
    ['i in the other engine', "f|re|i: 'B+.*C+'", { f: 'abc' }, true],
    ['ignorecase is the same', "f|re|ignorecase: 'B'", { f: 'abc' }, true],
    ['m: "^/$ match the start/end of line"', "f|re|m: '^b$'", { f: 'a\nb\nc' }, true],
    ['without m they do not', "f|re: '^b$'", { f: 'a\nb\nc' }, false],
    ['s: "dot matches all characters, including the newline"', "f|re|s: 'a.c'", { f: 'a\nc' }, true],
    ['i and s', "f|re|i|s: 'A.C'", { f: 'a\nc' }, true],
    ['all three', "f|re|i|m|s: '^B.C$'", { f: 'a\nb\nc' }, true],
    ['inline at the beginning', "f|re: '(?i)ABC'", { f: 'abc' }, true],
    ['inline with several', "f|re: '(?is)A.C'", { f: 'a\nc' }, true],
    ['inline in a group', "f|re: 'a(?i:B)c'", { f: 'abc' }, true],
    ['contains', "f|re|contains: 'b'", { f: 'abc' }, true],
    ['startswith', "f|re|startswith: 'b|x'", { f: 'abx' }, false],
    ['endswith', "f|re|endswith: 'b|c'", { f: 'abc' }, true],
  ])
  test.each(['f|i', 'f|m|re', 'f|s|contains'])('they need re before them: %s', (key) =>
    expect(refusal(searchOf(`${key}: 'a'`))).toContain('needs "re" before it'),
  )
  test('cased and i exclude each other', () => expect(refusal(searchOf("f|re|i|cased: 'a'"))).toContain('exclude'))
})

describe('"Other metacharacters are unsupported and can not be used"', () => {
  test.each([
    ['look-ahead', "'a(?=b)'", 'look-around'],
    ['negative look-ahead', "'a(?!b)'", 'look-around'],
    ['a back-reference', "'(a)\\1'", 'a back-reference'],
    ['an open bracket', "'(a'", 'cannot be read'],
    ['a repetition of nothing', "'*a'", 'cannot be read'],
    ['an open class', "'[a'", 'cannot be read'],
    ['too many repetitions', "'(a{1,1000}){1,1000}'", 'cannot be read'],
  ])('%s is a problem at load, in words', (_, source, words) => {
    expect(refusal(searchOf(`f|re: ${source}`))).toContain(words)
  })
})

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
