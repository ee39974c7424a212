// Jobs, plans and replications that are known to run, and who stopped how many of them. Contract, section 5, "Open states".
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { restoreEnd } from '../model/restore.ts'
import { devicesOf } from './parents.ts'
import { asJson, keyOf, listOf, siteOf, textsOf } from './recall.ts'

interface Job {
  readonly id: string
  /** What it protects; hashed or whole, as memory knows it. */
  readonly sets: readonly string[]
  /** It protects whatever there is. */
  readonly all?: boolean
  /** Set up or changed by somebody, and not only seen when a run of it ended. */
  readonly known: boolean
  /** Who stopped it, and when; undefined while it runs. */
  readonly stopped?: { readonly by: string; readonly at: number }
  /** Who made it, and when; whether it ended well since; and whether it has taken another one's place. */
  readonly made?: { readonly by: string; readonly at: number }
  readonly ran?: boolean
  readonly spent?: boolean
}

/** One of those that protect the site. */
const counts = ({ known, ran }: Job): boolean => known || ran === true

const kept = 180 * day
/** Stops add up over a week; what stands longer has risen by itself. */
const window = 7 * day
const most = 200

/**
 * Facts of an event that stops a job; memory learns of every job that is set up, changed or stopped.
 * @param twin the act was told by another record before, and counted
 */
export function knowJobs(
  memory: Memory,
  event: Event,
  sets: readonly string[],
  now: number,
  twin = false,
): Readonly<Record<string, Json>> {
  const { resource, actor, detail } = event.backup ?? {}
  if (!resource) return {}
  const failures = restoreFailures(memory, event, now, twin)
  if (event.event.outcome === 'failure') return failures
  const stops = isStop(event)
  if (detail?.run === true || resource.type === 'restore-test') return failures
  // Half of the jobs is half of those of one console, array or account.
  const key = keyOf(siteOf(event), 'jobs', accountOf(event))
  if (event.event.action === 'job-finished') {
    seenAtWork(memory, event, key, now)
    return failures
  }
  if (!stops && !isStart(event)) return failures
  const all = listOf<Job>(memory.get('count', key))
  const before = all.find(({ id }) => id === resource.id)
  const who = actor?.id ?? ''
  const mine: Job = {
    id: resource.id,
    sets: [...new Set([...(before?.sets ?? []), ...protectedBy(event, sets)])].slice(0, 20),
    ...(before?.all === true || textsOf(detail?.resources).includes('*') ? { all: true } : {}),
    known: before?.known === true || !stops,
    ...(stops ? { stopped: before?.stopped ?? { by: who, at: now } } : {}),
    ...madeBy(event, before, who, now),
    ...(before?.ran === true ? { ran: true } : {}),
    ...(before?.spent === true ? { spent: true } : {}),
  }
  const successor = stops ? successorOf(all, mine, who, now) : undefined
  // One call for all of them, or for so many as a pattern fits.
  const many = stops && detail?.bulk === true ? { stopped_half: true } : {}
  const others = all.filter(({ id }) => id !== resource.id)
  const jobs = [...others.map((job) => (job === successor ? { ...job, spent: true } : job)), mine].slice(-most)
  memory.put('count', key, asJson(jobs), now + kept)
  return stops
    ? { ...failures, ...factsOf(jobs, mine, who, now), ...many, ...(successor ? { replaced: true } : {}) }
    : failures
}

const madeBy = (event: Event, before: Job | undefined, by: string, at: number): Pick<Job, 'made'> =>
  event.event.action === 'job-created' ? { made: { by, at } } : before?.made ? { made: before.made } : {}

/** A job whose run ended well is at work, whether or not anybody was seen to set it up. */
function seenAtWork(memory: Memory, event: Event, key: string, now: number): void {
  const { resource, detail } = event.backup ?? {}
  if (resource?.type !== 'job') return
  const all = listOf<Job>(memory.get('count', key))
  const before = all.find(({ id }) => id === resource.id)
  const well = event.event.outcome === 'success' && !/fail|abort|warn/i.test(String(detail?.state ?? ''))
  if (!well || before?.ran === true) return
  const mine: Job = { ...(before ?? { id: resource.id, sets: [], known: false }), ran: true }
  memory.put('count', key, asJson([...all.filter(({ id }) => id !== resource.id), mine].slice(-most)), now + kept)
}

