// A glance at the bytes: it may let an event through for nothing, and never holds one back that a rule would match.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Glance, glanceOf } from '../../src/sigma/glance.ts'
import { compileText, searchOf } from './ask.ts'

const glance = (...searches: readonly string[]): Glance | undefined =>
  glanceOf(
    compileText(searches.map((search, index) => searchOf(search).replace('the-rule', `r${index}`)).join('---\n')),
  )

describe('one look', () => {
  const name = glance('eventName: StopLogging', "eventName|startswith: 'Delete'")
  test.each([
    ['the value', '{"eventName":"StopLogging"}', true],
    ['other case', '{"eventName":"stoplogging"}', true],
    ['a part', '{"eventName": "DeleteTrail"}', true],
    ['spaces around', '{"eventName"\t: \r"StopLogging"}', true],
    ['another value', '{"eventName":"GetObject"}', false],
    ['absent', '{"x":"StopLogging"}', false],
    ['only as a value', '{"x":"eventName","y":"StopLogging"}', false],
    ['as a value, then as a key', '{"x":"eventName","eventName":"StopLogging"}', true],
    ['twice', '{"eventName":"GetObject","eventName":"StopLogging"}', true],
    ['below something else', '{"x":{"eventName":"StopLogging"}}', true],
    ['a name with an escaped letter', '{"\\u0065ventName":"StopLogging"}', true],
    ['a value with an escape', '{"eventName":"Stop\\/Logging"}', true],
    ['a list', '{"eventName":["x","StopLogging"]}', true],
    ['a number', '{"eventName":5}', true],
    ['inside a text', '{"x":"{\\"eventName\\":\\"StopLogging\\"}"}', false],
    ['an open text', '{"eventName":"Stop', true],
  ])('%s: %s is %j', (_, line, expected) => expect(name?.(Buffer.from(line))).toBe(expected))

  test('at the end of a way, and as a flat key', () => {
    const nested = glance('userIdentity.type: Root')
    expect(nested?.(Buffer.from('{"userIdentity":{"type":"Root"}}'))).toBe(true)
    expect(nested?.(Buffer.from('{"userIdentity.type":"root"}'))).toBe(true)
    expect(nested?.(Buffer.from('{"userIdentity":{"type":"IAMUser"},"x":[{"type":"y"}]}'))).toBe(false)
  })
  test('all that a rule needs', () => {
    const both = glance("eventName: AssumeRole\nuserIdentity.type: Root\nerrorCode|startswith: 'A'", '- StopIt')
    const line = (more: object): Buffer => Buffer.from(JSON.stringify({ eventName: 'AssumeRole', ...more }))
    expect(both?.(line({}))).toBe(false)
    expect(both?.(line({ userIdentity: { type: 'Root' } }))).toBe(false)
    expect(both?.(line({ errorCode: 'Access', userIdentity: { type: 'Role' } }))).toBe(false)
    expect(both?.(line({ errorCode: 'Access', userIdentity: { type: 'Root' } }))).toBe(true)
    expect(both?.(line({ x: ['do stopit now'] }))).toBe(true)
    expect(both?.(line({ x: 'STOP\u0130T \u212a' }))).toBe(true)
  })
  test.each([
    ['a rule that anything may match', ['f: null']],
    ['a keyword that may be escaped', ["- 'a/b'"]],
    ['a keyword of digits', ["- '4624'"]],
    ['a keyword of other alphabets', ["- 'ä'"]],
    ['more keywords than are looked for', Array.from({ length: 9 }, (_, index) => `- 'word ${index} x'`)],
    ['a place in a list', ['a.0: x']],
    ['a name that may be escaped', ["'a/b': x"]],
    ['rules with too little in common', Array.from({ length: 100 }, (_, index) => `field_${index}x: x`)],
    ['no rule', []],
  ])('%s: there is none', (_, searches) => {
    if (searches.length > 0) expect(glance(...searches)).toBe(undefined)
    else expect(glanceOf({ rules: [], fields: compileText(searchOf('f: 1')).fields })).toBeTypeOf('function')
  })
})

describe('it is the slow way', () => {
  const value = fc.constantFrom(
    'a',
    'A',
    'xa',
    '\u212a',
    'İ',
    '\u0001a',
    'ab',
    'x"y',
    'ä',
    'b\\c',
    1,
    null,
    true,
    ['a'],
    { f: 'a' },
  )
  const event = fc.record(
    { f: value, 'n.f': value, n: fc.oneof(value, fc.record({ f: value, g: value })), x: value },
    { requiredKeys: [] },
  )
  const search = fc.constantFrom(
    'f: a',
    "f|contains: 'b'",
    'n.f: [a, ab]',
    'f: a\nx: 1',
    "n.f|endswith: 'c'",
    '- f: a\n- n.f: A',
    'f: ä',
    "- 'ab'",
    "- 'K'\n- 'true'",
    "'|all': ['a', 'x']",
    'f: a\nn.g: [a, 1]\nx|exists: true',
    "f|re: 'a.*'\nn.f: '*'",
    'x|gte: 1',
    'f: true',
    'f|fieldref: x',
    "f: 'x\"y'",
  )
  test('for any rules and any event', () => {
    fc.assert(
      fc.property(fc.array(search, { minLength: 1, maxLength: 4 }), event, fc.boolean(), (searches, one, spaced) => {
        const matcher = compileText(
          searches.map((text, index) => searchOf(text).replace('the-rule', `r${index}`)).join('---\n'),
        )
        const look = glanceOf(matcher)
        const line = Buffer.from(JSON.stringify(one, null, spaced ? 1 : 0))
        if (matcher.match(one, []).length > 0) expect(look?.(line) ?? true).toBe(true)
      }),
      { numRuns: 1_500, seed: 20_260_302 },
    )
  })
})
