// Files: several documents, collections, and problems that tell where and what was meant.
import { describe, expect, test } from 'vitest'
import { parseRules } from '../../src/sigma/parse.ts'
import { compileText } from './ask.ts'

const matching = (text: string, event: object): readonly string[] =>
  compileText(text)
    .match(event, [])
    .map(({ rule }) => rule.id)
const rule = (id: string, value: number): string =>
  `title: ${id}\nid: ${id}\nlogsource:\n  product: x\ndetection:\n  selection:\n    f: ${value}\n  condition: selection\n`

describe('several documents in a file', () => {
  test('each is a rule', () => {
    const text = `${rule('one', 1)}---\n${rule('two', 1)}---\n${rule('three', 2)}`
    expect(matching(text, { f: 1 })).toEqual(['one', 'two'])
  })
  test('an empty document is none', () => {
    const { rules, problems } = parseRules(`---\n---\n${rule('one', 1)}---\n`, 'x.yml')
    expect([rules.length, problems]).toEqual([1, []])
  })
  test('one bad document leaves the others alone', () => {
    const text = `${rule('one', 1)}---\n${rule('two', 1).replace('condition: selection', 'condition: x')}---\n${rule('three', 1)}`
    expect(matching(text, { f: 1 })).toEqual(['one', 'three'])
  })
  test('so does one that is no YAML', () => {
    const { rules, problems } = parseRules(`${rule('one', 1)}---\na: [1\n---\n${rule('three', 1)}`, 'x.yml')
    expect(rules.map(({ meta }) => meta.id)).toEqual(['one', 'three'])
    expect(problems).toMatchObject([{ file: 'x.yml', message: expect.stringContaining('no YAML') }])
  })
  test('a rule without an id goes by the name of its file', () => {
    expect(parseRules(rule('one', 1).replace('id: one\n', ''), 'a/b/c.yml').rules[0]?.meta.id).toBe('c.yml')
  })
  test('fields that the specification does not know are custom fields', () => {
    expect(parseRules(`${rule('one', 1)}our_field: [1, {a: b}]\n`, 'x.yml').problems).toEqual([])
  })
  test('line ends of Windows and a byte order mark do no harm', () => {
    expect(matching(`\ufeff${rule('one', 1).replaceAll('\n', '\r\n')}`, { f: 1 })).toEqual(['one'])
  })
  test('anchors and merge keys give what they name', () => {
    const text = rule('one', 1).replace('    f: 1\n', '    <<: &base\n      f: 1\n    g: 2\n  other: *base\n')
    expect(matching(text, { f: 1, g: 2 })).toEqual(['one'])
    expect(matching(text, { f: 1 })).toEqual([])
  })
})

describe('collections of version 1', () => {
  const global = 'action: global\ntitle: shared\nlogsource:\n  product: x\ndetection:\n  condition: selection\n'
  const part = (id: string, value: number, action = ''): string =>
    `${action && `action: ${action}\n`}id: ${id}\ndetection:\n  selection:\n    f: ${value}\n`
  const whole = (...parts: readonly string[]): string => parts.join('---\n')

  test('global gives its content to the documents behind it', () => {
    expect(matching(whole(global, part('one', 1), part('two', 2)), { f: 2 })).toEqual(['two'])
  })
  test('what a document says itself counts more', () => {
    const { rules } = parseRules(whole(global, `title: own\n${part('one', 1)}`), 'x.yml')
    expect(rules[0]?.meta.title).toBe('own')
  })
  test('maps are merged', () => {
    const { rules } = parseRules(whole(global, `logsource:\n  service: y\n${part('one', 1)}`), 'x.yml')
    expect(rules[0]?.meta.logsource).toEqual({ product: 'x', service: 'y' })
  })
  test('reset ends it', () => {
    const { rules, problems } = parseRules(whole(global, part('one', 1), 'action: reset\n', part('two', 2)), 'x.yml')
    expect(rules.map(({ meta }) => meta.id)).toEqual(['one'])
    expect(problems.map(({ message }) => message).join()).toContain('logsource is missing')
  })
  test('repeat lays its content over the rule before', () => {
    expect(matching(whole(rule('one', 1), part('two', 2, 'repeat')), { f: 2 })).toEqual(['two'])
    expect(matching(whole(rule('one', 1), part('two', 2, 'repeat')), { f: 1 })).toEqual(['one'])
  })
  test('an unknown action is a problem', () => {
    expect(parseRules(whole(global, part('one', 1, 'globl')), 'x.yml').problems).toMatchObject([
      { line: 8, rule: 'one', message: 'there is no action "globl"', hint: 'it is global, reset or repeat' },
    ])
  })
})

