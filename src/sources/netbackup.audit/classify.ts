// What a record of NetBackup's audit says, by its category and action, and by its sentence where these say too little.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { consoleOf, idOf, isEnd, isStart, nameIn, off, on, type Reader, thing } from './parts.ts'
import { people, security } from './people.ts'
import type { AuditRecord } from './record.ts'
import { retentionOf, speaksOfRetention, switchOf } from './settings.ts'

/** A policy by its own name, where its parts are named before it: `Schedule 'full' of Policy 'nightly'`. */
function plan(record: AuditRecord): Resource {
  const name = /\b(?:policy|slp|lifecycle policy|protection plan|retention level) ['"]([^'"]{1,300})['"]/i.exec(
    record.text,
  )?.[1]
  return name === undefined ? thing('plan', 'policy')(record) : { type: 'plan', id: idOf(record, 'policy', name), name }
}
const store = thing('repository', 'storage')
const point = thing('recovery-point', 'image')

/** A policy, a lifecycle, a protection plan: what is kept how long, whether it runs, and whom it protects. */
const policy: Reader = (record) => {
  const resource = plan(record)
  const { text } = record
  // Parts of a policy are added and removed by a sentence of their own.
  const part = /\b(client|schedule|backup selection|asset|operation|copy)\b[^.]*\b(deleted|removed)\b/i
    .exec(text)?.[1]
    ?.toLowerCase()
  if (part === 'client' || part === 'backup selection' || part === 'asset')
    return { action: 'selection-changed', resource, ...off('selection') }
  if (part === 'operation' || part === 'copy') return { action: 'replication-changed', resource, ...off('replication') }
  if (part === 'schedule') return { action: 'job-changed', resource, ...off('schedule') }
  if (isEnd(record)) return { action: 'job-stopped', resource, ...off('schedule') }
  if (isStart(record) && !/added to (policy|slp)/i.test(text)) return { action: 'job-created', resource }
  const changes = retentionOf(record)
  if (changes.length > 0) return { action: 'retention-changed', resource, changes }
  if (speaksOfRetention(record)) return { action: 'retention-changed', resource }
  const active = switchOf(record, /\bactive\b|activat|enabled?\b|disabled?\b|suspend|paused?/i)
  if (active) return { action: 'job-changed', resource, ...(active === 'off' ? off('schedule') : on('schedule')) }
  return {
    action: 'job-changed',
    resource,
    ...(record.details.length > 0 || /no changes were detected/i.test(text) ? { detail: { listed: true } } : {}),
  }
}

/** Images: expired by hand, or given another end. */
const catalog: Reader = (record) => {
  const resource = point(record)
  if (isEnd(record) || /EXPIRE/.test(record.action) || /\b(expired|deleted|removed)\b/i.test(record.text))
    return {
      action: 'recovery-point-deleted',
      resource,
      ...(/\b(all|images)\b/i.test(record.text) ? { detail: { bulk: true } } : {}),
    }
  if (
    speaksOfRetention(record) ||
    /expir/i.test(record.text) ||
    record.details.some(({ attribute }) => /expir/i.test(attribute))
  )
    return { action: 'retention-changed', resource, changes: retentionOf(record) }
  return { action: 'other', resource }
}

const storage =
  (type: string): Reader =>
  (record) => {
    const resource = type === 'repository' ? store(record) : thing(type, 'pool')(record)
    if (isEnd(record)) return { action: 'repository-deleted', resource }
    if (isStart(record)) return { action: 'repository-created', resource }
    const lock = switchOf(record, /worm|immutab|lock/i)
    if (lock)
      return {
        action: 'immutability-changed',
        resource,
        changes: [{ setting: 'lock-mode', to: lock === 'on' ? 'compliance' : 'off' }],
      }
    return {
      action: 'repository-changed',
      resource,
      ...(record.details.length > 0 ? { detail: { listed: true } } : {}),
    }
  }

const hold: Reader = (record) => {
  const ended = isEnd(record) || /RELEASE/.test(record.action) || /released/i.test(record.text)
  return {
    action: 'immutability-changed',
    resource: thing('legal-hold', 'hold')(record),
    ...(ended ? off('legal-hold') : on('legal-hold')),
  }
}

const trail = (record: AuditRecord): Resource => ({
  type: 'trail',
  id: idOf(record, 'audit', 'trail'),
  name: 'audit of NetBackup',
})

