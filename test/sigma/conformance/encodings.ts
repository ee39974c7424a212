// Encodings: base64 whole and at its offsets, UTF-16 of both orders.
import type { Clause } from './clause.ts'

const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('base64')
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('cmd', 'utf16le')])

export const encodings: readonly Clause[] = [
  {
    of: ['modifiers: base64', 'modifiers: base64offset'],
    says: 'The value is encoded with Base64; there are three variants for shifts by zero to two bytes',
    cases: [
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
      ['in the given order: wildcards cannot be encoded', "f|base64: 'a*'", {}, 'takes plain text'],
      ['in the given order: wildcards cannot be encoded', "f|base64offset|contains: 'a?'", {}, 'takes plain text'],
      ['in the given order: wildcards cannot be encoded', "f|contains|base64offset: 'abc'", {}, 'takes plain text'],
      ['in the given order: wildcards cannot be encoded', "f|startswith|base64: 'abc'", {}, 'takes plain text'],
      [
        'of one character two shifts show nothing, and they do not match everything',
        "f|base64offset|contains: 'a'",
        { f: 'zzzz' },
        false,
      ],
    ],
  },
  {
    of: ['modifiers: utf16le', 'modifiers: utf16be', 'modifiers: utf16', 'modifiers: wide'],
    says: 'cmd > 63 00 6d 00 64 00, cmd > 00 63 00 6d 00 64, cmd > FF FE 63 00 6d 00 64 00',
    cases: [
      [
        'wide with base64offset',
        "f|wide|base64offset|contains: 'whoami'",
        { f: base64('x whoami y', 'utf16le') },
        true,
      ],
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
      ['two of them', "f|wide|utf16be: 'a'", {}, 'exclude'],
    ],
  },
]
