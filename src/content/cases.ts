// Runs a detection's cases: the real rules over real events, through the functions that run live.
import { knowEstate } from '../estate/know.ts'
import { hour } from '../lib/duration.ts'
import { isObject, type JsonObject } from '../lib/json.ts'
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import { mappingsOf } from '../model/mapping.ts'
import type { Source } from '../model/source.ts'
import type { Action } from '../model/wire.ts'
import { applyAction, type Detected, type Detector, detectEvent, detectTick } from '../pipeline/detect.ts'
import { type MemoryMap, memoryMap } from '../pipeline/memory-map.ts'
import { normalizeBatch } from '../pipeline/normalize.ts'
import { firstAndWorse } from '../pipeline/paging.ts'
import type { Relevance } from '../pipeline/relevance.ts'
import type { Case, CaseFile } from './case-file.ts'
import { judge, type Outcome } from './case-judge.ts'
import { type Moment, merge, momentsOf, type Step, stepAt } from './case-steps.ts'
import { noteStep, type Trace } from './case-trace.ts'

export interface CaseRules {
  readonly detector: Detector
  readonly relevance: Relevance
  readonly sources: ReadonlyMap<string, Source>
}

export interface CaseResult {
  /** What is wrong with the case, in sentences; none when all is as expected. */
  readonly differences: readonly string[]
  /** What each step led to: for whoever wants to know why. */
  readonly trace: Trace
  /** Ids of the rules that alerts of the case name, of those that only feed correlations, and of correlations. */
  readonly fired: ReadonlySet<string>
  /** The last version of each alert. */
  readonly alerts: readonly Alert[]
}

/** Runs a case. @param ruleFile whose alerts are looked at @param see is shown what each moment led to */
export function runCase(file: CaseFile, one: Case, rules: CaseRules, ruleFile: string, see?: See): CaseResult {
  const { trouble, outcome, ...result } = playCase(file, one, momentsOf(file, one.steps), rules, see)
  return { differences: outcome ? [...trouble, ...judge(one, outcome, ruleFile)] : trouble, ...result }
}

/** @param place of the moment, from 0 */
export type See = (place: number, detected: Detected) => void

export interface Played extends Omit<CaseResult, 'differences'> {
  /** What could not be played as it is written. */
  readonly trouble: readonly string[]
  /** Undefined where a step cannot even be read. */
  readonly outcome: Outcome | undefined
}

/** Plays moments of a case through the functions that run live. */
export function playCase(
  file: CaseFile,
  one: Case,
  moments: readonly Moment[],
  rules: CaseRules,
  see: See = () => {},
): Played {
  const outcome: Outcome = { alerts: new Map(), pages: [] }
  const trouble: string[] = []
  const trace: Trace = new Map()
  const memory = memoryMap()
  const heard = new Set<string>()
  const page = firstAndWorse()
  const note = (alert: Alert, step: number): void => {
    const before = outcome.alerts.get(alert.id)
    const reached = before && before.alert.priority === alert.priority ? before.reached : step
    outcome.alerts.set(alert.id, { alert, reached })
    const reason = page(alert)
    if (reason !== undefined) outcome.pages.push({ step, reason, alert })
  }
  try {
    const estate = one.estate && file.estate ? { estate: knowEstate(file.estate) } : {}
    const detector = { ...rules.detector, ...estate }
    const run: Run = {
      rules: { ...rules, detector, sources: withOwn(file, rules.sources) },
      memory,
      outcome,
      trace,
      heard,
      note,
    }
    const steps = moments.map((moment) => stepAt(file, moment, one.name))
    for (const [place, step] of steps.entries())
      trouble.push(...takeStep(step, { ...run, see: (detected) => see(place, detected) }))
  } catch (cause) {
    return {
      trouble: [cause instanceof Error ? cause.message : String(cause)],
      outcome: undefined,
      trace,
      fired: new Set(),
      alerts: [],
    }
  }
  const alerts = [...outcome.alerts.values()].map(({ alert }) => alert)
  const fired = new Set(alerts.flatMap(({ rules: joined }) => joined))
  for (const id of heard) fired.add(id)
  // What only feeds another is told of by nobody: it was tried when that one fired.
  for (const { correlation, outer } of rules.detector.chains.windows.plans.toReversed())
    if (outer.some(({ plan }) => fired.has(plan.correlation.meta.id))) fired.add(correlation.meta.id)
  return { trouble, outcome, trace, fired, alerts }
}

