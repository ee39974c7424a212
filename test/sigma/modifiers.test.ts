// Modifiers, one by one. Source: Sigma specification 2.1.0, "Modifiers" appendix.
import { describe, expect, test } from 'vitest'
import { refusal, says, searchOf } from './ask.ts'

type Row = readonly [clause: string, search: string, event: unknown, expected: boolean]
const table = (rows: readonly Row[]): void =>
  test.each(rows)('%s: %s on %j is %j', (_, search, event, expected) => {
    expect(says(searchOf(search), event)).toBe(expected)
  })
const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('base64')

describe('startswith, endswith, contains', () => {
  table([
    ['startswith', "f|startswith: 'adm'", { f: 'Administrator' }, true],
    ['startswith, not at the beginning', "f|startswith: 'adm'", { f: 'sysadm' }, false],
    ['startswith the whole', "f|startswith: 'adm'", { f: 'adm' }, true],
    ['endswith', "f|endswith: 'EXE'", { f: 'a.exe' }, true],
    ['endswith, not at the end', "f|endswith: 'exe'", { f: 'a.exe ' }, false],
    ['contains', "f|contains: 'Mid'", { f: 'a mid b' }, true],
    ['contains, absent', "f|contains: 'mid'", { g: 'mid' }, false],
    ['contains with a wildcard inside', "f|contains: 'a*c'", { f: '_abc_' }, true],
    ['contains with a wildcard at its end', "f|contains: 'a*'", { f: 'xa' }, true],
    ['startswith with a wildcard at its beginning', "f|startswith: '*b'", { f: 'abc' }, true],
    ['endswith over a line break', "f|endswith: 'c'", { f: 'a\nc' }, true],
    ['list, any', "f|contains: ['x', 'b']", { f: 'abc' }, true],
    ['list, none', "f|contains: ['x', 'y']", { f: 'abc' }, false],
  ])
})

describe('all: "Normally, lists of values are linked with OR. This modifier changes this to AND"', () => {
  table([
    ['all there', "f|contains|all: ['a', 'c']", { f: 'abc' }, true],
    ['one missing', "f|contains|all: ['a', 'x']", { f: 'abc' }, false],
    ['order does not matter', "f|all|contains: ['c', 'a']", { f: 'abc' }, true],
    ['two members of a list', "f|all: ['a', 'b']", { f: ['a', 'b'] }, true],
    ['a list without one of them', "f|all: ['a', 'b']", { f: ['a'] }, false],
    ['a single value is allowed: no back end of ours cannot do it', "f|contains|all: 'a'", { f: 'abc' }, true],
    ['with re', "f|re|all: ['^a', 'c$']", { f: 'abc' }, true],
    ['with re, one missing', "f|re|all: ['^a', 'x$']", { f: 'abc' }, false],
    ['with windash', "f|windash|contains|all: [' -a', ' -b']", { f: 'x /a –b' }, true],
  ])
})

describe('neq: "The field is different from the specified values"', () => {
  table([
    ['text, different', "f|neq: 'a'", { f: 'b' }, true],
    ['text, the same', "f|neq: 'a'", { f: 'A' }, false],
    ['number, different', 'f|neq: 5', { f: 6 }, true],
    ['number, the same as text', 'f|neq: 5', { f: '5' }, false],
    ['list: different from every one', "f|neq: ['a', 'b']", { f: 'b' }, false],
    ['list: is another', "f|neq: ['a', 'b']", { f: 'c' }, true],
    ['absent is different', "f|neq: 'a'", { g: 1 }, true],
    ['no member of a list may be the same', "f|neq: 'a'", { f: ['a', 'b'] }, false],
    ['with contains', "f|contains|neq: 'b'", { f: 'abc' }, false],
    ['with fieldref', 'f|fieldref|neq: g', { f: 'x', g: 'y' }, true],
    ['with fieldref, the same', 'f|fieldref|neq: g', { f: 'x', g: 'X' }, false],
  ])
})

