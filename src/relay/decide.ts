// Whether an alert is worth a page now, and the one word that says why.

import type { Priority } from '../model/alert.ts'
import type { AlertInput, PageDecision, PageHistory, PageReason, QuietReason } from '../model/page.ts'

const loudness = { queue: 0, notify: 1, 'page-now': 2 } as const satisfies Record<Priority, number>

/**
 * The decision. That it rings again as time passes is the escalation's.
 * @param floor the quietest priority that pages
 */
export function decidePage(alert: AlertInput, history: PageHistory, floor: Priority): PageDecision {
  const { lastPagedAt, lastStage = 0, lastPriority } = history
  const paged = lastPagedAt !== undefined
  if (alert.status === 'resolved' || alert.status === 'closed')
    return paged && !history.resolved ? loud('resolved') : quiet('closed')
  if (loudness[alert.priority] < loudness[floor]) return quiet('below-floor')
  if (alert.muted !== undefined && alert.priority !== 'page-now') return quiet('muted')
  if (!paged) return loud('first')
  if (alert.stage > lastStage || loudness[alert.priority] > loudness[lastPriority ?? 'queue']) return loud('worse')
  if (history.resolved) return loud('worse')
  if (history.acknowledged) return quiet('acknowledged')
  return quiet('already-paged')
}

const loud = (reason: PageReason): PageDecision => ({ page: true, reason })
const quiet = (reason: QuietReason): PageDecision => ({ page: false, reason })
