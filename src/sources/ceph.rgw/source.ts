// Ceph's object gateway: its ops log, the log of a bucket, its own log of requests; and the audit of the cluster's commands.

import { hashOf } from '../../lib/hash.ts'
import { isObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reading, Reject, Source } from '../../model/source.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { readerOf } from '../kit/reading.ts'
import { type Command, commandFacts, commandIn } from './cluster.ts'
import { requestFacts } from './operations.ts'
import { isOpsEntry, opsEntry, type RgwRequest, requestIn } from './request.ts'

const name = 'ceph.rgw'
const notOurs: Reject = {
  reason:
    'no entry of a gateway’s ops log, no request in its log, no line of a bucket’s log and no command of the cluster',
  field: 'operation',
}

interface Carried {
  readonly original: string
  readonly created?: number
  readonly received: number
  readonly syslog?: SyslogLine
}

const secrets = [
  /("HTTP_(?:AUTHORIZATION|X_AUTH_TOKEN|X_AMZ_SECURITY_TOKEN|X_STORAGE_TOKEN|X_AMZ_(?:COPY_SOURCE_)?SERVER_SIDE_ENCRYPTION_CUSTOMER_KEY)"\s*:\s*")[^"]+/gi,
  /([?&](?:secret-key|Signature|X-Amz-Signature|X-Amz-Security-Token|temp_url_sig)=)[^&\s"]+/gi,
]

/** No log names the cluster, and its monitors are several. */
const cluster = 'ceph'

/** `tx000…-00663a0d2e-5e2b-zone-a`: what stands behind three numbers is the zone. */
const zoneIn = (transaction: string): string | undefined =>
  /^tx[0-9a-f]{10,30}-[0-9a-f]{6,12}-[0-9a-f]{1,16}-(.{1,200})$/.exec(transaction)?.[1]

const products =
  /veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|acronis|avamar|networker|powerprotect|restic|velero|kasten/i
const machines = /(^|[^a-z])(svc|sa|service|api|automation|terraform|ansible|bot|agent|sync|app|monitor)([^a-z]|$)/i

function requestEvent(request: RgwRequest, { original, created, received, syslog }: Carried): Event {
  const host = hostOf(syslog)
  const zone = zoneIn(request.transaction) ?? host ?? cluster
  const failed =
    (request.status !== undefined && request.status >= 400) || (request.status === undefined && request.error !== '')
  const time = request.time ?? syslog?.time
  const actor = actorOf(request, zone)
  const facts = requestFacts(request, zone, time ?? created ?? received)
  const owner = request.owner === '' ? [] : [`${request.owner}@${zone}`.toLowerCase()]
  return eventFrom({
    source: name,
    time,
    created,
    received,
    code:
      request.access?.operation ??
      (request.operation || `${request.method} ${[...request.query.keys()][0] ?? ''}`.trim()),
    provider: request.operation === '' ? 'radosgw' : 'ops_log',
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original, secrets),
    facts: {
      ...facts,
      ...(request.transaction === '' || request.access?.operation.startsWith('BATCH')
        ? {}
        : { act: request.transaction }),
      parents: [...owner, zone, cluster],
    },
    platform: name,
    actor,
    user: actor === undefined ? undefined : { id: actor.id, name: actor.name ?? actor.id },
    address: request.address,
    agent: request.agent || undefined,
    host: host === undefined ? undefined : { name: host },
    observer: { vendor: 'Ceph', product: 'RADOS Gateway', name: zone },
    error: failed ? { code: request.error || String(request.status ?? 'error') } : undefined,
    vendor: vendorFields(request),
    clean: true,
  })
}

/** A monitor or a thread in the place of a host is none. */
const hostOf = (syslog: SyslogLine | undefined): string | undefined =>
  syslog?.host === undefined || /^(mon|mgr|osd|client)\.|^[0-9a-f]{8,16}$/.test(syslog.host) ? undefined : syslog.host

