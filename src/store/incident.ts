// One incident as people see it: who was rung and when, whether the providers took it, and who answered first.
import type { Alert, Answered } from '../model/alert.ts'
import type { Incident, IncidentChannel, IncidentStory } from '../model/incident.ts'
import type { Delivery, Page } from '../model/page.ts'
import type { AlertHistory } from '../model/store.ts'
import type { Action } from '../model/wire.ts'

/** A provider that shows only the beginning of a key shows at least that much. */
export const shortestPrefix = 'lastcopy-'.length + 6

/** One incident with everything that was told of it and done; undefined where there is no page of it. */
export function storyIn(id: string, alert: Alert | undefined, all: AlertHistory): IncidentStory | undefined {
  const incident = incidentsIn(alert, all).find((one) => one.id === id)
  if (!incident) return undefined
  const mine = <T extends { readonly dedupKey: string }>(list: readonly T[]) =>
    list.filter(({ dedupKey }) => dedupKey === id)
  return {
    incident,
    pages: mine(all.pages),
    deliveries: mine(all.deliveries),
    actions: all.actions.filter(({ stage }) => stage === undefined || stage === incident.stage),
    decisions: all.decisions.filter(({ stage }) => stage === incident.stage),
    rings: mine(all.rings),
  }
}

/** The incidents of an alert, its first stage first. @param alert undefined for pages of no alert, as tests are */
function incidentsIn(alert: Alert | undefined, { pages, deliveries, actions, rings }: AlertHistory): Incident[] {
  const byKey = Map.groupBy(pages, ({ dedupKey }) => dedupKey)
  const inOrder = [...byKey].sort(([, [one]], [, [other]]) => stageOf(one) - stageOf(other))
  return inOrder.flatMap(([id, told], index) => {
    const [first] = told
    const last = told.at(-1)
    if (!first || !last) return []
    const stage = stageOf(first)
    const later = inOrder[index + 1]?.[1][0]?.decidedAt
    const answered = answerTo(
      { stage, from: first.decidedAt, ...(later === undefined ? {} : { later }) },
      alert,
      actions,
    )
    const rung = told.filter(({ action }) => action === 'trigger').at(-1) ?? last
    const mine = deliveries.filter(({ dedupKey }) => dedupKey === id)
    return [
      {
        id,
        alert: first.alert,
        stage,
        status: later !== undefined || isOver(alert) ? 'over' : answered ? 'answered' : 'open',
        priority: last.priority,
        summary: rung.summary,
        firstAt: first.decidedAt,
        lastAt: last.decidedAt,
        pages: told.length,
        reason: last.reason,
        channels: channelsOf(mine),
        ...(answered ? { answered } : {}),
        rings: rings.filter(({ dedupKey }) => dedupKey === id),
      },
    ]
  })
}

const stageOf = (page: Page | undefined): number => page?.stage ?? 1

const isOver = (alert: Alert | undefined): boolean => alert?.status === 'closed' || alert?.status === 'resolved'

interface Asked {
  readonly stage: number
  /** ISO: when it rang first, and when a later stage did. */
  readonly from: string
  readonly later?: string
}

/** The alert itself knows who was first at its stage, by the journal's order; of others the acts tell. */
function answerTo(asked: Asked, alert: Alert | undefined, actions: readonly Action[]): Answered | undefined {
  if (alert && alert.stage === asked.stage) return alert.status === 'open' ? undefined : alert.answered
  return actions.filter((action) => speaksOf(action, asked)).reduce(after(asked.stage), undefined)
}

const speaksOf = ({ stage, at }: Action, asked: Asked): boolean =>
  stage === undefined ? at >= asked.from && (asked.later === undefined || at < asked.later) : stage === asked.stage

const after =
  (stage: number) =>
  (answered: Answered | undefined, { act, id, by, at, via }: Action): Answered | undefined => {
    if (act === 'unacknowledge' || act === 'reopen') return undefined
    if (act !== 'acknowledge' || answered) return answered
    return { by, at, stage, action: id, ...(via === undefined ? {} : { via }) }
  }

function channelsOf(deliveries: readonly Delivery[]): readonly IncidentChannel[] {
  return [...Map.groupBy(deliveries, ({ pager }) => pager)].flatMap(([pager, all]) => {
    const last = all.at(-1)
    const accepted = all.find(({ verdict }) => verdict === 'accepted')
    if (!last) return []
    return [
      {
        pager,
        attempts: all.length,
        verdict: last.verdict,
        detail: last.detail,
        ...(accepted === undefined ? {} : { acceptedAt: acceptedAt(accepted) }),
      },
    ]
  })
}

/** The provider's answer came that long after the attempt began. */
const acceptedAt = ({ at, tookMs }: Delivery): string => new Date(Date.parse(at) + tookMs).toISOString()
