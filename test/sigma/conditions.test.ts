// Conditions: operators, their order, `1 of` and `all of`. Source: Sigma rules specification 2.x, chapter "Condition".
import { describe, expect, test } from 'vitest'
import { refusal, ruleOf, says } from './ask.ts'

/** Searches a, b, c, selection_1, selection_2, filter_x, _hidden; each asks for a field of its own name. */
const names = ['a', 'b', 'c', 'selection_1', 'selection_2', 'filter_x', '_hidden']
const rule = (condition: string): string =>
  ruleOf(`${names.map((name) => `${name}:\n  ${name}: 1`).join('\n')}\ncondition: ${condition}`)
const eventOf = (...present: readonly string[]): object => Object.fromEntries(present.map((name) => [name, 1]))

describe('verdicts', () => {
  const rows: readonly (readonly [clause: string, condition: string, present: readonly string[], expected: boolean])[] =
    [
      ['a name', 'a', ['a'], true],
      ['and', 'a and b', ['a'], false],
      ['or', 'a or b', ['b'], true],
      ['not', 'not a', [], true],
      ['not not', 'not not a', ['a'], true],
      ['not binds more than and', 'not a and b', ['b'], true],
      ['not binds more than and, the other way', 'not a and b', [], false],
      ['and binds more than or', 'a or b and c', ['a'], true],
      ['and binds more than or, right', 'a and b or c', ['c'], true],
      ['and binds more than or, not left to right', 'a or b and c', ['b'], false],
      ['brackets first', '(a or b) and c', ['a'], false],
      ['brackets first, yes', '(a or b) and c', ['b', 'c'], true],
      ['brackets in brackets', '((a) and ((b) or (c)))', ['a', 'c'], true],
      ['not of brackets', 'not (a or b)', ['c'], true],
      ['not of brackets, no', 'not (a and b)', ['a', 'b'], false],
      ['brackets without spaces', 'a and(b or c)', ['a', 'b'], true],
      ['not before a bracket without a space', 'a and not(b)', ['a'], true],
      ['operators in capitals', 'a AND NOT b OR c', ['a'], true],
      ['three of one kind', 'a and b and c', ['a', 'b', 'c'], true],
      ['1 of a pattern', '1 of selection*', ['selection_2'], true],
      ['1 of a pattern, none', '1 of selection*', ['a'], false],
      ['all of a pattern', 'all of selection*', ['selection_1'], false],
      ['all of a pattern, yes', 'all of selection*', ['selection_1', 'selection_2'], true],
      ['any of is 1 of', 'any of selection*', ['selection_1'], true],
      ['wildcards at arbitrary positions', '1 of *_1', ['selection_1'], true],
      ['in the middle', 'all of sel*_1', ['selection_1'], true],
      ['several', '1 of *ele*1', ['selection_1'], true],
      ['a pattern without a wildcard', '1 of a', ['a'], true],
      ['1 of them', '1 of them', ['filter_x'], true],
      ['all of them', 'all of them', names.slice(0, -1), true],
      ['all of them, one missing', 'all of them', names.slice(1), false],
      ['them are not those with an underscore', '1 of them', ['_hidden'], false],
      ['nor is a pattern: "same as 1/all of them, but restricted"', '1 of *', ['_hidden'], false],
      ['an underscore by its name', '_hidden', ['_hidden'], true],
      ['x of binds more than not', 'a and not 1 of filter*', ['a'], true],
      ['x of binds more than not, no', 'a and not 1 of filter*', ['a', 'filter_x'], false],
      ['x of binds more than or', '1 of selection* and a or b', ['b'], true],
      ['x of in capitals', '1 OF selection*', ['selection_1'], true],
      ['THEM', 'ALL of THEM', ['a'], false],
      ['not all of', 'not all of selection*', ['selection_1'], true],
      ['a list of conditions: any', '[a, b and c]', ['b', 'c'], true],
      ['a list of conditions: none', '[a, b and c]', ['b'], false],
      ['over two lines', '>\n    a\n    and b', ['a', 'b'], true],
    ]
  test.each(rows)('%s: %s with %j is %j', (_, condition, present, expected) => {
    expect(says(rule(condition), eventOf(...present))).toBe(expected)
  })
})

describe('what is no condition', () => {
  test.each([
    ['selectoin_1', 'there is no search "selectoin_1" (character 1) - did you mean "selection_1"?'],
    ['a and missing', 'there is no search "missing" (character 7)'],
    ['a b', '"b" is left over (character 3) - is an "and" or "or" missing before it?'],
    ['a and', 'ends where a search or a bracket must stand (character 6)'],
    ['and a', '"and" stands where a search must stand'],
    ['(a', 'a bracket is not closed (character 1)'],
    ['a)', '")" is left over'],
    ['()', '")" stands where a search must stand'],
    ['not', 'ends where a search'],
    ['2 of selection*', '"2 of" is not in the specification (character 1) - write "1 of" or "all of"'],
    ['1 of', '"1 of" needs a pattern or "them"'],
    ['1 of nothing*', 'no search fits "nothing*"'],
    ['1 of selecton*', 'did you mean "selection_1"?'],
    ['1 of selection_', 'no search fits "selection_"'],
    ['1 of _hid*', 'no search fits "_hid*"'],
    [
      'a | count() > 5',
      'aggregations behind `|` left the specification with version 2 (character 3) - write a correlation rule',
    ],
    ["''", 'the condition is empty'],
    ['null', 'condition is missing or is no text'],
    ['5', 'condition is missing or is no text'],
    ['[]', 'condition is missing'],
    ['{a: b}', 'condition is missing or is no text'],
  ])('%s', (condition, words) => expect(refusal(rule(condition))).toContain(words))

  test('one condition of a list that is none', () => {
    expect(refusal(rule('[a, missing]'))).toContain('there is no search "missing"')
  })
  test('a detection without a condition', () => {
    expect(refusal('title: t\nlogsource: {product: x}\ndetection:\n  a:\n    f: 1\n')).toContain('condition is missing')
  })
  test('a detection without a search', () => {
    expect(refusal('title: t\nlogsource: {product: x}\ndetection:\n  condition: a\n')).toContain(
      'the detection has no search',
    )
  })
})
