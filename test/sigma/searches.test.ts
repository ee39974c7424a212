// Searches: maps, lists, keywords, nested and repeated fields, and what "not" makes of them.
import { describe, expect, test } from 'vitest'
import { refusal, ruleOf, says, searchOf } from './ask.ts'

type Row = readonly [clause: string, search: string, event: unknown, expected: boolean]
const table = (rows: readonly Row[], wrap: (text: string) => string = searchOf): void =>
  test.each(rows)('%s: %s on %j is %j', (_, search, event, expected) => {
    expect(says(wrap(search), event)).toBe(expected)
  })
const negated = (search: string): string =>
  ruleOf(`selection:\n${search.replaceAll(/^/gm, '  ')}\ncondition: not selection`)

describe('maps: "All elements of a map are joined with a logical AND"', () => {
  table([
    ['both', 'f: 1\ng: 2', { f: 1, g: 2 }, true],
    ['one', 'f: 1\ng: 2', { f: 1, g: 3 }, false],
    ['and a list in it: any value', 'f: Security\ng: [517, 1102]', { f: 'security', g: 1102 }, true],
    ['one field twice, with modifiers', "f|startswith: 'a'\nf|endswith: 'c'", { f: 'abc' }, true],
    ['one field twice, one fails', "f|startswith: 'a'\nf|endswith: 'x'", { f: 'abc' }, false],
  ])
})

describe('lists: "All map items of a list are logically linked with OR"', () => {
  table([
    ['first', '- f: 1\n- g: 2', { f: 1 }, true],
    ['second', '- f: 1\n- g: 2', { g: 2 }, true],
    ['none', '- f: 1\n- g: 2', { f: 2, g: 1 }, false],
    ['each map is an AND', '- f: 1\n  g: 2\n- h: 3', { f: 1, h: 2 }, false],
    ['maps and keywords', "- f: 1\n- 'word'", { x: 'a word' }, true],
    ['a list of one map', '- f: 1', { f: 1 }, true],
  ])
})

describe('keywords: "searching for keywords across an entire event"', () => {
  table([
    ['a text in a list', "- 'EVILSERVICE'", { a: 'an evilservice here' }, true],
    ['any of them', "- 'x'\n- 'svchost.exe -n evil'", { a: { b: 'svchost.exe -n evil' } }, true],
    ['none of them', "- 'zz'", { a: 'b' }, false],
    ['deep in lists and maps', "- 'word'", { a: [{ b: ['x', { c: 'a word' }] }] }, true],
    ['anywhere in a value', "- 'or'", { a: 'word' }, true],
    ['not in the name of a field', "- 'word'", { word: 'x' }, false],
    ['not over two values', "- 'a b'", { x: 'a', y: 'b' }, false],
    ['a number', '- 4624', { id: 4624 }, true],
    ['a number inside a text', '- 4624', { a: 'id=4624' }, true],
    ['a boolean', '- true', { a: true }, true],
    ['wildcards', "- 'a*z'", { x: '_abcz_' }, true],
    ['? is one character', "- 'a?z'", { x: 'az' }, false],
    ['escapes', "- 'a\\*z'", { x: 'a*z' }, true],
    ['a single text (2.2: scalar value)', "'word'", { x: 'a word' }, true],
    [
      "'|all': AND",
      "'|all':\n  - 'OabVirtualDirectory'\n  - ' -ExternalUrl '",
      { a: 'oabvirtualdirectory', b: 'x -externalurl y' },
      true,
    ],
    ["'|all', one missing", "'|all':\n  - 'a'\n  - 'zz'", { x: 'a' }, false],
    ["'|contains'", "'|contains': 'or'", { x: 'word' }, true],
    ["'|startswith' is of a value", "'|startswith': 'wo'", { x: 'a word', y: 'word' }, true],
    ["'|startswith', nowhere", "'|startswith': 'wo'", { x: 'a word' }, false],
    ["'|re'", "'|re': '^w.+d$'", { x: ['a', 'word'] }, true],
    ["'|cidr'", "'|cidr': 10.0.0.0/8", { a: { ip: '10.1.2.3' } }, true],
    ["'|cased'", "'|cased': 'Word'", { x: 'a word' }, false],
    ["'|base64offset'", "'|base64offset|contains': 'foobar'", { x: Buffer.from('1foobar').toString('base64') }, true],
    ['a letter that folds into two', "- 'İ'", { x: 'İ' }, true],
    ['shorter values beside', "- 'long word'", { a: 'x', b: ['a long word'], c: 1 }, true],
    ['nothing to search', "- 'a'", {}, false],
    ['the empty keyword is in every value', "- ''", { x: 1 }, true],
  ])
  test.each(['exists', 'fieldref', 'gt', 'hour'])('%s needs a field', (word) =>
    expect(refusal(searchOf(`'|${word}': 1`))).toContain('needs a field'),
  )
  test('null is no keyword', () => expect(refusal(searchOf('- null'))).toContain('null cannot be a keyword'))
})

