// What a policy rings after the first page, in a replay: repeats and escalations while nobody answers and every channel takes its pages.
import type { Alert } from '../model/alert.ts'
import type { DecisionReason } from '../model/page.ts'
import type { Policy } from '../model/policy.ts'
import { rehearse, type Told } from '../relay/rehearse.ts'

/** A page that is told because time passed. */
export interface LaterPage {
  readonly alert: Alert
  /** ISO. */
  readonly at: string
  readonly reason: LaterReason
}

const laterReasons = ['repeat', 'step', 'refused', 'not-accepted', 'not-answered', 'nobody'] as const
export type LaterReason = (typeof laterReasons)[number]

export interface LaterPages {
  /** A version of an alert, at its own time. @returns what rings until then */
  hear(alert: Alert): readonly LaterPage[]
  /** @param until epoch milliseconds. @returns what rings until then */
  pass(until: number): readonly LaterPage[]
}

/** Told every version of every alert in order. What need not page at once takes its part in limits, and is not told here. */
export function laterPages(policy: Policy, pagers: readonly string[]): LaterPages {
  const rehearsal = rehearse({ pagers, policy, text: {}, steps: () => [] })
  const alerts = new Map<string, Alert>()
  return {
    hear(alert) {
      const told = rehearsal.hear({ type: 'alert', alert }, Date.parse(alert.at))
      const pages = pagesOf(told, alerts)
      alerts.set(alert.id, alert)
      return pages
    },
    pass: (until) => pagesOf(rehearsal.pass(until), alerts),
  }
}

/** One page for what rings through several channels for one reason at one moment. */
function pagesOf(told: readonly Told[], alerts: ReadonlyMap<string, Alert>): readonly LaterPage[] {
  const pages = new Map<string, LaterPage>()
  for (const one of told) {
    const { id, reason } =
      one.type === 'page' ? { id: one.page.alert, reason: one.page.reason } : { id: one.alert, reason: one.reason }
    // The round of a repeat is a page by itself, whoever it rings.
    const rings = one.type === 'page' ? reason === 'repeat' : reason !== 'repeat' && one.channel !== undefined
    const alert = alerts.get(id)
    if (!rings || !isLater(reason) || alert?.priority !== 'page-now') continue
    const at = new Date(one.wall).toISOString()
    pages.set([id, at, reason].join(), { alert, at, reason })
  }
  return [...pages.values()]
}

const isLater = (reason: DecisionReason): reason is LaterReason => laterReasons.some((one) => one === reason)
