// Dead letters on a journal with the stages at work: rejected, mended, put back, and nobody told twice.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { letterOf } from '../../src/intake/letter.ts'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { fail } from '../../src/lib/result.ts'
import type { Journal } from '../../src/model/journal.ts'
import type { Source } from '../../src/model/source.ts'
import { type AlertsRecord, type EventsRecord, topics } from '../../src/model/wire.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { deadLetters } from '../../src/service/dead-letters.ts'
import { detector, relevance, source } from '../pipeline/lines.ts'
import { until } from '../support/until.ts'

const topic = 'audit.test.lines'
const receipt = Date.parse('2026-03-02T12:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-letters-'))
let journal: Journal
let letters: ReturnType<typeof deadLetters>
let broken = true

/** Cannot read what is marked with `!` until somebody mends it. */
const fragile: Source = {
  ...source,
  read(record, received) {
    const text = Buffer.from(record).toString()
    if (text.includes('!') && broken) return fail({ reason: `Not readable yet: ${text.length} letters`, field: 'x' })
    return source.read(Buffer.from(text.replace('!', '')), received)
  },
}

beforeEach(async () => {
  broken = true
  journal = sqliteJournal({ path: join(folder, `${Math.floor(performance.now() * 1_000)}.db`) })
  await journal.open()
  letters = deadLetters({ journal, now: () => receipt })
  await journal.run(normalizeStage({ sources: new Map([[topic, fragile]]), relevance: () => relevance }))
  await journal.run(detectStage({ detector: () => detector }))
})
afterEach(async () => {
  await journal.close()
  rmSync(folder, { recursive: true, force: true })
})

const send = (values: readonly string[], timestamp = receipt): Promise<void> =>
  journal.append(values.map((value) => ({ topic, value, timestamp })))
const all = async <T>(name: string): Promise<readonly T[]> => {
  const found: T[] = []
  for await (const { value } of journal.read(name)) found.push(JSON.parse(Buffer.from(value ?? []).toString()) as T)
  return found
}
const refs = async () =>
  (await all<EventsRecord>(topics.events)).flatMap((record) => (record.type === 'event' ? [record.ref] : []))
const opened = async () =>
  (await all<AlertsRecord>(topics.alerts)).flatMap((record) =>
    record.type === 'alert' && record.alert.change === 'opened' ? [record.alert] : [],
  )
const list = (more = {}) => letters.list({ limit: 100, ...more })
const by = { by: 'maria', again: false }

describe('a dead letter', () => {
  test('that holds only the beginning of its record is never put back', async () => {
    const shipped = { via: 'syslog-tcp', intake: 'in', from: '203.0.113.9' } as const
    const bytes = Buffer.from('5 half of')
    await journal.append([
      letterOf({ source: source.name, topic, reason: 'cut off', bytes, received: receipt, shipped }),
    ])
    const [letter] = await until(list, (found) => found.length === 1)
    expect(await letters.replay(letter?.id ?? '', by)).toBe('cut')
    expect(await letters.replayAll({}, 'maria')).toEqual({ replayed: 0, before: 0 })
  })

  test('that can be read after a fix makes its event and its alert, however often it is put back', async () => {
    await send(['0 a', '5 !bad-1'])
    const [letter] = await until(list, (found) => found.length === 1)
    const id = letter?.id ?? ''
    broken = false
    // Days of other records went by since.
    await send(['4000 a'], receipt + 3 * 86_400_000)
    expect(await letters.replay(id, by)).toBe('replayed')
    await until(opened, (found) => found.length === 1)
    expect(await letters.replay(id, by)).toBe('before')
    expect(await letters.replay(id, { ...by, again: true })).toBe('replayed')
    await until(refs, (found) => found.length === 4)
    await send(['4001 bad-9'], receipt + 3 * 86_400_000)
    const alerts = await until(opened, (found) => found.some(({ at }) => at > '2026-03-03'))
    expect(alerts.map(({ at }) => at)).toEqual(['2026-03-02T09:05:00.000Z', '2026-03-05T03:41:00.000Z'])
    // Its time is its own, not that of the records among which it came back.
    expect((await refs()).map(({ at }) => at).filter((at) => at.startsWith('2026-03-02T09:05'))).toHaveLength(2)
    expect((await list())[0]?.replayed).toEqual({ at: '2026-03-02T12:00:00.000Z', by: 'maria' })
  })

  test('that still cannot be read is one again, with the number of tries and its first receipt', async () => {
    await send(['5 !bad-1'])
    for (const tries of [2, 3]) {
      const before = (await until(list, (found) => found.length === tries - 1))[0]
      expect(await letters.replay(before?.id ?? '', by)).toBe('replayed')
      const [again] = await until(list, (found) => found.length === tries)
      expect(again?.letter).toMatchObject({ tries, before: before?.id, received: '2026-03-02T12:00:00.000Z' })
    }
    expect(await opened()).toEqual([])
  })

  test('is found by source, reason and time, and many are put back at once', async () => {
    await send(['1 !bad-1', '2 !bad-2', 'no minutes'])
    await until(list, (found) => found.length === 3)
    expect((await list({ reason: 'not READABLE' })).length).toBe(2)
    expect((await list({ source: 'other' })).length).toBe(0)
    expect((await list({ since: new Date(Date.now() + 60_000).toISOString() })).length).toBe(0)
    expect((await list({ since: new Date(Date.now() - 60_000).toISOString() })).length).toBe(3)
    expect((await letters.list({ limit: 2 })).length).toBe(2)
    broken = false
    expect(await letters.replayAll({ reason: 'readable' }, 'maria')).toEqual({ replayed: 2, before: 0 })
    await until(refs, (found) => found.length === 2)
    expect(await letters.replayAll({}, 'maria')).toEqual({ replayed: 1, before: 2 })
    expect(await letters.get('0-99')).toBeUndefined()
    expect(await letters.get('../etc')).toBeUndefined()
  })
})
