// Problems: each tells file, rule, line and column, what is wrong, and what was probably meant.
import { describe, expect, test } from 'vitest'
import { parseRules } from '../../src/sigma/parse.ts'

const rule = (id: string, value: number): string =>
  `title: ${id}\nid: ${id}\nlogsource:\n  product: x\ndetection:\n  selection:\n    f: ${value}\n  condition: selection\n`

describe('collections of version 1', () => {
  const global = 'action: global\ntitle: shared\nlogsource:\n  product: x\ndetection:\n  condition: selection\n'
  const part = (head: string): string => `${head}id: one\ndetection:\n  selection:\n    f: 1\n`

  test('what a document says itself counts more, and maps are merged', () => {
    const { rules } = parseRules([global, part('title: own\nlogsource:\n  service: y\n')].join('---\n'), 'x.yml')
    expect(rules[0]?.meta).toMatchObject({ title: 'own', logsource: { product: 'x', service: 'y' } })
  })
  test('an unknown action is a problem where it stands', () => {
    expect(parseRules([global, part('action: globl\n')].join('---\n'), 'x.yml').problems).toMatchObject([
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
      'selection.f|contans: there is no modifier "contans"',
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
      'a key that stands twice',
      text.replace('f: 1', 'f|contains: a\n    f|contains: b'),
      8,
      5,
      'no YAML: the key f|contains stands twice in one map',
      undefined,
    ],
    [
      'a network',
      text.replace('f: 1', 'f|cidr: 10.0.0.0/40'),
      7,
      5,
      'selection.f|cidr: "10.0.0.0/40" is no network',
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
