// Events in SQLite: what every store of events does, and the bound on how many are kept.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wordsOfEvent } from '../../src/store/event-words.ts'
import { sqliteEvents } from '../../src/store/events.ts'
import { evidenceStage } from '../../src/store/project.ts'
import { eventRecordOf } from './event.ts'
import { eventContract } from './events.ts'

eventContract('SQLite', () => ({ store: sqliteEvents(':memory:', 1_000), written: async () => undefined }))

describe('the file of events', () => {
  test('keeps so many, and of what is over it the oldest go', async () => {
    const store = sqliteEvents(':memory:', 10)
    await store.putEvents(Array.from({ length: 25 }, (_, n) => eventRecordOf({ n, bucket: `b${n}` })))
    const { events, total } = await store.findEvents({ limit: 50 })
    expect([total, events.at(0)?.event.event.id, events.at(-1)?.event.event.id]).toEqual([10, 'e24', 'e15'])
    expect((await store.findEvents({ limit: 50, text: 'b3' })).total).toBe(0)
    expect((await store.findEvents({ limit: 50, text: 'b20' })).total).toBe(1)
  })

  test('survives a restart, and knows then what it has', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'lastcopy-events-')), 'events.db')
    const first = sqliteEvents(path, 10)
    await first.putEvents([eventRecordOf({ n: 0 }), eventRecordOf({ n: 1 })])
    await first.close()
    const second = sqliteEvents(path, 10)
    await second.putEvents([eventRecordOf({ n: 1 }), eventRecordOf({ n: 2 })])
    expect((await second.findEvents({ limit: 9 })).total).toBe(3)
    await second.close()
  })

  test('is filled by a stage that passes over everything but events', async () => {
    const store = sqliteEvents(':memory:', 10)
    const record = (value: unknown) => ({
      topic: 'lastcopy.events',
      partition: 0,
      offset: '0',
      key: undefined,
      value: Buffer.from(JSON.stringify(value)),
      timestamp: 0,
      headers: {},
    })
    const told = [record({ type: 'tick', at: '2026-03-01T02:00:00Z' }), record(eventRecordOf({ n: 0 })), record('odd')]
    await evidenceStage(store).process(told, { get: () => undefined, scan: () => [] })
    expect((await store.findEvents({ limit: 9 })).total).toBe(1)
  })
})

test('the words of an event are bounded, whatever a record says', () => {
  const odd = Array.from({ length: 5_000 }, (_, n) => `word${n}`)
  const { event } = eventRecordOf({ n: 0 })
  const words = wordsOfEvent({ ...event, vendor: { odd, long: 'x'.repeat(100_000), text: odd.join(' ') } })
  expect(words.other.length).toBeLessThan(1_000)
  expect(Math.max(...words.other.map((word) => word.length))).toBeLessThanOrEqual(200)
})
