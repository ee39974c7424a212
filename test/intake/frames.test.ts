// Messages in a stream of syslog: each framing, cut into parts anywhere, and what is no message.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeFramer } from '../../src/intake/frames.ts'

const most = 40
type End = 'ended' | 'broken'

function told(text: string, part: number, how: End) {
  const framer = makeFramer(most)
  const bytes = Buffer.from(text)
  const found = []
  for (let at = 0; at < bytes.length; at += part) found.push(...framer.feed(bytes.subarray(at, at + part)))
  const last = framer.end(how)
  return [...found, ...last].map((frame) =>
    frame.kind === 'record' ? frame.bytes.toString() : [frame.why, frame.bytes.toString(), frame.length],
  )
}

const a = '<13>1 - host app - - - one'
const b = '<13>Mar 17 23:40:01 host app: two'
const octets = (text: string): string => `${Buffer.byteLength(text)} ${text}`

const table: readonly (readonly [what: string, text: string, how: End, told: readonly unknown[]])[] = [
  ['nothing', '', 'ended', []],
  ['line ends', `${a}\n${b}\n`, 'broken', [a, b]],
  ['line ends of Windows, and zero bytes', `${a}\r\n${b}\0${a}\n`, 'broken', [a, b, a]],
  ['lines without a priority', 'plain\n2026-03-17T23:40:01Z more\n', 'broken', ['plain', '2026-03-17T23:40:01Z more']],
  ['a line of digits', '12\n34\n', 'broken', ['12', '34']],
  ['octet counting', octets(a) + octets(b), 'broken', [a, b]],
  ['octet counting with a line in it', octets('<13>one\ntwo') + octets(b), 'broken', ['<13>one\ntwo', b]],
  ['octet counting and a line end behind each', `${octets(a)}\n${octets(b)}\n`, 'broken', [a, b]],
  ['letters of several bytes, counted', octets('<13>größe €'), 'broken', ['<13>größe €']],
  ['one message a connection, ended by it', a, 'ended', [a]],
  ['the same, broken off', a, 'broken', [['cut-off', a, a.length]]],
  ['a last line that others ended and this one does not', `${a}\n<13>half`, 'ended', [a, ['cut-off', '<13>half', 8]]],
  [
    'a counted message that is cut off',
    octets(a) + octets(b).slice(0, 20),
    'ended',
    [a, ['cut-off', b.slice(0, 17), 17]],
  ],
  ['a count that is cut off', `${octets(a)}12`, 'ended', [a, ['cut-off', '', 0]]],
  ['a line that is too long', `${'x'.repeat(60)}\n${a}\n`, 'broken', [['too-long', 'x'.repeat(40), 60], a]],
  ['a line that is too long and never ends', 'x'.repeat(60), 'broken', [['too-long', 'x'.repeat(40), 60]]],
  [
    'a counted message that is too long',
    octets(`<13>${'x'.repeat(96)}`) + octets(a),
    'broken',
    [['too-long', `<13>${'x'.repeat(36)}`, 100], a],
  ],
]

test.each(table)('%s', (_, text, how, expected) => {
  for (const part of [1, 2, 3, 5, 11, 1_000]) expect(told(text, part, how), `parts of ${part}`).toEqual(expected)
})

describe('where the framing is lost', () => {
  test.each([
    ['no count where one must stand', `${octets(a)}${b}`],
    ['a count that can be none', `${octets(a)}9999999999 <13>x`],
  ])('%s: nobody knows where the next message begins', (_, text) => {
    const framer = makeFramer(most)
    const frames = framer.feed(Buffer.from(text))
    expect(frames[0]).toMatchObject({ kind: 'record' })
    expect(frames[1]).toMatchObject({ kind: 'unfit', why: 'no-framing' })
    expect(framer.lost()).toBe(true)
    expect(framer.end('broken')).toEqual([])
  })
})

test('it is unfinished from the first byte of a message to its last', () => {
  const framer = makeFramer(most)
  const seen = [...octets(a)].map((letter) => {
    framer.feed(Buffer.from(letter))
    return framer.unfinished()
  })
  expect(seen.slice(0, -1).every(Boolean)).toBe(true)
  expect(seen.at(-1)).toBe(false)
})

test('whatever comes, in whatever parts: nothing is thrown, and no byte is told twice', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(octets(a), `${b}\n`, '7 <1>', '\0', '\r\n', '999 ', '<'), fc.string()), {
        maxLength: 12,
      }),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom<End>('ended', 'broken'),
      (texts, part, how) => {
        const frames = told(texts.join(''), part, how)
        const kept = frames.map((one) => String(typeof one === 'string' ? one : one[1]))
        expect(kept.join('').length).toBeLessThanOrEqual(Buffer.from(texts.join('')).toString().length)
        for (const one of kept) expect(one.length).toBeLessThanOrEqual(Math.max(most, part))
      },
    ),
  )
})
