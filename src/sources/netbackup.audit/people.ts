// Users, roles and what guards the way in: second factors, multi-person authorization, detection of malware.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import { consoleOf, isEnd, isStart, nameIn, off, on, type Reader } from './parts.ts'
import { switchOf } from './settings.ts'

/** Whether a role may destroy copies; whoever may only look has another name. */
const isTop = (role: string): boolean =>
  /admin|root|owner/i.test(role) && !/view|read.?only|audit|report|operator/i.test(role)

export const people: Reader = (record) => {
  const { text, server } = record
  const named = /\b(?:user|group|principal)s? ['"]?([^\s'",;]{1,200})/i.exec(text)?.[1]
  const role =
    /\brole ['"]([^'"]{1,100})['"]/i.exec(text)?.[1] ??
    /\b(?:to|from|of) (?:the )?([\w -]{2,60}?) role\b/i.exec(text)?.[1] ??
    record.details.find(({ attribute }) => /role/i.test(attribute))?.to
  const name = named ?? nameIn(text)
  const target = name === undefined ? undefined : { id: accountId(name, server), name }
  const resource: Resource = target ? { type: 'user', ...target } : consoleOf(record)
  const told = target ? { resource, target } : { resource }
  if (/\bapi key|access key/i.test(text) && isStart(record))
    return { action: 'credential-added', ...told, detail: { credential: 'access-key' } }
  if (isEnd(record) || /\bremoved from\b|revoked/i.test(text))
    return { action: role ? 'role-revoked' : 'user-removed', ...told }
  if (role !== undefined) return { action: isTop(role) ? 'admin-added' : 'role-granted', ...told, detail: { role } }
  return { action: isStart(record) ? 'user-added' : 'other', ...told }
}

/** Security settings: second factor, multi-person authorization, roles, malware and anomaly detection, and the rest. */
export const security: Reader = (record) => {
  const resource = consoleOf(record)
  const whole = `${record.text} ${record.details.map(({ attribute }) => attribute).join(' ')}`
  const guards: readonly (readonly [RegExp, Verb, string])[] = [
    [/multi.?person|\bmpa\b/i, 'four-eyes-changed', 'four-eyes'],
    [/multi.?factor|\bmfa\b/i, 'mfa-changed', 'mfa'],
    [/malware|anomaly/i, 'guard-changed', 'anti-ransomware'],
    [/encrypt/i, 'encryption-changed', 'encryption'],
  ]
  for (const [words, action, setting] of guards) {
    if (!words.test(whole)) continue
    const state = switchOf(record, words) ?? (isEnd(record) ? 'off' : undefined)
    return state === undefined
      ? { action, resource }
      : { action, resource, ...(state === 'off' ? off(setting) : on(setting)) }
  }
  return /\brole|\buser\b|api key/i.test(whole) ? people(record) : { action: 'other', resource }
}
