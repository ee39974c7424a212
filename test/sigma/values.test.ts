// Values: case, wildcards, escapes, numbers, empty and null. Source: Sigma rules specification 2.x, chapter "Detection".
import { describe, expect, test } from 'vitest'
import { refusal, says, searchOf } from './ask.ts'

type Row = readonly [clause: string, search: string, event: unknown, expected: boolean]
const table = (rows: readonly Row[]): void =>
  test.each(rows)('%s: %s on %j is %j', (_, search, event, expected) => {
    expect(says(searchOf(search), event)).toBe(expected)
  })

describe('"All values are treated as case-insensitive strings"', () => {
  table([
    ['same text', "f: 'abc'", { f: 'abc' }, true],
    ['other case in the event', "f: 'abc'", { f: 'ABC' }, true],
    ['other case in the rule', "f: 'ABC'", { f: 'abc' }, true],
    ['the whole value counts', "f: 'abc'", { f: 'abcd' }, false],
    ['no part is enough', "f: 'abc'", { f: 'xabc' }, false],
    ['other alphabets fold too', "f: 'ÄÖÜ'", { f: 'äöü' }, true],
    ['Greek', "f: 'ΑΒΓ'", { f: 'αβγ' }, true],
    ['a sigma at the end of a word', "f|contains: 'Σ'", { f: 'ΟΔΟΣ' }, true],
    ['a sigma in the middle of the text', "f|contains: 'ΟΔΟΣ'", { f: 'ΟΔΟΣΟΔΟΣ' }, true],
    ['a letter that folds into two', "f|contains: 'i\u0307'", { f: 'İ' }, true],
    ['Cyrillic', "f: 'ДОМ'", { f: 'дом' }, true],
    ['spaces count', "f: 'a b'", { f: 'a  b' }, false],
    ['spaces at the ends count', "f: ' a'", { f: 'a' }, false],
    ['field names know case', "F: 'abc'", { f: 'abc' }, false],
    ['a field name with a space', "'f g': 'abc'", { 'f g': 'abc' }, true],
    ['cased', "f|cased: 'abc'", { f: 'ABC' }, false],
    ['cased, same case', "f|cased: 'aBc'", { f: 'aBc' }, true],
    ['cased with contains', "f|contains|cased: 'B'", { f: 'aBc' }, true],
    ['cased with contains, other case', "f|cased|contains: 'b'", { f: 'aBc' }, false],
    ['cased with startswith', "f|startswith|cased: 'A'", { f: 'abc' }, false],
    ['cased with endswith', "f|endswith|cased: 'c'", { f: 'abc' }, true],
    ['cased with a wildcard', "f|cased: 'A*'", { f: 'abc' }, false],
  ])
})

describe('"`?` to replace a single mandatory character, `*` to replace an unbounded length wildcard"', () => {
  table([
    ['? is one character', "f: 'prog?.exe'", { f: 'progA.exe' }, true],
    ['? is mandatory', "f: 'prog?.exe'", { f: 'prog.exe' }, false],
    ['? is only one', "f: 'prog?.exe'", { f: 'progAB.exe' }, false],
    ['? is one character outside the basic plane', "f: 'a?b'", { f: 'a😀b' }, true],
    ['?? is two characters', "f: 'a??b'", { f: 'a😀b' }, false],
    ['? is a line break too', "f: 'a?b'", { f: 'a\nb' }, true],
    ['? at the end is mandatory', "f: 'ab?'", { f: 'ab' }, false],
    ['* is many', "f: 'antivirus_V*.exe'", { f: 'antivirus_V21.2.1.exe' }, true],
    ['* is nothing', "f: 'a*b'", { f: 'ab' }, true],
    ['* goes over line breaks', "f: 'a*b'", { f: 'a\r\n\u2028b' }, true],
    ['* needs what stands behind it', "f: 'a*b'", { f: 'abc' }, false],
    ['* tries every place', "f: '*ab*abc'", { f: 'ababab_abc' }, true],
    ['two * side by side are one', "f: 'a**b'", { f: 'axb' }, true],
    ['* alone is any value', "f: '*'", { f: 'x' }, true],
    ['* alone is the empty value', "f: '*'", { f: '' }, true],
    ['* alone needs the field', "f: '*'", { g: 'x' }, false],
    ['* alone is a number', "f: '*'", { f: 5 }, true],
    ['*? needs one character', "f: '*?'", { f: '' }, false],
    ['?* with one character', "f: '?*'", { f: 'x' }, true],
    ['wildcards on both sides', "f: '*mid*'", { f: 'a mid b' }, true],
    ['wildcards in all places', "f: '*a?c*e'", { f: 'xxabcdde' }, true],
    ['wildcards fit numbers by their text', "f: '46?4'", { f: 4624 }, true],
    ['wildcards fit booleans by their text', "f: 't*'", { f: true }, true],
    ['a bracket is itself', "f: 'a[b]*'", { f: 'a[b]c' }, true],
    ['a percent is itself', "f: '%name%'", { f: '%name%' }, true],
    ['a dot is itself', "f: 'a.c'", { f: 'abc' }, false],
  ])
})