describe('a problem tells file, rule, line and column', () => {
  const text = rule('one', 1)
  test.each([
    [
      'a modifier',
      text.replace('f: 1', 'f|contans: 1'),
      7,
      5,
      'selection: there is no modifier "contans"',
      'did you mean "contains"?',
    ],
    [
      'a condition',
      text.replace('condition: selection', 'condition: selectin'),
      8,
      3,
      'condition: there is no search "selectin" (character 1)',
      'did you mean "selection"?',
    ],
    [
      'a level',
      `${text}level: hihg\n`,
      9,
      1,
      'there is no level "hihg"',
      'one of informational, low, medium, high, critical',
    ],
    [
      'no log source',
      text.replace(/logsource:\n {2}product: x\n/, ''),
      1,
      1,
      'logsource is missing',
      'name a product, a category or a service',
    ],
    [
      'a log source that is no text',
      text.replace('product: x', 'product: [x]'),
      4,
      3,
      'logsource.product is no text',
      undefined,
    ],
    [
      'no detection',
      'title: t\nid: one\n',
      1,
      1,
      'the document has no detection, no correlation and no filter',
      undefined,
    ],
    [
      'a detection that is no map',
      'title: t\nid: one\nlogsource: {product: x}\ndetection: 5\n',
      4,
      1,
      'detection is no map',
      undefined,
    ],
    [
      'a value in a list',
      text.replace('f: 1', 'f:\n      - 1\n      - [2]'),
      9,
      9,
      expect.stringContaining('a value is a map or a list'),
      undefined,
    ],
    [
      'a key twice',
      text.replace('    f: 1', '    f: 1\n    f: 2'),
      8,
      5,
      expect.stringContaining('no YAML'),
      undefined,
    ],
    ['a tab', text.replace('    f: 1', '\tf: 1'), 7, 1, expect.stringContaining('no YAML'), undefined],
    [
      'an expression',
      text.replace('f: 1', "f|re:\n      - '^a'\n      - '('"),
      9,
      9,
      expect.stringContaining('cannot be read'),
      undefined,
    ],
    [
      'a network',
      text.replace('f: 1', 'f|cidr: 10.0.0.0/40'),
      7,
      5,
      'selection: "10.0.0.0/40" is no network',
      undefined,
    ],
    [
      'a block of ours',
      `${text}lastcopy:\n  class: 1\n  priorty: x\n`,
      11,
      3,
      'lastcopy has no "priorty"',
      'did you mean "priority"?',
    ],
  ])('%s', (_, broken, line, column, message, hint) => {
    const { problems } = parseRules(broken, 'dir/x.yml')
    expect(problems[0]).toMatchObject({ file: 'dir/x.yml', line, column, message, ...(hint ? { hint } : {}) })
    expect(problems[0]?.rule ?? 'one').toBe('one')
  })
  test('a document that is no map', () => {
    expect(parseRules('- a\n- b\n', 'x.yml').problems[0]?.message).toBe('a rule is a map of fields, and this is none')
  })
  test('all that is wrong is told at once', () => {
    const broken = text.replace('f: 1', 'f|contans: 1').replace('condition: selection', 'condition: selectin')
    expect(parseRules(broken, 'x.yml').problems).toHaveLength(2)
  })
})
