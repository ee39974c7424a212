// What a record of Cohesity means: by the kind of thing and what was done to it.
import { type Facts, secondFactor } from '../kit/facts.ts'
import { text, truth } from '../kit/look.ts'
import { person } from './people.ts'
import type { CohesityRecord } from './record.ts'
import { retentionIn } from './retention.ts'
import { type Act, of, type Reader, says } from './thing.ts'

const acts: readonly (readonly [words: RegExp, act: Act])[] = [
  [/^(log ?in|authenticate)/i, 'login'],
  [/^(create|add|register|join|upload|generate)/i, 'create'],
  [/^(delete|remove|unregister|destroy|expire|leave|revoke)/i, 'delete'],
  [/^(pause|deactivate|disable|cancel|suspend)/i, 'pause'],
  [/^(resume|activate|enable|unpause)/i, 'resume'],
  [/^(read|get|list|search|download|view)/i, 'read'],
  [/^(modify|update|edit|set|assign|change|reset|apply)/i, 'change'],
]

const onOff = (act: Act): 'on' | 'off' => (act === 'delete' || act === 'pause' ? 'off' : 'on')

/** A protection group: made, paused, deleted, put under another policy. */
const group: Reader = (record, act) => {
  const resource = of(record, 'job')
  if (act === 'create') return { action: 'job-created', resource }
  if (act === 'delete') {
    const points =
      says(record, /delete[sd]? (all )?(its |the )?snapshots|along with (its )?snapshots/i) ||
      truth(record.after.deleteSnapshots) === true
    return {
      action: 'job-stopped',
      resource,
      changes: [{ setting: 'schedule', to: 'off' }],
      ...(points ? { detail: { with_backups: true } } : {}),
    }
  }
  const [was, is] = [truth(record.before.isPaused), truth(record.after.isPaused)]
  if (act === 'pause' || (is === true && was !== true) || (act === 'change' && says(record, /\bpaused\b/i)))
    return { action: 'job-stopped', resource, changes: [{ setting: 'schedule', to: 'off' }] }
  if (act === 'resume' || (is === false && was === true))
    return { action: 'job-changed', resource, changes: [{ setting: 'schedule', to: 'on' }] }
  const [from, to] = [text(record.before.policyId), text(record.after.policyId)]
  if (to !== undefined && from !== undefined && from !== to)
    return { action: 'policy-assigned', resource, changes: [{ setting: 'assignment', from, to }] }
  return act === 'change' ? { action: 'job-changed', resource } : { action: 'other', resource }
}

/** A policy: how long copies are kept, and whether they are locked. */
const policy: Reader = (record, act) => {
  const resource = of(record, 'plan')
  if (act === 'create') return { action: 'job-created', resource, changes: retentionIn({}, record.after) }
  if (act === 'delete') return { action: 'job-stopped', resource, changes: [{ setting: 'schedule', to: 'off' }] }
  const changes = retentionIn(record.before, record.after)
  const [change] = changes
  if (change)
    return {
      action: change.setting.startsWith('lock') ? 'immutability-changed' : 'retention-changed',
      resource,
      changes,
    }
  return says(record, /retention/i) && act === 'change'
    ? { action: 'retention-changed', resource }
    : { action: 'job-changed', resource }
}

const container =
  (type: string): Reader =>
  (record, act) => {
    const resource = of(record, type)
    if (act === 'delete') return { action: 'repository-deleted', resource }
    return { action: act === 'create' ? 'repository-created' : 'repository-changed', resource }
  }

const point: Reader = (record, act) => {
  const resource = of(record, 'recovery-point')
  if (act === 'delete')
    return {
      action: 'recovery-point-deleted',
      resource,
      detail: /run|group|all/i.test(record.entity) ? { bulk: true } : {},
    }
  const hold =
    truth(record.after.legalHold) ?? (says(record, /legal hold/i) ? !says(record, /remov|releas|off/i) : undefined)
  if (hold !== undefined)
    return { action: 'immutability-changed', resource, changes: [{ setting: 'legal-hold', to: hold ? 'on' : 'off' }] }
  return { action: act === 'change' && says(record, /retention|expir/i) ? 'retention-changed' : 'other', resource }
}

const switchOf =
  (action: Facts['action'], type: string, setting: string, detail: Facts['detail'] = {}): Reader =>
  (record, act) => ({
    action,
    resource: of(record, type),
    ...(act === 'change' && !says(record, /\b(en|dis)abled?\b/i)
      ? {}
      : { changes: [{ setting, to: says(record, /\bdisabled?\b/i) ? 'off' : onOff(act) }] }),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  })

