// What takes an alert back: a key whose destruction was cancelled and that was enabled again. Contract, section 5, row 6.
import type { Alert, EventRef } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { factsOf } from './facts.ts'
import { type AlertState, linkKey, liveAlerts, readIndex, writeAlert } from './state.ts'
import { remedies } from './undo.ts'

const reverting = new Set(Object.values(remedies).flat())

/** The alert with what would undo this event noted in it; unchanged when nothing does. */
export function withUndo(state: AlertState, event: Event): AlertState {
  const remedy = Object.hasOwn(remedies, event.event.action) ? remedies[event.event.action] : undefined
  if (state.alert.class !== 'key-endangered' || remedy === undefined || event.event.outcome === 'failure') return state
  const { resource } = factsOf(event)
  const before = Object.hasOwn(state.undo, resource.id) ? (state.undo[resource.id] ?? []) : []
  return { ...state, undo: { ...state.undo, [resource.id]: [...new Set([...before, ...remedy])] } }
}

/** Versions of the alerts that this event moves towards, or brings to, their end. */
export function revertAlerts(memory: Memory, event: Event, ref: EventRef): readonly Alert[] {
  const { action, outcome } = event.event
  if (!reverting.has(action) || outcome === 'failure') return []
  const { site, resource } = factsOf(event)
  const entries = readIndex(memory, linkKey(site, `set ${resource.id}`))
  const concerned = liveAlerts(
    memory,
    entries.filter((entry) => entry.class === 'key-endangered'),
  )
  return concerned.flatMap((state) => {
    const left = Object.hasOwn(state.undo, resource.id) ? state.undo[resource.id] : undefined
    if (!left?.includes(action)) return []
    const rest = left.filter((verb) => verb !== action)
    const next = step(state, { ...state.undo, [resource.id]: rest }, ref)
    writeAlert(memory, next)
    return next.alert.status === 'resolved' ? [next.alert] : []
  })
}

function step(state: AlertState, undo: AlertState['undo'], ref: EventRef): AlertState {
  if (Object.values(undo).some((verbs) => verbs.length > 0)) return { ...state, undo }
  const { alert } = state
  const resolved: Alert = {
    ...alert,
    version: alert.version + 1,
    change: 'resolved',
    status: 'resolved',
    at: [ref.at, alert.at].sort().at(-1) ?? ref.at,
    resolvedBy: ref,
  }
  return { ...state, undo, alert: resolved }
}
