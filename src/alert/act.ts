// What a person does to an alert: acknowledge, take that back, note, close, reopen, assign; ticks on steps of the runbook change nothing of it.
import { changesNothing, statusAfter } from '../model/acts.ts'
import type { Alert } from '../model/alert.ts'
import type { Memory } from '../model/memory.ts'
import type { Action } from '../model/wire.ts'
import { readAlert, writeAlert } from './state.ts'

/** The alert after the act; undefined when it is not known or the act changes nothing. */
export function applyAction(memory: Memory, action: Action): Alert | undefined {
  const { act, disposition, assignee } = action
  const state = readAlert(memory, action.alert)
  if (!state || changesNothing(state.alert, action)) return undefined
  const { alert } = state
  const status = statusAfter[act] ?? alert.status
  const { assignee: holder, disposition: judged, answered, ...rest } = alert
  const next: Alert = {
    ...rest,
    version: alert.version + 1,
    change: 'acted',
    status,
    ...kept('assignee', act === 'assign' ? assignee : holder),
    ...kept('answered', act === 'acknowledge' ? answerOf(alert, action) : status === 'open' ? undefined : answered),
    ...kept('disposition', act === 'close' ? disposition : status === 'closed' ? judged : undefined),
  }
  writeAlert(memory, { ...state, alert: next })
  return next
}

const answerOf = ({ stage }: Alert, { by, at, id, via }: Action): Alert['answered'] => ({
  by,
  at,
  stage,
  action: id,
  ...kept('via', via),
})

const kept = <K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: V })