/** First that fits; `entity` is the kind of thing, or the path of an API call. */
const readers: readonly (readonly [entity: RegExp, read: Reader])[] = [
  [
    /access ?token|session|login/i,
    (_, act) => ({ action: act === 'read' ? 'read' : 'sign-in', detail: { console: true } }),
  ],
  [
    /api[ _-]?key/i,
    (record, act) => ({
      action: act === 'delete' ? 'credential-removed' : 'credential-added',
      resource: of(record, 'credential'),
      detail: { credential: 'access-key' },
    }),
  ],
  [/quorum/i, switchOf('four-eyes-changed', 'policy', 'four-eyes')],
  [
    /\bmfa\b|multi-?factor/i,
    (record, act) => ({
      action: 'mfa-changed',
      changes: [secondFactor(says(record, /disabl/i) ? 'off' : onOff(act))],
      detail: { directory: true },
    }),
  ],
  [/syslog|audit/i, switchOf('audit-changed', 'trail', 'logging', { scope: 'export' })],
  [
    /kms|encryption/i,
    (record, act) => ({
      action:
        act === 'delete' ? 'key-destruction-scheduled' : says(record, /rotat/i) ? 'key-rotated' : 'encryption-changed',
      resource: of(record, 'key'),
    }),
  ],
  [/support/i, switchOf('support-opened', 'cluster', 'support-access')],
  [/ntp|time ?zone/i, (record) => ({ action: 'clock-changed', resource: of(record, 'cluster') })],
  [
    /active ?directory$|ldap/i,
    (record, act) => ({
      action: act === 'create' ? 'domain-joined' : 'role-trust-changed',
      resource: of(record, 'cluster'),
    }),
  ],
  [/^role$|roles/i, (record) => ({ action: 'role-granted', resource: of(record, 'role') })],
  [/user|principal|group(?!s?\/)(?<!protection ?group)|idp/i, person],
  [/protection[ _-]?polic|polic(y|ies)|data-protect\/policies/i, policy],
  [/protection[ _-]?run|backup[ _-]?run|\bruns\b|snapshot/i, point],
  [/protection[ _-]?(group|job)|backup ?job/i, group],
  [/remote[ _-]?cluster|replication/i, switchOf('replication-changed', 'replication', 'replication')],
  [/vault|external[ _-]?target|archival/i, container('repository')],
  [/storage[ _-]?domain|view[ _-]?box/i, container('repository')],
  [/\bviews?\b|share/i, container('share')],
  [
    /source|entity|kVMware/i,
    (record, act) =>
      act === 'delete'
        ? {
            action: 'selection-changed',
            resource: of(record, 'object'),
            changes: [{ setting: 'selection', to: 'off' }],
          }
        : { action: 'other', resource: of(record, 'object') },
  ],
  [
    /cluster/i,
    (record, act) =>
      act === 'delete'
        ? { action: 'repository-deleted', resource: of(record, 'cluster') }
        : {
            action: says(record, /\bntp\b|time ?server/i) ? 'clock-changed' : 'repository-changed',
            resource: of(record, 'cluster'),
          },
  ],
]

/** A run that brings something back; a clone is a restore that is looked at beside what runs. */
const restoring = /restore|recover(?!y ?point)|clone/i

/** What the record says beyond who, when and where. */
export function classify(record: CohesityRecord): Facts {
  if (record.stream === 'protection') return protectionFacts(record)
  if (record.stream === 'alert')
    return {
      action: /(ProtectionGroup|Backup|Job|Restore|Recover\w*|Clone\w*)Failed/i.test(record.entity)
        ? 'job-finished'
        : 'other',
      resource: of(record, 'job'),
      ...(restoring.test(record.entity) ? { detail: { restore: true } } : {}),
    }
  if (record.stream === 'file') return { action: /^(open|log)/i.test(record.code) ? 'read' : 'other' }
  const act = acts.find(([words]) => words.test(record.action))?.[1] ?? 'other'
  if (act === 'read') return { action: 'read' }
  if (act === 'login') return { action: 'sign-in', detail: { console: true } }
  return (
    readers.find(([entity]) => entity.test(record.entity))?.[1](record, act) ?? {
      action: 'other',
      resource: of(record, 'object'),
    }
  )
}

/** Runs of protection groups: what expires is past its retention. */
function protectionFacts(record: CohesityRecord): Facts {
  const job = of(record, 'job')
  const words = record.description
  if (/expir/i.test(words))
    return {
      action: 'recovery-point-deleted',
      resource: job && { ...job, type: 'recovery-point', container: { type: 'job', id: job.id, name: job.name ?? '' } },
      detail: { expired: true },
    }
  if (/paus/i.test(words))
    return { action: 'job-stopped', resource: job, changes: [{ setting: 'schedule', to: 'off' }] }
  if (/resum/i.test(words))
    return { action: 'job-changed', resource: job, changes: [{ setting: 'schedule', to: 'on' }] }
  if (/start/i.test(words)) return { action: 'run-started', resource: job, detail: { scheduled: true } }
  if (/(delet|remov)/i.test(words)) return { action: 'recovery-point-deleted', resource: job }
  return {
    action: /(success|finish|complet|fail|cancel|warn)/i.test(words) ? 'job-finished' : 'other',
    resource: job,
    ...(restoring.test(`${record.entity} ${words.slice(0, 200)}`) ? { detail: { restore: true } } : {}),
  }
}
