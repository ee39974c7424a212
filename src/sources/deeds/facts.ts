// What a deed means, by the kind of thing and what was done to it.
import type { Change } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { consoleOf, ends, off, on, type Reader, switched } from './common.ts'
import type { Deed, Kind } from './deed.ts'
import { key, locked, trail, way } from './guards.ts'
import { type Parts, partsOf, thingOf } from './parts.ts'
import { credential, mfa, role, user } from './people.ts'
import { changesIn } from './settings.ts'

/** `Removed vm1 from policy Gold`: the plan stays. */
const takenFrom =
  /\b(?:remov|delet|detach)\w*(?: [^\s,;]{1,100}){0,6}? from (?:the )?(?:\w+ ){0,2}(?:polic|plan|sla\b|schedule|job|dataset|workflow)/i

const plan: Reader = (deed, parts) => {
  const { doing, kinds } = parts
  const resource = thingOf(deed, parts, parts.kind === 'job' ? 'job' : 'plan')
  if (doing === 'delete' && takenFrom.test(parts.whole))
    return { action: 'selection-changed', resource, changes: [off('selection')] }
  if (doing === 'delete') return { action: 'job-stopped', resource, changes: [off('schedule')] }
  if (doing === 'disable') return { action: 'job-changed', resource, changes: [off('schedule')] }
  if (doing === 'enable') return { action: 'job-changed', resource, changes: [on('schedule')] }
  if (doing === 'create') return { action: 'job-created', resource, changes: changesIn(deed) }
  if (doing === 'cancel') return { action: 'job-stopped', resource, detail: { run: true } }
  if (doing === 'revoke') return { action: 'selection-changed', resource, changes: [off('selection')] }
  if (doing === 'assign')
    return {
      action: 'policy-assigned',
      resource: assigned(deed, parts),
      changes: [{ setting: 'assignment', to: resource.id }],
    }
  if (doing === 'start') return { action: 'run-started', resource }
  if (doing === 'finish' || doing === 'read' || doing === undefined)
    return { action: doing === 'finish' ? 'job-finished' : doing === 'read' ? 'read' : 'other', resource }
  const changes = changesIn(deed)
  const kept = changes.some(({ setting }) => setting === 'retention' || setting === 'retention-count')
  if (kept || kinds.has('retention')) return { action: 'retention-changed', resource, changes }
  if (changes.some(({ setting }) => setting === 'lock-mode' || setting === 'lock-days'))
    return { action: 'immutability-changed', resource, changes }
  return {
    action: 'job-changed',
    resource,
    ...(changes.length > 0 ? { changes } : deed.fields.length > 0 ? { detail: { listed: true } } : {}),
  }
}

/** Who was put under a plan, where the sentence says so. */
function assigned(deed: Deed, parts: Parts): NonNullable<Facts['resource']> {
  const whom =
    deed.target ??
    /\b(?:to|for) (?:the )?(?:client|asset|machine|device|user|vm|group)?s? ?["']?([\w.@\\-]{2,100})["']?/i.exec(
      deed.text,
    )?.[1]
  return whom === undefined
    ? thingOf(deed, parts, 'plan')
    : { type: 'plan', id: `${deed.place}/client/${whom.toLowerCase()}`, name: whom }
}

const retention: Reader = (deed, parts) => {
  const { doing } = parts
  const resource = thingOf(deed, parts, parts.kinds.has('point') ? 'recovery-point' : 'plan')
  if (doing === undefined || doing === 'read' || doing === 'finish' || doing === 'start')
    return { action: 'other', resource }
  return { action: doing === 'create' ? 'job-created' : 'retention-changed', resource, changes: changesIn(deed) }
}

const aged =
  /\bexpired (?:\w+ ){0,2}(?:backups?|snapshots?|copies|archives?|points?|versions?|data)\b|\b(?:per|by|past|beyond) (?:the |its |their )?retention\b|\baged out\b|\bretention enforcement\b/i
