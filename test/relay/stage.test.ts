import { describe, expect, test } from 'vitest'
import { minute } from '../../src/lib/duration.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { StateView } from '../../src/model/journal.ts'
import type { Page } from '../../src/model/page.ts'
import type { OutboxEntry } from '../../src/model/pager.ts'
import type { AlertsRecord } from '../../src/model/wire.ts'
import { builtInPolicy } from '../../src/relay/built-in.ts'
import { pageStage } from '../../src/relay/stage.ts'
import { journalRecord, stateMap } from '../pipeline/state-map.ts'
import { alertOf } from '../store/alert.ts'

/** The stage over a state of its own; what comes out of each batch, and what waits for the pagers. */
function desk(pagers: readonly string[] = ['phone']) {
  const { view, apply } = stateMap()
  const stage = pageStage({
    pagers,
    policy: builtInPolicy({ pagers, floor: 'page-now', repeat: 15 * minute }),
    text: { baseUrl: 'https://lastcopy.example.com' },
    steps: () => ['Call them.', 'Stop them.', 'Look.'],
  })
  let offset = 0
  const batch = async (...records: readonly AlertsRecord[]): Promise<readonly Page[]> => {
    const read = records.map((record) => journalRecord('lastcopy.alerts', offset++, JSON.stringify(record)))
    const lost = await stage.process(read, view as StateView)
    const result = await stage.process(read, view as StateView)
    // A batch that was lost before its commit gives the same again.
    expect(result).toEqual(lost)
    apply(result.state)
    stage.committed?.(read, result)
    return result.records.flatMap(({ value }) => {
      const record = JSON.parse(String(value)) as AlertsRecord
      return record.type === 'page' ? [record.page] : []
    })
  }
  const outbox = (): readonly OutboxEntry[] => {
    let found: readonly OutboxEntry[] = []
    pageStage({
      pagers,
      policy: builtInPolicy({ pagers, floor: 'page-now', repeat: minute }),
      text: { baseUrl: '' },
      steps: () => [],
      partition: (_, entries) => {
        found = entries ?? []
      },
    }).owned?.(0, true, view)
    return found
  }
  return { batch, outbox }
}
const alert = (part: Partial<Alert> = {}): AlertsRecord => ({ type: 'alert', alert: alertOf(part) })
const tick = (at: string): AlertsRecord => ({ type: 'tick', at })
const delivered = (page: Page, verdict: 'accepted' | 'retry', attempt = 1): AlertsRecord => ({
  type: 'delivery',
  delivery: {
    page: page.id,
    dedupKey: page.dedupKey,
    alert: page.alert,
    pager: 'phone',
    attempt,
    at: '2026-03-02T12:00:01Z',
    verdict,
    detail: '',
    tookMs: 1,
    ...(verdict === 'retry' ? { nextAt: '2026-03-02T12:00:05Z' } : {}),
  },
})
const only = (pages: readonly Page[]): Page => {
  const [page, ...more] = pages
  if (!page || more.length > 0) throw new Error(`one page was expected, not ${pages.length}`)
  return page
}

