// Self-tests on a schedule: every pager is tried by a record that goes the whole way, and one that fails is told of elsewhere.
import { describe, expect, test } from 'vitest'
import { day, minute, second } from '../../src/lib/duration.ts'
import type { StateView } from '../../src/model/journal.ts'
import type { OutboxEntry } from '../../src/model/pager.ts'
import type { SelfTest } from '../../src/model/self-test.ts'
import { type AlertsRecord, topics } from '../../src/model/wire.ts'
import { builtInPolicy } from '../../src/relay/built-in.ts'
import { nextTest } from '../../src/relay/self-test.ts'
import { pageStage } from '../../src/relay/stage.ts'
import { journalRecord, stateMap } from '../pipeline/state-map.ts'

const plan: SelfTest = { every: 7 * day, at: '10:00', zone: 'Europe/Berlin', within: 30 * second, pagers: [] }
const pagers = ['duty', 'phone', 'chat']

function house() {
  const { view, apply } = stateMap()
  const stage = pageStage({
    pagers,
    policy: builtInPolicy({ pagers, floor: 'page-now', repeat: 15 * minute }),
    text: {},
    steps: () => [],
  })
  let offset = 0
  let now = 0
  const probes: string[] = []
  const told: string[] = []
  const take = async (...records: readonly AlertsRecord[]): Promise<void> => {
    const read = records.map((record) => ({
      ...journalRecord(topics.alerts, offset++, JSON.stringify(record)),
      timestamp: now,
    }))
    const result = await stage.process(read, view as StateView)
    apply(result.state)
    for (const { topic, value } of result.records) {
      const record = JSON.parse(String(value)) as AlertsRecord
      if (topic === topics.selfTest && record.type === 'test') {
        probes.push(record.at)
        // What normalize and detect do with it.
        await take(record)
      } else if (record.type === 'page' && record.page.reason !== 'test')
        told.push(`${record.page.reason} ${record.page.summary}`)
    }
  }
  const outbox = (): readonly OutboxEntry[] =>
    view.scan('out\u0000', 1_000).map(([, text]) => JSON.parse(text) as OutboxEntry)
  /** Those pagers take what waits for them. */
  const accept = async (at: string, ...names: readonly string[]): Promise<void> => {
    for (const { page, pager } of outbox())
      if (names.includes(pager))
        await take({
          type: 'delivery',
          delivery: {
            page: page.id,
            dedupKey: page.dedupKey,
            alert: page.alert,
            pager,
            attempt: 1,
            at,
            verdict: 'accepted',
            detail: '202',
            tookMs: 40,
          },
        })
  }
  const tick = (at: string): Promise<void> => {
    now = Date.parse(at)
    return take({ type: 'tick', at })
  }
  return { take, tick, accept, outbox, probes, told }
}

const waits = (entries: readonly OutboxEntry[]): readonly string[] => entries.map(({ pager }) => pager).sort()

describe('a self-test', () => {
  test('comes at the next ten o’clock of the site, and every seven days after, also when the clocks change', async () => {
    const { take, tick, accept, probes } = house()
    await tick('2026-03-24T08:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan })
    for (const at of ['2026-03-24T08:59:59Z', '2026-03-24T09:00:00Z', '2026-03-31T07:59:59Z', '2026-03-31T08:00:00Z']) {
      await tick(at)
      await accept(at, ...pagers)
    }
    expect(probes).toEqual(['2026-03-24T09:00:00.000Z', '2026-03-31T08:00:00.000Z'])
  })
  test('rings every pager once, and nobody is told when all take it', async () => {
    const { take, tick, accept, outbox, told } = house()
    await tick('2026-03-24T08:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan })
    await tick('2026-03-24T09:00:00Z')
    expect(waits(outbox())).toEqual(['chat', 'duty', 'phone'])
    expect(outbox()[0]?.page).toMatchObject({ reason: 'test', recordedAt: '2026-03-24T09:00:00.000Z' })
    await accept('2026-03-24T09:00:01Z', ...pagers)
    await tick('2026-03-24T09:01:00Z')
    expect(told).toEqual([])
    expect(outbox()).toEqual([])
  })
  test('that one pager does not take is told of through the others, once', async () => {
    const { take, tick, accept, outbox, told } = house()
    await tick('2026-03-24T08:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan })
    await tick('2026-03-24T09:00:00Z')
    await accept('2026-03-24T09:00:01Z', 'phone', 'chat')
    await tick('2026-03-24T09:00:29Z')
    expect(told).toEqual([])
    await tick('2026-03-24T09:00:30Z')
    await tick('2026-03-24T09:05:00Z')
    expect(told).toEqual(['first The pager duty of site hamburg did not take a test page within 30 s'])
    expect(waits(outbox())).toEqual(['chat', 'duty', 'phone'])
  })
  test('that it takes at last ends what the others were told', async () => {
    const { take, tick, accept, told } = house()
    await tick('2026-03-24T08:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan })
    await tick('2026-03-24T09:00:00Z')
    await accept('2026-03-24T09:00:01Z', 'phone', 'chat')
    await tick('2026-03-24T09:00:30Z')
    await accept('2026-03-24T09:00:31Z', 'phone', 'chat')
    await tick('2026-03-31T08:00:00Z')
    await accept('2026-03-31T08:00:01Z', ...pagers)
    expect(told.at(-1)).toBe('resolved The pager duty of site hamburg takes pages again')
  })
  test('goes on as planned after a start with the same schedule, and ends with it', async () => {
    const { take, tick, probes } = house()
    await tick('2026-03-24T08:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan })
    await tick('2026-03-24T09:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan })
    await tick('2026-03-25T09:00:00Z')
    expect(probes).toHaveLength(1)
    await take({ type: 'schedule', site: 'hamburg' })
    await tick('2026-04-24T09:00:00Z')
    expect(probes).toHaveLength(1)
  })
  test('rings only whom the schedule names', async () => {
    const { take, tick, outbox } = house()
    await tick('2026-03-24T08:00:00Z')
    await take({ type: 'schedule', site: 'hamburg', plan: { ...plan, pagers: ['chat'] } })
    await tick('2026-03-24T09:00:00Z')
    expect(waits(outbox())).toEqual(['chat'])
  })
  test.each([
    ['2026-03-28T12:00:00Z', '2026-03-29T08:00:00Z'],
    ['2026-03-29T08:00:00Z', '2026-03-30T08:00:00Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T09:00:00Z'],
    ['2026-03-24T08:59:00Z', '2026-03-24T09:00:00Z'],
  ])('after %s is due at %s in Berlin', (after, due) => {
    expect(new Date(nextTest(plan, Date.parse(after))).toISOString()).toBe(`${due.slice(0, -1)}.000Z`)
  })
})
