// What an audit event of PowerStore says: its kind of resource and action, and of its text what these leave open.
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'
import { type Audited, holderIn, resourceOf } from './things.ts'

/** `retention changed from 30 days to 1 days`, `retention 7 days`, `retention: 12 hours`. */
function retentionIn(text: string): readonly Change[] {
  const found = /retention\D{0,40}?(?:from\s+(\d+(?:\.\d+)?\s*[a-z]+)\s+to\s+)?(\d+(?:\.\d+)?\s*[a-z]+)/i.exec(text)
  const [from, to] = [daysIn(found?.[1]), daysIn(found?.[2])]
  return to === undefined ? [] : [{ setting: 'retention', ...(from === undefined ? {} : { from }), to, unit: 'd' }]
}

const isTop = (text: string): boolean =>
  /\b(storage )?administrator\b|\brole[:= ]+"?admin/i.test(text) &&
  !/\b(read[- ]only|operator|vm administrator)\b/i.test(text)

/** What the event says; one that guards nothing is a plain event. */
export function factsOf(audited: Audited): Facts {
  const { array, category, action, text } = audited
  const device: Resource = { type: 'array', id: array, name: array }
  if (/^authentication$/i.test(category)) return { action: 'sign-in', resource: device }
  if (/^logout$/i.test(category)) return { action: 'other', resource: device }
  if (/^service$/i.test(category)) return { action: 'process-started', resource: device, detail: { state: 'service' } }
  const resource = resourceOf(audited)
  const verb = action === 'none' || action === '' ? verbIn(text) : action
  switch (resource.type) {
    case 'volume':
    case 'file-system':
    case 'pool':
      return ofContainer(audited, resource, verb)
    case 'svm':
      return verb === 'delete' ? { action: 'parent-deleted', resource } : { action: 'other', resource }
    case 'snapshot':
      return ofSnapshot(text, resource, verb)
    case 'plan':
      return ofPlan(audited, resource, verb)
    case 'replication':
      return ofReplication(text, resource, verb)
    case 'user':
    case 'role':
      return ofUser(audited, resource, verb)
    case 'trail':
      return ofTrail(audited, verb)
    default:
      return ofSetting(audited, device)
  }
}

const verbIn = (text: string): string =>
  /\bdelet|remov/i.test(text)
    ? 'delete'
    : /\bcreat|add/i.test(text)
      ? 'create'
      : /\bmodif|chang|updat|set\b/i.test(text)
        ? 'modify'
        : ''

function ofContainer({ text, array }: Audited, resource: Resource, verb: string): Facts {
  if (verb === 'delete') return { action: 'repository-deleted', resource }
  if (verb === 'create') return { action: 'repository-created', resource }
  if (/protection policy/i.test(text)) {
    const policy = /policy (?:"([^"]+)"|'([^']+)')/i.exec(text)
    const off = /remov|unassign|detach/i.test(text)
    const of = holderIn(text) ?? resource.name
    return {
      action: 'policy-assigned',
      resource: of === undefined ? resource : { ...resource, id: `${array}/volume/${of}`, name: of },
      changes: [
        { setting: 'assignment', to: off ? 'off' : `${array}/protection_policy/${policy?.[1] ?? policy?.[2] ?? '?'}` },
      ],
    }
  }
  if (/\b(restor|refresh)/i.test(text))
    return { action: 'object-overwritten', resource, detail: { how: 'rewritten', restore: true } }
  return { action: 'repository-changed', resource }
}

function ofSnapshot(text: string, resource: Resource, verb: string): Facts {
  if (verb === 'delete') return { action: 'recovery-point-deleted', resource, detail: { permanent: true } }
  if (verb === 'create') return { action: 'recovery-point-created', resource }
  if (/secure/i.test(text))
    return {
      action: 'immutability-changed',
      resource,
      changes: [{ setting: 'lock-mode', to: /disabl|remov|unset/i.test(text) ? 'off' : 'compliance' }],
    }
  if (/expir|retention/i.test(text)) return { action: 'retention-changed', resource, changes: retentionIn(text) }
  return { action: 'other', resource }
}

