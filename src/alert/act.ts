// What a person does to an alert: acknowledge, note, close, reopen.
import type { Alert, AlertStatus } from '../model/alert.ts'
import type { Memory } from '../model/memory.ts'
import type { Action } from '../model/wire.ts'
import { readAlert, writeAlert } from './state.ts'

const statuses: Readonly<Record<Action['act'], AlertStatus | undefined>> = {
  acknowledge: 'acknowledged',
  close: 'closed',
  reopen: 'open',
  note: undefined,
}

/** The alert after the act; undefined when it is not known or the act changes nothing. */
export function applyAction(memory: Memory, { alert: id, act }: Action): Alert | undefined {
  const state = readAlert(memory, id)
  if (!state) return undefined
  const { alert } = state
  const status = statuses[act] ?? alert.status
  const idle = act !== 'note' && (status === alert.status || (act === 'acknowledge' && alert.status !== 'open'))
  if (idle) return undefined
  const next: Alert = { ...alert, version: alert.version + 1, change: 'acted', status }
  writeAlert(memory, { ...state, alert: next })
  return next
}
