// What lies around an alert: what came before it and after, what stands open on its sets, and what would come next.
import type { Alert, Timeline, TimelineNext, TimelineState, TimelineStep } from '../model/alert.ts'
import type { EventMark } from '../model/correlation.ts'
import type { Memory } from '../model/memory.ts'
import { type Facts, factsOf, linksOf } from './facts.ts'
import { statesOn } from './open-state.ts'
import { type AlertState, type Entry, isLive, linkKey, readAlert, readIndex, writeAlert } from './state.ts'
import { stateWords } from './state-words.ts'
import { plain } from './summary.ts'

/** What correlations know: earlier events that share something with the alert, and what they still miss. */
export interface Around {
  readonly steps: readonly { readonly mark: EventMark; readonly shared: string }[]
  readonly next: readonly TimelineNext[]
}

const mostSteps = 20
/** Of more steps than that so many of the first stay: a slow attack begins there. */
const firstSteps = 5
const mostOpen = 12
const mostNext = 6
const mostLinks = 40
/** So many other alerts are read at most. */
const mostOthers = 24
const none: Timeline = { before: [], after: [], open: [], next: [] }

/** The alert's newest version with its timeline, written to memory; undefined for one that nobody can join any more. */
export function withTimeline(memory: Memory, alert: Alert, around: Around): Alert {
  const state = readAlert(memory, alert.id)
  if (!state || state.alert.version !== alert.version) return alert
  const facts = alert.evidence.map(factsOf)
  const others = othersOf(memory, state, facts)
  const told = alert.timeline ?? none
  const steps = [...told.before, ...told.after, ...others.map(stepOf), ...marked(memory, state, around)]
  const { before, after } = parted(steps, state)
  const timeline: Timeline = { before, after, open: openOn(memory, state, facts), next: around.next.slice(0, mostNext) }
  const next: Alert = { ...alert, timeline }
  writeAlert(memory, { ...state, alert: next })
  return next
}

/** Live page-now alerts that share something with one that was told: each with it as what followed. */
export function followedBy(memory: Memory, alert: Alert): readonly Alert[] {
  const facts = alert.evidence.map(factsOf)
  const state = readAlert(memory, alert.id)
  if (!state) return []
  return othersOf(memory, state, facts).flatMap(({ state: other, shared }) => {
    if (other.alert.priority !== 'page-now' || !isLive(other.alert)) return []
    const known = other.alert.timeline ?? none
    if (known.after.some((step) => step.alert === alert.id)) return []
    const { before, after } = parted([...known.before, ...known.after, stepOf({ state, shared })], other)
    return rewritten(memory, other, { ...known, before, after })
  })
}

/** Alerts that told of a state which has ended, without it. */
export const closedIn = (memory: Memory, key: string, alerts: readonly string[]): readonly Alert[] =>
  [...new Set(alerts)].flatMap((id) => {
    const state = readAlert(memory, id)
    const { timeline } = state?.alert ?? {}
    if (!state || !timeline?.open.some((open) => open.key === key)) return []
    return rewritten(memory, state, { ...timeline, open: timeline.open.filter((open) => open.key !== key) })
  })

function rewritten(memory: Memory, state: AlertState, timeline: Timeline): readonly Alert[] {
  const alert: Alert = { ...state.alert, version: state.alert.version + 1, change: 'joined', timeline }
  writeAlert(memory, { ...state, alert })
  return [alert]
}

interface Other {
  readonly state: AlertState
  readonly shared: string
}

/** Other alerts by what they share, the newest first. */
function othersOf(memory: Memory, { alert }: AlertState, facts: readonly Facts[]): readonly Other[] {
  const found = new Map<string, Entry & { readonly shared: string }>()
  for (const link of [...new Set(facts.flatMap(linksOf))].slice(0, mostLinks))
    for (const entry of readIndex(memory, linkKey(alert.site, link)))
      if (entry.id !== alert.id && !found.has(entry.id)) found.set(entry.id, { ...entry, shared: plain(link, 120) })
  const newest = [...found.values()].sort((one, other) => other.at - one.at).slice(0, mostOthers)
  return newest.flatMap(({ id, shared }) => {
    const state = readAlert(memory, id)
    return state ? [{ state, shared }] : []
  })
}

function stepOf({ state, shared }: Other): TimelineStep {
  const { alert } = state
  const opening = alert.events.find(({ at }) => at === beganAt(state)) ?? alert.events[0]
  const { source = '', position = '' } = opening ?? {}
  const { id, summary, priority } = alert
  return { at: beganAt(state), what: summary, shared, source, position, alert: id, priority }
}

/** Events that no other alert tells of: sign-ins, credentials, whatever only feeds correlations. */
function marked(memory: Memory, { alert }: AlertState, { steps }: Around): readonly TimelineStep[] {
  const own = new Set(alert.events.map(({ id }) => id))
  return steps.flatMap(({ mark: { ref, say, alerts }, shared }) =>
    own.has(ref.id) || alerts.some((id) => readAlert(memory, id) !== undefined)
      ? []
      : [{ at: ref.at, what: say, shared: plain(shared, 120), source: ref.source, position: ref.position }],
  )
}

const beganAt = ({ began, alert }: AlertState): string => began ?? alert.openedAt

function parted(steps: readonly TimelineStep[], state: AlertState): Pick<Timeline, 'before' | 'after'> {
  const { id } = state.alert
  const began = beganAt(state)
  const byKey = new Map<string, TimelineStep>()
  for (const step of steps)
    if (step.alert !== id) byKey.set(step.alert ?? `${step.source} ${step.position} ${step.at}`, step)
  const all = [...byKey.values()].sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
  return {
    before: bounded(all.filter(({ at }) => at < began)),
    after: bounded(all.filter(({ at }) => at >= began)),
  }
}

const bounded = (steps: readonly TimelineStep[]): readonly TimelineStep[] =>
  steps.length <= mostSteps ? steps : [...steps.slice(0, firstSteps), ...steps.slice(firstSteps - mostSteps)]

function openOn(memory: Memory, state: AlertState, facts: readonly Facts[]): readonly TimelineState[] {
  const [first] = facts
  if (!first) return []
  const sets = [...state.resources, ...state.containers, ...facts.flatMap((one) => one.sets ?? [])]
  return statesOn(memory, { ...first, sets: [...new Set(sets)].slice(0, mostLinks) })
    .slice(0, mostOpen)
    .map(({ key, kind, since, alert, facts: { resource, actor } }) => ({
      key,
      kind,
      what: `${plain(resource.name ?? resource.id)}: ${stateWords[kind]}, by ${plain(actor.name ?? actor.id) || 'an unknown actor'}`,
      since: new Date(since).toISOString(),
      alert,
    }))
}
