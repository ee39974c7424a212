// One audit record as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { classify, failures } from './classify.ts'
import type { PasRecord } from './record.ts'

const source = 'cyberark.pas'

export function toEvent(record: PasRecord, { original, created, received, syslog }: FoundObject | FoundLine): Event {
  const failed = record.failed === true || failures.has(record.code)
  const host = record.host || syslog?.host
  const time = record.time ?? syslog?.time
  return eventFrom({
    source,
    id: record.id,
    time,
    created: created ?? (record.time === undefined ? undefined : syslog?.time),
    received,
    code: record.code || record.action || 'unknown',
    provider: record.action || undefined,
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: classify(record),
    platform: source,
    actor: actorOf(record),
    user:
      record.user === ''
        ? undefined
        : { name: record.user, ...(record.user.includes('@') ? { email: record.user } : {}) },
    address: record.address || undefined,
    observer: {
      vendor: 'CyberArk',
      product: record.tenant ? 'Privilege Cloud' : 'Vault',
      ...(host ? { name: host } : {}),
    },
    organization: record.tenant ? { id: record.tenant } : undefined,
    error: failed ? { code: record.code, message: record.reason || record.action } : undefined,
    vendor: fieldsOf(record),
    hosts: record.machine ? [record.machine] : [],
  })
}

/** Accounts of the product's own parts. */
const parts = /^(PasswordManager\w*|PVWA\w*|PSM\w*|Prov_.*|Backup|DR|NotificationEngine|BatchUser|AIM\w*|CPM\w*)$/i

function actorOf({ user, human, session }: PasRecord): Actor | undefined {
  if (user === '') return undefined
  return {
    id: accountId(user),
    name: user,
    kind: parts.test(user) ? 'product' : human === false ? 'service' : 'person',
    ...(session ? { session } : {}),
  }
}

const fieldsOf = ({
  raw,
  safe,
  file,
  reason,
  machine,
  account,
  session,
}: PasRecord): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    Object.entries({ safe, file, reason, machine, account, session }).filter(([, value]) => value !== ''),
  ),
  record: Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== '' && value !== null)),
})