describe('nested fields: a flat key first, then the way down the dots', () => {
  table([
    ['nested', 'a.b.c: 1', { a: { b: { c: 1 } } }, true],
    ['flat', 'a.b.c: 1', { 'a.b.c': 1 }, true],
    ['flat wins', 'a.b: 1', { 'a.b': 2, a: { b: 1 } }, false],
    ['a flat null wins too', 'a.b: null', { 'a.b': null, a: { b: 1 } }, true],
    ['no way down a text', 'a.b: 1', { a: 'b' }, false],
    ['no way down null', 'a.b: null', { a: null }, true],
    ['a map has no text', "a: '*'", { a: { b: 1 } }, false],
    ['a step called length', 'a.length: 2', { a: [1, 2] }, false],
    ['a step called __proto__', '__proto__.x: 1', { f: 1 }, false],
    ['an own key called __proto__', '__proto__: evil', JSON.parse('{"__proto__":"evil"}'), true],
    ['an own key called constructor', 'constructor: a', { constructor: 'a' }, true],
    ['an empty key', "'a.': 1", { a: { '': 1 } }, true],
  ])
})

describe('lists in events: any member will do, and "not" means no member', () => {
  table([
    ['a list at the end', 'f: b', { f: ['a', 'B'] }, true],
    ['no member', 'f: c', { f: ['a', 'b'] }, false],
    ['a list on the way', 'a.b: 2', { a: [{ b: 1 }, { b: 2 }] }, true],
    ['lists on the way and at the end', 'a.b: 3', { a: [{ b: [1, 2] }, { b: [3] }] }, true],
    ['lists in lists', 'f: 3', { f: [[1], [[3]]] }, true],
    ['lists in lists on the way', 'a.b: 3', { a: [[{ b: 3 }]] }, true],
    ['by place', 'a.1.b: 2', { a: [{ b: 1 }, { b: 2 }] }, true],
    ['by another place', 'a.0.b: 2', { a: [{ b: 1 }, { b: 2 }] }, false],
    ['two lines may be two members', 'a.b: 1\na.c: 2', { a: [{ b: 1 }, { c: 2 }] }, true],
    ['numbers in lists', 'f: 5', { f: ['x', 5] }, true],
    ['wildcards', "f|startswith: 'b'", { f: ['a', 'bc'] }, true],
    ['null: some member lacks it', 'a.b: null', { a: [{ b: 1 }, { c: 1 }] }, true],
    ['null: every member has it', 'a.b: null', { a: [{ b: 1 }, { b: 2 }] }, false],
    ['null: some member lacks the way', 'a.b.c: null', { a: [{ b: { c: 1 } }, { x: 1 }] }, true],
    ['null: a member that is a text', 'a.b: null', { a: [{ b: 1 }, 'x'] }, true],
    ['null by place', 'a.0.b: null', { a: [{ b: 1 }] }, false],
    ['exists false: some member has it', 'a.b|exists: false', { a: [{ b: 1 }, { c: 1 }] }, false],
    ['exists: none has it', 'a.b|exists: true', { a: [{ c: 1 }] }, false],
    ['exists with a member', 'a.b|exists: true', { a: [{ c: 1 }, { b: 1 }] }, true],
    ['a list of maps has no text', "a: '*'", { a: [{ b: 1 }] }, false],
  ])
  table(
    [
      ['not: one member is enough to fail', 'f: b', { f: ['a', 'b'] }, false],
      ['not: no member', 'f: c', { f: ['a', 'b'] }, true],
      ['not: an empty list', 'f: c', { f: [] }, true],
      ['not: on the way', 'a.b: 2', { a: [{ b: 1 }, { b: 2 }] }, false],
    ],
    negated,
  )
})

describe('not: what does not match, and an absent field does not', () => {
  table(
    [
      ['another value', 'f: 1', { f: 2 }, true],
      ['the value', 'f: 1', { f: 1 }, false],
      ['absent', 'f: 1', { g: 1 }, true],
      ['null', 'f: 1', { f: null }, true],
      ['not null: there is a value', 'f: null', { f: 1 }, true],
      ['not null: absent', 'f: null', {}, false],
      ['contains, absent', "f|contains: 'a'", {}, true],
      ['a number, absent', 'f|gt: 5', {}, true],
      ['cidr, no address', 'f|cidr: 10.0.0.0/8', { f: 'a name' }, true],
      ['re, absent', "f|re: '.*'", {}, true],
      ['fieldref, absent', 'f|fieldref: g', {}, true],
      ['one of two', 'f: 1\ng: 2', { f: 1, g: 3 }, true],
      ['keywords', "- 'word'", { f: 'a word' }, false],
    ],
    negated,
  )
})