describe('windash: "converts the aforementioned characters interchangeably"', () => {
  table([
    ['hyphen', "f|windash: '-x'", { f: '-x' }, true],
    ['slash', "f|windash: '-x'", { f: '/x' }, true],
    ['en dash', "f|windash: '-x'", { f: '–x' }, true],
    ['em dash', "f|windash: '-x'", { f: '—x' }, true],
    ['horizontal bar', "f|windash: '-x'", { f: '―x' }, true],
    ['from a slash', "f|windash: '/x'", { f: '-x' }, true],
    ['from an en dash', "f|windash: '–x'", { f: '/x' }, true],
    ['all permutations', "f|windash: '-a -b'", { f: '/a —b' }, true],
    ['all five, all places', "f|windash|contains: ' -a-b '", { f: 'x /a―b y' }, true],
    ['no other character', "f|windash: '-x'", { f: '+x' }, false],
    ['a dash is mandatory', "f|windash: '-x'", { f: 'x' }, false],
    ['with contains before', "f|contains|windash: ' -enc'", { f: 'powershell /ENC x' }, true],
    ['with wildcards', "f|windash: '*-a*-b'", { f: 'cmd /a 1 /b' }, true],
    ['with cased', "f|windash|cased|contains: '-A'", { f: '/a' }, false],
  ])
})

describe('base64 and base64offset', () => {
  table([
    ['base64 is the whole', "f|base64: 'foobar'", { f: base64('foobar') }, true],
    ['base64 of another', "f|base64: 'foobar'", { f: base64('foobaz') }, false],
    ['base64 takes umlauts as UTF-8', "f|base64: 'ä'", { f: base64('ä') }, true],
    ['base64 with contains', "f|base64|contains: 'foobar'", { f: `x ${base64('foobar')} y` }, true],
    ['base64 does not unescape into wildcards', "f|base64: 'a\\*b'", { f: base64('a*b') }, true],
    ['base64offset, no shift', "f|base64offset|contains: 'foobar'", { f: base64('foobar and more') }, true],
    ['base64offset, shift of one', "f|base64offset|contains: 'foobar'", { f: base64('1foobar and more') }, true],
    ['base64offset, shift of two', "f|base64offset|contains: 'foobar'", { f: base64('12foobar and more') }, true],
    ['base64offset, somewhere', "f|base64offset|contains: 'foobar'", { f: base64('1234567foobar!') }, true],
    ['base64offset, not there', "f|base64offset|contains: 'foobar'", { f: base64('1234567fooba') }, false],
    ['a number is its text', 'f|base64: 123', { f: base64('123') }, true],
    ['list', "f|base64: ['a', 'b']", { f: base64('b') }, true],
    ['windash before', "f|windash|base64: '-x'", { f: base64('/x') }, true],
    ['twice', "f|base64|base64: 'x'", { f: base64(base64('x')) }, true],
  ])
  test.each([
    "f|base64: 'a*'",
    "f|base64offset|contains: 'a?'",
    "f|contains|base64offset: 'abc'",
    "f|startswith|base64: 'abc'",
  ])('modifiers "are applied in the given order", and wildcards cannot be encoded: %s', (search) =>
    expect(refusal(searchOf(search))).toContain('takes plain text'),
  )
  test('of one character two shifts show nothing, and they do not match everything', () => {
    expect(says(searchOf("f|base64offset|contains: 'a'"), { f: 'zzzz' })).toBe(false)
  })
})

describe('utf16le, utf16be, utf16, wide', () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('cmd', 'utf16le')])
  table([
    ['wide with base64offset', "f|wide|base64offset|contains: 'whoami'", { f: base64('x whoami y', 'utf16le') }, true],
    ['utf16le is the same', "f|utf16le|base64offset|contains: 'whoami'", { f: base64('1whoami y', 'utf16le') }, true],
    ['not the narrow text', "f|wide|base64offset|contains: 'whoami'", { f: base64('whoami') }, false],
    ['utf16be', "f|utf16be|base64: 'cmd'", { f: Buffer.from('cmd', 'utf16le').swap16().toString('base64') }, true],
    ['utf16be is not utf16le', "f|utf16be|base64: 'cmd'", { f: base64('cmd', 'utf16le') }, false],
    ['utf16 prepends FF FE', "f|utf16|base64: 'cmd'", { f: utf16.toString('base64') }, true],
    ['utf16 needs the mark', "f|utf16|base64: 'cmd'", { f: base64('cmd', 'utf16le') }, false],
    ['wide alone: 63 00 6d 00 64 00', "f|wide: 'cmd'", { f: 'c\0m\0d\0' }, true],
    ['utf16be alone: 00 63 00 6d 00 64', "f|utf16be: 'cmd'", { f: '\0c\0m\0d' }, true],
    ['wide keeps wildcards', "f|wide: 'c*d'", { f: 'c\0m\0m\0d\0' }, true],
    ['wide with contains', "f|wide|contains: 'cmd'", { f: 'xc\0m\0d\0x' }, true],
    [
      'base64 first, wide then',
      "f|base64|wide: 'cmd'",
      { f: [...base64('cmd')].map((one) => `${one}\0`).join('') },
      true,
    ],
  ])
  test('two of them exclude each other', () => expect(refusal(searchOf("f|wide|utf16be: 'a'"))).toContain('exclude'))
})