describe('the page stage', () => {
  test('writes a page into the outbox of each pager before anybody sends it', async () => {
    const { batch, outbox } = desk(['phone', 'chat'])
    const page = only(await batch(alert()))
    expect(page).toMatchObject({ reason: 'first', action: 'trigger', priority: 'page-now' })
    expect(outbox().map(({ pager, attempts }) => [pager, attempts])).toEqual([
      ['chat', 0],
      ['phone', 0],
    ])
  })
  test('gives an alert that joins nothing new to say', async () => {
    const { batch } = desk()
    await batch(alert())
    expect(await batch(alert({ version: 2, change: 'joined', eventCount: 2 }))).toEqual([])
  })
  test('gives a worse stage an incident of its own, since a trigger on an acknowledged one wakes nobody', async () => {
    const { batch } = desk()
    const first = only(await batch(alert()))
    const worse = only(await batch(alert({ version: 2, stage: 2, change: 'worse' })))
    expect(worse.reason).toBe('worse')
    expect(worse.dedupKey).not.toBe(first.dedupKey)
  })
  test('repeats under the same key with each tick that is due, until somebody acknowledges', async () => {
    const { batch } = desk()
    const first = only(await batch(alert()))
    await batch(delivered(first, 'accepted'))
    expect(await batch(tick('2026-03-02T12:10:00Z'))).toEqual([])
    const again = only(await batch(tick('2026-03-02T12:15:00Z')))
    expect(again.reason).toBe('repeat')
    expect(again.dedupKey).toBe(first.dedupKey)
    expect(again.id).not.toBe(first.id)
    await batch(delivered(again, 'accepted'))
    await batch({
      type: 'action',
      id: '1',
      act: 'acknowledge',
      alert: 'a1',
      by: 'somebody',
      at: '2026-03-02T12:20:00Z',
    })
    expect(await batch(tick('2026-03-03T12:00:00Z'))).toEqual([])
  })
  test('keeps what was not accepted, with its attempts, and forgets what was', async () => {
    const { batch, outbox } = desk()
    const page = only(await batch(alert()))
    await batch(delivered(page, 'retry'))
    expect(outbox()).toMatchObject([{ attempts: 1, nextAt: '2026-03-02T12:00:05Z' }])
    await batch(delivered(page, 'accepted', 2))
    expect(outbox()).toEqual([])
  })
  test('does not pile repeats on a pager that is down', async () => {
    const { batch, outbox } = desk()
    const page = only(await batch(alert()))
    await batch(delivered(page, 'retry'))
    await batch(tick('2026-03-02T12:15:00Z'))
    await batch(tick('2026-03-02T12:31:00Z'))
    expect(outbox().map((entry) => entry.page.id)).toEqual([page.id])
  })
  test('withdraws what waits when the alert is over, and resolves the incident', async () => {
    const { batch, outbox } = desk()
    await batch(alert())
    const end = only(await batch(alert({ version: 2, status: 'resolved' })))
    expect(end).toMatchObject({ reason: 'resolved', action: 'resolve' })
    expect(outbox().map((entry) => entry.page.action)).toEqual(['resolve'])
  })
  test('neither floods nor falls silent when the clock jumps', async () => {
    const { batch } = desk()
    const first = only(await batch(alert()))
    await batch(delivered(first, 'accepted'))
    expect(await batch(tick('2026-02-28T00:00:00Z'))).toEqual([])
    const far = only(await batch(tick('2027-03-02T12:00:00Z')))
    await batch(delivered(far, 'accepted'))
    expect(await batch(tick('2027-03-02T12:01:00Z'))).toEqual([])
  })
  test('lets records pass that it cannot read', async () => {
    const { batch } = desk()
    const odd = { type: 'alerts', nothing: true } as unknown as AlertsRecord
    expect(await batch(odd)).toEqual([])
  })
})

describe('the text of a page', () => {
  const evil = 'bucket\r\n\u202eexe.gpj\u0007 @everyone <img src=x> [x](javascript:1) '
  test('tells in one line what happened, to which copy, by whom, from where and when', async () => {
    const { summary, text, link } = only(await desk().batch(alert()))
    expect(summary).toMatch(/backup-prod.+maria\.k.+203\.0\.113\.10.+2026-03-01 02:00 UTC/)
    expect(text.steps).toEqual(['Call them.', 'Stop them.', 'Look.'])
    expect(text.stake.length).toBeGreaterThan(20)
    expect(link).toBe('https://lastcopy.example.com/alerts/a1')
  })
  test('stays one line of at most 1,024 characters, whatever a name holds', async () => {
    const { summary, details } = only(await desk().batch(alert({ summary: `${evil.repeat(400)} by x` })))
    expect([...summary].length).toBeLessThanOrEqual(1_024)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(summary).not.toMatch(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/)
    expect(Object.values(details).join().length).toBeGreaterThan(10)
  })
})
