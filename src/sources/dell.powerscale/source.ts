// Dell PowerScale (Isilon): OneFS's configuration audit, every call of its platform API, and its protocol audit.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { fileFacts } from '../files/acts.ts'
import { eventFrom, type Told } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { first, number, object, text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { callOf } from './call.ts'
import { papiFacts } from './papi.ts'
import { type FileEvent, fileLine, fileObject, isFilePayload } from './protocol.ts'

const name = 'dell.powerscale'
const notOurs: Reject = {
  reason: 'no record of OneFS’s audit: no id with a payload, and no line of protocol audit',
  field: 'payload',
}

const isRecord = (value: JsonObject): boolean =>
  'payload' in value && typeof value.id === 'string' && number(value.timestamp) !== undefined

/** `cluster-3(id3)`: the node that speaks; what it speaks of is the cluster's. */
const clusterOf = (syslog: SyslogLine | undefined): string =>
  (syslog?.host ?? 'powerscale')
    .replace(/\(id\d+\)$/, '')
    .replace(/\.$/, '')
    .replace(/-\d{1,3}$/, '')

const observed = (syslog: SyslogLine | undefined): Pick<Told, 'host' | 'observer' | 'source' | 'platform'> => ({
  source: name,
  platform: name,
  host: syslog?.host === undefined ? undefined : { name: syslog.host.replace(/\(id\d+\)$/, '') },
  observer: { vendor: 'Dell', product: 'PowerScale', name: clusterOf(syslog) },
})

/** Microseconds. */
const timeOf = (value: Json | undefined): number | undefined => {
  const micro = number(value)
  return micro === undefined ? undefined : statedTime(Math.floor(micro > 1e14 ? micro / 1000 : micro))
}

function actorOf(called: string, cluster: string): Actor | undefined {
  if (called === '') return undefined
  return { id: accountId(called, called.startsWith('S-1-5-21-') ? undefined : cluster), name: called, kind: 'unknown' }
}

function objectEvent({ value, original, created, received, syslog }: FoundObject): Event {
  const payload = object(value.payload)
  const id = text(value.id) ?? ''
  const time = timeOf(value.timestamp)
  const cluster = clusterOf(syslog)
  if (isFilePayload(payload))
    return fileEvent(fileObject(payload), {
      id,
      time,
      created,
      received,
      original,
      syslog,
      vendor: { protocol: payload },
    })
  const call = callOf(cluster, payload, time ?? created ?? received)
  const status = number(payload.status)
  const token = object(object(payload.user).token)
  const uid = text(first(token, 'UID'))
  const called =
    uid === '0'
      ? 'root'
      : uid === '10'
        ? 'admin'
        : (text(token.SID) ?? '').replace(/^SID:/, '') || (uid === undefined ? '' : `UID ${uid}`)
  const asked = text(payload.uri) !== undefined
  const failed = status !== undefined && status >= 400
  const actor = asked ? actorOf(called, cluster) : undefined
  const { vendor, ...masked } = kept(original, { config: payload })
  return eventFrom({
    ...observed(syslog),
    id: asked ? id : `${id}/${status === undefined ? 'note' : 'answer'}`,
    time,
    created,
    received,
    code: asked
      ? `${call.method} ${text(payload.uri) ?? ''}`.slice(0, 300)
      : status === undefined
        ? 'note'
        : `answer ${status}`,
    provider: 'audit_config',
    // An answer names nothing of what was asked, so the request stands for the act unless the answer says that it failed.
    outcome: failed ? 'failure' : 'success',
    ...masked,
    facts: {
      ...(asked ? papiFacts(call) : { action: 'other' as const }),
      act: `${cluster} ${id}`,
      parents: [cluster],
    },
    actor,
    user: actor === undefined ? undefined : { id: actor.id, name: called },
    address: text(token.client) || undefined,
    error: failed ? { code: String(status), message: text(payload.statusmsg) } : undefined,
    message: typeof value.payload === 'string' ? maskSecrets(value.payload).original.slice(0, 2_000) : undefined,
    vendor,
  })
}

interface Carried extends Pick<Told, 'id' | 'time' | 'created' | 'received' | 'vendor'> {
  readonly original: string
  readonly syslog: SyslogLine | undefined
}

function fileEvent(told: FileEvent, { original, syslog, vendor, ...carried }: Carried): Event {
  const cluster = clusterOf(syslog)
  const actor = actorOf(told.user, cluster)
  return eventFrom({
    ...observed(syslog),
    ...carried,
    code: told.operation,
    provider: 'audit_protocol',
    outcome: told.failed === undefined ? 'success' : 'failure',
    ...maskSecrets(original),
    facts: {
      ...fileFacts({
        act: told.act,
        host: cluster,
        path: told.path,
        depth: 3,
        ...(told.to === undefined ? {} : { to: told.to }),
      }),
      parents: [cluster],
    },
    actor,
    user: actor === undefined ? undefined : { id: actor.id, name: told.user },
    address: told.address,
    error: told.failed === undefined ? undefined : { code: told.failed },
    vendor: vendor ?? { protocol: { protocol: told.protocol, operation: told.operation, directory: told.directory } },
  })
}

function lineEvent({ syslog, ...carried }: FoundLine): Event | undefined {
  const told = fileLine(syslog.message)
  return told === undefined ? undefined : fileEvent(told, { ...carried, time: syslog.time, syslog })
}

const reader = readerOf({
  isRecord,
  object: (found) => ok(objectEvent(found)),
  line: (found) => {
    const event = lineEvent(found)
    return event ? ok(event) : fail(notOurs)
  },
  whyNot: (value) =>
    isObject(value)
      ? { reason: 'the object is no record of OneFS’s audit: no id, timestamp and payload', field: 'payload' }
      : notOurs,
})

/** What the audit viewer puts before each record, a number and a time that the record itself has. */
const viewed = /^\[\d{1,12}: [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}\] ?/gm

/** A bracket that begins a line would be taken for a list. */
function withoutNumbers(record: Uint8Array): Uint8Array {
  if (record[0] !== 0x5b) return record
  const text = Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString('utf8')
  const plain = text.replace(viewed, '')
  return plain === text ? record : Buffer.from(plain)
}

export default {
  name,
  logsource: [{ product: 'dell', service: 'powerscale' }, { category: 'backup' }],
  read: (record, received) => reader(withoutNumbers(record), received),
} satisfies Source
