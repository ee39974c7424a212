// What was told and done about an alert, as every store keeps it: whose, under which id, and when.
import type { AlertHistory, DeliveryOutcome, StoreEntry } from '../model/store.ts'

export type Told = Exclude<StoreEntry, { type: 'alert' }>

export function toldOf(entry: Told): readonly [alert: string, id: string, at: string, body: unknown] {
  switch (entry.type) {
    case 'page':
      return [entry.page.alert, entry.page.id, entry.page.decidedAt, entry.page]
    case 'delivery': {
      const { alert, page, pager, attempt, at } = entry.delivery
      return [alert, `${page} ${pager} ${attempt}`, at, entry.delivery]
    }
    case 'action':
      return [entry.action.alert, entry.action.id, entry.action.at, entry.action]
    case 'rings':
      return [entry.rings.alert, entry.rings.id, entry.rings.at, entry.rings]
    case 'decision':
      return [entry.decision.alert, entry.decision.id, entry.decision.at, entry.decision]
  }
}

/** By which pager an attempt or a decision is found, and by which outcome. */
export function channelOf(entry: Told): { readonly pager?: string; readonly verdict?: DeliveryOutcome } {
  if (entry.type === 'delivery') return { pager: entry.delivery.pager, verdict: entry.delivery.verdict }
  if (entry.type !== 'decision') return {}
  const { channel, page } = entry.decision
  return { ...(channel === undefined ? {} : { pager: channel }), verdict: page === undefined ? 'kept' : 'rang' }
}

interface ToldRow {
  readonly kind: string
  /** JSON, as the journal has it. */
  readonly body: string
}

/** What a store kept of one alert, sorted by kind. @param rows oldest first */
export function sortTold(rows: readonly ToldRow[]): AlertHistory {
  const of = <T>(kind: string): readonly T[] =>
    rows.filter((row) => row.kind === kind).map(({ body }) => JSON.parse(body) as T)
  return {
    pages: of('page'),
    deliveries: of('delivery'),
    actions: of('action'),
    decisions: of('decision'),
    rings: of('rings'),
  }
}
