import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewRecord } from '../../src/model/journal.ts'
import type { AlertsRecord, DeadLetter, EventsRecord } from '../../src/model/wire.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { detector, relevance, source } from './lines.ts'
import { journalRecord, runStage } from './state-map.ts'

const topic = 'audit.test.lines'
const normalize = () => normalizeStage({ sources: new Map([[topic, source]]), relevance: () => relevance })
const detect = () => detectStage({ detector: () => detector })
const parse = <T>({ value }: NewRecord): T => JSON.parse(String(value)) as T
const raw = (...lines: readonly (string | undefined)[]) =>
  lines.map((line, offset) => journalRecord(topic, offset, line, offset % 2 ? 'k' : undefined))

describe('normalize', () => {
  test('gives events with site and position, dead letters whole, and tallies of what it dropped', async () => {
    const out = await runStage(normalize(), raw('0 a', 'broken \ud800', undefined, '3 dull', '4 bad-1'))
    const events = out.filter((record) => record.topic === 'lastcopy.events').map(parse<EventsRecord>)
    expect(events.map((record) => (record.type === 'event' ? record.ref : record))).toEqual([
      { source: 'test.lines', position: `${topic}-0@0`, at: '2026-03-02T09:00:00.000Z' },
      { source: 'test.lines', position: `${topic}-0@4`, at: '2026-03-02T09:04:00.000Z' },
      { type: 'tally', source: 'test.lines', count: 1, last: '2026-03-02T09:03:00.000Z' },
    ])
    expect(out.filter((record) => record.topic === 'lastcopy.events').map(({ key }) => key)).toEqual(
      Array(3).fill('default'),
    )
    const [letter, ...more] = out.filter((record) => record.topic === 'lastcopy.dead-letter').map(parse<DeadLetter>)
    expect(more).toEqual([])
    expect(letter).toMatchObject({
      source: 'test.lines',
      reason: 'not minutes',
      position: { topic, partition: 0, offset: '1' },
      received: '2026-03-02T12:00:00.000Z',
      key: 'k',
    })
    expect(Buffer.from(letter?.record ?? '', 'base64')).toEqual(Buffer.from('broken \ud800'))
  })

  test('a time after the receipt is not believed', async () => {
    const out = await runStage(normalize(), raw('0 a', '600 b'))
    const times = out.map(parse<EventsRecord>).map((record) => (record.type === 'event' ? record.ref.at : ''))
    expect(times).toEqual(['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z'])
  })
})

describe('detect', () => {
  const lines = ['0 bad-1', '1 a', '5 bad-2', '5 bad-2', '90 bad-1', '100 bad-3', '200 bad-4']
  const events = async () =>
    (await runStage(normalize(), raw(...lines.slice(0, 5), ...lines.slice(5)))).map(({ value }, offset) =>
      journalRecord('lastcopy.events', offset, String(value), 'default'),
    )
  const told = (out: readonly NewRecord[]) =>
    out
      .map(parse<AlertsRecord>)
      .flatMap((record) =>
        record.type === 'alert' ? `${record.alert.id.slice(0, 6)} ${record.alert.version} ${record.alert.change}` : [],
      )

  test('cut anywhere and taken twice after a crash, the same alerts come out', async () => {
    const records = await events()
    const whole = told(
      await runStage(
        detect(),
        records,
        records.map((_, at) => at),
      ),
    )
    expect(whole.length).toBeGreaterThan(4)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(records.length), { maxLength: 4 }), fc.boolean(), async (cuts, lost) => {
        const out = told(await runStage(detect(), records, cuts, () => lost))
        const loud = (lines: readonly string[]) => lines.filter((line) => !line.endsWith('joined'))
        expect(loud(out)).toEqual(loud(whole))
        expect(out.at(-1)).toEqual(whole.at(-1))
      }),
      { numRuns: 40 },
    )
  })

  test('people act on alerts; ticks end here, each stage has its own', async () => {
    const records = await events()
    const [first] = (await runStage(detect(), records.slice(0, 1))).map(parse<AlertsRecord>)
    const alert = first?.type === 'alert' ? first.alert.id : ''
    const action = { type: 'action', id: 'a', act: 'close', alert, by: 'on-call', at: '2026-03-02T09:00:30Z' }
    const tick = { type: 'tick', at: '2026-03-02T09:00:31Z' }
    const added = [action, tick].map((value, at) => journalRecord('lastcopy.events', 50 + at, JSON.stringify(value)))
    const out = (await runStage(detect(), [...records.slice(0, 1), ...added], [1, 2])).map(parse<AlertsRecord>)
    expect(out.map((record) => (record.type === 'alert' ? record.alert.status : record.type))).toEqual([
      'open',
      'closed',
    ])
  })

  test('a flood of joins is one version a batch', async () => {
    const flood = Array.from({ length: 500 }, () => '').map((_, at) => `${Math.floor(at / 60)} bad-1 id${at}`)
    const records = (await runStage(normalize(), raw(...flood))).map(({ value }, offset) =>
      journalRecord('lastcopy.events', offset, String(value)),
    )
    const out = (await runStage(detect(), records)).map(parse<AlertsRecord>)
    expect(out.map((record) => (record.type === 'alert' ? record.alert.eventCount : 0))).toEqual([1, 500])
  })
})
