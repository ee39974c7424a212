// Incidents in every alert store: found by the keys that providers hold, told by who was rung and who answered first.
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import type { AlertStore } from '../../src/model/store.ts'
import type { Action } from '../../src/model/wire.ts'
import { alertOf } from './alert.ts'
import { actionOf, deliveryOf, pageOf } from './page.ts'

const key = 'lastcopy-0123456789abcdef'
const worse = {
  id: 'p2',
  dedupKey: 'lastcopy-0999',
  stage: 2,
  reason: 'worse',
  decidedAt: '2026-03-01T03:00:00.000Z',
} as const

/** @param empty opens a store that nothing was ever written to */
export function incidentContract(empty: () => AlertStore): void {
  async function stored(alerts: readonly Alert[], acts: readonly Action[] = [], pages = [pageOf()]) {
    const store = empty()
    await store.put([
      ...alerts.map((alert) => ({ type: 'alert', alert }) as const),
      ...pages.map((page) => ({ type: 'page', page }) as const),
      ...acts.map((action) => ({ type: 'action', action }) as const),
    ])
    return store
  }

  describe('an incident is found', () => {
    test.each([
      ['its key', key, key],
      ['a beginning of it', 'lastcopy-012345', key],
      ['its alert, of which the newest stage counts', 'a1', 'lastcopy-0999'],
      ['a beginning that several have', 'lastcopy-0', undefined],
      ['a key of nobody', 'lastcopy-ffff', undefined],
      ['nothing', '', undefined],
      ['signs that mean something in SQL', "lastcopy-' OR 1=1 --", undefined],
      ['a wild card', 'lastcopy-%%%%%%%%', undefined],
    ])('by %s', async (_, asked, found) => {
      const store = await stored([alertOf({ stage: 2 })], [], [pageOf(), pageOf(worse)])
      expect((await store.incident(asked))?.incident.id).toBe(found)
    })
  })

  describe('who answered', () => {
    const answered = { by: 'ann', at: '2026-03-01T02:05:00.000Z', stage: 1, action: 'act-1' }
    const ack = actionOf()
    test.each<[string, Partial<Alert> | undefined, readonly Action[], string | undefined]>([
      ['nobody', {}, [], undefined],
      ['whom the alert names', { status: 'acknowledged', answered }, [ack], 'ann'],
      [
        'by the journal’s order, not by clocks',
        { status: 'acknowledged', answered },
        [ack, actionOf({ id: 'act-0', by: 'bob', at: '2026-03-01T02:04:00.000Z' })],
        'ann',
      ],
      ['nobody any more, when the alert is open again', {}, [ack], undefined],
      ['to a test, which is no alert', undefined, [ack], 'ann'],
      [
        'the first of several',
        undefined,
        [ack, actionOf({ id: 'act-2', by: 'bob', at: '2026-03-01T02:06:00.000Z' })],
        'ann',
      ],
      [
        'nobody, once it was given back',
        undefined,
        [ack, actionOf({ id: 'act-2', act: 'unacknowledge', at: '2026-03-01T02:06:00.000Z' })],
        undefined,
      ],
      ['nobody, of an act of another stage', undefined, [actionOf({ stage: 2 })], undefined],
      ['nobody, of a note', undefined, [actionOf({ act: 'note' })], undefined],
    ])('%s', async (_, alert, acts, by) => {
      const store = await stored(alert ? [alertOf(alert)] : [], acts)
      const { incident } = (await store.incident(key)) ?? {}
      expect(incident?.answered?.by).toBe(by)
      expect(incident?.status).toBe(by === undefined ? 'open' : 'answered')
    })

    test('an earlier stage keeps its answer, and is over', async () => {
      const early = actionOf({ stage: 1 })
      const late = actionOf({ id: 'act-2', by: 'bob', at: '2026-03-01T03:05:00.000Z' })
      const acknowledged = { by: 'bob', at: late.at, stage: 2, action: late.id }
      const alert = alertOf({ stage: 2, status: 'acknowledged', answered: acknowledged })
      const store = await stored([alert], [early, late], [pageOf(), pageOf(worse)])
      expect((await store.incident(key))?.incident).toMatchObject({ status: 'over', answered: { by: 'ann' } })
      expect((await store.incident('lastcopy-0999'))?.incident).toMatchObject({
        status: 'answered',
        answered: { by: 'bob' },
      })
    })
  })

  describe('the list', () => {
    test('has the newest stage of what is open, newest page first, piece by piece', async () => {
      const store = await stored(
        [alertOf({ stage: 2 }), alertOf({ id: 'a2' }), alertOf({ id: 'a3', status: 'closed' })],
        [],
        [
          pageOf(),
          pageOf(worse),
          pageOf({ id: 'p3', alert: 'a2', dedupKey: 'lastcopy-2', decidedAt: '2026-03-01T04:00:00.000Z' }),
          pageOf({ id: 'p4', alert: 'a3', dedupKey: 'lastcopy-3', decidedAt: '2026-03-01T05:00:00.000Z' }),
        ],
      )
      const first = await store.incidents({ open: true, limit: 1 })
      expect(first.incidents.map(({ id }) => id)).toEqual(['lastcopy-2'])
      const rest = await store.incidents({ open: true, limit: 5, ...(first.next && { cursor: first.next }) })
      expect(rest.incidents.map(({ id }) => id)).toEqual(['lastcopy-0999'])
      expect(rest.next).toBeUndefined()
      expect((await store.incidents({ open: false, limit: 9 })).incidents).toHaveLength(4)
    })

    test('tells what each channel said', async () => {
      const store = await stored([alertOf()])
      await store.put([
        { type: 'delivery', delivery: deliveryOf({ verdict: 'retry', detail: '503' }) },
        { type: 'delivery', delivery: deliveryOf({ attempt: 2, at: '2026-03-01T02:00:03.000Z' }) },
        { type: 'delivery', delivery: deliveryOf({ pager: 'sms', verdict: 'refused', detail: '401' }) },
      ])
      const { incidents } = await store.incidents({ open: true, limit: 5 })
      expect(incidents[0]?.channels).toEqual([
        {
          pager: 'pagerduty',
          attempts: 2,
          verdict: 'accepted',
          detail: '202: Event processed',
          acceptedAt: '2026-03-01T02:00:03.080Z',
        },
        { pager: 'sms', attempts: 1, verdict: 'refused', detail: '401' },
      ])
    })
  })

  test('the newest page of a pager is the one that nobody has answered', async () => {
    const store = await stored(
      [alertOf(), alertOf({ id: 'a2', status: 'closed' })],
      [],
      [pageOf(), pageOf({ id: 'p2', alert: 'a2', dedupKey: 'lastcopy-2' })],
    )
    await store.put([
      { type: 'delivery', delivery: deliveryOf({ pager: 'sms' }) },
      {
        type: 'delivery',
        delivery: deliveryOf({
          pager: 'sms',
          page: 'p2',
          alert: 'a2',
          dedupKey: 'lastcopy-2',
          at: '2026-03-01T02:10:00.000Z',
        }),
      },
    ])
    expect((await store.newestOf('sms'))?.id).toBe(key)
    expect(await store.newestOf('voice')).toBeUndefined()
  })

  test('the log tells everything of a span, oldest first, in pieces', async () => {
    const store = await stored([alertOf()])
    const count = 1_203
    await store.put(
      Array.from({ length: count }, (_, index) => ({
        type: 'delivery' as const,
        delivery: deliveryOf({
          attempt: index + 1,
          at: new Date(Date.UTC(2026, 2, 1, 2, 0, index >> 2)).toISOString(),
        }),
      })),
    )
    const read = async (span: { from?: string; to?: string }) => {
      const lines: string[] = []
      for await (const { type, at } of store.log(span)) lines.push(`${at} ${type}`)
      return lines
    }
    const all = await read({})
    expect(all).toHaveLength(count + 1)
    expect(all).toEqual([...all].sort((one, other) => (one.slice(0, 24) < other.slice(0, 24) ? -1 : 0)))
    expect(await read({ from: '2026-03-01T02:00:01.000Z', to: '2026-03-01T02:00:02.000Z' })).toHaveLength(5)
  })
}