const bulkWords =
  /\b(all|bulk|multiple|every|\d{2,}) (?:\w+ )?(?:backups|snapshots|copies|archives|points|(?:save |backup )?sets|savesets|versions)\b|\b(?:all|backup|backed[- ]?up) (?:\w+ )?data\b/i

const point: Reader = (deed, parts) => {
  const resource = thingOf(deed, parts, 'recovery-point')
  const { doing } = parts
  if (doing === 'delete' || doing === 'expire') {
    // Told of what is past its retention, a number of points is no more than a day's work.
    const detail = aged.test(parts.whole) ? { expired: true } : bulkWords.test(parts.whole) ? { bulk: true } : undefined
    return { action: 'recovery-point-deleted', resource, ...(detail ? { detail } : {}) }
  }
  if (doing === 'change') {
    const changes = changesIn(deed)
    return {
      action: changes.some(({ setting }) => setting === 'retention') ? 'retention-changed' : 'other',
      resource,
      changes,
    }
  }
  if (doing === 'disable' || doing === 'enable')
    return {
      action: 'job-changed',
      resource: thingOf(deed, parts, 'job'),
      changes: [doing === 'disable' ? off('schedule') : on('schedule')],
    }
  if (doing === 'create') return { action: 'recovery-point-created', resource }
  if (doing === 'start') return { action: 'run-started', resource: thingOf(deed, parts, 'job') }
  if (doing === 'cancel') return { action: 'job-stopped', resource: thingOf(deed, parts, 'job'), detail: { run: true } }
  return {
    action: doing === 'finish' || doing === undefined ? 'job-finished' : 'other',
    resource: thingOf(deed, parts, 'job'),
  }
}

const repository: Reader = (deed, parts) => {
  const resource = thingOf(deed, parts, 'repository')
  if (ends(parts.doing))
    return {
      action: 'repository-deleted',
      resource,
      ...(/detach|unregister|remov/i.test(parts.whole) ? { detail: { detached: true } } : {}),
    }
  if (parts.doing === 'create') return { action: 'repository-created', resource }
  if (parts.doing === 'read' || parts.doing === undefined) return { action: 'other', resource }
  const changes = changesIn(deed)
  const lock = changes.some(({ setting }) => setting === 'lock-mode' || setting === 'lock-days')
  if (lock) return { action: 'immutability-changed', resource, changes }
  if (changes.some(({ setting }) => setting === 'retention')) return { action: 'retention-changed', resource, changes }
  return {
    action: 'repository-changed',
    resource,
    ...(changes.length > 0 ? { changes } : deed.fields.length > 0 ? { detail: { listed: true } } : {}),
  }
}

/** A field that names the plan that something is under, by its name. */
function assignmentIn({ fields, place }: Deed): readonly Change[] {
  const field = fields.find(({ name, to }) => /\b(?:policy|plan|sla|profile)\b/i.test(name) && typeof to === 'string')
  const planOf = (held: unknown): string =>
    typeof held === 'string' && held !== '' ? `${place}/plan/${held.toLowerCase()}` : 'off'
  if (field === undefined) return []
  return [
    {
      setting: 'assignment',
      ...(typeof field.from === 'string' ? { from: planOf(field.from) } : {}),
      to: planOf(field.to),
    },
  ]
}

/** What is protected: deleted with its backups where the record says so, else taken out of protection. */
const client: Reader = (deed, parts) => {
  const resource = thingOf(deed, parts, 'plan')
  const { doing, whole } = parts
  if (doing === 'delete' && /\b(backups?|data|snapshots?|copies)\b/i.test(deed.text))
    return { action: 'recovery-point-deleted', resource, detail: { bulk: true } }
  if (ends(doing) || doing === 'disable') return { action: 'selection-changed', resource, changes: [off('selection')] }
  if (doing === 'create') return { action: 'job-created', resource }
  if (doing === 'enable') return { action: 'selection-changed', resource, changes: [on('selection')] }
  const changes = doing === 'change' ? changesIn(deed) : []
  if (changes.some(({ setting }) => setting.startsWith('retention')))
    return { action: 'retention-changed', resource, changes }
  const given = doing === 'change' || doing === 'assign' ? assignmentIn(deed) : []
  if (given.length > 0) return { action: 'policy-assigned', resource, changes: given }
  if (changes.length > 0) return { action: 'job-changed', resource, changes }
  return { action: /\bfail/i.test(whole) && /backup/i.test(whole) ? 'job-finished' : 'other', resource }
}

