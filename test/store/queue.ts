// What the queue asks of every alert store: facets with counts, its three orders, and what changed since.
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import type { AlertQuery, AlertSort, AlertStore } from '../../src/model/store.ts'
import { alertOf } from './alert.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString()
export const some = [
  alertOf({ id: 'a', at: at(1), site: 'hamburg', assignee: 'ann' }),
  alertOf({ id: 'b', at: at(2), site: 'hamburg', status: 'acknowledged' }),
  alertOf({ id: 'c', at: at(3), site: 'lyon', priority: 'notify' }),
  alertOf({ id: 'd', at: at(4), site: 'lyon', priority: 'queue', class: 'refused' }),
  alertOf({ id: 'e', at: at(5), site: 'lyon', status: 'closed' }),
  alertOf({ id: 'f', at: at(6), site: 'lyon' }),
]

/** @param empty opens a store that nothing was ever written to */
export function queueContract(empty: () => AlertStore): void {
  async function holding(...alerts: readonly Alert[]) {
    const store = empty()
    await store.put(alerts.map((alert) => ({ type: 'alert', alert })))
    return store
  }

  describe('facets', () => {
    test('count what the other choices leave, and keep what is chosen', async () => {
      const store = await holding(...some)
      const facets = await store.facets({ limit: 1, site: ['lyon'], assignee: ['bob'] })
      expect(facets.site).toEqual([{ value: 'lyon', count: 0 }])
      expect(facets.assignee).toEqual([
        { value: '', count: 4 },
        { value: 'bob', count: 0 },
      ])
      const free = await store.facets({ limit: 1, site: ['lyon'] })
      expect(free.site).toEqual([
        { value: 'lyon', count: 4 },
        { value: 'hamburg', count: 2 },
      ])
      expect(free.status).toEqual([
        { value: 'open', count: 3 },
        { value: 'closed', count: 1 },
      ])
      expect(free.rule).toEqual([
        { value: 'b2b7f0a4-0000-4000-8000-000000000001', count: 4, label: 'Retention shortened' },
      ])
    })

    test('follow the search and every write', async () => {
      const store = await holding(...some)
      expect((await store.facets({ limit: 1, text: 'lyon' })).site).toEqual([{ value: 'lyon', count: 4 }])
      await store.put([{ type: 'alert', alert: alertOf({ id: 'c', version: 2, site: 'lyon', status: 'closed' }) }])
      expect((await store.facets({ limit: 1, text: 'lyon' })).status).toEqual([
        { value: 'closed', count: 2 },
        { value: 'open', count: 2 },
      ])
    })

    test.each<[string, AlertQuery, string]>([
      ['nobody', { limit: 9, assignee: [''] }, 'fedcb'],
      ['a system', { limit: 9, system: ['aws.s3'], site: ['hamburg'] }, 'ba'],
      ['a rule', { limit: 9, rule: ['none'] }, ''],
      ['a short word', { limit: 9, text: 'ly' }, 'fedc'],
      ['a short word beside a long one', { limit: 9, text: 'ha retention' }, 'ba'],
      ['a quote in a word', { limit: 9, text: '"retention" OR' }, ''],
    ])('find by %s', async (_, query, found) => {
      expect((await (await holding(...some)).find(query)).alerts.map(({ id }) => id).join('')).toBe(found)
    })
  })

  describe('orders', () => {
    test.each<[AlertSort, string]>([
      ['newest', 'fedcba'],
      ['oldest', 'abcdef'],
      ['urgent', 'afbcde'],
    ])('%s, also page after page', async (sort, expected) => {
      const store = await holding(...some)
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const list = await store.find({ limit: 2, sort, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...list.alerts.map(({ id }) => id))
        cursor = list.next
      } while (cursor !== undefined)
      expect(seen.join('')).toBe(expected)
    })
  })

  describe('changes', () => {
    test('tell each alert once, as it is now, from any place on', async () => {
      const store = await holding(...some)
      const { next } = await store.changes(undefined, 10)
      expect(await store.changes(next, 10)).toEqual({ alerts: [], next, more: false })
      await store.put([
        { type: 'alert', alert: alertOf({ id: 'a', version: 2 }) },
        { type: 'alert', alert: alertOf({ id: 'b', version: 2 }) },
        { type: 'alert', alert: alertOf({ id: 'a', version: 3, status: 'closed' }) },
        { type: 'alert', alert: alertOf({ id: 'a', version: 1 }) },
      ])
      const first = await store.changes(next, 1)
      expect(first).toMatchObject({ alerts: [{ id: 'b' }], more: true })
      expect(await store.changes(first.next, 9)).toMatchObject({ alerts: [{ id: 'a', version: 3 }], more: false })
    })

    test('tell of notes, and of none twice', async () => {
      const store = await holding(...some)
      const { next } = await store.changes(undefined, 10)
      const note = { type: 'action', id: 'n', act: 'note', alert: 'c', by: 'ann', at: at(9), text: 'seen' } as const
      await store.put([{ type: 'action', action: note }])
      const told = await store.changes(next, 9)
      expect(told.alerts.map(({ id }) => id)).toEqual(['c'])
      await store.put([{ type: 'action', action: note }])
      expect((await store.changes(told.next, 9)).alerts).toEqual([])
    })

    test.each(['', 'x', 'other-3', '-1', 'NaN-NaN'])(
      'a place that is none (%s) means: look at everything',
      async (after) => {
        expect(await (await holding(...some)).changes(after, 9)).toMatchObject({ alerts: [], reset: true })
      },
    )
  })
}
