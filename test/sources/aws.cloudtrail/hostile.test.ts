import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts'
import type { Reading } from '../../../src/model/source.ts'
import source from '../../../src/sources/aws.cloudtrail/source.ts'
import { linesOf } from '../golden.ts'
import { ownSamples } from '../samples.ts'
import { bytesOf, call, eventOf, read } from './records.ts'

const lines = (await ownSamples())
  .filter(({ source: { name } }) => name === 'aws.cloudtrail')
  .flatMap(({ raw }) => linesOf(raw).map(({ text }) => text))
const records = lines.map((text) => JSON.parse(text) as JsonObject)

/** What must hold of every reading, whatever came in. */
function expectSound(reading: Reading, about: unknown): void {
  if (!reading.ok) {
    expect(reading.error.reason.length, JSON.stringify(about)).toBeGreaterThan(0)
    return
  }
  for (const event of reading.value.events) {
    const time = event['@timestamp']
    expect(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) && !Number.isNaN(Date.parse(time)), time).toBe(true)
    expect(typeof event.event.id === 'string' && event.event.id !== '').toBe(true)
    expect(typeof event.event.code === 'string' && event.event.code !== '').toBe(true)
    expect(event.backup?.actor?.id).not.toBe('')
    expect(JSON.stringify(event).includes('[object Object]')).toBe(false)
  }
}

describe('hostile input', () => {
  test('any bytes are read or rejected', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const reading = source.read(bytes, 0)
        expectSound(reading, bytes)
        expect(source.glimpse(bytes)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  test('any JSON is read or rejected', () => {
    fc.assert(
      fc.property(fc.json(), (text) => expectSound(source.read(Buffer.from(text), 0), text)),
      { numRuns: 500 },
    )
  })

  test('any JSON in any field of a record gives an event', () => {
    const fields = Object.keys(call('s3 PutBucketLifecycle')).filter((name) => name !== 'eventVersion')
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 4 }), (field, value) => {
        const reading = source.read(bytesOf({ ...call('s3 PutBucketLifecycle'), [field]: value }), 0)
        expect(reading.ok).toBe(true)
        expectSound(reading, value)
      }),
      { numRuns: 1_000 },
    )
  })

  test('any one value of a sample replaced by any other gives an event, or a reject that says why', () => {
    let tried = 0
    for (const [index, record] of records.entries())
      for (const path of pathsOf(record)) {
        const value = strangers[(index + path.length + tried) % strangers.length] ?? null
        expectSound(source.read(bytesOf(replaced(record, path, value)), 0), [path, value])
        tried += 1
      }
    expect(tried).toBeGreaterThan(5_000)
  })

  test('a plain record with one field of the wrong type is rejected only by the name of that field', () => {
    for (const name of ['eventName', 'eventSource'])
      for (const value of strangers) {
        const { eventVersion: _, ...plain } = call('s3 DeleteBucket')
        const { rejects } = read(JSON.stringify({ ...plain, [name]: value }))
        if (typeof value !== 'string') expect(rejects.map(({ field }) => field)).toEqual([name])
      }
  })

  test('the time of receipt may be anything', () => {
    for (const received of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 1e300])
      expectSound(source.read(bytesOf({ ...call('s3 DeleteBucket'), eventTime: null }), received), received)
  })
})

