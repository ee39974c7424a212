// What waits to be delivered, per pager: written in the same commit as the decision, gone when the provider accepted it.
import type { Delivery, Page } from '../model/page.ts'
import type { OutboxEntry } from '../model/pager.ts'

export const outboxPrefix = 'out\u0000'

/** One entry per pager, incident and action: an older page of the same incident that still waits is the same news. */
export const outboxKey = (pager: string, page: Page): string =>
  `${outboxPrefix}${pager}\u0000${page.dedupKey}\u0000${page.action}`

/** The entry of a new page. */
export const enteredPage = (pager: string, site: string, page: Page): OutboxEntry => ({
  key: outboxKey(pager, page),
  pager,
  page,
  site,
  attempts: 0,
})

/** The entry after an attempt; undefined when the provider accepted, or when the delivery speaks of another page. */
export function afterDelivery(entry: OutboxEntry, delivery: Delivery): OutboxEntry | undefined {
  if (delivery.page !== entry.page.id) return entry
  if (delivery.verdict === 'accepted') return undefined
  return {
    ...entry,
    attempts: Math.max(entry.attempts, delivery.attempt),
    ...(delivery.nextAt === undefined ? {} : { nextAt: delivery.nextAt }),
  }
}
