// Druva: events and audit of inSync and of the cloud platform, from their APIs as JSON or exported as CEF.
import { hashOf } from '../../lib/hash.ts'
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { actorIn } from '../deeds/actor.ts'
import { headeredIn } from '../envelope/cef.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { kept } from '../kit/keep.ts'
import { readerOf } from '../kit/reading.ts'
import { classify, placeOf } from './classify.ts'
import { type DruvaRecord, isDruva, recordIn, recordOfHeadered } from './record.ts'

const source = 'druva.audit'

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  readonly sent?: number | undefined
}

/** Without an initiator the service did it: a backup, a schedule, a deletion by policy. */
function actorOf({ who, identity }: DruvaRecord): Actor | undefined {
  if (who === undefined) return { id: 'druva', name: 'Druva', kind: 'product' }
  const actor = actorIn(who, 'druva', /^druva/i)
  const kind = identity === 'SERVICE' ? 'product' : identity === 'API' ? 'service' : actor?.kind
  return actor && kind ? { ...actor, kind } : actor
}

function outcomeOf({ state, type, error }: DruvaRecord): Event['event']['outcome'] {
  if (/fail|cancel|denied|error(?!s$)|invalid/i.test(state) || /(failed|failure)$/i.test(type)) return 'failure'
  if (state === '' && error !== undefined) return 'failure'
  return 'success'
}

/** The audit and the alert of one deletion name the same tenant in the same minute. */
const acted = (facts: Facts, record: DruvaRecord, time: number): Facts =>
  facts.action === 'parent-deleted'
    ? {
        ...facts,
        act: hashOf(placeOf(record), facts.action, facts.resource?.id ?? '', String(Math.floor(time / 60_000))),
      }
    : facts

function toEvent(record: DruvaRecord, { original: whole, created, received, sent }: Carried): Event {
  const { original, hash, vendor } = kept(whole, record.vendor)
  const outcome = outcomeOf(record)
  const time = record.time ?? sent
  return eventFrom({
    source,
    id: record.id,
    time,
    created,
    received,
    code: record.type === '' ? 'event' : record.type,
    provider: record.feature || record.category || undefined,
    outcome,
    original,
    hash,
    facts: acted(classify(record), record, time ?? created ?? received),
    platform: source,
    actor: actorOf(record),
    user:
      record.who === undefined
        ? undefined
        : { name: record.who, ...(record.who.includes('@') ? { email: record.who } : {}) },
    address: record.address,
    agent: record.agent,
    observer: { vendor: 'Druva', product: record.vendor.inSyncUserID === undefined ? 'Cloud Platform' : 'inSync' },
    organization: record.tenant === '' ? undefined : { id: record.tenant },
    error: outcome === 'failure' ? { code: record.state || 'Failed', message: record.error ?? record.text } : undefined,
    message: record.text === '' ? undefined : record.text,
    users: record.user === undefined ? [] : [record.user],
    vendor,
  })
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason:
          'the object is no event of Druva: it has no eventType with an eventID, and no type with a category and a feature',
        field: 'eventType',
      }
    : { reason: 'the record is neither JSON nor CEF of Druva' }

export default {
  name: source,
  logsource: [{ product: 'druva', service: 'audit' }, { product: 'druva' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isDruva,
    whyNot,
    object: ({ value, syslog, ...carried }) => ok(toEvent(recordIn(value), { ...carried, sent: syslog?.time })),
    line: ({ syslog, ...carried }) => {
      const headered = headeredIn(carried.original)
      return headered && /druva|insync/i.test(`${headered.vendor} ${headered.product}`)
        ? ok(toEvent(recordOfHeadered(headered), { ...carried, sent: syslog.time }))
        : fail(whyNot(carried.original))
    },
  }),
} satisfies Source
