// Which streams came: known by names, told once a day, and told again where what told them was lost.
import { describe, expect, test } from 'vitest'
import { day } from '../../src/lib/duration.ts'
import { noteStream } from '../../src/memory/streams.ts'
import type { NewRecord } from '../../src/model/journal.ts'
import type { Stream, StreamSign } from '../../src/model/stream.ts'
import type { EventsRecord } from '../../src/model/wire.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { spotOf } from '../../src/pipeline/spot.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { seenStreams } from '../../src/pipeline/state-read.ts'
import { detector, relevance, source } from './lines.ts'
import { journalRecord, stateMap } from './state-map.ts'

const stream = (name: string, signs: readonly StreamSign[], of = 'vendor.log'): Stream => ({
  source: of,
  stream: name,
  what: name,
  signs,
  within: day,
  rare: false,
  beside: [of],
  instead: [],
  classes: ['refused'],
  blind: 'It.',
  on: 'Do it.',
})

describe('a record belongs to the streams whose signs it has', () => {
  const spot = spotOf([
    stream('any', []),
    stream('deletes', [{ code: ['DELETE *', 'Drop*Table'] }]),
    stream('keys', [{ provider: ['KMS'], code: ['Decrypt'] }, { action: ['key-used'] }]),
    stream('other', [], 'other.log'),
  ])
  test.each([
    ['DELETE /a', undefined, undefined, ['any', 'deletes']],
    ['delete ', undefined, undefined, ['any', 'deletes']],
    ['DELETE', undefined, undefined, ['any']],
    ['DropTable', undefined, undefined, ['any', 'deletes']],
    ['DropTabTable', undefined, undefined, ['any', 'deletes']],
    ['DropTabl', undefined, undefined, ['any']],
    ['Decrypt', 'kms', undefined, ['any', 'keys']],
    ['Decrypt', 'kms2', undefined, ['any']],
    ['x', undefined, 'key-used', ['any', 'keys']],
    ['(.*)+$', undefined, undefined, ['any']],
  ])('%s of %s, %s', (code, provider, action, expected) => {
    expect(spot.ofEvent('vendor.log', { code, provider, action }).map((one) => one.stream)).toEqual(expected)
  })
  test('a source without streams has none', () => expect(spot.ofEvent('third.log', { code: 'x' })).toEqual([]))
})

describe('the stage', () => {
  const topic = 'audit.test.lines'
  const batch = (...lines: readonly string[]) => lines.map((line, at) => journalRecord(topic, at, line))
  const make = () => {
    const read = source.read(Buffer.from('0 a'), 0)
    const [first] = read.ok ? read.value.events : []
    const spot = spotOf([stream('all', [], first?.event.dataset)])
    return normalizeStage({ sources: new Map([[topic, source]]), relevance: () => relevance, spot: () => spot })
  }
  const sightings = (records: readonly NewRecord[]) =>
    records
      .map(({ value }) => JSON.parse(String(value)) as EventsRecord)
      .flatMap((record) => (record.type === 'sighting' ? [`${record.stream} ${record.last}`] : []))
  const { view } = stateMap()

  test('tells the latest of a batch, dropped records too, and of a day once', async () => {
    const stage = make()
    const first = await stage.process(batch('0 a', '9 dull'), view)
    expect(sightings(first.records)).toEqual(['all 2026-03-02T09:09:00.000Z'])
    stage.committed?.([], first)
    const second = await stage.process(batch('20 a', '-1500 a'), view)
    expect(sightings(second.records)).toEqual([])
  })

  test('tells it again as long as it was not committed', async () => {
    const stage = make()
    await stage.process(batch('0 a'), view)
    expect(sightings((await stage.process(batch('0 a'), view)).records)).toEqual(['all 2026-03-02T09:00:00.000Z'])
  })

  test('what it tells is remembered where detection remembers, by site', async () => {
    const told = await make().process(batch('0 dull'), view)
    const state = stateMap()
    const detect = detectStage({ detector: () => detector })
    const records = told.records.map(({ value, key }, at) => journalRecord('lastcopy.events', at, String(value), key))
    state.apply((await detect.process(records, state.view)).state)
    expect(seenStreams([state.view])).toMatchObject([{ site: 'default', stream: 'all', days: 1 }])
  })
})

test('memory writes a stream once a day, and late records take nothing back', () => {
  let writes = 0
  const memory = memoryMap()
  const counted: typeof memory = {
    ...memory,
    put(...words) {
      writes += 1
      memory.put(...words)
    },
  }
  for (const hours of [0, 1, 5, 23, 24, 30, 3, 48])
    noteStream(counted, { site: 's', source: 'a', stream: 'b' }, hours * (day / 24))
  noteStream(counted, { site: 's', source: 'a', stream: 'b' }, Number.NaN)
  expect(writes).toBe(3)
})
