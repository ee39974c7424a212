// Rings: what the escalation says becomes pages in the outbox, alone or as one of many, with a decision for each.
import type { Alert } from '../model/alert.ts'
import type { PageHistory, PageReason } from '../model/page.ts'
import { type Desk, decide, makePage, tiersOf, wallOf } from './desk.ts'
import { beginClimb, type Climbed, heldUntil, rungThrough, type Said, woken } from './escalate.ts'
import { holds, rung } from './gate.ts'
import type { Key, Paged, Progress } from './incident.ts'
import { slim } from './incident.ts'
import { enterPage, outboxKey, waitingAt } from './outbox.ts'
import { dedupKeyOf } from './page.ts'
import { routeOf } from './route.ts'
import { gateOf, holdAlert, leaveSummary, putGate } from './summaries.ts'

export type Rings = Extract<PageReason, 'first' | 'worse' | 'repeat'>

export interface Incident {
  readonly paged: Paged
  readonly progress: Progress
}

/** What an alert begins with. */
export const freshProgress = (site: string): Progress => ({
  site,
  route: '',
  escalation: '',
  keys: [],
  renewed: 0,
  bundled: {},
  decisions: 0,
})

/**
 * Tells of an alert from the first step on.
 * @param why where it is another word than the page's own reason
 */
export function beginRinging(
  desk: Desk,
  { paged, progress: before }: Incident,
  reason: Rings,
  why: Said['why'] = reason,
): Incident {
  const { alert, history } = paged
  const { acknowledged: _, wakesAt: __, wakes: ___, ...rest } = before
  const route = routeOf(desk.options.policy, alert)
  const escalation = route?.escalation ?? ''
  const routed = withKey({ ...rest, route: route?.name ?? '', escalation }, alert)
  const { paged: told, progress } = newPage(desk, { paged: { alert, history }, progress: routed }, reason)
  return {
    paged: told,
    progress: ring(desk, told, progress, beginClimb(desk.options.policy, escalation, why, desk.at)),
  }
}

/** A page record for the log that people read, and what it makes of the alert's history. */
export function newPage(desk: Desk, { paged, progress }: Incident, reason: Rings): Incident {
  const { alert, history } = paged
  const stage = stageOf(progress, alert)
  const page = makePage(desk, alert, reason, { before: history.pages, stage, renewed: progress.renewed })
  desk.book.write(alert.site, { type: 'page', page })
  const next: PageHistory = {
    lastPagedAt: page.decidedAt,
    lastStage: stage,
    lastPriority: alert.priority,
    pages: history.pages + 1,
    acknowledged: false,
  }
  return {
    paged: { alert: slim(alert), history: next },
    progress: { ...progress, page: { id: page.id, reason, before: history.pages } },
  }
}

/** Does what the escalation says. */
export function ring(desk: Desk, paged: Paged, before: Progress, { climb, said }: Climbed): Progress {
  let progress: Progress = { ...before, climb }
  for (const one of said) progress = ringOne(desk, paged, progress, one)
  // A policy that reaches nobody at all must not swallow a page.
  if (climb.lines.length === 0 && said.some(({ why }) => why === 'nobody'))
    for (const pager of desk.options.pagers)
      progress = ringOne(desk, paged, progress, {
        why: 'nobody',
        who: 'everybody',
        pager,
        step: climb.step,
        round: climb.round,
      })
  return progress
}

