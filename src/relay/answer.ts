// Somebody has it, or it is over: what still waits is not sent, and every channel that was told is told that too.
import { hashOf } from '../lib/hash.ts'
import type { Delivery } from '../model/page.ts'
import type { Action } from '../model/wire.ts'
import { type Desk, decide, makePage } from './desk.ts'
import type { Key, Progress } from './incident.ts'
import { enterPage, withdraw } from './outbox.ts'
import type { Incident } from './ring.ts'
import { leaveSummary } from './summaries.ts'

/** Stops all ringing. @param by the act that did it, which its own channel need not be told of */
export function acknowledge(desk: Desk, incident: Incident, action: Action): Incident {
  const { acknowledgementLasts } = desk.options.policy
  const { climb: _, wakesAt: __, wakes: ___, ...rest } = incident.progress
  // What nobody was woken for wakes nobody later.
  const wakes =
    Number.isFinite(acknowledgementLasts) && incident.paged.history.lastPagedAt !== undefined
      ? { wakesAt: desk.at.now + acknowledgementLasts, wakes: 'acknowledgement-over' as const }
      : {}
  const quiet = {
    ...incident,
    progress: leaveAll(desk, incident, { ...rest, acknowledged: true, ...wakes }, 'acknowledge'),
  }
  const told = tellAll(desk, quiet, 'acknowledge', action)
  const { by } = action
  const stage = incident.paged.alert.stage
  const progress = decide(desk, incident.paged.alert.id, told.progress, { stage, reason: 'acknowledged', by })
  return { paged: { ...told.paged, history: { ...told.paged.history, acknowledged: true } }, progress }
}

/** Somebody has an earlier stage: that one rings no more, the newest does. */
export function acknowledgeStage(desk: Desk, incident: Incident, action: Action): Incident {
  const stage = stageOf(incident.progress, action)
  const told = tellAll(desk, incident, 'acknowledge', action, (key) => key.stage <= stage)
  const progress = decide(desk, incident.paged.alert.id, told.progress, {
    stage,
    reason: 'acknowledged',
    by: action.by,
  })
  return { ...told, progress }
}

/** It is over: every incident at the providers ends. */
export function resolve(desk: Desk, incident: Incident): Incident {
  const { climb: _, wakesAt: __, wakes: ___, acknowledged: ____, ...rest } = incident.progress
  const left = { ...incident, progress: leaveAll(desk, incident, rest, 'resolve') }
  const { paged, progress } = tellAll(desk, left, 'resolve')
  const { alert, history } = paged
  const stage = history.lastStage ?? alert.stage
  const page = makePage(desk, alert, 'resolved', { before: history.pages, stage, renewed: progress.renewed })
  desk.book.write(alert.site, { type: 'page', page })
  return {
    paged: {
      alert,
      history: {
        ...history,
        lastPagedAt: page.decidedAt,
        pages: history.pages + 1,
        acknowledged: false,
        resolved: true,
      },
    },
    progress: decide(desk, alert.id, progress, { stage, reason: 'resolved', page: page.id }),
  }
}

/** What a channel took after it was over: it must hear of the end again, as it may have heard of it first. */
export function tellLate(desk: Desk, incident: Incident, key: Key, { pager, page }: Delivery): void {
  if (key.over) enterEnd(desk, incident, pager, key, key.over, page)
}

/** True of an act that speaks of an earlier stage than the newest that people were told of. */
export const isOfEarlier = (progress: Progress, action: Action): boolean =>
  stageOf(progress, action) < (progress.keys.at(-1)?.stage ?? 0)

const stageOf = ({ keys }: Progress, { dedupKey, stage }: Action): number =>
  keys.find(({ key }) => key === dedupKey)?.stage ?? stage ?? Number.POSITIVE_INFINITY

function tellAll(
  desk: Desk,
  incident: Incident,
  over: 'acknowledge' | 'resolve',
  by?: Action,
  fits = (_: Key): boolean => true,
): Incident {
  const keys = incident.progress.keys.map((key): Key => {
    if (key.over === 'resolve' || key.over === over || !fits(key)) return key
    for (const [pager, told] of Object.entries(key.told)) {
      withdraw(desk.book, pager, key.key)
      const knows = by?.pager === pager && by.dedupKey === key.key
      if (told.took !== 'no' && !knows) enterEnd(desk, incident, pager, key, over)
    }
    return { ...key, over }
  })
  return { ...incident, progress: { ...incident.progress, keys } }
}

function enterEnd(
  desk: Desk,
  { paged, progress }: Incident,
  pager: string,
  key: Key,
  over: 'acknowledge' | 'resolve',
  after?: string,
): void {
  const { alert, history } = paged
  const reason = over === 'resolve' ? 'resolved' : 'acknowledged'
  const page = makePage(desk, alert, reason, { before: history.pages, stage: key.stage, renewed: progress.renewed })
  const id = after === undefined ? page.id : hashOf('late', page.id, after)
  enterPage(desk.book, pager, alert.site, { ...page, id, dedupKey: key.key })
}

function leaveAll(desk: Desk, { paged }: Incident, progress: Progress, why: 'acknowledge' | 'resolve'): Progress {
  for (const [pager, key] of Object.entries(progress.bundled)) leaveSummary(desk, paged.alert.id, pager, key, why)
  return progress
}
