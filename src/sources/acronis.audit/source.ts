// Acronis Cyber Protect: audit log, alerts, events and activities of a SIEM forwarding plan, as CEF or JSON.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { actorIn, wentWrong } from '../deeds/actor.ts'
import { headeredIn } from '../envelope/cef.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { readerOf } from '../kit/reading.ts'
import { classify, placeOf } from './classify.ts'
import { type AcronisRecord, isAcronis, recordOf, recordOfHeadered } from './record.ts'

const source = 'acronis.audit'

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  readonly sent?: number | undefined
}

/** Alerts and events the product tells by itself; an entry of the audit log without a user is a service's of the vendor. */
function actorOf(record: AcronisRecord): Actor {
  const { who, whoId, kind, method } = record
  const actor = actorIn(who, placeOf(record), /(ams user|acronis (?:agent|managed)|^\/$)/i)
  if (actor === undefined) return { id: 'acronis', name: 'Acronis', kind: 'product' }
  const known = whoId === undefined ? actor : { ...actor, id: whoId.toLowerCase() }
  return kind === 'audit' && method === 'api' && known.kind === 'person' ? { ...known, kind: 'unknown' } : known
}

function outcomeOf({ kind, type, result, text, severity }: AcronisRecord): Event['event']['outcome'] {
  if (kind === 'alert')
    return /(failed|canceled|cancelled|notresponding|missed|corrupted|blocked)/i.test(type) ? 'failure' : 'success'
  // Asked for, and told again when it is done.
  if (kind === 'event' && /_requested\b/.test(type)) return 'unknown'
  if (result !== undefined) return /^(ok|success|warning)$/i.test(result) ? 'success' : 'failure'
  return wentWrong.test(`${type.replace(/[._]/g, ' ')} ${text}`) || /^(error|critical)$/i.test(severity ?? '')
    ? 'failure'
    : 'success'
}

function toEvent(record: AcronisRecord, { original: whole, created, received, sent }: Carried): Event {
  const { original, hash, vendor } = kept(whole, record.vendor)
  const outcome = outcomeOf(record)
  const { who, tenant, tenantName, host } = record
  return eventFrom({
    source,
    id: record.id,
    time: record.time ?? sent,
    created: record.created ?? created,
    received,
    code: record.type === '' ? record.kind : record.type,
    provider: record.kind,
    outcome,
    original,
    hash,
    facts: classify(record),
    platform: source,
    actor: actorOf(record),
    user: who === undefined ? undefined : { name: who, ...(record.whoId ? { id: record.whoId } : {}) },
    address: record.address,
    host: host === undefined ? undefined : { name: host },
    observer: { vendor: 'Acronis', product: 'Cyber Protect' },
    organization:
      tenant === '' && tenantName === undefined
        ? undefined
        : { ...(tenant ? { id: tenant.toLowerCase() } : {}), ...(tenantName ? { name: tenantName } : {}) },
    error: outcome === 'failure' ? { code: record.result ?? record.type, message: record.text } : undefined,
    message: record.text === '' ? undefined : record.text,
    vendor,
  })
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason:
          'the object is no entry of Acronis: it has neither event_type with an initiator or an object, nor the type of an event or alert',
        field: 'event_type',
      }
    : { reason: 'the record is neither JSON of Acronis nor CEF with Acronis for its vendor' }

export default {
  name: source,
  logsource: [{ product: 'acronis', service: 'audit' }, { product: 'acronis' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAcronis,
    whyNot,
    object: ({ value, syslog, ...carried }) => ok(toEvent(recordOf(value), { ...carried, sent: syslog?.time })),
    line: ({ syslog, ...carried }) => {
      const headered = headeredIn(carried.original)
      return headered && /^acronis/i.test(headered.vendor)
        ? ok(toEvent(recordOfHeadered(headered), { ...carried, sent: syslog.time }))
        : fail(whyNot(carried.original))
    },
  }),
} satisfies Source
