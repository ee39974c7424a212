// Veeam Backup for Microsoft 365: sessions of its REST interface, its Windows events, and the audit log of Veeam Data Cloud.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { actorIn } from '../deeds/actor.ts'
import { deedEvent, subjectIn, userOf } from '../deeds/told.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { anyCase, at, first, object, text } from '../kit/look.ts'
import { type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const product = {
  source: 'veeam.vb365',
  vendor: 'Veeam',
  product: 'Backup for Microsoft 365',
  own: /^(system|veeam\b.*|nt authority\\.*)$/i,
}

const get = (value: JsonObject, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const held = text(anyCase(value, name))
    if (held !== undefined) return held
  }
  return undefined
}

const isAudit = (value: JsonObject): boolean =>
  get(value, 'actor') !== undefined &&
  get(value, 'action') !== undefined &&
  (get(value, 'action group', 'actiongroup') !== undefined || get(value, 'target') !== undefined)
const isSession = (value: JsonObject): boolean =>
  typeof value.id === 'string' &&
  typeof value.creationTime === 'string' &&
  (typeof value.status === 'string' || typeof value.result === 'string' || typeof value.state === 'string') &&
  ['initiatedBy', 'organization', 'jobId', 'scopeName', 'retryCount', 'isManual', 'statistics', 'type'].some((name) =>
    Object.hasOwn(value, name),
  )

const provider = /^veeam[ _-]?(backup for microsoft|vbo|archiver|o365|backup for office)/i
const windowsOf = (value: JsonObject): JsonObject => (isObject(value.winlog) ? value.winlog : value)
const providerOf = (value: JsonObject): string | undefined =>
  [
    first(
      windowsOf(value),
      'provider_name',
      'SourceName',
      'ProviderName',
      'Provider',
      'Source',
      'channel',
      'Channel',
      'EventLog',
    ),
    at(value, 'event.provider'),
    at(value, 'System.Provider.Name'),
  ]
    .map((held) => text(held))
    .find((held) => held !== undefined && provider.test(held))

/** Who did what to what: a row of the audit log of Veeam Data Cloud. */
function ofAudit({ value, syslog, ...carried }: FoundObject): Event {
  const action = get(value, 'action') ?? ''
  const organization = get(value, 'organization', 'organizationname', 'tenant')
  const group = get(value, 'action group', 'actiongroup')
  const target = get(value, 'target', 'targetname')
  const status = get(value, 'status', 'result')
  const role = /^role added/i.test(action)
  return deedEvent(
    product,
    {
      place: (get(value, 'organizationid', 'organization id') ?? organization ?? 'veeam-data-cloud').toLowerCase(),
      code: role ? 'role assigned' : action,
      text: get(value, 'details', 'description') ?? '',
      name: target,
      id: get(value, 'targetid', 'target id'),
      ...(/user|role|invite/i.test(action) ? { target } : {}),
      fields: role ? [{ name: 'role', to: get(value, 'role', 'details') ?? 'administrator' }] : [],
    },
    {
      id: get(value, 'id', 'eventid'),
      time: statedTime(get(value, 'timestamp', 'time')) ?? syslog?.time,
      who: get(value, 'actor'),
      address: get(value, 'ipaddress', 'ip address', 'ip'),
      failed: status !== undefined && /fail|denied|error/i.test(status),
      provider: group,
      code: action,
      organization: organization === undefined ? undefined : { name: organization },
      vendor: value,
    },
    carried,
  )
}

/** A session of a job, or a restore that somebody started; listed again with each state. */
function ofSession({ value, original: whole, created, received, syslog }: FoundObject): Event {
  const { original, hash, vendor } = kept(whole, value)
  const state = get(value, 'result', 'status', 'state') ?? 'None'
  const restore = value.initiatedBy !== undefined || /^(v[eoms]\w{1,3})$|restore|explor/i.test(get(value, 'type') ?? '')
  const job = get(value, 'jobid', 'job.id') ?? get(value, 'name') ?? value.id
  const who = get(value, 'initiatedby')
  const organization = get(value, 'organization')
  const ended = get(value, 'endtime')
  return eventFrom({
    source: product.source,
    id: `${text(value.id)}/${(get(value, 'state', 'status') ?? '').toLowerCase()}`,
    time: statedTime(ended) ?? statedTime(value.creationTime) ?? syslog?.time,
    created,
    received,
    code: restore ? 'RestoreSession' : 'JobSession',
    provider: 'REST API',
    outcome: /fail|error/i.test(state) ? 'failure' : /success|warning/i.test(state) ? 'success' : 'unknown',
    original,
    hash,
    facts: {
      action: ended === undefined && restore ? 'other' : 'job-finished',
      resource: { type: 'job', id: `vb365/job/${String(job).toLowerCase()}`, name: get(value, 'name') ?? String(job) },
      detail: { state, run: true },
    },
    platform: product.source,
    actor: actorIn(who, 'vb365', product.own) ?? { id: 'vb365', name: product.product, kind: 'product' },
    user: userOf(who),
    address: get(value, 'clienthost', 'clientip'),
    observer: { vendor: product.vendor, product: product.product },
    organization: organization === undefined ? undefined : { name: organization },
    error: /fail|error/i.test(state) ? { code: state, message: get(value, 'details') } : undefined,
    message: get(value, 'details'),
    vendor,
  })
}

/** An event of the Windows log: its sentence, for no list of numbers is published. */
function ofWindows({ value, syslog, ...carried }: FoundObject): Event {
  const event = windowsOf(value)
  const said = get(value, 'message', 'renderedDescription') ?? get(event, 'message') ?? ''
  const { who, rest } = subjectIn(said)
  const host =
    get(event, 'computer_name', 'hostname', 'computername', 'computer') ??
    text(at(value, 'host.name')) ??
    text(at(value, 'System.Computer')) ??
    syslog?.host
  const number =
    get(event, 'event_id', 'eventid', 'id') ?? text(at(value, 'event.code')) ?? text(at(value, 'System.EventID'))
  return deedEvent(
    product,
    { place: (host ?? 'vb365').split('.', 1)[0]?.toLowerCase() ?? 'vb365', code: '', text: rest, fields: [] },
    {
      time:
        statedTime(text(first(value, '@timestamp')) ?? get(event, 'eventtime', 'timecreated', 'timegenerated')) ??
        syslog?.time,
      who,
      host,
      provider: providerOf(value),
      code: number,
      vendor: object(first(event, 'event_data', 'EventData')),
    },
    carried,
  )
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason:
          'the object is no session, no row of an audit log with an actor and an action, and no event of the Windows log of Veeam Backup for Microsoft 365',
        field: 'actor',
      }
    : { reason: 'the record is no JSON object and no list of objects' }

export default {
  name: product.source,
  logsource: [{ product: 'veeam', service: 'vb365' }, { product: 'veeam' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isAudit(value) || isSession(value) || providerOf(value) !== undefined,
    whyNot,
    object: (found) =>
      ok(
        providerOf(found.value) !== undefined
          ? ofWindows(found)
          : isAudit(found.value)
            ? ofAudit(found)
            : ofSession(found),
      ),
  }),
} satisfies Source
