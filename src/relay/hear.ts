// What follows from each record of the journal: who is rung, who is told that it is over, what waits.
import { hour } from '../lib/duration.ts'
import type { Alert } from '../model/alert.ts'
import type { Delivery, PageHistory, PageReason } from '../model/page.ts'
import type { Action } from '../model/wire.ts'
import { acknowledge, acknowledgeStage, isOfEarlier, resolve, tellLate } from './answer.ts'
import { decidePage } from './decide.ts'
import { type Desk, decide, wallOf } from './desk.ts'
import { hearAnswer, passTime } from './escalate.ts'
import {
  dueAlerts,
  type Key,
  type Progress,
  pagedOf,
  progressOf,
  putPaged,
  putProgress,
  slim,
  type Told,
} from './incident.ts'
import { noteDelivery } from './outbox.ts'
import { quietUntil } from './quiet.ts'
import { beginRinging, freshProgress, type Incident, newPage, type Rings, refreshWaiting, ring } from './ring.ts'
import { hearSelfTest, watchSelfTests } from './self-test.ts'
import { gateOf, hearSummary, membersOf, putGate, sendSummaries, spreadAction, toldThrough } from './summaries.ts'

const untold: PageHistory = { pages: 0, acknowledged: false }
/** What pages at once and was gone through as often as the policy says begins anew after that at the latest. */
const longestSilence = 4 * hour
/** Alerts looked at in one second; the rest waits for the next. */
const mostDue = 500

/** A version of an alert. */
export function onAlert(desk: Desk, alert: Alert): void {
  const known = incidentOf(desk, alert.id)
  const incident: Incident = {
    paged: { alert: slim(alert), history: known?.paged.history ?? untold },
    // Decisions of what nobody was told of are numbered apart, by its versions.
    progress: known?.progress ?? { ...freshProgress(alert.site), decisions: -alert.version },
  }
  const acknowledged = incident.progress.acknowledged === true
  const decision = decidePage(alert, { ...incident.paged.history, acknowledged }, desk.options.policy.floor)
  if (decision.page && !(decision.reason === 'first' && isAnswered(known, alert))) {
    const over = decision.reason === 'resolved'
    put(desk, over ? resolve(desk, incident) : tell(desk, incident, ringsOf(decision.reason)))
    return
  }
  // A match that joins says nothing new, and is no decision.
  const told = alert.change === 'opened' || alert.change === 'raised' || alert.change === 'worse'
  const { reason } = decision
  const progress =
    told && !decision.page
      ? decide(desk, alert.id, incident.progress, { stage: alert.stage, reason: decision.reason })
      : incident.progress
  // Whom nobody was told of is not remembered.
  if (!known) return
  refreshWaiting(desk, incident.paged, progress)
  put(desk, {
    ...incident,
    progress:
      reason === 'acknowledged' || reason === 'already-paged' || reason === 'first' ? progress : silent(progress),
  })
}

/** Somebody has it although nobody was woken yet, and nothing is worse since. */
const isAnswered = (known: Incident | undefined, { priority, stage }: Alert): boolean =>
  known?.progress.acknowledged === true && known.paged.alert.priority === priority && known.paged.alert.stage >= stage

const ringsOf = (reason: PageReason): Rings => (reason === 'first' || reason === 'worse' ? reason : 'repeat')

/** Rings, or waits for the end of the quiet hours; what pages at once never waits. */
function tell(desk: Desk, incident: Incident, reason: Rings, why?: 'quiet-hours-over'): Incident {
  const until = quietEnd(desk, incident.paged.alert)
  if (until === undefined) return beginRinging(desk, incident, reason, why)
  const { alert } = incident.paged
  if (incident.progress.wakes === 'quiet-hours-over') return incident
  const waits: Progress = { ...incident.progress, wakesAt: until, wakes: 'quiet-hours-over' }
  const about = { stage: alert.stage, reason: 'quiet-hours', until: wallOf(desk, until) } as const
  return { ...incident, progress: decide(desk, alert.id, waits, about) }
}

/** What somebody did to an alert, or to a page that tells of many. */
export function onAction(desk: Desk, action: Action): void {
  const { act, dedupKey } = action
  if (act !== 'acknowledge' && act !== 'unacknowledge' && act !== 'reopen' && act !== 'close') return
  const members = dedupKey === undefined ? [] : membersOf(desk, dedupKey)
  spreadAction(desk, action, members)
  const incident = incidentOf(desk, action.alert)
  if (!incident || isOver(incident.paged.alert)) return
  // A summary is no incident of one of its alerts.
  const earlier = members.length === 0 && isOfEarlier(incident.progress, action)
  if (act === 'acknowledge' || act === 'close') {
    if (earlier) put(desk, acknowledgeStage(desk, incident, action))
    else if (!incident.progress.acknowledged) put(desk, acknowledge(desk, incident, action))
  } else if (incident.progress.acknowledged && !earlier) put(desk, ringAgain(desk, incident, 'unacknowledged'))
}

/** A second has passed. */
export function onTick(desk: Desk): void {
  for (const id of dueAlerts(desk.book, desk.at.now, mostDue)) {
    const incident = incidentOf(desk, id)
    if (incident) put(desk, wake(desk, incident))
  }
  sendSummaries(desk)
  watchSelfTests(desk)
}

