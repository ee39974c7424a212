// What guards copies beside their plans: logs, keys, locks, and the ways in.
import { consoleOf, ends, on, type Reader, switched } from './common.ts'
import { thingOf } from './parts.ts'
import { changesIn } from './settings.ts'

export const trail: Reader = (deed, parts) => {
  const { doing } = parts
  if (doing === 'read' || doing === undefined)
    return { action: doing === 'read' ? 'read' : 'other', resource: consoleOf(deed) }
  const kept = changesIn(deed).filter(({ setting }) => setting === 'retention')
  const changes = kept.length > 0 ? kept : doing === 'create' ? [on('logging')] : switched('logging', parts, deed)
  return {
    action: 'audit-changed',
    resource: { type: 'trail', id: `${deed.place}/audit`, name: `audit of ${deed.place}` },
    ...(changes.length > 0 ? { changes } : {}),
    detail: {
      scope: /syslog|siem|forward|export/i.test(parts.whole) ? 'forwarding' : 'console',
      ...(changes[0]?.to === 'off' ? { explicit: true } : {}),
    },
  }
}

export const key: Reader = (deed, parts) => {
  const { doing, whole } = parts
  const resource = thingOf(deed, parts, 'key')
  const detail = /pass(?:word|phrase)/i.test(whole) ? { password: true } : {}
  if (doing === 'delete') return { action: 'key-destruction-scheduled', resource, detail }
  if (doing === 'disable' || doing === 'revoke') return { action: 'key-disabled', resource, detail }
  if (doing === 'create') return { action: 'key-created', resource, detail }
  if (doing === 'rotate' || doing === 'change' || doing === 'reset')
    return { action: 'key-rotated', resource, detail: { ...detail, rotation: 'by-hand' } }
  return { action: doing === 'enable' ? 'key-enabled' : 'other', resource }
}

export const locked: Reader = (deed, parts) => {
  const resource = thingOf(deed, parts, parts.kinds.has('point') ? 'recovery-point' : 'repository')
  const days = changesIn(deed).filter(({ setting }) => setting === 'lock-days')
  const changes = days.length > 0 ? days : switched('lock-mode', parts, deed, 'compliance')
  return { action: 'immutability-changed', resource, ...(changes.length > 0 ? { changes } : {}) }
}

/** A way in that was opened is worse, one that was closed is better. */
export const way =
  (action: 'support-opened' | 'exposure-changed', setting: string): Reader =>
  (deed, { doing }) => {
    const to =
      doing === 'disable' || ends(doing)
        ? 'off'
        : doing === 'enable' || doing === 'start' || doing === 'create'
          ? 'on'
          : undefined
    if (doing === undefined || doing === 'read') return { action: 'other', resource: consoleOf(deed) }
    return { action, resource: consoleOf(deed), changes: to === undefined ? [] : [{ setting, to }] }
  }
