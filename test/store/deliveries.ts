// Attempts and decisions in every alert store: newest first, by pager, by outcome, by alert, page by page.
import { describe, expect, test } from 'vitest'
import type { AlertStore, DeliveryQuery } from '../../src/model/store.ts'
import type { Decision } from '../../src/model/wire.ts'
import { deliveryOf } from './page.ts'

const decisionOf = (part: Partial<Decision>): Decision => ({
  type: 'decision',
  id: 'd1',
  alert: 'a1',
  at: '2026-03-01T02:00:00.000Z',
  stage: 1,
  reason: 'first',
  ...part,
})

/** @param empty opens a store that nothing was ever written to */
export function deliveryContract(empty: () => AlertStore): void {
  async function filled() {
    const store = empty()
    await store.put([
      { type: 'decision', decision: decisionOf({ channel: 'pagerduty', page: 'p1' }) },
      { type: 'decision', decision: decisionOf({ id: 'd2', at: '2026-03-01T02:00:00.500Z', reason: 'below-floor' }) },
      { type: 'delivery', delivery: deliveryOf({ at: '2026-03-01T02:00:01.000Z', verdict: 'refused' }) },
      { type: 'delivery', delivery: deliveryOf({ at: '2026-03-01T02:00:02.000Z', pager: 'slack', attempt: 2 }) },
      { type: 'delivery', delivery: deliveryOf({ at: '2026-03-01T02:00:03.000Z', page: 'p9', alert: 'a2' }) },
    ])
    return store
  }
  const told = async (store: AlertStore, query: Partial<DeliveryQuery>): Promise<readonly string[]> =>
    (await store.deliveries({ limit: 10, ...query })).entries.map(({ type, at }) => `${type} ${at.slice(17, 23)}`)

  describe('attempts and decisions are listed', () => {
    test.each<[string, Partial<DeliveryQuery>, readonly string[]]>([
      [
        'newest first',
        {},
        ['delivery 03.000', 'delivery 02.000', 'delivery 01.000', 'decision 00.500', 'decision 00.000'],
      ],
      [
        'by the pager that rang or was to ring',
        { pager: 'pagerduty' },
        ['delivery 03.000', 'delivery 01.000', 'decision 00.000'],
      ],
      ['by what was refused', { outcome: 'refused' }, ['delivery 01.000']],
      ['by what was kept quiet', { outcome: 'kept' }, ['decision 00.500']],
      ['by what let somebody be rung', { outcome: 'rang' }, ['decision 00.000']],
      ['by alert', { alert: 'a2' }, ['delivery 03.000']],
      ['by pager and outcome', { pager: 'slack', outcome: 'accepted' }, ['delivery 02.000']],
      ['by a pager that is none', { pager: "' OR 1=1 --" }, []],
    ])('%s', async (_, query, wanted) => {
      expect(await told(await filled(), query)).toEqual(wanted)
    })

    test('page by page, each once', async () => {
      const store = await filled()
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const list = await store.deliveries({ limit: 2, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...list.entries.map(({ at }) => at))
        cursor = list.next
      } while (cursor !== undefined)
      expect(seen).toHaveLength(5)
      expect(seen).toEqual([...new Set(seen)].sort().reverse())
    })
  })
}
