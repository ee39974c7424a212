// What waits to be delivered, per pager: written in the same commit as the decision, gone when the provider accepted it.
import type { Delivery, Page } from '../model/page.ts'
import type { OutboxEntry } from '../model/pager.ts'
import type { Book } from './book.ts'

export const outboxPrefix = 'out\u0000'

const ofPager = (pager: string): string => `${outboxPrefix}${pager}\u0000`

/** One entry per pager, incident and action: an older page of the same incident that still waits is the same news. */
export const outboxKey = (pager: string, dedupKey: string, action: Page['action']): string =>
  `${ofPager(pager)}${dedupKey}\u0000${action}`

/** So many pages that wait are more than ever ring one by one. */
const countedAtMost = 1_000

/** How many pages wait to ring there. */
export const waitingAt = (book: Book, pager: string): number =>
  book.scan(ofPager(pager), countedAtMost).filter(([key]) => key.endsWith('\u0000trigger')).length

/**
 * Lets a page wait for its delivery. One that waits there already takes the newest text and keeps its name and its attempts.
 * @param attempts made with this page before
 * @returns the page's id in the outbox, and whether it is new there
 */
export function enterPage(
  book: Book,
  pager: string,
  site: string,
  page: Page,
  attempts = 0,
): { readonly id: string; readonly fresh: boolean } {
  const key = outboxKey(pager, page.dedupKey, page.action)
  const waits = book.get<OutboxEntry>(key)
  if (waits) {
    book.put(key, { ...waits, page: { ...page, id: waits.page.id } } satisfies OutboxEntry)
    return { id: waits.page.id, fresh: false }
  }
  book.put(key, { key, pager, page, site, attempts } satisfies OutboxEntry)
  return { id: page.id, fresh: true }
}

/** What was given up to be sent. @returns the entry, where there was one */
export function withdraw(book: Book, pager: string, dedupKey: string): OutboxEntry | undefined {
  const key = outboxKey(pager, dedupKey, 'trigger')
  const entry = book.get<OutboxEntry>(key)
  if (entry) book.put(key, undefined)
  return entry
}

/** Takes note of an attempt: what was accepted leaves, what was not has its next time. */
export function noteDelivery(book: Book, delivery: Delivery): void {
  for (const action of ['trigger', 'acknowledge', 'resolve'] as const) {
    const key = outboxKey(delivery.pager, delivery.dedupKey, action)
    const entry = book.get<OutboxEntry>(key)
    if (entry?.page.id === delivery.page) book.put(key, afterDelivery(entry, delivery))
  }
}

/** The entry after an attempt; undefined when the provider accepted. */
function afterDelivery(entry: OutboxEntry, delivery: Delivery): OutboxEntry | undefined {
  if (delivery.verdict === 'accepted') return undefined
  return {
    ...entry,
    attempts: Math.max(entry.attempts, delivery.attempt),
    ...(delivery.nextAt === undefined ? {} : { nextAt: delivery.nextAt }),
  }
}