describe('fieldref: "compare fields of matched events directly at matching time"', () => {
  table([
    ['the same', 'f|fieldref: g', { f: 'x', g: 'x' }, true],
    ['case does not count', 'f|fieldref: g', { f: 'x', g: 'X' }, true],
    ['case counts when cased', 'f|fieldref|cased: g', { f: 'x', g: 'X' }, false],
    ['different', 'f|fieldref: g', { f: 'x', g: 'y' }, false],
    ['number and text', 'f|fieldref: g', { f: 5, g: '5' }, true],
    ['first absent', 'f|fieldref: g', { g: 'x' }, false],
    ['second absent', 'f|fieldref: g', { f: 'x' }, false],
    ['both absent', 'f|fieldref: g', {}, false],
    ['both null', 'f|fieldref: g', { f: null, g: null }, false],
    ['nested', 'a.f|fieldref: a.g', { a: { f: 1, g: 1 } }, true],
    ['any member of either list', 'f|fieldref: g', { f: ['a', 'b'], g: ['c', 'B'] }, true],
    ['startswith', 'f|fieldref|startswith: g', { f: 'abc', g: 'ab' }, true],
    ['endswith', 'f|fieldref|endswith: g', { f: 'abc', g: 'bc' }, true],
    ['contains', 'f|fieldref|contains: g', { f: 'abc', g: 'B' }, true],
    ['contains, the other way round', 'f|fieldref|contains: g', { f: 'b', g: 'abc' }, false],
    ['wildcards in the other field are plain', 'f|fieldref: g', { f: 'abc', g: 'a*' }, false],
    ['list of fields: any', 'f|fieldref: [g, h]', { f: 1, g: 2, h: 1 }, true],
  ])
})

describe('lt, lte, gt, gte: "can only be applied to numeric values"', () => {
  table([
    ['gt', 'f|gt: 5', { f: 6 }, true],
    ['gt, equal', 'f|gt: 5', { f: 5 }, false],
    ['gte, equal', 'f|gte: 5', { f: 5 }, true],
    ['lt', 'f|lt: 5', { f: 4.9 }, true],
    ['lt, equal', 'f|lt: 5', { f: 5 }, false],
    ['lte, equal', 'f|lte: 5', { f: 5 }, true],
    ['a number in a text', 'f|gt: 5', { f: '10' }, true],
    ['numbers, not letters: 10 is more than 9', 'f|gt: 9', { f: '10' }, true],
    ['a text is no number', 'f|gt: 5', { f: 'ten' }, false],
    ['an empty text is not zero', 'f|lt: 5', { f: '' }, false],
    ['true is no number', 'f|lt: 5', { f: true }, false],
    ['null is not zero', 'f|lt: 5', { f: null }, false],
    ['absent', 'f|lt: 5', {}, false],
    ['negative', 'f|lt: 0', { f: -1 }, true],
    ['any member of a list', 'f|gt: 5', { f: [1, 9] }, true],
    ['a quoted number in the rule', "f|gt: '5'", { f: 6 }, true],
    ['range of two lines', 'f|gte: 5\nf|lt: 7', { f: 6 }, true],
  ])
  test.each(['gt', 'gte', 'lt', 'lte'])('%s needs a number', (word) =>
    expect(refusal(searchOf(`f|${word}: ten`))).toContain(`${word} needs a number`),
  )
})