/** What was only looked at, begun or ended by itself is no change. */
const simple =
  (action: Facts['action'], type: string, setting?: string): Reader =>
  (deed, parts) => {
    const { doing } = parts
    const resource = type === 'console' ? consoleOf(deed) : thingOf(deed, parts, type)
    if (doing === 'read') return { action: 'read', resource }
    if (setting === undefined) return { action, resource }
    if (doing === undefined || doing === 'start' || doing === 'finish' || doing === 'approve')
      return { action: doing === 'finish' && type === 'replication' ? 'job-finished' : 'other', resource }
    return { action, resource, changes: doing === 'create' ? [on(setting)] : switched(setting, parts, deed) }
  }

const readers: Readonly<Record<Kind, Reader>> = {
  paper: (deed, { doing }) => ({ action: doing === 'read' ? 'read' : 'other', resource: consoleOf(deed) }),
  session: (deed, { doing }) => ({
    action: doing === 'logout' ? 'other' : 'sign-in',
    resource: consoleOf(deed),
    detail: { console: true },
  }),
  'four-eyes': simple('four-eyes-changed', 'policy', 'four-eyes'),
  mfa,
  key,
  hold: simple('immutability-changed', 'recovery-point', 'legal-hold'),
  lock: locked,
  guard: (deed, parts) => {
    const changes = [
      ...changesIn(deed).filter(({ setting }) => setting === 'undo-window'),
      ...switched('anti-ransomware', parts, deed),
    ]
    return parts.doing === undefined || parts.doing === 'finish' || parts.doing === 'read'
      ? { action: 'other', resource: consoleOf(deed) }
      : { action: 'guard-changed', resource: thingOf(deed, parts, 'host'), ...(changes.length > 0 ? { changes } : {}) }
  },
  audit: trail,
  credential,
  role,
  user,
  'restore-test': simple('restore-tested', 'restore-test'),
  restore: (deed, parts) => ({
    ...simple('job-finished', 'job')(deed, parts),
    // One that begins has not ended well yet.
    ...(parts.doing === 'read' || parts.doing === 'start' ? {} : { detail: { restore: true } }),
  }),
  replication: simple('replication-changed', 'replication', 'replication'),
  repository,
  plan,
  job: plan,
  retention,
  catalogue: (deed, parts) => ({
    action: ends(parts.doing) ? 'catalogue-deleted' : 'other',
    resource: thingOf(deed, parts, 'catalogue'),
  }),
  point,
  client,
  tenant: (deed, parts) => ({
    action: ends(parts.doing) || parts.doing === 'disable' ? 'parent-deleted' : 'other',
    resource: { ...thingOf(deed, parts, 'tenant') },
  }),
  clock: simple('clock-changed', 'console', 'time-source'),
  support: way('support-opened', 'support-access'),
  ssh: way('exposure-changed', 'ssh'),
  allowlist: way('exposure-changed', 'firewall'),
}

/** Facts of a deed; `other` where no word of it is known. */
export function factsOf(deed: Deed): Facts {
  const parts = partsOf(deed)
  if (parts.doing === 'logout') return { action: 'other', resource: consoleOf(deed) }
  const reader = parts.kind === undefined ? undefined : readers[parts.kind]
  return reader?.(deed, parts) ?? { action: parts.doing === 'read' ? 'read' : 'other', resource: consoleOf(deed) }
}