describe('expand: "placeholders are only handled if the expand modifier is applied"', () => {
  const placeholders = { admins: ['root', 'adm*'], site: ['a', 'b'], nobody: [], any: ['.*'] }
  const rows: readonly Row[] = [
    ['without it the text is plain', "f: '%admins%'", { f: 'root' }, false],
    ['a value', "f|expand: '%admins%'", { f: 'ROOT' }, true],
    ['a pattern', "f|expand: '%admins%'", { f: 'Administrator' }, true],
    ['no value', "f|expand: '%admins%'", { f: 'guest' }, false],
    ['inside a text', "f|expand: 'srv-%site%-1'", { f: 'srv-b-1' }, true],
    ['twice', "f|expand: '%site%%site%'", { f: 'ba' }, true],
    ['\\% is a plain percent', "f|expand: '\\%plain%site%'", { f: '%plaina' }, true],
    ['a percent alone is plain', "f|expand: '100%'", { f: '100%' }, true],
    ['with contains', "f|contains|expand: '%site%'", { f: '_b_' }, true],
    ['with windash', "f|expand|windash: '-%site%'", { f: '/a' }, true],
    ['with base64', "f|expand|base64: '%site%'", { f: Buffer.from('b').toString('base64') }, true],
    ['with cased', "f|expand|cased: '%site%'", { f: 'A' }, false],
    ['with re, as plain text', "f|re|expand: '^%any%$'", { f: 'x' }, false],
    ['in keywords', "'|expand': '%site%-x'", { f: 'some b-x there' }, true],
    ['in a list', "f|expand: ['zz', '%site%']", { f: 'a' }, true],
    ['a number beside', 'f|expand: 5', { f: 5 }, true],
  ]
  test.each(rows)('%s: %s on %j is %j', (_, search, event, expected) => {
    expect(says(searchOf(search), event, { placeholders })).toBe(expected)
  })
  test.each(["f|expand: '%unknown%'", "f|expand: '%nobody%'", "f|expand: '%constructor%'"])(
    '"If the tool isn\'t able to handle placeholders, it must reject the rule": %s',
    (search) => expect(refusal(searchOf(search), { placeholders })).toContain('has no values'),
  )
  test('values that multiply without end are a problem', () => {
    const many = { x: Array.from({ length: 200 }, (_, index) => `v${index}`) }
    expect(refusal(searchOf("f|expand: '%x%%x%'"), { placeholders: many })).toContain('more than 10000')
  })
})

describe('modifiers that cannot stand together', () => {
  test.each([
    ['f|contains|startswith', '"contains" and "startswith" exclude each other'],
    ['f|startswith|endswith', 'exclude each other'],
    ['f|gt|lt', 'exclude each other'],
    ['f|contains|contains', '"contains" stands twice'],
    ['f|re|cidr', 'cannot stand with'],
    ['f|cidr|contains', '"cidr" cannot stand with "contains"'],
    ['f|exists|contains', '"exists" cannot stand with "contains"'],
    ['f|exists|cased', 'cannot stand with'],
    ['f|gt|contains', '"gt" cannot stand with "contains"'],
    ['f|gt|fieldref', 'cannot stand with'],
    ['f|re|base64', '"re" cannot stand with "base64"'],
    ['f|re|windash', 'cannot stand with'],
    ['f|fieldref|base64', 'cannot stand with'],
    ['f|fieldref|re', 'cannot stand with'],
    ['f|hour|contains', 'cannot stand with'],
    ['f|contain', 'there is no modifier "contain" - did you mean "contains"?'],
    ['f|startwith', 'did you mean "startswith"?'],
    ['f|base64ofset', 'did you mean "base64offset"?'],
    ['f|Contains', 'did you mean "contains"?'],
    ['f|', 'there is no modifier ""'],
    ['f|xyzzyxyz', 'there is no modifier "xyzzyxyz"'],
  ])('%s', (key, words) => expect(refusal(searchOf(`${key}: 5`))).toContain(words))
})

describe('what is no search', () => {
  test.each([
    ['an empty list of values', 'f: []', 'the list of values is empty'],
    ['an empty map', '{}', 'the map is empty'],
    ['an empty list', '[]', 'the list is empty'],
    ['a map as a value', 'f:\n  g: 1', 'a value is a map or a list'],
    ['a list in a list of values', 'f: [[1]]', 'a value is a map or a list'],
    ['a list in a list', '- [1]', 'a value is a map or a list'],
  ])('%s', (_, search, words) => expect(refusal(searchOf(search))).toContain(words))
})
