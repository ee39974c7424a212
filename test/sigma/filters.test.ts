// Filters: their condition is ANDed to their rules', and their log source is compared with their rules'.
import { describe, expect, test } from 'vitest'
import { compileText } from './ask.ts'

const rule = (id: string, logsource = 'product: windows', extra = ''): string =>
  `title: ${id}\nid: ${id}\n${extra}logsource:\n  ${logsource}\ndetection:\n  selection:\n    f: 1\n  condition: selection\n---\n`
const filter = (
  rules: string,
  condition = 'not selection',
  logsource = 'product: windows',
  search = 'User: adm',
): string =>
  `title: A filter\nid: the-filter\nlogsource:\n  ${logsource}\nfilter:\n  rules: ${rules}\n  selection:\n    ${search}\n  condition: ${condition}\n---\n`
const ids = (text: string, event: object): readonly string[] =>
  compileText(text)
    .match(event, [])
    .map((match) => match.rule.id)
const trouble = (text: string): string =>
  compileText(text)
    .trouble.map(({ rule: id, message }) => `${id}: ${message}`)
    .join('; ')

const adm = { f: 1, User: 'adm' }
const guest = { f: 1, User: 'guest' }

describe('a filter', () => {
  test('with "not selection" takes away what it describes, as filters in the wild do', () => {
    const text = rule('one') + filter('[one]')
    expect([ids(text, adm), ids(text, guest)]).toEqual([[], ['one']])
  })
  test('with "selection" leaves only what it describes', () => {
    const text = rule('one') + filter('[one]', 'selection')
    expect([ids(text, adm), ids(text, guest)]).toEqual([['one'], []])
  })
  test('narrows only the rules that it names', () => {
    expect(ids(rule('one') + rule('two') + filter('[one]'), adm)).toEqual(['two'])
  })
  test('may name a rule by its name', () => {
    expect(ids(rule('one', 'product: windows', 'name: by_name\n') + filter('[by_name]'), adm)).toEqual([])
  })
  test('may name one rule without a list', () => {
    expect(ids(rule('one') + filter('one'), adm)).toEqual([])
  })
  test.each(['any', 'all', 'ANY'])('%s narrows every rule of its log source', (word) => {
    const text = rule('one') + rule('two') + rule('three', 'product: linux') + filter(word)
    expect(ids(text, adm)).toEqual(['three'])
  })
  test('may stand before its rules', () => {
    expect(ids(filter('[one]') + rule('one'), adm)).toEqual([])
  })
  test('several narrow one after the other', () => {
    const text = rule('one') + filter('[one]') + filter('[one]', 'not selection', 'product: windows', 'Host: h')
    expect([ids(text, { f: 1, Host: 'h' }), ids(text, guest)]).toEqual([[], ['one']])
  })
  test('has searches of its own: names do not meet those of the rule', () => {
    const text = rule('one') + filter('[one]', 'not selection', 'product: windows', 'f: 2')
    expect(ids(text, { f: 1 })).toEqual(['one'])
  })
  test('applies to a whole condition, also with "or"', () => {
    const or = rule('one')
      .replace('condition: selection', 'condition: selection or other')
      .replace('  selection:', '  other:\n    g: 1\n  selection:')
    expect(ids(or + filter('[one]'), { g: 1, User: 'adm' })).toEqual([])
  })
  test('keeps an event in which its field is absent', () => {
    expect(ids(rule('one') + filter('[one]'), { f: 1 })).toEqual(['one'])
  })
})

describe("a filter's log source", () => {
  test.each([
    ['the same', 'product: windows', 'product: windows', []],
    ['wider than the rule', 'product: windows\n  category: process_creation', 'product: windows', []],
    ['narrower than the rule', 'product: windows', 'product: windows\n  service: security', ['one']],
    ['another', 'product: linux', 'product: windows', ['one']],
    ['in other case', 'product: Windows', 'product: WINDOWS', []],
  ])('%s', (_, ruleSource, filterSource, expected) => {
    expect(ids(rule('one', ruleSource) + filter('[one]', 'not selection', filterSource), adm)).toEqual(expected)
  })
})

describe('a filter that cannot be used is a problem of its own, and its rules go on', () => {
  test.each([
    ['names no rule that is there', filter('[other]'), 'the-filter: the filter names no rule that is there: other'],
    [
      'is of another log source',
      filter('[one]', 'not selection', 'product: linux'),
      "the filter's log source is not its rules'",
    ],
    ['names no rule at all', filter('[]'), 'rules is missing'],
    ['has no rules', filter('x').replace('  rules: x\n', ''), 'rules is missing'],
    ['has rules that are no text', filter('[5]'), 'rules is missing or lists what is no text'],
    ['has no log source', filter('[one]').replace('logsource:\n  product: windows\n', ''), 'logsource is missing'],
    ['has a bad condition', filter('[one]', 'not selectio'), 'there is no search "selectio"'],
    ['has a bad network', filter('[one]', 'not selection', 'product: windows', 'ip|cidr: x'), 'is no network'],
    ['has a bad expression', filter('any', 'not selection', 'product: windows', "f|re: '('"), 'cannot be read'],
    ['needs a placeholder', filter('any', 'not selection', 'product: windows', "f|expand: '%x%'"), 'has no values'],
    ['is no map', 'title: t\nid: the-filter\nlogsource: {product: x}\nfilter: 5\n', 'filter is no map'],
  ])('%s', (_, broken, words) => {
    expect(trouble(rule('one') + broken)).toContain(words)
    expect(ids(rule('one') + broken, adm)).toEqual(['one'])
  })
  test('one of its rules is enough', () => {
    expect(trouble(rule('one') + filter('[one, missing]'))).toBe('')
  })
})
