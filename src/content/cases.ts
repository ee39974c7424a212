// Runs a detection's cases: the real rules over real events, through the functions that run live.

import type { JsonObject } from '../lib/json.ts'
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Source } from '../model/source.ts'
import { applyAction, type Detector, detectEvent } from '../pipeline/detect.ts'
import { type MemoryMap, memoryMap } from '../pipeline/memory-map.ts'
import { normalizeBatch } from '../pipeline/normalize.ts'
import { firstAndWorse } from '../pipeline/paging.ts'
import type { Relevance } from '../pipeline/relevance.ts'
import type { Case, CaseFile } from './case-file.ts'
import { judge, type Outcome } from './case-judge.ts'
import { merge, type Step, stepsOf } from './case-steps.ts'

export interface CaseRules {
  readonly detector: Detector
  readonly relevance: Relevance
  readonly sources: ReadonlyMap<string, Source>
}

/** What is wrong with a case, in sentences; none when all is as expected. @param ruleFile whose alerts are looked at */
export function runCase(file: CaseFile, one: Case, rules: CaseRules, ruleFile: string): readonly string[] {
  const outcome: Outcome = { alerts: new Map(), pages: [] }
  const trouble: string[] = []
  const memory = memoryMap()
  const page = firstAndWorse()
  const note = (alert: Alert, step: number): void => {
    const before = outcome.alerts.get(alert.id)
    const reached = before && before.alert.priority === alert.priority ? before.reached : step
    outcome.alerts.set(alert.id, { alert, reached })
    const reason = page(alert)
    if (reason !== undefined) outcome.pages.push({ step, reason, alert })
  }
  try {
    for (const step of stepsOf(file, one.steps, one.name)) trouble.push(...takeStep(step, rules, memory, outcome, note))
  } catch (cause) {
    return [cause instanceof Error ? cause.message : String(cause)]
  }
  return [...trouble, ...judge(one, outcome, ruleFile)]
}

type Note = (alert: Alert, step: number) => void

function takeStep(step: Step, rules: CaseRules, memory: MemoryMap, outcome: Outcome, note: Note): readonly string[] {
  if (step.act !== undefined) {
    actOnAll(step, memory, outcome, note)
    return []
  }
  const { events, trouble } = eventsOf(step, rules)
  const facts = step.facts
  const detector = facts
    ? { ...rules.detector, given: (event: Event) => merge(event as never, facts) as never }
    : rules.detector
  for (const event of events) {
    const at = new Date(step.at).toISOString()
    const position = { source: event.event.dataset, position: `step:${step.number}`, at }
    const detected = detectEvent(memory, detector, event, position)
    for (const alert of detected?.alerts ?? []) note(alert, step.number)
  }
  return trouble
}

function actOnAll({ act, at, number }: Step, memory: MemoryMap, outcome: Outcome, note: Note): void {
  if (act === undefined) return
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

function eventsOf(
  step: Step,
  { sources, relevance }: CaseRules,
): { events: readonly Event[]; trouble: readonly string[] } {
  if (step.event !== undefined) return { events: [complete(step.event, step)], trouble: [] }
  const source = step.source === undefined ? undefined : sources.get(step.source)
  if (!source) return { events: [], trouble: [`step ${step.number}: there is no source "${step.source ?? ''}"`] }
  const bytes = Buffer.from(step.record ?? '', 'utf8')
  const raw = { source, bytes, received: undefined, position: `step:${step.number}` }
  const { drafts, rejects } = normalizeBatch([raw], relevance)
  return {
    events: drafts.flatMap(({ event }) => event ?? []),
    trouble: rejects.map(({ reject }) => `step ${step.number} is rejected: ${reject.reason}`),
  }
}

/** An ECS event of a case with everything that every event has. */
function complete(given: JsonObject, { at, number, source }: Step): Event {
  const dataset = source ?? 'generic.json'
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