describe('minute, hour, day, week, month, year: "extracts a numeric value from a date", without conversion of zones', () => {
  table([
    ['minute', 'f|minute: 5', { f: '2026-03-02T09:05:00Z' }, true],
    ['hour', 'f|hour: 9', { f: '2026-03-02T09:05:00Z' }, true],
    ['hour as it stands, whatever the zone', 'f|hour: 9', { f: '2026-03-02T09:05:00+05:00' }, true],
    ['hour of a date alone', 'f|hour: 0', { f: '2026-03-02' }, false],
    ['day', 'f|day: 2', { f: '2026-03-02 09:05:00' }, true],
    ['month', 'f|month: 3', { f: '2026-03-02' }, true],
    ['year', 'f|year: 2026', { f: '2026-03-02T09:05:00.123456Z' }, true],
    ['week', 'f|week: 10', { f: '2026-03-02T00:00:00Z' }, true],
    ['first week of a year that began in the week before', 'f|week: 53', { f: '2027-01-01' }, true],
    ['epoch seconds', 'f|hour: 1', { f: 3600 }, true],
    ['epoch milliseconds', 'f|year: 2026', { f: 1_772_442_300_000 }, true],
    ['with gte', 'f|hour|gte: 22', { f: '2026-03-02T23:00:00Z' }, true],
    ['with lt', 'f|hour|lt: 6', { f: '2026-03-02T23:00:00Z' }, false],
    ['with neq', 'f|month|neq: 3', { f: '2026-03-02' }, false],
    ['list', 'f|hour: [22, 23]', { f: '2026-03-02T23:00:00Z' }, true],
    ['no date', 'f|hour: 9', { f: 'nine' }, false],
    ['no day of the calendar', 'f|day: 31', { f: '2026-02-31' }, false],
    ['other forms are not converted', 'f|hour: 9', { f: 'Mon, 02 Mar 2026 09:05:00 GMT' }, false],
  ])
})

describe('cidr: "supports both IPv4 and IPv6 notations"', () => {
  table([
    ['inside', 'f|cidr: 10.0.0.0/8', { f: '10.255.1.2' }, true],
    ['outside', 'f|cidr: 10.0.0.0/8', { f: '11.0.0.1' }, false],
    ['the network itself', 'f|cidr: 192.0.2.0/24', { f: '192.0.2.0' }, true],
    ['the last address', 'f|cidr: 192.0.2.0/24', { f: '192.0.2.255' }, true],
    ['/32', 'f|cidr: 192.0.2.7/32', { f: '192.0.2.8' }, false],
    ['/0', 'f|cidr: 0.0.0.0/0', { f: '198.51.100.1' }, true],
    ['odd length', 'f|cidr: 192.0.2.128/25', { f: '192.0.2.127' }, false],
    ['host bits do not matter', 'f|cidr: 192.0.2.77/24', { f: '192.0.2.1' }, true],
    ['a single address', 'f|cidr: 192.0.2.7', { f: '192.0.2.7' }, true],
    ['IPv6', 'f|cidr: 2001:db8::/32', { f: '2001:db8:1::1' }, true],
    ['IPv6, other notation', 'f|cidr: 2001:db8::/32', { f: '2001:0DB8:0000:0000:0000:0000:0000:0001' }, true],
    ['IPv6 outside', 'f|cidr: 2001:db8::/32', { f: '2001:db9::1' }, false],
    ['IPv6 loopback', 'f|cidr: ::1/128', { f: '::1' }, true],
    ['families do not mix', 'f|cidr: 0.0.0.0/0', { f: '2001:db8::1' }, false],
    ['a mapped address is its IPv4', 'f|cidr: 192.0.2.0/24', { f: '::ffff:192.0.2.9' }, true],
    ['no address', 'f|cidr: 10.0.0.0/8', { f: '10.0.0' }, false],
    ['a name', 'f|cidr: 10.0.0.0/8', { f: 'ec2.amazonaws.com' }, false],
    ['list', 'f|cidr: [10.0.0.0/8, 192.0.2.0/24]', { f: '192.0.2.1' }, true],
    ['neq', 'f|cidr|neq: 10.0.0.0/8', { f: '10.0.0.1' }, false],
    ['any member', 'f|cidr: 10.0.0.0/8', { f: ['192.0.2.1', '10.0.0.1'] }, true],
  ])
  test.each(['300.0.0.0/8', '10.0.0.0/33', '2001:db8::/129', 'any', "'10.0.0.*'"])('%s is no network', (network) =>
    expect(refusal(searchOf(`f|cidr: ${network}`))).toContain('is no network'),
  )
})
