// Qumulo Core: what was done to files and to the cluster, as its audit log sends it by syslog or to CloudWatch.
import { isObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { readerOf } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { isRecord, type QumuloRecord, recordIn, recordOf } from './record.ts'

const name = 'qumulo.audit'
const notOurs: Reject = {
  reason: 'no line of Qumulo’s audit: no address, user, protocol, operation and status between commas',
}

interface Carried {
  readonly original: string
  readonly created?: number
  readonly received: number
  readonly syslog?: SyslogLine
}

function toEvent(record: QumuloRecord, { original, created, received, syslog }: Carried): Event {
  const host = syslog?.host ?? record.node
  // Nodes are called after their cluster, with a number behind it.
  const cluster = (host ?? 'qumulo').replace(/-\d{1,3}$/, '')
  const actor = actorOf(record, cluster)
  const failed = record.status !== 'ok'
  return eventFrom({
    source: name,
    time: record.time ?? syslog?.time,
    created,
    received,
    code: record.operation,
    provider: record.protocol,
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: { ...classify({ ...record, cluster }), parents: [cluster] },
    platform: name,
    actor,
    user: actor === undefined ? undefined : { id: actor.id, name: actor.name ?? actor.id },
    address: record.address,
    host: host === undefined ? undefined : { name: host },
    observer: { vendor: 'Qumulo', product: 'Qumulo Core', name: cluster },
    error: failed ? { code: record.status } : undefined,
    vendor: {
      protocol: record.protocol,
      operation: record.operation,
      status: record.status,
      file_id: record.fileId,
      path: record.path,
      target_path: record.to,
    },
  })
}

const products = /veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|avamar|networker|powerprotect/i
const machines = /(^|[^a-z])(svc|sa|service|api|automation|terraform|ansible|bot|agent|sync|monitor)([^a-z]|$)/i

/** Who asks through the API has signed in; over SMB and NFS a name says little of who uses it. */
function actorOf({ user, protocol }: QumuloRecord, cluster: string): Actor | undefined {
  if (user === '' && protocol !== 'internal') return undefined
  const plain = user.split('\\').at(-1) ?? user
  const kind =
    protocol === 'internal'
      ? 'provider'
      : products.test(plain)
        ? 'product'
        : machines.test(plain) || plain.endsWith('$')
          ? 'service'
          : protocol === 'api' && /[a-z]/i.test(plain)
            ? 'person'
            : 'unknown'
  const called = user === '' ? 'qumulo' : user
  return { id: accountId(called, cluster), name: called, kind }
}

export default {
  name,
  logsource: [{ product: 'qumulo', service: 'audit' }, { category: 'backup' }],
  read: readerOf({
    isRecord,
    object: ({ value, ...carried }) => ok(toEvent(recordOf(value), carried)),
    line: ({ syslog, ...carried }) => {
      const record = recordIn(syslog.message) ?? recordIn(carried.original)
      return record ? ok(toEvent(record, { ...carried, syslog })) : fail(notOurs)
    },
    whyNot: (value) =>
      isObject(value)
        ? {
            reason: 'the object is no operation of Qumulo’s audit: no operation with a protocol and a user',
            field: 'operation',
          }
        : notOurs,
  }),
} satisfies Source
