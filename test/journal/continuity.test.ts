import { describe, expect, test } from 'vitest'
import { type Fetched, judgeBatch, type Reading } from '../../src/journal/kafka/continuity.ts'
import { findPlace, type LastRead, type Place } from '../../src/journal/kafka/place.ts'

const record = (offset: number, text = `record ${offset}`): LastRead => ({
  offset: String(offset),
  at: offset * 1_000,
  sha256: text,
})

describe('what a fetched batch is to what was read', () => {
  /** Ten records were read, the last at offset 9; the next fetch begins at 10. */
  const reading: Reading = { read: 10n, position: 10n, last: record(9) }
  const fetched = (from: number, offsets: readonly number[], more: Partial<Fetched> = {}): Fetched => ({
    from: BigInt(from),
    high: 100n,
    offsets: offsets.map(BigInt),
    at: (offset) => record(Number(offset)),
    ...more,
  })

  test.each([
    ['the next records', fetched(10, [10, 11, 12]), { kind: 'sound' }],
    ['nothing', fetched(10, []), { kind: 'sound' }],
    ['records from before, once more', fetched(7, [7, 8, 9, 10, 11]), { kind: 'sound' }],
    ['a compressed batch that begins earlier', fetched(10, [5, 6, 7, 8, 9, 10, 11]), { kind: 'sound' }],
    ['a hole in the middle', fetched(10, [10, 11, 15, 16]), { kind: 'hole', from: 12n, to: 15n }],
    ['a hole at the beginning', fetched(10, [13, 14]), { kind: 'hole', from: 10n, to: 13n }],
    ['a hole in what was read already', fetched(4, [4, 7, 8, 9, 10]), { kind: 'sound' }],
    ['a hole that reaches out of what was read', fetched(9, [9, 14]), { kind: 'hole', from: 10n, to: 14n }],
    ['records further on', fetched(14, [14, 15]), { kind: 'ahead' }],
    ['a partition that ends before', fetched(0, [0, 1], { high: 2n }), { kind: 'recreated' }],
    [
      'another record where the last one was',
      fetched(9, [9, 10], { at: (offset) => record(Number(offset), 'another') }),
      { kind: 'recreated' },
    ],
    ['a marker where the last record was', fetched(9, [9, 10], { at: () => undefined }), { kind: 'recreated' }],
  ])('%s', (_, batch, verdict) => expect(judgeBatch(reading, batch)).toEqual(verdict))
})

describe('where to go on', () => {
  const own: Place = { next: '10', last: record(9) }
  const ends = (low: number, high: number) => ({ low: String(low), high: String(high) })

  test.each([
    ['nothing was ever read: the oldest record', undefined, undefined, ends(3, 50), { position: 3n, readFrom: 3n }],
    ['only the group knows', undefined, '10', ends(0, 50), { position: 10n, readFrom: 10n }],
    ['the last record is met again', own, '10', ends(0, 50), { position: 10n, readFrom: 9n }],
    ['the last record has left the topic by its age', own, '10', ends(10, 50), { position: 10n, readFrom: 10n }],
    [
      'truncated',
      own,
      '10',
      ends(14, 50),
      { position: 14n, readFrom: 14n, gap: { kind: 'truncated', expected: '10', found: '14' } },
    ],
    [
      'truncated to its end',
      own,
      '10',
      ends(50, 50),
      { position: 50n, readFrom: 50n, gap: { kind: 'truncated', expected: '10', found: '50' } },
    ],
    [
      'shorter than it was: made anew',
      own,
      undefined,
      ends(0, 4),
      { position: 0n, readFrom: 0n, gap: { kind: 'recreated', expected: '10', found: '4' } },
    ],
    [
      'a group beyond the end, and nothing of our own',
      undefined,
      '70',
      ends(0, 50),
      { position: 0n, readFrom: 0n, gap: { kind: 'recreated', expected: '70', found: '50' } },
    ],
    [
      'offsets moved to the latest',
      own,
      '50',
      ends(0, 50),
      { position: 10n, readFrom: 9n, gap: { kind: 'offsets-moved', expected: '10', found: '50' } },
    ],
    [
      'offsets moved back',
      own,
      '0',
      ends(0, 50),
      { position: 10n, readFrom: 9n, gap: { kind: 'offsets-moved', expected: '10', found: '0' } },
    ],
    [
      'offsets deleted',
      own,
      undefined,
      ends(0, 50),
      { position: 10n, readFrom: 9n, gap: { kind: 'offsets-deleted', expected: '10', found: '' } },
    ],
  ])('%s', (_, place, group, there, found) => expect(findPlace(place, group, there)).toEqual(found))
})
