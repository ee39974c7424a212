// Drills on the stopwatch: begun, step by step, ended. What is noted late says when it was done, never before the decision.
import { minute } from '../lib/duration.ts'
import type { Ask } from '../model/ask.ts'
import { type Drill, type DrillStep, isByOthers, servedIn } from '../model/drill.ts'
import type { Subject } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import { proposerOf } from './plans.ts'
import type { Shelf } from './shelf.ts'

/** What has ended longest is forgotten from so many on. The audit log keeps it. */
const mostDrills = 1_000
const mostSteps = 500
/** Clocks of two machines may differ by so much. */
const slack = 5 * minute

type Start = Extract<Ask, { act: 'drill-start' }>
type Step = Extract<Ask, { act: 'drill-step' }>
type Finish = Extract<Ask, { act: 'drill-finish' }>

/** Starts the stopwatch. */
export function startDrill(shelf: Shelf, { drill, id, site }: Start, who: Subject, at: string): Decision {
  if (shelf.get('drill', id)) return refuse('name-taken')
  if (isAhead(drill.decidedAt, at) || isAhead(drill.lostAt, at)) return refuse('ahead')
  const all = shelf.all('drill')
  if (all.length >= mostDrills) {
    const oldest = all.filter(({ status }) => status !== 'running').sort(byEnd)[0]
    if (!oldest) return refuse('too-many')
    shelf.put('drill', oldest.id, undefined)
  }
  shelf.put('drill', id, {
    ...drill,
    id,
    site,
    status: 'running',
    startedAt: at,
    startedBy: proposerOf(who),
    steps: [],
  })
  return done({ kind: drill.kind, sets: [...drill.sets], 'by-others': isByOthers(drill) })
}

const byEnd = (one: Drill, other: Drill): number => ((one.finishedAt ?? '') < (other.finishedAt ?? '') ? -1 : 1)

/** A step that is done. The same step is noted once, whoever tells it again. */
export function noteStep(shelf: Shelf, { drill: id, step }: Step, who: Subject, at: string): Decision {
  const drill = shelf.get('drill', id)
  if (!drill) return refuse('no-such-drill')
  if (drill.status !== 'running') return refuse('not-open')
  const refused = whyNot(drill, step, at)
  if (refused) return refuse(refused)
  const noted: DrillStep = { ...step, at: step.at ?? at, by: proposerOf(who) }
  shelf.put('drill', id, { ...drill, steps: [...drill.steps, noted].sort((one, other) => before(one.at, other.at)) })
  return done({
    step: drill.steps.length + 1,
    'done-at': noted.at,
    ...(noted.serves === undefined ? {} : { serves: noted.serves }),
  })
}

const before = (one: string, other: string): number => Date.parse(one) - Date.parse(other)

function whyNot({ steps, sets, decidedAt, lostAt }: Drill, step: Step['step'], at: string) {
  if (steps.some(({ name }) => name === step.name)) return 'known-step'
  if (steps.length >= mostSteps) return 'too-many'
  if (step.at !== undefined && isAhead(step.at, at)) return 'ahead'
  if (step.at !== undefined && before(step.at, decidedAt) < 0) return 'before-decision'
  if (step.point !== undefined && before(step.point, lostAt) > 0) return 'point-after-loss'
  if (step.serves === undefined) return undefined
  if (!sets.includes(step.serves)) return 'no-such-set'
  return steps.some(({ serves }) => serves === step.serves) ? 'known-step' : undefined
}

/** Stops it. Served means that every set of it bears load. */
export function finishDrill(shelf: Shelf, ask: Finish, who: Subject, at: string): Decision {
  const { drill: id, end, words, point, at: told } = ask
  const drill = shelf.get('drill', id)
  if (!drill) return refuse('no-such-drill')
  if (drill.status !== 'running') return refuse('not-open')
  const finishedAt = told ?? at
  if (isAhead(finishedAt, at)) return refuse('ahead')
  if (drill.steps.some((step) => before(step.at, finishedAt) > 0)) return refuse('before-step')
  if (point !== undefined && before(point, drill.lostAt) > 0) return refuse('point-after-loss')
  const by = proposerOf(who)
  const known = servedIn(drill).map(({ of }) => of)
  // A set of which no step said so bears load at the end, and not before.
  const last = drill.sets
    .filter((of) => end === 'served' && !known.includes(of))
    .map((of) => ({
      name: `${of} bears load`,
      at: finishedAt,
      by,
      serves: of,
      ...(point === undefined ? {} : { point }),
    }))
  const ended: Drill = {
    ...drill,
    steps: [...drill.steps, ...last],
    status: end,
    finishedAt,
    finishedBy: by,
    ...(words === undefined ? {} : { words }),
  }
  shelf.put('drill', id, ended)
  return done(
    { end, kind: ended.kind, steps: ended.steps.length, served: servedIn(ended).map((one) => ({ ...one })) },
    { drill: ended },
  )
}

const isAhead = (time: string, at: string): boolean => Date.parse(time) > Date.parse(at) + slack
