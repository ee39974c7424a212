// What no reader of a console may stumble over: wrong types, names of prototypes, and texts that are far too long.
import { expect, test } from 'vitest'
import type { Source } from '../../../src/model/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)

/** @param object a record as the vendor has it; each of its fields is tried with every wrong type */
export function withstands(
  source: Source,
  line: (text: string) => string,
  object: Readonly<Record<string, unknown>> = {},
): void {
  const read = (text: string) => source.read(Buffer.from(text), received)

  test.each(['nothing', '{}', '[]', '7', 'null', '{"__proto__":{"x":1}}'])('%s is a reject', (text) => {
    const reading = read(text)
    expect(eventsOf([reading])).toEqual([])
    if (!reading.ok) expect(reading.error.reason.length).toBeGreaterThan(10)
  })

  const wrong = [null, 7, true, [], ['x'], {}, { a: { b: 1 } }, '', '\u0000', 'x'.repeat(5_000)]
  test('fields of a wrong type throw nothing', () => {
    for (const name of Object.keys(object))
      for (const value of wrong) expect(() => read(JSON.stringify({ ...object, [name]: value }))).not.toThrow()
    expect(() => read(JSON.stringify(object).replace('{', '{"__proto__":{"a":1},"constructor":7,'))).not.toThrow()
  })

  test.each([
    ['quotes', '"'.repeat(200_000)],
    ['blanks', `Deleted ${' '.repeat(500_000)}policy`],
    ['words', 'retention changed from '.repeat(50_000)],
    ['brackets', '<a '.repeat(200_000)],
    ['pairs', 'a=b '.repeat(200_000)],
    ['colons', 'a:b, '.repeat(200_000)],
    ['letters', 'delete'.repeat(200_000)],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(line(text))
    expect(spent() - before).toBeLessThan(2_000)
  })
}
