// One event or audit of Rubrik as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import type { RubrikRecord } from './record.ts'

export const toEvent = (record: RubrikRecord, found: FoundObject): Event =>
  eventOf(record, classify(record), found, 'rubrik.rsc', 'Security Cloud')

/** The event of a record that was understood, of the cloud or of a cluster. */
export function eventOf(
  record: RubrikRecord,
  { facts, who }: { readonly facts: Facts; readonly who: string },
  { original, created, received }: Pick<FoundObject, 'original' | 'created' | 'received'>,
  source: string,
  product: string,
): Event {
  const user = record.user || who
  const outcome = outcomeOf(record)
  return eventFrom({
    source,
    id: record.id,
    time: record.time,
    created,
    received,
    code: record.name || record.type || 'unknown',
    provider: record.type || undefined,
    outcome,
    ...maskSecrets(original),
    facts: { ...facts, parents: [record.clusterId, record.organization].filter((part) => part !== '') },
    platform: source,
    actor: user === '' ? undefined : actorOf(user),
    user:
      user === ''
        ? undefined
        : {
            ...(record.userId ? { id: record.userId } : {}),
            name: user,
            ...(user.includes('@') ? { email: user } : {}),
          },
    address: record.address || undefined,
    observer: { vendor: 'Rubrik', product, ...(record.cluster ? { name: record.cluster } : {}) },
    organization: record.organization ? { name: record.organization } : undefined,
    error: outcome === 'failure' ? { code: record.errorCode || record.name, message: record.message } : undefined,
    message: record.message || undefined,
    vendor: record.raw,
  })
}

/** Names that end so tell of what was refused or went wrong, whatever the status says. */
function outcomeOf({ name, status }: RubrikRecord): Event['event']['outcome'] {
  const word = status.replace(/[_\s-]/g, '').toLowerCase()
  if (
    /(failed|failure|invalid|blocked\w*|lockedbybruteforce|lockedduetoleakedpassword|violation)$/i.test(name) ||
    /failedknownuser|failedunknownuser|failedduetoaccountlock/i.test(name)
  )
    return 'failure'
  if (/^(failure|failed|taskfailure|canceled|cancelled)$/.test(word)) return 'failure'
  if (/^(success|succeeded|tasksuccess|partialsuccess|warning|info)$/.test(word)) return 'success'
  return word === '' && name !== '' ? 'success' : 'unknown'
}

const actorOf = (user: string): Actor => ({
  id: accountId(user, 'rubrik'),
  name: user,
  kind: user.includes('@')
    ? 'person'
    : /^(rubrik|system|polaris|internal)\b/i.test(user)
      ? 'product'
      : /^client\||service account/i.test(user)
        ? 'service'
        : 'unknown',
})
