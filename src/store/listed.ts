// What lists of alerts are filtered, counted and ordered by: the few words of an alert that a store keeps beside it.
import type { Alert } from '../model/alert.ts'
import type { FacetName } from '../model/store.ts'
import { searchText } from './search-text.ts'

export interface Listed extends Readonly<Record<FacetName, string>> {
  readonly id: string
  readonly version: number
  readonly at: string
  readonly rank: number
  readonly search: string
}

export function listedOf(alert: Alert): Listed {
  const { id, version, at, status, priority, site, rule } = alert
  return {
    id,
    version,
    at,
    status,
    priority,
    class: alert.class,
    site,
    system: alert.resource.platform,
    tier: tierOf(alert),
    assignee: alert.assignee ?? '',
    rule: rule.id,
    rank: rankOf(alert),
    search: searchText(alert),
  }
}

const loudness = { 'page-now': 0, notify: 2, queue: 4 } as const satisfies Record<Alert['priority'], number>

/** From 0 for what should have somebody awake to 6 for what is done. */
export function rankOf({ status, priority }: Pick<Alert, 'status' | 'priority'>): number {
  if (status === 'resolved' || status === 'closed') return 6
  return (loudness[priority] ?? 4) + (status === 'open' ? 0 : 1)
}

/** As the estate says; where it is silent, as the records do. */
const tierOf = ({ stake, evidence }: Alert): string =>
  stake?.copies.find(({ tier }) => tier !== undefined)?.tier ??
  evidence.find((event) => event.backup?.copy?.tier !== undefined)?.backup?.copy?.tier ??
  ''
