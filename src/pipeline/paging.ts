// The relay's decision without a clock or a policy: the first page of an alert and each worse one.
import type { Alert } from '../model/alert.ts'
import type { PageReason } from '../model/page.ts'

/** Told every version of every alert in order; says whether this one pages, and why. */
export function firstAndWorse(): (alert: Alert) => PageReason | undefined {
  const stages = new Map<string, number>()
  return ({ id, priority, status, stage }) => {
    if (priority !== 'page-now' || status === 'closed' || status === 'resolved') return undefined
    const paged = stages.get(id)
    if (paged !== undefined && paged >= stage) return undefined
    stages.set(id, stage)
    return paged === undefined ? 'first' : 'worse'
  }
}
