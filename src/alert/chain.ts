// What a correlation found becomes part of an alert: the newest that pages among its steps gets worse, else it has one of its own. Contract, row 16.
import type { Alert, EventRef } from '../model/alert.ts'
import type { EventMark } from '../model/correlation.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { RuleMeta } from '../model/rule.ts'
import { both, joinAlert, type Part, withSteps } from './compose.ts'
import { factsOf } from './facts.ts'
import { joinPart } from './join.ts'
import { save } from './raise.ts'
import { type AlertState, liveStates, readAlert, writeAlert } from './state.ts'

/** A firing with what is remembered of its events. */
export interface Chained {
  readonly rule: RuleMeta
  /** In the order of their times. */
  readonly steps: readonly EventMark[]
  /** Epoch milliseconds. */
  readonly at: number
}

/** The event that completed it; undefined where nothing happening did. */
export interface Completing {
  readonly event: Event
  readonly ref: EventRef
}

/** New versions of the alerts that firings join, worsen or open; all that completes at once is told at once. */
export function joinChained(memory: Memory, found: readonly Chained[], by: Completing | undefined): readonly Alert[] {
  const worse = new Map<string, { readonly part: Part; readonly chained: Chained }[]>()
  const versions: Alert[] = []
  for (const chained of found) {
    const part = partOf(chained, by)
    if (!part) continue
    const target = part.priority === 'page-now' ? newestLoud(memory, chained) : undefined
    if (!target) versions.push(...openChain(memory, part, chained))
    else worse.set(target.alert.id, [...(worse.get(target.alert.id) ?? []), { part, chained }])
  }
  for (const [id, all] of worse) {
    const target = readAlert(memory, id)
    if (target) versions.push(worsen(memory, target, all))
  }
  return versions
}

function partOf({ rule, steps, at }: Chained, by: Completing | undefined): Part | undefined {
  const last = steps.findLast(({ event }) => event !== undefined)
  const event = by?.event ?? last?.event
  const ref = by?.ref ?? (last && { ...last.ref, at: new Date(at).toISOString() })
  const block = rule.lastcopy
  if (!event || !ref || !block) return undefined
  const facts = factsOf(event)
  const now = Date.parse(ref.at)
  return { class: block.class, priority: block.priority, rule, rules: [rule], event, facts, ref: named(ref, rule), now }
}

const named = (ref: EventRef, rule: RuleMeta): EventRef => ({ ...ref, rule: rule.id })

const alertsOf = (memory: Memory, { steps }: Chained): readonly AlertState[] =>
  liveStates(memory, [...new Set(steps.flatMap(({ alerts }) => alerts))])

/** The page-now alert among the steps' own that was told last. */
function newestLoud(memory: Memory, chained: Chained): AlertState | undefined {
  const loud = alertsOf(memory, chained).filter(({ alert }) => alert.priority === 'page-now')
  return loud.sort((one, other) => (other.pagedAt ?? 0) - (one.pagedAt ?? 0))[0]
}

function openChain(memory: Memory, part: Part, chained: Chained): readonly Alert[] {
  return joinPart(memory, part).map((alert) => {
    const state = readAlert(memory, alert.id)
    if (!state || state.alert !== alert) return alert
    const steps = withSteps(state, ...stepsOf(memory, chained))
    const since = originOf(chained, part)
    const summary = alert.change === 'opened' && since !== undefined ? both(alert.summary, since) : alert.summary
    const whole = { ...steps, line: alert.summary, alert: { ...steps.alert, summary } }
    writeAlert(memory, whole)
    return whole.alert
  })
}

function worsen(
  memory: Memory,
  target: AlertState,
  all: readonly { readonly part: Part; readonly chained: Chained }[],
): Alert {
  const news = all.filter(({ part, chained }) => isNews(memory, target, part, chained))
  const [speaker] = news.length > 0 ? news : all
  if (!speaker) return target.alert
  const change = news.length > 0 ? 'worse' : 'joined'
  const part = { ...speaker.part, rules: all.map((one) => one.part.rule) }
  const since = originOf(speaker.chained, part)
  const told = since === undefined ? {} : { since }
  const joined = joinAlert(target, part, { change, priority: 'page-now', foreign: true, ...told })
  const whole = all.reduce((state, { chained }) => withSteps(state, ...stepsOf(memory, chained)), joined)
  return save(memory, whole, part)
}

/** What began it: the first step that is not the completing one. */
const originOf = ({ steps }: Chained, { ref }: Part): string | undefined =>
  steps.find((step) => step.ref.id !== ref.id && step.say !== '')?.say

/** Not what an alert of these steps has told before, and not what one alert has gathered by itself. */
function isNews(memory: Memory, { alert }: AlertState, { rule }: Part, chained: Chained): boolean {
  const told = alertsOf(memory, chained).some((state) => state.alert.rules.includes(rule.id))
  return !told && chained.steps.some(({ ref }) => alert.events.every(({ id }) => id !== ref.id))
}

/** The steps' events: where they lie, and whole where an alert keeps them. */
function stepsOf(memory: Memory, { steps }: Chained): [readonly EventRef[], readonly Event[]] {
  const whole = steps.flatMap(({ ref, alerts, event }) => {
    for (const id of alerts) {
      const kept = readAlert(memory, id)?.alert.evidence.find((one) => one.event.id === ref.id)
      if (kept) return kept
    }
    return event ?? []
  })
  return [steps.map(({ ref }) => ref), whole]
}
