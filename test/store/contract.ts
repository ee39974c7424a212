// What every alert store does, whatever it lies in: one suite for all of them.
import { describe, expect, test } from 'vitest'
import type { AlertQuery, AlertStore } from '../../src/model/store.ts'
import { alertOf } from './alert.ts'
import { deliveryContract } from './deliveries.ts'
import { incidentContract } from './incidents.ts'
import { queueContract } from './queue.ts'

/** @param empty opens a store that nothing was ever written to */
export function storeContract(name: string, empty: () => AlertStore): void {
  async function filled(count: number) {
    const store = empty()
    const alerts = Array.from({ length: count }, (_, index) =>
      alertOf({
        id: `a${index}`,
        at: new Date(Date.UTC(2026, 2, 1, 0, index >> 1)).toISOString(),
        summary: index % 3 === 0 ? 'Key scheduled for destruction' : '100% of the Vault Lock_removed',
        priority: index % 2 === 0 ? 'page-now' : 'notify',
        status: index % 5 === 0 ? 'closed' : 'open',
      }),
    )
    await store.put(alerts.map((alert) => ({ type: 'alert', alert })))
    return { store, alerts }
  }

  describe(`the alert store in ${name}`, () => {
    test('keeps the newest version, whatever the order', async () => {
      const store = empty()
      await store.put([{ type: 'alert', alert: alertOf({ version: 3, status: 'closed' }) }])
      await store.put([{ type: 'alert', alert: alertOf({ version: 2, status: 'acknowledged' }) }])
      expect(await store.get('a1')).toMatchObject({ version: 3, status: 'closed' })
      expect((await store.find({ limit: 10 })).total).toBe(1)
    })

    test('says that it is fresh until something was written', async () => {
      const store = empty()
      expect(await store.fresh()).toBe(true)
      await store.put([{ type: 'alert', alert: alertOf() }])
      expect(await store.fresh()).toBe(false)
    })

    test.each<[string, Partial<AlertQuery>, (alert: ReturnType<typeof alertOf>) => boolean]>([
      ['everything', {}, () => true],
      ['a status', { status: ['closed'] }, ({ status }) => status === 'closed'],
      [
        'a priority and a status',
        { priority: ['page-now'], status: ['open'] },
        ({ priority, status }) => priority === 'page-now' && status === 'open',
      ],
      ['no class', { class: [] }, () => false],
      ['words in any letters', { text: 'KEY destruction' }, ({ summary }) => summary.startsWith('Key')],
      ['signs that mean something in SQL', { text: '100% lock_removed' }, ({ summary }) => summary.startsWith('100%')],
      ['a quote', { text: "' OR 1=1 --" }, () => false],
      [
        'a time',
        { from: '2026-03-01T00:10:00.000Z', to: '2026-03-01T00:20:00.000Z' },
        ({ at }) => at >= '2026-03-01T00:10' && at < '2026-03-01T00:20',
      ],
    ])('finds by %s', async (_, query, expected) => {
      const { store, alerts } = await filled(60)
      const wanted = alerts.filter(expected).map(({ id }) => id)
      const found = await store.find({ limit: 100, ...query })
      expect(found.alerts.map(({ id }) => id).sort()).toEqual([...wanted].sort())
      expect(found.total).toBe(wanted.length)
    })

    test('gives page after page, newest first, each alert once', async () => {
      const { store, alerts } = await filled(25)
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const list = await store.find({ limit: 4, ...(cursor === undefined ? {} : { cursor }) })
        expect(list.total).toBe(25)
        seen.push(...list.alerts.map(({ at, id }) => `${at} ${id}`))
        cursor = list.next
      } while (cursor !== undefined)
      expect(seen).toEqual(
        alerts
          .map(({ at, id }) => `${at} ${id}`)
          .sort()
          .reverse(),
      )
    })

    test('takes an odd cursor for none', async () => {
      const { store } = await filled(3)
      expect((await store.find({ limit: 5, cursor: '"]' })).alerts).toHaveLength(3)
    })

    test('writes an alert and what was told of it anew, over the same version, and finds it by its new words', async () => {
      const store = empty()
      const named = alertOf({ version: 4, status: 'closed', summary: 'By maria.k' })
      const action = { type: 'action', id: 'n', act: 'note', alert: 'a1', by: 'maria.k', at: named.at } as const
      await store.put([
        { type: 'alert', alert: named },
        { type: 'action', action },
      ])
      await store.rewrite([
        {
          type: 'alert',
          alert: { ...named, summary: 'By erased-1', actor: { ...named.actor, id: 'erased-1', name: 'erased-1' } },
        },
        { type: 'action', action: { ...action, by: 'erased-1' } },
      ])
      expect(await store.get('a1')).toMatchObject({ version: 4, summary: 'By erased-1' })
      expect((await store.history('a1')).actions).toMatchObject([{ by: 'erased-1' }])
      expect((await store.find({ limit: 5, text: 'maria.k' })).total).toBe(0)
      expect((await store.find({ limit: 5, text: 'erased-1' })).total).toBe(1)
    })

    test('forgets what is done and was kept for long enough, and nothing that somebody works on', async () => {
      const store = empty()
      const of = (id: string, month: number, status: 'open' | 'closed') => {
        const at = `2026-0${month}-10T00:00:00.000Z`
        return alertOf({ id, status, at, openedAt: at })
      }
      const old = [of('a', 1, 'closed'), of('b', 2, 'open'), of('c', 4, 'closed')]
      await store.put([
        ...old.map((alert) => ({ type: 'alert', alert }) as const),
        ...old.map(
          ({ id, at }) =>
            ({ type: 'action', action: { type: 'action', id, act: 'note', alert: id, by: 'jonas', at } }) as const,
        ),
      ])
      expect(await store.forget('2026-04-01T00:00:00.000Z')).toBe(1)
      expect((await store.find({ limit: 5, sort: 'oldest' })).alerts.map(({ id }) => id)).toEqual(['b', 'c'])
      expect((await store.history('a')).actions).toEqual([])
      expect((await store.history('b')).actions).toHaveLength(1)
      expect((await store.counts()).closed).toBe(1)
      expect(await store.forget('2026-04-01T00:00:00.000Z')).toBe(0)
    })

    test('counts by status and what should have somebody awake', async () => {
      const { store } = await filled(10)
      expect(await store.counts()).toEqual({ open: 8, acknowledged: 0, resolved: 0, closed: 2, waking: 4 })
    })

    test('tells what became of the alerts that each rule opened', async () => {
      const store = empty()
      const rule = (id: string) => ({ id, title: id, file: `${id}.yml` })
      const late = '2026-03-04T00:00:00.000Z'
      await store.put(
        [
          alertOf({ id: 'a1', rule: rule('one') }),
          alertOf({ id: 'a2', rule: rule('one'), status: 'closed', disposition: 'drill' }),
          alertOf({ id: 'a3', rule: rule('one'), status: 'closed', disposition: 'drill', at: late }),
          alertOf({ id: 'a4', rule: rule('two'), status: 'closed' }),
          alertOf({ id: 'a4', rule: rule('two'), status: 'closed', disposition: 'attack', version: 2 }),
        ].map((alert) => ({ type: 'alert', alert })),
      )
      const found = [...(await store.tallies())].sort((a, b) => (a.rule + a.status < b.rule + b.status ? -1 : 1))
      expect(found).toEqual([
        { rule: 'one', status: 'closed', disposition: 'drill', alerts: 2, last: late },
        { rule: 'one', status: 'open', alerts: 1, last: '2026-03-01T02:00:00.000Z' },
        { rule: 'two', status: 'closed', disposition: 'attack', alerts: 1, last: '2026-03-01T02:00:00.000Z' },
      ])
    })

    test('tells what was done about an alert, oldest first and once', async () => {
      const store = empty()
      const note = (id: string, at: string) =>
        ({
          type: 'action',
          action: { type: 'action', id, act: 'note', alert: 'a1', by: 'on call', at, text: id },
        }) as const
      const twice = [note('n2', '2026-03-01T03:00:00.000Z'), note('n1', '2026-03-01T02:30:00.000Z')]
      await store.put(twice)
      await store.put(twice)
      expect((await store.history('a1')).actions.map(({ id }) => id)).toEqual(['n1', 'n2'])
      expect(await store.history('a2')).toEqual({ pages: [], deliveries: [], actions: [], decisions: [], rings: [] })
    })
    queueContract(empty)
    deliveryContract(empty)
    incidentContract(empty)
  })
}
