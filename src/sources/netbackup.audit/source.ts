// Veritas (now Cohesity) NetBackup: its audit as reports, system logs, OCSF and the REST API give it.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { readerOf } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { recordIn } from './lines.ts'
import { isAudit, recordFrom } from './objects.ts'
import type { AuditRecord } from './record.ts'

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  /** A header's time, where it states a zone: the record's own has none. */
  readonly time?: number | undefined
}

const machine = /(^|[^a-z])(svc|service|automation|ansible|api|cron|scheduler|robot|bot|agent)([^a-z]|$)/i
const product = /^(nbwebsvc|nbwebgrp|nbsvc|nbsvcusr|netbackup|vxdbms|system|nt authority\\system)(@|$)/i

function actorOf(record: AuditRecord): Actor | undefined {
  if (record.user === '') return undefined
  const kind = product.test(record.user) ? 'product' : machine.test(record.user) ? 'service' : 'person'
  return { id: accountId(record.user, record.server), name: record.user, kind }
}

function toEvent(record: AuditRecord, carried: Carried): Event {
  const facts = classify(record)
  const [, domain, name] = /^(?:([^\\]+)\\)?(.*)$/.exec(record.user) ?? []
  const { original, hash, vendor } = kept(carried.original, record.vendor)
  return eventFrom({
    source: 'netbackup.audit',
    id: record.id,
    time: carried.time ?? record.time,
    created: carried.created,
    received: carried.received,
    code: [record.category, record.action].filter((part) => part !== '').join('/') || 'audit',
    provider: 'netbackup',
    outcome: record.failed ? 'failure' : 'success',
    original,
    hash,
    facts,
    platform: 'netbackup.audit',
    actor: actorOf(record),
    user: record.user === '' ? undefined : { name: name ?? record.user, ...(domain ? { domain } : {}) },
    ...hostAndPort(record.address),
    host: record.server === '' ? undefined : { name: record.server },
    observer: { vendor: 'Cohesity', product: 'NetBackup', ...(record.server === '' ? {} : { name: record.server }) },
    error: record.failed
      ? { code: record.category === 'AZFAILURE' ? 'NotAuthorized' : 'Failed', message: record.text }
      : undefined,
    message: record.text,
    vendor,
  })
}

/** A report has a line for each field, and further ones for the attributes that changed. */
const begins =
  /^\s*(?:"?(?:DATE|TIMESTAMP)\s*:|<\d|1 \d{4}-|"?\d{1,2}\/\d{1,2}\/\d{2,4}|\d{4}-\d\d-\d\dT|[A-Z][a-z]{2} [ \d]\d \d\d:|[[{])/i

function whyNot(value: Json): Reject {
  const field = isObject(value) ? 'category' : undefined
  return {
    reason: 'this is no audit record of NetBackup: it has no category of its list with an action',
    ...(field ? { field } : {}),
  }
}

export default {
  name: 'netbackup.audit',
  logsource: [{ product: 'netbackup', service: 'audit' }, { product: 'netbackup' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAudit,
    whyNot,
    continues: (line) => !begins.test(line),
    object: ({ value, syslog, ...carried }) => ok(toEvent(recordFrom(value, syslog?.host), carried)),
    line: ({ syslog, ...carried }) => {
      const text = syslog.form === 'plain' && syslog.app === undefined ? carried.original : syslog.message
      const record = recordIn(text, syslog.host) ?? recordIn(carried.original, syslog.host)
      if (!record) return fail(whyNot(text))
      return ok(
        toEvent(record, {
          ...carried,
          time: syslog.form !== 'plain' && syslog.zoned === true ? syslog.time : (record.time ?? syslog.time),
        }),
      )
    },
  }),
} satisfies Source