/** Auditing switched, kept for fewer days, or its service stopped and started. */
const audit: Reader = (record) => {
  const resource = trail(record)
  const detail = { scope: 'console' }
  const retention = retentionOf(record)
  if (retention.length > 0) return { action: 'audit-changed', resource, changes: retention, detail }
  const service = record.category === 'AUDITSVC'
  const state = /^(STOP|DISABLE)/.test(record.action)
    ? 'off'
    : /^(START|ENABLE)/.test(record.action)
      ? 'on'
      : switchOf(record, /audit/i)
  if (state === undefined) return { action: 'audit-changed', resource, detail }
  return {
    action: 'audit-changed',
    resource,
    ...(state === 'off' ? off('logging') : on('logging')),
    detail: { ...detail, ...(service ? { service: 'nbaudit' } : {}) },
  }
}

const keys: Reader = (record) => {
  const resource = thing('key')(record)
  if (isEnd(record)) return { action: 'key-destruction-scheduled', resource }
  if (isStart(record)) return { action: 'key-created', resource }
  return switchOf(record, /active|state|key/i) === 'off'
    ? { action: 'key-disabled', resource }
    : { action: 'key-policy-changed', resource }
}

/** How a restore came out, where the sentence tells so and not that one was asked for. */
const restoreEnded = /\brestore\w*\b[^.]{0,200}?\b(completed|succeeded|finished|failed|partial\w*)\b/i

/** Runs that somebody starts or takes away; the schedule's own are not audited. */
const runs: Reader = (record) => {
  const resource = thing('job')(record)
  if (/^(CANCEL|STOP|SUSPEND|KILL|DELETE)/.test(record.action))
    return { action: 'job-stopped', resource, detail: { run: true } }
  const end = restoreEnded.exec(record.text)?.[1]?.toLowerCase()
  if (end !== undefined) return { action: 'job-finished', resource, detail: { restore: true, state: end } }
  return { action: /^(START|CREATE|RESTART|RESUME|RUN)/.test(record.action) ? 'run-started' : 'other', resource }
}

/** A host of NetBackup's configuration; data protection of a client can be paused. */
const hosts: Reader = (record) => {
  const resource = consoleOf(record)
  if (/\b(paused?|pausing)\b.*\b(protection|backup)|\b(protection|backup)\w*\b.*\bpaused?\b/i.test(record.text))
    return { action: 'job-changed', resource: plan(record), ...off('schedule') }
  if (/audit|syslog/i.test(record.text)) return audit(record)
  return { action: 'other', resource }
}

const readers: Readonly<Record<string, Reader>> = {
  POLICY: policy,
  SLP: policy,
  PROTECTION_PLAN_SVC: policy,
  RETENTION_LEVEL: (record) => ({
    action: 'retention-changed',
    resource: { ...plan(record), id: idOf(record, 'retention-level', nameIn(record.text) ?? 'unnamed') },
    changes: retentionOf(record),
  }),
  CATALOG: catalog,
  HOLD: hold,
  STU: storage('repository'),
  STORAGESRV: storage('repository'),
  POOL: storage('pool'),
  USER: people,
  ROLE: people,
  RBAC: people,
  SEC_CONFIG: security,
  MPA: security,
  MALWARE: security,
  ANOMALY: security,
  AUDITCFG: audit,
  AUDITSVC: audit,
  KMS: keys,
  KEYGROUP: keys,
  JOB: runs,
  DATAACCESS: (record) => ({ action: 'read', resource: consoleOf(record) }),
  LOGIN: (record) => ({
    action: /LOGOUT|LOGOFF/.test(record.action) ? 'other' : 'sign-in',
    resource: consoleOf(record),
    detail: { console: true },
  }),
  TOKEN: people,
  BPCONF: hosts,
  CONFIG: hosts,
  HOST: hosts,
  ASSET: hosts,
  ASSETGROUP: hosts,
}

/** What was asked for, whether or not it was let through. */
export function classify(record: AuditRecord): Facts {
  const reader = Object.hasOwn(readers, record.category) ? readers[record.category] : undefined
  if (record.category === 'AZFAILURE') return refused(record)
  return reader?.(record) ?? { action: 'other', resource: consoleOf(record) }
}

/** Refused for want of a right: of what, only the sentence says. */
function refused(record: AuditRecord): Facts {
  const kinds: readonly (readonly [RegExp, Reader])[] = [
    [/image|catalog|backup/i, catalog],
    [/polic|lifecycle|slp|plan/i, policy],
    [/storage|pool|unit/i, storage('repository')],
    [/hold/i, hold],
  ]
  const kind = /delet|expir|remov|purge|modif|releas/i.test(record.text)
    ? kinds.find(([words]) => words.test(record.text))
    : undefined
  return (
    kind?.[1]({ ...record, action: /delet|remov|purge/i.test(record.text) ? 'DELETE' : record.action }) ?? {
      action: 'other',
      resource: consoleOf(record),
    }
  )
}