function wake(desk: Desk, incident: Incident): Incident {
  const { paged, progress } = incident
  const { wakes, wakesAt: _, ...awake } = progress
  const alert = paged.alert
  if (isOver(alert)) return { paged, progress: silent(progress) }
  const until = quietEnd(desk, alert)
  if (until !== undefined) return { paged, progress: { ...progress, wakesAt: until, wakes: wakes ?? 'repeat' } }
  switch (wakes) {
    case 'acknowledgement-over':
      return runOut(desk, incident)
    case 'quiet-hours-over': {
      const decision = decidePage(alert, paged.history, desk.options.policy.floor)
      const reason = decision.page && decision.reason !== 'resolved' ? ringsOf(decision.reason) : undefined
      return reason
        ? beginRinging(desk, { paged, progress: awake }, reason, wakes)
        : { paged, progress: silent(progress) }
    }
    case 'repeat':
      return progress.climb?.stepEnds === undefined
        ? beginRinging(desk, incident, 'repeat')
        : goOn(desk, { paged, progress: awake })
    default:
      return goOn(desk, incident)
  }
}

/** Channels that stayed silent, the next step, the next round. */
function goOn(desk: Desk, incident: Incident): Incident {
  const { policy } = desk.options
  const { climb } = incident.progress
  if (!climb) return incident
  // The policy was written anew since.
  if (policy.escalations[climb.escalation] === undefined) return beginRinging(desk, incident, 'repeat')
  const id = incident.paged.alert.id
  const bundled = new Map(Object.entries(incident.progress.bundled).map(([pager, key]) => [key, pager]))
  const next = passTime(policy, climb, desk.at, (key) => toldThrough(desk, id, bundled.get(key) ?? '', key))
  const { paged, progress } = next.climb.round === climb.round ? incident : newPage(desk, incident, 'repeat')
  const rung = ring(desk, paged, progress, next)
  if (next.climb.stepEnds !== undefined || paged.alert.priority !== 'page-now') return { paged, progress: rung }
  // What pages at once is never forgotten, whatever the policy's last word is.
  const pause = Math.min(policy.acknowledgementLasts, longestSilence)
  return { paged, progress: { ...rung, wakesAt: rung.wakesAt ?? desk.at.now + pause, wakes: 'repeat' } }
}

function runOut(desk: Desk, incident: Incident): Incident {
  const { id, site } = incident.paged.alert
  // Detection and the log must know that nobody has it any more.
  desk.book.act(site, {
    type: 'action',
    id: `over-${id}-${incident.progress.decisions}`,
    act: 'unacknowledge',
    alert: id,
    by: 'lastcopy',
    via: 'lastcopy',
    at: new Date(desk.at.wall).toISOString(),
  })
  return ringAgain(desk, incident, 'acknowledgement-over')
}

function ringAgain(desk: Desk, incident: Incident, why: 'acknowledgement-over' | 'unacknowledged'): Incident {
  const { alert, history } = incident.paged
  if (history.lastPagedAt !== undefined) return beginRinging(desk, incident, 'repeat', why)
  // Nobody was woken for it so far: whether somebody is now is decided as for a first page.
  const { acknowledged: _, ...progress } = incident.progress
  const fresh = { ...incident, progress }
  const decision = decidePage(alert, { ...history, acknowledged: false }, desk.options.policy.floor)
  return decision.page ? tell(desk, fresh, ringsOf(decision.reason)) : fresh
}

/** What came of an attempt. */
export function onDelivery(desk: Desk, delivery: Delivery): void {
  const { pager, verdict, dedupKey } = delivery
  const gate = gateOf(desk, pager)
  if ((gate.down === true) !== (verdict !== 'accepted')) {
    const { down: _, ...up } = gate
    putGate(desk, pager, verdict === 'accepted' ? up : { ...gate, down: true })
  }
  if (hearSummary(desk, delivery)) return
  hearSelfTest(desk, delivery)
  noteDelivery(desk.book, delivery)
  const incident = incidentOf(desk, delivery.alert)
  const key = incident?.progress.keys.find((one) => one.key === dedupKey)
  const told = key?.told[pager]
  if (!incident || !key || told?.page !== delivery.page) return
  const noted = note(incident.progress, key, delivery)
  if (verdict === 'accepted') tellLate(desk, incident, key, delivery)
  const { climb } = noted
  const rings = climb !== undefined && key.key === noted.keys.at(-1)?.key
  const heard = rings ? hearAnswer(desk.options.policy, climb, pager, verdict, desk.at) : undefined
  putProgress(desk.book, delivery.alert, heard ? ring(desk, incident.paged, noted, heard) : noted)
}

function note(progress: Progress, key: Key, delivery: Delivery): Progress {
  const { pager, page, attempt } = delivery
  const known = key.told[pager]
  const told = {
    ...key.told,
    [pager]: { page, attempts: Math.max(attempt, known?.attempts ?? 0), took: tookOf(known?.took, delivery) },
  }
  return { ...progress, keys: progress.keys.map((one) => (one.key === key.key ? { ...key, told } : one)) }
}

function tookOf(before: Told['took'] | undefined, { verdict, unsent }: Delivery): Told['took'] {
  if (verdict === 'accepted' || before === 'yes') return 'yes'
  return before !== 'perhaps' && (verdict === 'refused' || unsent) ? 'no' : 'perhaps'
}

function incidentOf({ book }: Desk, id: string): Incident | undefined {
  const paged = pagedOf(book, id)
  return paged && { paged, progress: progressOf(book, id) ?? freshProgress(paged.alert.site) }
}

function put({ book }: Desk, { paged, progress }: Incident): void {
  putPaged(book, paged)
  putProgress(book, paged.alert.id, progress)
}

const isOver = ({ status }: Alert): boolean => status === 'resolved' || status === 'closed'

function silent({ climb: _, wakes: __, wakesAt: ___, ...rest }: Progress): Progress {
  return rest
}

function quietEnd({ options: { policy }, at }: Desk, { priority }: Alert): number | undefined {
  const end = priority === 'page-now' ? undefined : quietUntil(policy.quiet, priority, at.wall)
  return end === undefined ? undefined : end - at.wall + at.now
}