describe('"The backslash character is used for escaping of wildcards as well as the backslash character itself"', () => {
  table([
    ['a single backslash is plain', "f: 'C:\\Windows\\x'", { f: 'C:\\Windows\\x' }, true],
    ['a double one is the same', "f: 'C:\\\\Windows'", { f: 'C:\\Windows' }, true],
    ['a double one is not two', "f: 'C:\\\\Windows'", { f: 'C:\\\\Windows' }, false],
    ['\\* is a plain star', "f: 'a\\*b'", { f: 'a*b' }, true],
    ['\\* is no wildcard', "f: 'a\\*b'", { f: 'axb' }, false],
    ['\\? is a plain question mark', "f: 'a\\?b'", { f: 'a?b' }, true],
    ['\\? is no wildcard', "f: 'a\\?b'", { f: 'axb' }, false],
    ['\\\\* is a backslash and a wildcard', "f: 'a\\\\*'", { f: 'a\\bc' }, true],
    ['\\\\* needs the backslash', "f: 'a\\\\*'", { f: 'abc' }, false],
    ['\\\\? is a backslash and one character', "f: 'a\\\\?'", { f: 'a\\b' }, true],
    ['\\\\\\* is a backslash and a star', "f: 'a\\\\\\*'", { f: 'a\\*' }, true],
    ['\\\\\\* is no wildcard', "f: 'a\\\\\\*'", { f: 'a\\b' }, false],
    ['three are handled as two', "f: 'a\\\\\\b'", { f: 'a\\\\b' }, true],
    ['four are handled as two', "f: 'a\\\\\\\\b'", { f: 'a\\\\b' }, true],
    ['a backslash at the end', "f|endswith: '\\'", { f: 'C:\\Temp\\' }, true],
    ['endswith a path', "f|endswith: '\\cmd.exe'", { f: 'C:\\Windows\\cmd.exe' }, true],
    ['endswith a path needs its backslash', "f|endswith: '\\cmd.exe'", { f: 'C:\\xcmd.exe' }, false],
    ['contains an escaped star', "f|contains: '\\*'", { f: 'a*b' }, true],
    ['contains an escaped star only', "f|contains: '\\*'", { f: 'ab' }, false],
    ['quotes stand for themselves', `f: 'it''s "x"'`, { f: 'it\'s "x"' }, true],
  ])
})

describe('numbers and booleans are their texts', () => {
  table([
    ['number on number', 'f: 4624', { f: 4624 }, true],
    ['number on text', 'f: 4624', { f: '4624' }, true],
    ['text on number', "f: '4624'", { f: 4624 }, true],
    ['text on text', "f: '4624'", { f: '4624' }, true],
    ['other number', 'f: 4624', { f: 4625 }, false],
    ['no part of a number', 'f: 46', { f: 4624 }, false],
    ['a leading zero is another text', 'f: 4624', { f: '04624' }, false],
    ['so is a fraction of nothing', 'f: 4624', { f: '4624.0' }, false],
    ['so are spaces', 'f: 4624', { f: ' 4624' }, false],
    ['negative', 'f: -1', { f: '-1' }, true],
    ['fraction', 'f: 1.5', { f: 1.5 }, true],
    ['zero is no absent value', 'f: 0', { g: 1 }, false],
    ['zero is not false', 'f: 0', { f: false }, false],
    ['zero is not empty', 'f: 0', { f: '' }, false],
    ['one is not true', 'f: 1', { f: true }, false],
    ['hex text stays text', "f: '0x17'", { f: '0x17' }, true],
    ['hex text is no number', "f: '0x17'", { f: 23 }, false],
    ['true on true', 'f: true', { f: true }, true],
    ['true on text', 'f: true', { f: 'True' }, true],
    ['text on true', "f: 'TRUE'", { f: true }, true],
    ['true is not false', 'f: true', { f: false }, false],
    ['false on false', 'f: false', { f: false }, true],
    ['false is no absent value', 'f: false', {}, false],
    ['yes is a text (YAML 1.2)', 'f: yes', { f: 'YES' }, true],
    ['no is a text (YAML 1.2)', 'f: no', { f: 'no' }, true],
    ['number with contains', 'f|contains: 62', { f: 4624 }, true],
    ['number with startswith', 'f|startswith: 46', { f: '4624' }, true],
    ['number with endswith', 'f|endswith: 24', { f: 4624 }, true],
    ['number with cased', 'f|cased: 5', { f: 5 }, true],
    ['list of numbers', 'f: [517, 1102]', { f: '1102' }, true],
    ['list of numbers and texts', "f: [517, 'x']", { f: 'X' }, true],
  ])
})

