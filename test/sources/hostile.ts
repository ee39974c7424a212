// Records of any shape for a source: whatever stands in a field, nothing is thrown, and every event has its time.
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Json, JsonObject } from '../../src/lib/json.ts'
import type { Source } from '../../src/model/source.ts'
import { eventsOf } from './samples.ts'

const odd: readonly Json[] = [
  null,
  true,
  -1,
  1e300,
  '',
  '\u0000',
  '__proto__',
  [],
  [[]],
  {},
  { name: {} },
  ['x', null],
  '9'.repeat(300),
]

/** Puts odd values into each field of a record, and into each field of what it holds. */
function twisted(record: JsonObject): readonly JsonObject[] {
  return Object.keys(record).flatMap((field) => {
    const held = record[field]
    const inner = typeof held === 'object' && held !== null && !Array.isArray(held) ? twisted(held as JsonObject) : []
    return [...odd, ...inner].map((value) => ({ ...record, [field]: value }))
  })
}

/** Reads records whose fields are anything. */
export function readsAnything(source: Source, records: readonly JsonObject[]): void {
  const read = (value: Json) => source.read(Buffer.from(JSON.stringify(value)), Date.UTC(2026, 2, 2))
  for (const record of records.flatMap((one) => [one, ...twisted(one)]))
    for (const event of eventsOf([read(record)])) expect(Number.isFinite(Date.parse(event['@timestamp']))).toBe(true)
  fc.assert(
    fc.property(
      fc.constantFrom(...records),
      fc.dictionary(fc.constantFrom(...records.flatMap(Object.keys)), fc.jsonValue()),
      (record, more) => {
        read({ ...record, ...(more as JsonObject) })
      },
    ),
    { numRuns: 60 },
  )
}

/** Reads a line that is cut anywhere, and one that is far too long, in a time that grows with its length. */
export function readsPieces(source: Source, lines: readonly string[]): void {
  for (const line of lines) {
    for (let end = 0; end <= line.length; end += 7) source.read(Buffer.from(line.slice(0, end)), 0)
    const long = Buffer.from(line + `${line.at(-1) ?? ''}="[\\ '`.repeat(150_000))
    const before = performance.now()
    source.read(long, 0)
    expect(performance.now() - before).toBeLessThan(3_000)
  }
}
