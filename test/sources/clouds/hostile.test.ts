import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadSource } from '../../../src/content/sources.ts'
import { isObject, type Json } from '../../../src/lib/json.ts'
import type { Reading, Source } from '../../../src/model/source.ts'
import { linesOf } from '../golden.ts'
import { ownSamples } from '../samples.ts'

const names = ['azure.activity', 'azure.keyvault', 'entra.audit', 'gcp.audit', 'minio.audit']
const samples = await ownSamples()
const sources = await Promise.all(
  names.map(async (name) => {
    const source = await loadSource(name)
    if (!source) throw new Error(`no source ${name}`)
    const lines = samples.filter((sample) => sample.source.name === name).flatMap(({ raw }) => linesOf(raw))
    return { name, source, records: lines.map(({ text }) => JSON.parse(text) as Json) }
  }),
)

/** What must hold of every reading, whatever came in. */
function expectSound(reading: Reading, about: unknown): void {
  if (!reading.ok) {
    expect(reading.error.reason.length, JSON.stringify(about)).toBeGreaterThan(0)
    return
  }
  for (const event of reading.value.events) {
    expect(event['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect([typeof event.event.id, typeof event.event.code]).toEqual(['string', 'string'])
    expect(event.event.id === '' || event.event.code === '', JSON.stringify(about)).toBe(false)
    expect(event.backup?.actor?.id, JSON.stringify(about)).not.toBe('')
    expect(event.backup?.resource?.id, JSON.stringify(about)).not.toBe('')
    expect(JSON.stringify(event)).not.toContain('[object Object]')
  }
}
const readJson = (source: Source, value: unknown): Reading => source.read(Buffer.from(JSON.stringify(value)), 0)

describe.each(sources)('hostile input of $name', ({ source, records }) => {
  test('any JSON is read or rejected', () => {
    fc.assert(
      fc.property(fc.json(), (text) => expectSound(source.read(Buffer.from(text), 0), text)),
      { numRuns: 300 },
    )
  })

  test('any one value of a sample replaced by any other is read, or rejected with a reason', () => {
    let tried = 0
    for (const [index, record] of records.entries())
      for (const path of pathsOf(record)) {
        const value = strangers[(index + path.length + tried) % strangers.length] ?? null
        expectSound(readJson(source, replaced(record, path, value)), [path, value])
        tried += 1
      }
    expect(tried).toBeGreaterThan(300)
  })

  test('names of every object are names like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      for (const record of records.slice(0, 10)) {
        const text = JSON.stringify(record)
        expectSound(source.read(Buffer.from(text.replace('{', `{"${name}":{"value":"x","id":"y"},`)), 0), name)
      }
    expect(({} as Record<string, unknown>).value).toBeUndefined()
  })

  test('5 MB in one value, and 50,000 levels, take no longer than they must', () => {
    const [record] = records
    const started = performance.now()
    for (const filler of ['x'.repeat(5 << 20), '<'.repeat(5 << 20), '"secret":'.repeat(100_000), 'a@'.repeat(1 << 20)])
      expectSound(readJson(source, { ...(record as object), filler }), 'large')
    expectSound(source.read(Buffer.from(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`), 0), 'deep')
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

const strangers: readonly Json[] = [
  null,
  5,
  -1,
  1e308,
  true,
  '',
  'x',
  '/',
  '%E0%A4%A',
  '{"a":',
  [],
  [[]],
  [null, 5, {}],
  {},
  { toString: null, valueOf: null },
  { value: { value: 1 } },
  'https://',
  '//',
  '@',
  '\ud800',
]

type Path = readonly (string | number)[]

function pathsOf(value: unknown, before: Path = []): readonly Path[] {
  const inner = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
  return inner.flatMap(([name, held]) => [[...before, name], ...pathsOf(held, [...before, name])])
}

function replaced(value: unknown, [name, ...rest]: Path, by: Json): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((held, index) => (index === name ? replaced(held, rest, by) : held))
  return isObject(value) ? { ...value, [name]: replaced(value[name], rest, by) } : value
}
