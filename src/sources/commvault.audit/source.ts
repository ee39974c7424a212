// Commvault: the audit trail of a CommCell by syslog, and what it tells by itself as alerts and events.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { readerOf } from '../kit/reading.ts'
import { type Alert, alertFrom, alertIn, isAlert } from './alerts.ts'
import { classify } from './classify.ts'
import { type AuditRecord, isAudit, recordFrom, recordIn } from './record.ts'
import { cellOf, consoleOf } from './things.ts'

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  /** The carrier's time, which stands where the record has none. */
  readonly time?: number | undefined
  readonly host?: string | undefined
}

const machine = /(^|[^a-z])(svc|service|automation|ansible|api|cron|scheduler|robot|bot|agent)([^a-z]|$)/i
const product = /^(system|commvault|cvadmin|_\+_.*|system created)$/i

function actorOf(record: AuditRecord): Actor {
  const own = record.user === '' || product.test(record.user)
  const name = own ? 'System' : record.user
  return {
    id: accountId(name, cellOf(record)),
    name,
    kind: own ? 'product' : machine.test(name) ? 'service' : 'person',
  }
}

const refused = /\b(failed|failure|denied|not authorized|invalid (?:password|credentials)|locked out)\b/i

function auditEvent(record: AuditRecord, carried: Carried): Event {
  const failed = refused.test(`${record.operation} ${record.text}`)
  const { original, hash, vendor } = kept(carried.original, record.vendor)
  const [, domain, name] = /^(?:([^\\]+)\\)?(.*)$/.exec(record.user) ?? []
  return eventFrom({
    ...carried,
    source: 'commvault.audit',
    id: record.id === undefined ? undefined : `${cellOf(record)}/${record.id}`,
    time: record.time ?? carried.time,
    code: record.operation === '' ? 'audit' : record.operation.slice(0, 200),
    provider: 'AuditTrail',
    outcome: failed ? 'failure' : 'success',
    original,
    hash,
    facts: classify(record),
    platform: 'commvault.audit',
    actor: actorOf(record),
    user: record.user === '' ? undefined : { name: name ?? record.user, ...(domain ? { domain } : {}) },
    ...hostAndPort(/(?:logged in from|host\/ ?device|from host|ip)\s*:\s*\[([^\]]{1,100})\]/i.exec(record.text)?.[1]),
    host: hostOf(carried.host),
    observer: { vendor: 'Commvault', product: 'CommCell', name: cellOf(record) },
    error: failed ? { code: 'Failed', message: record.text } : undefined,
    message: record.text === '' ? record.operation : `${record.operation}: ${record.text}`,
    vendor,
  })
}

/** A detection, or what else the product tells: of the client that it is about. */
function alertEvent(alert: Alert, carried: Carried): Event {
  const { original, hash, vendor } = kept(carried.original, alert.vendor)
  const record = { operation: '', text: '', details: [], user: '', severity: '', cell: carried.host ?? '', vendor: {} }
  const restored = restoreOf(alert)
  return eventFrom({
    ...carried,
    source: 'commvault.audit',
    id: alert.id,
    time: alert.time ?? carried.time,
    code: alert.code,
    provider: alert.program === '' ? 'CommServe' : alert.program,
    outcome: restored === 'failed' ? 'failure' : 'success',
    original,
    hash,
    facts: {
      action: restored === undefined ? 'other' : 'job-finished',
      ...(restored === undefined ? {} : { detail: { restore: true, state: restored } }),
      resource:
        alert.client === '' ? consoleOf(record) : { type: 'host', id: alert.client.toLowerCase(), name: alert.client },
    },
    platform: 'commvault.audit',
    actor: { id: 'system@commvault', name: 'System', kind: 'product' },
    host: hostOf(alert.client === '' ? carried.host : alert.client),
    observer: {
      vendor: 'Commvault',
      product: 'CommCell',
      ...(carried.host === undefined ? {} : { name: carried.host }),
    },
    message: alert.text,
    vendor: { ...vendor, ...(alert.job === undefined ? {} : { job_id: alert.job }) },
  })
}

/** How a restore ended, where the alert is of one: `Data Recovery`, as jobs of the product are called, or a restore. */
function restoreOf({ text }: Alert): 'completed' | 'failed' | undefined {
  const words = text.slice(0, 1_000)
  if (!/\b(?:restore|data recovery)\b/i.test(words)) return undefined
  if (/\b(?:failed|killed|did not)\b/i.test(words)) return 'failed'
  return /\b(?:completed|succeeded|successful(?:ly)?)\b/i.test(words) ? 'completed' : undefined
}

const hostOf = (name: string | undefined): Event['host'] => (name === undefined || name === '' ? undefined : { name })

function whyNot(value: Json): Reject {
  return isObject(value)
    ? { reason: 'this is neither an event or alert of a CommCell nor a record of its audit trail', field: 'operation' }
    : {
        reason:
          'this is neither a line of the audit trail nor an alert: it has no Operation or Alertdescription in braces',
      }
}

export default {
  name: 'commvault.audit',
  logsource: [{ product: 'commvault', service: 'audit' }, { product: 'commvault' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isAlert(value) || isAudit(value),
    whyNot,
    continues: (_, before) => /[A-Za-z]\s*=\s*\{/.test(before) && !before.trimEnd().endsWith('}'),
    object: ({ value, syslog, ...carried }) =>
      ok(
        isAlert(value)
          ? alertEvent(alertFrom(value), { ...carried, host: syslog?.host, time: syslog?.time })
          : auditEvent(recordFrom(value), { ...carried, host: syslog?.host, time: syslog?.time }),
      ),
    line: ({ syslog, ...carried }) => {
      const more = { ...carried, host: syslog.host, time: syslog.time }
      const record = recordIn(carried.original)
      if (record) return ok(auditEvent(record, more))
      const alert = alertIn(carried.original)
      return alert ? ok(alertEvent(alert, more)) : fail(whyNot(carried.original))
    },
  }),
} satisfies Source
