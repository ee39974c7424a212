// Records in a stream: the same ones wherever the stream is cut into parts.
import { describe, expect, test } from 'vitest'
import { type Cutter, jsonCutter, lineCutter } from '../../src/intake/pieces.ts'

type Told = readonly [text: string, end: number, whole: boolean]

function all(cutter: Cutter, bytes: Buffer, part: number): readonly Told[] {
  const found = []
  for (let at = 0; at < bytes.length; at += part) found.push(...cutter.feed(bytes.subarray(at, at + part)))
  return [...found, ...cutter.end()].map(({ bytes: held, end, whole }) => [held.toString(), end, whole] as const)
}

const most = 20

const lines: readonly (readonly [what: string, text: string, told: readonly Told[]])[] = [
  ['nothing', '', []],
  [
    'lines',
    'a\nbc\n',
    [
      ['a', 2, true],
      ['bc', 5, true],
    ],
  ],
  [
    'a last line without an end',
    'a\nbc',
    [
      ['a', 2, true],
      ['bc', 4, false],
    ],
  ],
  [
    'line ends of Windows',
    'a\r\nb\r\n',
    [
      ['a', 3, true],
      ['b', 6, true],
    ],
  ],
  [
    'blank lines',
    '\n\na\n\r\n\nb',
    [
      ['a', 4, true],
      ['b', 8, false],
    ],
  ],
  [
    'letters of several bytes',
    'ä\n€\n',
    [
      ['ä', 3, true],
      ['€', 7, true],
    ],
  ],
  [
    'a line that is too long',
    `${'x'.repeat(30)}\nb\n`,
    [
      ['x'.repeat(20), 31, true],
      ['b', 33, true],
    ],
  ],
]

const values: readonly (readonly [what: string, text: string, told: readonly Told[]])[] = [
  ['nothing', ' \n', []],
  [
    'values behind each other',
    '{"a":1}{"b":2}',
    [
      ['{"a":1}', 7, true],
      ['{"b":2}', 14, true],
    ],
  ],
  ['a value over lines', '{\n "a": 1\n}\n', [['{\n "a": 1\n}', 11, true]]],
  [
    'the members of a list',
    '[{"a":1}, {"b":2}]',
    [
      ['{"a":1}', 8, true],
      ['{"b":2}', 17, true],
    ],
  ],
  [
    'lists in a list',
    '[[1,2],[3]]',
    [
      ['[1,2]', 6, true],
      ['[3]', 10, true],
    ],
  ],
  [
    'braces and quotes in texts',
    '{"a":"}\\"{"}{}',
    [
      ['{"a":"}\\"{"}', 12, true],
      ['{}', 14, true],
    ],
  ],
  ['the rest of a list', ', {"a":1}]', [['{"a":1}', 9, true]]],
  [
    'what is no JSON',
    'no\n{"a":1}',
    [
      ['no', 3, true],
      ['{"a":1}', 10, true],
    ],
  ],
  [
    'a value that is cut',
    '{"a":1}{"b":',
    [
      ['{"a":1}', 7, true],
      ['{"b":', 12, false],
    ],
  ],
  [
    'a value that is too long',
    `{"a":"${'x'.repeat(30)}"}{}`,
    [
      [`{"a":"${'x'.repeat(14)}`, 38, true],
      ['{}', 40, true],
    ],
  ],
]

describe.each([
  ['lines', lineCutter, lines],
  ['JSON values', jsonCutter, values],
] as const)('%s', (_, make, table) => {
  test.each(table)('%s', (_what, text, told) => {
    const bytes = Buffer.from(text)
    for (const part of [1, 2, 3, 7, 1_000]) expect(all(make({ most }), bytes, part), `parts of ${part}`).toEqual(told)
  })
})

test('a place further on is told from where the stream was cut before', () => {
  expect(all(lineCutter({ most, from: 100 }), Buffer.from('a\nb\n'), 9)).toEqual([
    ['a', 102, true],
    ['b', 104, true],
  ])
})