function ringOne(desk: Desk, paged: Paged, progress: Progress, said: Said): Progress {
  const { alert } = paged
  const { why, who, pager, instead, round } = said
  const key = progress.keys.at(-1)
  const about = {
    stage: stageOf(progress, alert),
    reason: why,
    who,
    round,
    step: said.step + 1,
    ...(instead === undefined ? {} : { instead }),
  }
  if (pager === undefined || key === undefined) return decide(desk, alert.id, progress, about)
  const gate = gateOf(desk, pager)
  const { bundle } = desk.options.policy
  const group = bundle.by.map((by) => (by === 'actor' ? alert.actor.id : alert[by])).join('\u0000')
  const again = progress.bundled[pager] !== undefined && why !== 'first' && why !== 'worse'
  // What waits there already is the same news, whatever else waits.
  const waits = desk.book.has(outboxKey(pager, key.key, 'trigger'))
  const waiting = gate.down ? waitingAt(desk.book, pager) : 0
  const tiers = tiersOf(desk, pager)
  const kept = waits
    ? undefined
    : holds(gate, { group, priority: alert.priority, again, waiting }, bundle, tiers, desk.at.now)
  const old = progress.bundled[pager]
  if (old !== undefined) leaveSummary(desk, alert.id, pager, old, 'moved')
  if (kept !== undefined) {
    const summary = holdAlert(desk, pager, alert, kept)
    const held: Progress = {
      ...progress,
      bundled: { ...progress.bundled, [pager]: summary.key },
      // Where the channel is down its time runs as for a page of its own.
      ...(progress.climb && kept !== 'channel-down'
        ? { climb: heldUntil(progress.climb, pager, summary.key, summary.until) }
        : {}),
    }
    const until = wallOf(desk, summary.until)
    return decide(desk, alert.id, held, { ...about, reason: kept, channel: pager, dedupKey: summary.key, until })
  }
  const { [pager]: _, ...bundled } = progress.bundled
  const sent = enterRing(desk, paged, { ...progress, bundled }, key, pager, who)
  if (sent.fresh) putGate(desk, pager, rung(gateOf(desk, pager), group, bundle, tiers, desk.at.now))
  return decide(desk, alert.id, sent.progress, { ...about, channel: pager, dedupKey: key.key, page: sent.id })
}

function enterRing(desk: Desk, { alert }: Paged, progress: Progress, key: Key, pager: string, who: string) {
  const { reason = 'repeat', before = 0 } = progress.page ?? {}
  const made = makePage(desk, alert, reason, { before, stage: key.stage, renewed: progress.renewed }, who)
  const others = othersThan(desk, progress, who)
  const page = { ...made, dedupKey: key.key, text: { ...made.text, ...(others === '' ? {} : { others }) } }
  const known = key.told[pager]
  const attempts = known?.page === page.id ? known.attempts : 0
  const { id, fresh } = enterPage(desk.book, pager, alert.site, page, attempts)
  const took = fresh && known?.took !== 'yes' && known?.took !== 'perhaps' ? 'unknown' : (known?.took ?? 'unknown')
  const told = {
    ...key.told,
    [pager]: { page: id, attempts: fresh ? attempts : (known?.attempts ?? 0), took } as const,
  }
  return { id, fresh, progress: { ...progress, keys: [...progress.keys.slice(0, -1), { ...key, told }] } }
}

/** The newest text for what a channel has not taken yet. */
export function refreshWaiting(desk: Desk, paged: Paged, progress: Progress): void {
  const key = progress.keys.at(-1)
  if (!key || key.over) return
  const { reason = 'repeat', before = 0 } = progress.page ?? {}
  for (const [pager, { attempts, took }] of Object.entries(key.told)) {
    // Before its first attempt it is on its way, and after the last one it is told.
    if (attempts === 0 || took === 'yes') continue
    const who = progress.climb && rungThrough(progress.climb, pager)
    const page = makePage(desk, paged.alert, reason, { before, stage: key.stage, renewed: progress.renewed }, who)
    if (desk.book.has(outboxKey(pager, key.key, 'trigger')))
      enterPage(desk.book, pager, paged.alert.site, { ...page, dedupKey: key.key })
  }
}

function othersThan({ options: { policy } }: Desk, { climb }: Progress, who: string): string {
  const names = climb ? woken(climb).filter((name) => name !== who) : []
  return names.flatMap((name) => policy.people[name]?.title ?? []).join(', ')
}

const stageOf = ({ keys }: Progress, alert: Alert): number => keys.at(-1)?.stage ?? alert.stage

/** So many incidents at the providers are kept track of; the oldest ones belong to stages long past. */
const mostKeys = 20

/** An incident at the providers for the alert's stage: a fresh one where there was one, as nobody is woken by one that was acknowledged. */
function withKey(progress: Progress, alert: Alert): Progress {
  const used = progress.keys.some(({ stage }) => stage === alert.stage)
  const renewed = used ? progress.renewed + 1 : progress.renewed
  const key: Key = { key: dedupKeyOf(alert.id, alert.stage, renewed), stage: alert.stage, told: {} }
  return { ...progress, renewed, keys: [...progress.keys, key].slice(-mostKeys) }
}