/** The same person made another job within the month before, and it ran well since: it takes the place of one. */
const successorOf = (all: readonly Job[], mine: Job, who: string, now: number): Job | undefined =>
  all.find(
    ({ id, made, ran, spent, stopped }) =>
      id !== mine.id &&
      made !== undefined &&
      made.by === who &&
      now - made.at <= 30 * day &&
      made.at > (mine.made?.at ?? 0) &&
      ran === true &&
      spent !== true &&
      stopped === undefined,
  )

function factsOf(jobs: readonly Job[], mine: Job, who: string, now: number): Readonly<Record<string, Json>> {
  const down = jobs.filter(({ stopped }) => stopped?.by === who && now - stopped.at <= window)
  const known = jobs.filter((job) => counts(job) && (job.stopped === undefined || down.includes(job)))
  const mineCounts = down.filter(counts)
  // A job that was only seen at work may be one of many whose runs are not told; when none is left, that is no matter.
  const half =
    mineCounts.length * 2 >= known.length && (mine.known || (counts(mine) && mineCounts.length === known.length))
  const others = jobs.filter((job) => job.id !== mine.id && job.stopped === undefined)
  const only =
    mine.known &&
    mine.sets.length > 0 &&
    !others.some(({ all, sets }) => all === true || mine.sets.some((set) => sets.includes(set)))
  return {
    stopped_by_actor_7d: down.length,
    ...(half ? { stopped_half: true } : {}),
    ...(only ? { only_copy: true } : {}),
  }
}

/** What a plan was told to protect, as far as that was seen; what a replication or another job stands for is the resource itself. */
function protectedBy(event: Event, sets: readonly string[]): readonly string[] {
  const { resource } = event.backup ?? {}
  if (!resource) return []
  return resource.type === 'plan' || resource.type === 'job'
    ? sets.filter((set) => !/:backup-vault:/.test(set))
    : [resource.id]
}

const changesOf = ({ backup }: Event): readonly Change[] => backup?.changes ?? (backup?.change ? [backup.change] : [])
const switched = (event: Event, to: 'on' | 'off'): boolean =>
  changesOf(event).some(
    (change) => /^(schedule|replication|selection|assignment)$/.test(change.setting) && change.to === to,
  )
const switchers = new Set(['replication-changed', 'job-changed', 'selection-changed', 'policy-assigned'])

const isStop = (event: Event): boolean =>
  event.event.action === 'job-stopped' || (switchers.has(event.event.action) && switched(event, 'off'))

const isStart = (event: Event): boolean =>
  event.event.action === 'job-created' ||
  (event.event.action === 'retention-changed' && event.backup?.resource?.type === 'plan') ||
  (event.event.action === 'policy-assigned' && !switched(event, 'off')) ||
  (switchers.has(event.event.action) && switched(event, 'on'))

/** Where restores are one row: an account, else one console or array. */
const accountOf = (event: Event): string => event.cloud?.account?.id ?? devicesOf(event)[0] ?? ''

/** Restores that failed one after the other. A run may end well and its check fail after it, so each is counted alone. */
function restoreFailures(memory: Memory, event: Event, now: number, twin: boolean): Readonly<Record<string, Json>> {
  const { action, code } = event.event
  const { detail, resource } = event.backup ?? {}
  const end = restoreEnd(event)
  if (!end) return {}
  const test = resource?.type === 'restore-test' || detail?.restore_test === true
  const restore = detail?.restore === true
  // A job of restore tests is one by itself; where none is named, those of the account and kind are.
  const which =
    test && resource ? [resource.id] : [accountOf(event), restore && action === 'job-finished' ? 'restore' : code]
  const key = keyOf(siteOf(event), 'restores-failed', ...which)
  const before = memory.get('count', key)
  const failed = end.how === 'badly' ? (typeof before === 'number' ? before : 0) + (twin ? 0 : 1) : 0
  memory.put('count', key, failed, now + kept)
  return failed > 0 ? { restores_failed: failed } : {}
}