describe('hostile shapes', () => {
  const nested = (levels: number, open = '{"a":', close = '}'): string =>
    `${open.repeat(levels)}1${close.repeat(levels)}`

  test.each([
    ['objects', nested(50_000)],
    ['lists', nested(50_000, '[', ']')],
    ['a record with deep parameters', JSON.stringify(call('s3 DeleteBucket')).replace('{}', nested(50_000))],
    ['a deep text in a queue', JSON.stringify({ Body: `{"eventName":"X","eventSource":"y","z":${nested(50_000)}}` })],
    ['envelopes in envelopes', `${'{"message":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['lines of it', `${nested(50_000)}\n${nested(50_000)}`],
  ])('%s of 50,000 levels are rejected', (_, text) => {
    const { events, rejects } = read(text)
    expect(events).toEqual([])
    expect(rejects.length).toBeGreaterThan(0)
    expect(rejects[0]?.reason).toContain('deep')
  })

  test('what nests as deep as calls may is read', () => {
    expect(eventOf(JSON.stringify(call('s3 DeleteBucket')).replace('{}', nested(300))).event.code).toBe('DeleteBucket')
  })

  test('5 MB in one line are read, and rejected when they are garbage', () => {
    const large = call('s3 DeleteBucket', { bucketName: 'nightly-backup', filler: 'x'.repeat(5 << 20) })
    expect(eventOf(large).backup?.resource?.name).toBe('nightly-backup')
    expect(read('{'.repeat(5 << 20)).rejects).toHaveLength(1)
    expect(read('x'.repeat(5 << 20)).rejects).toHaveLength(1)
    expect(read(`{"a":"${'\\'.repeat(5 << 20)}`).rejects).toHaveLength(1)
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a name like any other', (name) => {
    const own = `"${name}":{"eventName":"StopLogging","bucketName":"evil"}`
    const text = JSON.stringify(call('s3 DeleteBucket', { bucketName: 'nightly-backup' }))
    const event = eventOf(text.replace('"bucketName"', `${own},"bucketName"`))
    expect([event.event.code, event.backup?.resource?.name]).toEqual(['DeleteBucket', 'nightly-backup'])
    expect(eventOf({ ...call('s3 DeleteBucket'), eventName: name }).event.action).toBe('other')
    expect(eventOf({ ...call('s3 DeleteBucket'), eventSource: name }).event.action).toBe('other')
    expect(({} as Record<string, unknown>).bucketName).toBeUndefined()
  })

  test('lone surrogates stay what they are', () => {
    const event = eventOf(
      '{"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"DeleteBucket","requestParameters":{"bucketName":"\\ud800x"}}',
    )
    expect(event.backup?.resource?.name).toBe('\ud800x')
    expect(JSON.parse(JSON.stringify(event)).backup.resource.name).toBe('\ud800x')
    expect(read(Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])).rejects[0]?.reason).toContain(
      'UTF-8',
    )
  })

  test.each([
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['2099-12-31T23:59:59Z', '2099-12-31T23:59:59.000Z'],
    ['2026-03-02T09:00:00+02:00', '2026-03-02T07:00:00.000Z'],
    ['2026-03-02 09:00:00.123', '2026-03-02T09:00:00.123Z'],
    [1_772_442_000, '2026-03-02T09:00:00.000Z'],
    [1_772_442_000_000, '2026-03-02T09:00:00.000Z'],
  ])('the time %s is kept as the time of the event', (eventTime, expected) => {
    const event = eventOf({ ...call('s3 DeleteBucket'), eventTime })
    expect([event['@timestamp'], event.event.reason]).toEqual([expected, undefined])
  })

  test.each(['yesterday', '', '2026-13-45T99:99:99Z', null, {}, [], true, -1e300, '+275760-09-13T00:00:00Z'])(
    'for the time %j the time of receipt stands, and the event says so',
    (eventTime) => {
      const event = eventOf({ ...call('s3 DeleteBucket'), eventTime }, Date.UTC(2026, 5, 1))
      expect(event['@timestamp']).toBe('2026-06-01T00:00:00.000Z')
      expect(event.event.reason).toContain('time of receipt')
    },
  )

  test.each([
    ['with its id', call('s3 DeleteBucket', {}, { id: 'aaaa-bbbb' }), 'aaaa-bbbb'],
    ['without one', { ...call('s3 DeleteBucket'), eventID: undefined }, /^[0-9a-f]{32}$/],
    ['with one that is none', { ...call('s3 DeleteBucket'), eventID: {} }, /^[0-9a-f]{32}$/],
  ])('a record %s has the same id each time', (_, record, id) => {
    expect(eventOf(record).event.id).toMatch(id)
    expect(eventOf(record).event.id).toBe(eventOf(record).event.id)
  })

  test('two records without an id that differ have different ids', () => {
    const one = { ...call('s3 DeleteBucket', { bucketName: 'a' }), eventID: undefined }
    const other = { ...call('s3 DeleteBucket', { bucketName: 'b' }), eventID: undefined }
    expect(eventOf(one).event.id).not.toBe(eventOf(other).event.id)
  })
})

/** Values of every kind, and such as break code that takes a value for its text. */
const strangers: readonly Json[] = [
  null,
  5,
  -1,
  1e308,
  true,
  '',
  'x',
  'arn:',
  'arn:aws:s3:::',
  '%E0%A4%A',
  '{"Statement":[{"Effect":{},"Action":{"toString":1}}]}',
  [],
  [[]],
  [null, 5, {}],
  {},
  { toString: null, valueOf: null },
  { items: { items: null } },
  { '__proto__ ': 1 },
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
