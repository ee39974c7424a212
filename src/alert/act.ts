// What a person does to an alert: acknowledge, note, close, reopen, assign.
import type { Alert, AlertStatus } from '../model/alert.ts'
import type { Memory } from '../model/memory.ts'
import type { Action } from '../model/wire.ts'
import { readAlert, writeAlert } from './state.ts'

const statuses: Readonly<Record<Action['act'], AlertStatus | undefined>> = {
  acknowledge: 'acknowledged',
  close: 'closed',
  reopen: 'open',
  note: undefined,
  assign: undefined,
}

/** The alert after the act; undefined when it is not known or the act changes nothing. */
export function applyAction(memory: Memory, { alert: id, act, disposition, assignee }: Action): Alert | undefined {
  const state = readAlert(memory, id)
  if (!state) return undefined
  const { alert } = state
  const status = statuses[act] ?? alert.status
  const idle =
    act !== 'note' &&
    act !== 'assign' &&
    (status === alert.status || (act === 'acknowledge' && alert.status !== 'open'))
  if (idle) return undefined
  const { assignee: holder, disposition: judged, ...rest } = alert
  const next: Alert = {
    ...rest,
    version: alert.version + 1,
    change: 'acted',
    status,
    ...kept('assignee', act === 'assign' ? assignee : holder),
    ...kept('disposition', act === 'close' ? disposition : status === 'closed' ? judged : undefined),
  }
  writeAlert(memory, { ...state, alert: next })
  return next
}

const kept = <K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: V })