/** A rule of snapshots is how long they are kept: that it was modified, and no more, is a change of that. */
function ofPlan({ type, text }: Audited, resource: Resource, verb: string): Facts {
  if (verb === 'create') return { action: 'job-created', resource, changes: retentionIn(text) }
  if (verb === 'delete')
    return type === 'snapshot_rule'
      ? {
          action: 'retention-changed',
          resource,
          changes: [{ setting: 'retention', to: 0, unit: 'd', direction: 'weakened' }],
        }
      : { action: 'job-stopped', resource }
  const changes = retentionIn(text)
  if (changes.length > 0) return { action: 'retention-changed', resource, changes }
  if (/\b(disabl|paus)/i.test(text)) return { action: 'job-stopped', resource }
  return { action: type === 'snapshot_rule' ? 'retention-changed' : 'job-changed', resource }
}

function ofReplication(text: string, resource: Resource, verb: string): Facts {
  const off = verb === 'delete' || /\b(paus|stopp|suspend|disconnect)/i.test(text)
  const on = verb === 'create' || /\b(resum|start|connected)/i.test(text)
  if (!off && !on) return { action: 'job-changed', resource }
  return {
    action: 'replication-changed',
    resource,
    changes: [{ setting: 'replication', to: off ? 'off' : 'on', direction: off ? 'weakened' : 'strengthened' }],
  }
}

function ofUser({ array, text, type }: Audited, { name = '?', type: kind }: Resource, verb: string): Facts {
  const id = `${name.toLowerCase()}@${array.toLowerCase()}`
  const who = { resource: { type: kind, id, name }, target: { id, name } }
  if (verb === 'delete') return { action: 'user-removed', ...who }
  if (isTop(text)) return { action: 'admin-added', ...who, detail: { role: 'Administrator' } }
  if (/password/i.test(text)) return { action: 'credential-added', ...who, detail: { credential: 'password' } }
  if (/\b(unlock|enabl)/i.test(text)) return { action: 'credential-added', ...who, detail: { recovered: true } }
  // Where the text does not say which role, a new account may have the top one.
  const silent = verb === 'create' && !/\brole\b/i.test(text)
  return {
    action: silent ? 'admin-added' : type === 'local_user' ? 'user-added' : 'role-granted',
    ...who,
    ...(silent ? { detail: { role: 'unknown' } } : {}),
  }
}

function ofTrail({ array, text }: Audited, verb: string): Facts {
  const off = verb === 'delete' || /\bdisabl|remov/i.test(text)
  const change: Change = off
    ? { setting: 'logging-forwarding', to: 'off', direction: 'weakened' }
    : verb === 'create' || /\benabl/i.test(text)
      ? { setting: 'logging-forwarding', to: 'on', direction: 'strengthened' }
      : { setting: 'logging-forwarding', direction: 'weakened' }
  return {
    action: 'audit-changed',
    resource: { type: 'trail', id: `${array}/syslog`, name: `remote logging of ${array}` },
    changes: [change],
    detail: { scope: 'array', explicit: true },
  }
}

function ofSetting({ type, text }: Audited, device: Resource): Facts {
  if (/\bntp\b|\btime[ _]server/i.test(`${type} ${text}`))
    return {
      action: 'clock-changed',
      resource: device,
      changes: /remov|delet|disabl/i.test(text)
        ? [{ setting: 'time-source', to: 'off' }]
        : [{ setting: 'time-servers' }],
      detail: { explicit: true },
    }
  if (/\bssh\b/i.test(text) && /enabl|disabl/i.test(text))
    return {
      action: 'exposure-changed',
      resource: device,
      changes: [{ setting: 'ssh', to: /enabl/i.test(text) ? 'on' : 'off' }],
    }
  if (/\b(mfa|multi-factor|two-factor)\b/i.test(`${type} ${text}`))
    return {
      action: 'mfa-changed',
      resource: device,
      changes: [{ setting: 'mfa', to: /disabl|remov/i.test(text) ? 'off' : 'on' }],
      detail: { directory: true },
    }
  if (
    /\b(kmip|key[ _]manager|keystore|encryption)\b/i.test(`${type} ${text}`) &&
    /delet|remov|disabl|rekey/i.test(text)
  )
    return {
      action: /rekey/i.test(text) ? 'key-rotated' : 'key-disabled',
      resource: { type: 'key-store', id: `${device.id}/keystore`, name: 'keystore' },
    }
  return { action: 'other', resource: device }
}