function actorOf(
  { user, role, credential, authentication, query, agent }: RgwRequest,
  zone: string,
): Actor | undefined {
  // Zones copy from each other as a system user, and say for whom.
  if (query.has('rgwx-zonegroup') || query.has('rgwx-uid'))
    return { id: `sync@${zone}`.toLowerCase(), name: user || 'sync', kind: 'provider' }
  const called = user || role
  if (called === '' || called === 'anonymous') return undefined
  const kind = products.test(`${called} ${agent}`)
    ? 'product'
    : machines.test(called)
      ? 'service'
      : /^(OIDC Provider|LDAP|Keystone)$/i.test(authentication) || called.includes('@')
        ? 'person'
        : 'unknown'
  return {
    id: `${called}@${zone}`.toLowerCase(),
    name: called,
    kind,
    ...(credential === '' ? {} : { credential }),
    ...(role === '' ? {} : { session: role }),
  }
}

function vendorFields(request: RgwRequest): Readonly<Record<string, unknown>> {
  const { operation, bucket, uri, status, transaction, owner, authentication, access } = request
  const held: Record<string, unknown> = {
    operation: operation || access?.operation,
    bucket,
    http_status: status,
    trans_id: transaction,
    object_owner: owner,
    authentication_type: authentication,
  }
  if (uri !== '') held.uri = maskSecrets(uri, secrets).original.slice(0, 4_000)
  for (const field of Object.keys(held)) if (held[field] === '' || held[field] === undefined) delete held[field]
  return held
}

function commandEvent(command: Command, { original, created, received, syslog }: Carried): Event {
  const host = hostOf(syslog)
  const id = `${command.entity}@${cluster}`.toLowerCase()
  return eventFrom({
    source: name,
    time: syslog?.time,
    created,
    received,
    code: command.prefix || 'command',
    provider: 'audit',
    outcome: command.state === 'finished' ? 'success' : 'unknown',
    ...maskSecrets(original, secrets),
    facts: { ...commandFacts(command, cluster), act: hashOf('command', command.same), parents: [cluster] },
    platform: name,
    actor:
      command.entity === ''
        ? undefined
        : { id, name: command.entity, kind: /^(mgr|mds|osd|mon)\./.test(command.entity) ? 'provider' : 'unknown' },
    user: command.entity === '' ? undefined : { id, name: command.entity },
    address: command.address,
    host: host === undefined ? undefined : { name: host },
    observer: { vendor: 'Ceph', product: 'Ceph', name: cluster },
    vendor: { prefix: command.prefix, entity: command.entity, state: command.state },
  })
}

const read = readerOf({
  isRecord: isOpsEntry,
  object: ({ value, ...carried }) => ok(requestEvent(opsEntry(value), carried)),
  line: ({ syslog, ...carried }) => {
    const command = commandIn(syslog.message)
    if (command) return ok(commandEvent(command, { ...carried, syslog }))
    const request = requestIn(carried.original) ?? requestIn(syslog.message)
    return request ? ok(requestEvent(request, { ...carried, syslog })) : fail(notOurs)
  },
  whyNot: (value) =>
    isObject(value)
      ? { reason: 'the object is no entry of a gateway’s ops log: no operation with a status', field: 'operation' }
      : notOurs,
})

const nothing: Reading = ok({ events: [], rejects: [] })

/** The socket writes one endless list, so an entry has a bracket before it or a comma behind it; the bracket may stand alone. */
function readStream(record: Uint8Array, received: number): Reading {
  const [first, last] = [record[0], record.at(-1)]
  if (first !== 0x5b && last !== 0x2c && last !== 0x0a) return read(record, received)
  const text = Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString('utf8').trim()
  if (/^[[\],]?$/.test(text)) return text === '' ? read(record, received) : nothing
  const open = text.startsWith('[{') && !text.endsWith(']')
  const plain = text.slice(open ? 1 : 0, text.endsWith(',') ? -1 : undefined)
  return read(plain === text ? record : Buffer.from(plain), received)
}

export default {
  name,
  logsource: [{ product: 'ceph', service: 'rgw' }, { category: 'backup' }],
  read: readStream,
} satisfies Source
