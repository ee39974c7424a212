// What operations of Hitachi's arrays do to accounts and groups, to the log, and to keys.
import { account, credential, forwarding, granted, logSetting, part, unlocked } from '../appliance/facts.ts'
import { cell, rowsIn, valueIn } from './details.ts'

import type { Reader } from './volumes.ts'

export const groupNamed = /^(?:user group name|usergroup|group)/
export const userNamed = /^(?:user name|userid|user)$/

/** Roles of a group are built in: administrators of accounts, of security, of all, unless they may only look. */
const isTop = (group: string): boolean =>
  /administrator|security|system|support|maintenance/i.test(group) && !/view[- ]?only|\bview\)/i.test(group)

export const userAdded: Reader = ({ details }, given) => {
  const [row = {}] = rowsIn(details)
  const name = cell(row, userNamed) ?? '?'
  const group = cell(row, groupNamed) ?? cell(row, /^authority|^role/)
  if (group !== undefined) return granted(given, name, group, isTop(group))
  return { action: 'user-added', ...account(given, name) }
}
export const userGone: Reader = ({ details }, given) => ({
  action: 'user-removed',
  ...account(given, cell(rowsIn(details)[0] ?? {}, userNamed) ?? '?'),
})
export const userEdited: Reader = ({ details }, given) => {
  const [row = {}] = rowsIn(details)
  const name = cell(row, userNamed) ?? '?'
  const status = cell(row, /^account status/)
  if (/^disabled/i.test(status ?? '')) return { action: 'user-removed', ...account(given, name) }
  return /^enabled/i.test(status ?? '') ? unlocked(given, name) : { action: 'other', ...account(given, name) }
}
export const roleGiven: Reader = ({ details }, given) => {
  const [row = {}] = rowsIn(details)
  const group = cell(row, groupNamed) ?? '?'
  const role = cell(row, /role/) ?? group
  return {
    action: isTop(role) ? 'admin-added' : 'role-granted',
    resource: part(given, 'group', group),
    detail: { role, local: true },
  }
}
/** Older models: one operation for all that can be done to an account. */
export const accountSet: Reader = (entry, given) => {
  const what = valueIn(entry.details, /Operation/) ?? ''
  const name = cell(rowsIn(entry.details)[0] ?? {}, userNamed) ?? '?'
  return /^add/i.test(what)
    ? userAdded(entry, given)
    : /^delete/i.test(what)
      ? userGone(entry, given)
      : /^pass/i.test(what)
        ? credential(given, name, 'password')
        : userAdded(entry, given)
}

/** Servers that get the log, each with whether it does: none of them left is a log that goes nowhere. */
export const syslogServers: Reader = ({ details, parameter }, given) => {
  const rows = rowsIn(details)
  const on = rows.filter((row) => /^enable/i.test(cell(row, /^outflg|^output|^transfer/) ?? ''))
  const off = rows.filter((row) => /^disable/i.test(cell(row, /^outflg|^output|^transfer/) ?? ''))
  if (on.length === 0 && off.length > 0) return forwarding(given, 'off')
  if (on.length > 0)
    return forwarding(given, on.map((row) => cell(row, /^(?:srvaddr|(?:ip|server) ?addr\w*)$/) ?? '?').join(','))
  if (/detailflg\s*=\s*disable/i.test(`${parameter} ${details}`))
    return logSetting(given, { setting: 'logging-scope', to: 'narrow', direction: 'weakened' })
  return forwarding(given, 'unknown')
}

export const logLost: Reader = (_, given) => ({
  ...logSetting(given, { setting: 'logging', direction: 'weakened' }),
  detail: { scope: 'array' },
})

export const keys =
  (action: 'key-destruction-scheduled' | 'key-rotated' | 'key-disabled' | 'key-created', type = 'key'): Reader =>
  ({ details }, given) => {
    const id = cell(rowsIn(details)[0] ?? {}, /uuid|key ?id|server/)
    return { action, resource: part(given, type, id ?? 'encryption', id ?? `encryption of ${given.device}`) }
  }