describe('"An empty value is defined with \'\', a null value is defined with null"', () => {
  table([
    ['empty on empty', "f: ''", { f: '' }, true],
    ['empty on something', "f: ''", { f: 'x' }, false],
    ['empty on a space', "f: ''", { f: ' ' }, false],
    ['empty on null', "f: ''", { f: null }, false],
    ['empty on absent', "f: ''", { g: 1 }, false],
    ['null on null', 'f: null', { f: null }, true],
    ['null on absent', 'f: null', { g: 1 }, true],
    ['null on empty', 'f: null', { f: '' }, false],
    ['null on something', 'f: null', { f: 'x' }, false],
    ['null on zero', 'f: null', { f: 0 }, false],
    ['null on false', 'f: null', { f: false }, false],
    ['null on a map', 'f: null', { f: { g: 1 } }, false],
    ['null on an empty map', 'f: null', { f: {} }, false],
    ['null on a list without members', 'f: null', { f: [] }, true],
    ['null on a list with a null', 'f: null', { f: ['a', null] }, true],
    ['null on a list of values', 'f: null', { f: ['a'] }, false],
    ['no value at all is null', 'f:', { g: 1 }, true],
    ['~ is null', 'f: ~', { f: null }, true],
    ["'null' is a text", "f: 'null'", { f: null }, false],
    ["'null' is the text null", "f: 'null'", { f: 'null' }, true],
    ['neq null: there is a value', 'f|neq: null', { f: 'x' }, true],
    ['neq null on absent', 'f|neq: null', {}, false],
    ['contains nothing fits every value', "f|contains: ''", { f: 'x' }, true],
    ['contains nothing needs the field', "f|contains: ''", {}, false],
  ])

  test('"null cannot be part of a list of field values"', () => {
    expect(refusal(searchOf("f: ['', null]"))).toContain('null cannot be part of a list')
  })
  test.each(['contains', 'startswith', 'endswith', 'cased', 'base64', 'windash'])(
    'null cannot stand with %s',
    (word) => {
      expect(refusal(searchOf(`f|${word}: null`))).toContain(`null cannot stand with "${word}"`)
    },
  )
})

describe('exists: "only verifies the presence of a field, not its value, be it empty or null"', () => {
  table([
    ['present', 'f|exists: true', { f: 'x' }, true],
    ['absent', 'f|exists: true', { g: 'x' }, false],
    ['empty', 'f|exists: true', { f: '' }, true],
    ['null', 'f|exists: true', { f: null }, true],
    ['a map', 'f|exists: true', { f: { g: 1 } }, true],
    ['an empty list', 'f|exists: true', { f: [] }, true],
    ['must not exist, absent', 'f|exists: false', { g: 1 }, true],
    ['must not exist, present', 'f|exists: false', { f: 1 }, false],
    ['must not exist, null', 'f|exists: false', { f: null }, false],
    ['below a map', 'a.b|exists: true', { a: { b: null } }, true],
    ['below a map, absent', 'a.b|exists: true', { a: { c: 1 } }, false],
    ['below a text', 'a.b|exists: true', { a: 'b' }, false],
    ['inherited names are absent', 'constructor|exists: true', { f: 1 }, false],
    ['inherited names below a map', 'a.toString|exists: true', { a: {} }, false],
    ['yes', 'f|exists: yes', { f: 1 }, true],
    ['no', 'f|exists: no', { f: 1 }, false],
  ])
  test('needs true or false', () => expect(refusal(searchOf('f|exists: maybe'))).toContain('true or false'))
})
