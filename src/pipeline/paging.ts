// The relay's own decision without a clock or a policy: the first page of an alert and each worse one.
import type { Alert } from '../model/alert.ts'
import type { PageHistory } from '../model/page.ts'
import { decidePage } from '../relay/decide.ts'

const unpaged: PageHistory = { pages: 0, acknowledged: false }

export type FirstOrWorse = 'first' | 'worse'

/** Told every version of every alert in order; says whether this one pages, and why. */
export function firstAndWorse(): (alert: Alert) => FirstOrWorse | undefined {
  const histories = new Map<string, PageHistory>()
  return (alert) => {
    const history = histories.get(alert.id) ?? unpaged
    const acknowledged = alert.status === 'acknowledged'
    const decision = decidePage(alert, { ...history, acknowledged }, 'page-now')
    if (!decision.page || (decision.reason !== 'first' && decision.reason !== 'worse')) return undefined
    histories.set(alert.id, {
      lastPagedAt: alert.at,
      lastStage: alert.stage,
      lastPriority: alert.priority,
      pages: history.pages + 1,
      acknowledged,
    })
    return decision.reason
  }
}
