// One audit record of Delinea as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import type { DelineaRecord } from './record.ts'

const source = 'delinea.audit'

export function toEvent(
  record: DelineaRecord,
  { original, created, received, syslog }: FoundObject | FoundLine,
): Event {
  const { user, userId, tenant, message, code } = record
  const failed = /fail|denied|error|lockout/i.test(`${record.done} ${code}`)
  const host = record.host || syslog?.host
  const { address, port } = hostAndPort(record.address)
  return eventFrom({
    source,
    id: record.id,
    time: record.time ?? syslog?.time,
    created: created ?? (record.time === undefined ? undefined : syslog?.time),
    received,
    code: code || 'unknown',
    provider: record.thing || undefined,
    outcome: failed ? 'failure' : record.thing === 'engine' ? 'unknown' : 'success',
    ...maskSecrets(original),
    facts: classify(record),
    platform: source,
    actor: actorOf(record),
    user:
      user === ''
        ? undefined
        : { ...(userId ? { id: userId } : {}), name: user, ...(user.includes('@') ? { email: user } : {}) },
    address,
    port,
    agent: record.agent || undefined,
    observer: { vendor: 'Delinea', product: tenant ? 'Platform' : 'Secret Server', ...(host ? { name: host } : {}) },
    organization: tenant ? { id: tenant } : undefined,
    error: failed ? { code: record.done || code, message: message.slice(0, 2_000) } : undefined,
    message: message.slice(0, 2_000) || undefined,
    vendor: Object.fromEntries(
      Object.entries({
        thing: record.thing,
        done: record.done,
        target: record.target,
        container: record.container,
        details: maskSecrets(record.details).original,
      }).filter(([, value]) => value !== ''),
    ),
  })
}

/** `domain.example.com\user@DOMAIN` is one user of one domain. */
function actorOf({ user, system, session }: DelineaRecord): Actor | undefined {
  if (user === '') return undefined
  const slash = user.lastIndexOf('\\')
  const name = slash > 0 && user.indexOf('@') > slash ? user.slice(0, user.indexOf('@')) : user
  return {
    id: accountId(name.replace(/\\{2,}/g, '\\'), 'delinea'),
    name: user,
    kind: system || /^system$/i.test(user) ? 'provider' : 'person',
    ...(session ? { session } : {}),
  }
}
