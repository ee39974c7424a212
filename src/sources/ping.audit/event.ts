// One record of Ping as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import type { PingRecord } from './record.ts'

const source = 'ping.audit'

/** The session of a browser lets its holder in. */
const secrets = [/("websession"\s*:\s*")[^"]{1,500}/g]

export function toEvent(record: PingRecord, { original, created, received, syslog }: FoundObject | FoundLine): Event {
  const { product, user, userId, type, message, environment } = record
  const outcome = outcomeOf(record)
  const host = record.host || syslog?.host
  return eventFrom({
    source,
    id: record.id,
    time: record.time ?? syslog?.time,
    created: created ?? (record.time === undefined ? undefined : syslog?.time),
    received,
    code: type || message.slice(0, 200) || 'unknown',
    provider: product.toLowerCase(),
    outcome,
    ...maskSecrets(original, secrets),
    facts: classify(record),
    platform: source,
    actor: actorOf(record),
    user:
      user === '' && userId === ''
        ? undefined
        : {
            ...(userId ? { id: userId } : {}),
            ...(user ? { name: user } : {}),
            ...(user.includes('@') ? { email: user } : {}),
          },
    address: record.address || undefined,
    agent: record.agent || undefined,
    observer: { vendor: 'Ping Identity', product, ...(host ? { name: host } : {}) },
    organization: environment ? { id: environment } : undefined,
    error: outcome === 'failure' ? { code: record.status || 'failure', message: message.slice(0, 2_000) } : undefined,
    message: message.slice(0, 2_000) || undefined,
    vendor: { product, type, status: record.status, client: record.client },
  })
}

/** The status; a check that failed is a record of its own that says that it was carried out. */
function outcomeOf({ status, type }: PingRecord): Event['event']['outcome'] {
  if (/fail|denied|error|invalid|reject|unsuccess/i.test(status) || /(FAILED|DENIED|INVALID)$/.test(type))
    return 'failure'
  if (/progress|pending|attempt/i.test(status) || status === '') return 'unknown'
  return 'success'
}

/** A program acts in its own name where no user stands beside it. */
function actorOf({ user, userId, client, session }: PingRecord): Actor | undefined {
  const name = user || userId || client
  if (name === '') return undefined
  const credential = session ? { session } : {}
  if (user === '' && userId === '') return { id: `ping client ${client}`, name, kind: 'service' }
  return { id: user ? accountId(user, 'ping') : userId, name, kind: 'person', ...credential }
}