/** With the consoles that the file describes itself. */
function withOwn({ sources: own }: CaseFile, sources: CaseRules['sources']): CaseRules['sources'] {
  const mapped = mappingsOf(own ?? {}).flatMap((mapping) => sources.get(mapping.read)?.mapped?.(mapping) ?? [])
  return mapped.length === 0 ? sources : new Map([...sources, ...mapped.map((one) => [one.name, one] as const)])
}

interface Run {
  readonly rules: CaseRules
  readonly memory: MemoryMap
  readonly outcome: Outcome
  readonly trace: Trace
  /** Rules that matched without an alert of their own, and correlations that fired. */
  readonly heard: Set<string>
  note(alert: Alert, step: number): void
  see?(detected: Detected): void
}

function takeStep(step: Step, run: Run): readonly string[] {
  if (step.act !== undefined) {
    if (step.act === 'pass') passTime(step, run)
    else actOnAll(step, step.act, run)
    return []
  }
  const { rules, memory, trace, heard, note } = run
  const { events, trouble, dropped } = eventsOf(step, rules)
  if (dropped) noteStep(trace, step, undefined)
  const facts = step.facts
  const detector = facts
    ? { ...rules.detector, given: (event: Event) => merge(event as never, facts) as never }
    : rules.detector
  for (const event of events) {
    const at = new Date(step.at).toISOString()
    const position = { source: event.event.dataset, position: `step:${step.number}`, at }
    const detected = detectEvent(memory, detector, event, position)
    noteStep(trace, step, detected)
    if (detected) run.see?.(detected)
    for (const { rule } of detected?.matches ?? []) if (!rule.lastcopy) heard.add(rule.id)
    for (const { correlation } of detected?.firings ?? []) heard.add(correlation.id)
    for (const alert of detected?.alerts ?? []) note(alert, step.number)
  }
  return trouble
}

/** Two ticks, since what waits rises by the wall clock only where no event came between them. */
function passTime({ at, number }: Step, { rules, memory, note }: Run): void {
  memory.advance(at)
  for (const time of [at - hour, at])
    for (const alert of detectTick(memory, rules.detector, new Date(time).toISOString())) note(alert, number)
}

function actOnAll({ at, number }: Step, act: Action['act'], { memory, outcome, note }: Run): void {
  for (const id of outcome.alerts.keys()) {
    const action = {
      type: 'action',
      id: `${id}-${number}`,
      act,
      alert: id,
      by: 'case',
      at: new Date(at).toISOString(),
    } as const
    const alert = applyAction(memory, action)
    if (alert) note(alert, number)
  }
}

interface Taken {
  readonly events: readonly Event[]
  readonly trouble: readonly string[]
  /** Nothing could ever use the record, so it was dropped unread. */
  readonly dropped: boolean
}

function eventsOf(step: Step, { sources, relevance }: CaseRules): Taken {
  if (step.event !== undefined)
    return { events: [completeEvent(step.event, step.at, step.number, step.source)], trouble: [], dropped: false }
  const source = step.source === undefined ? undefined : sources.get(step.source)
  if (!source)
    return { events: [], trouble: [`step ${step.number}: there is no source "${step.source ?? ''}"`], dropped: false }
  const bytes = Buffer.from(step.record ?? '', 'utf8')
  const raw = { source, bytes, received: undefined, before: step.at, position: `step:${step.number}` }
  const { drafts, rejects, dropped } = normalizeBatch([raw], relevance)
  return {
    events: drafts.flatMap(({ event }) => event ?? []),
    trouble: rejects.map(({ reject }) => `step ${step.number} is rejected: ${reject.reason}`),
    dropped: dropped.size > 0,
  }
}

/** An ECS event that somebody wrote, with everything that every event has. @param at epoch milliseconds, where it tells no time */
export function completeEvent(given: JsonObject, at: number, number: number, source?: string): Event {
  const told = isObject(given.event) ? given.event.dataset : undefined
  const dataset = source ?? (typeof told === 'string' ? told : 'generic.json')
  const fixed = {
    '@timestamp': new Date(at).toISOString(),
    event: {
      id: `step-${number}-${at}`,
      action: 'other',
      code: 'case',
      outcome: 'success',
      kind: 'event',
      category: [],
      type: [],
      dataset,
      module: dataset.split('.')[0] ?? dataset,
      original: '{}',
    },
  }
  return merge(fixed, given) as unknown as Event
}
