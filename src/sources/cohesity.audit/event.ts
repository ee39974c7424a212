// One record of Cohesity as one event: who, what, when, from where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { type CohesityRecord, recordOf } from './record.ts'

const source = 'cohesity.audit'

export function toEvent({ value: raw, original, created, received, syslog }: FoundObject): Event {
  const record = recordOf(raw, syslog?.host)
  const { user } = whoIn(record)
  const { cluster } = record
  const outcome = record.failed === true ? 'failure' : record.stream === 'alert' ? 'unknown' : 'success'
  return eventFrom({
    source,
    id: record.id,
    time: record.time,
    created: created ?? syslog?.time,
    received,
    code: record.code || 'unknown',
    provider: record.entity || record.stream,
    outcome,
    ...maskSecrets(original),
    facts: { ...classify(record), ...(record.clusterId ? { parents: [record.clusterId] } : {}) },
    platform: source,
    actor: actorOf(record),
    user:
      user === ''
        ? undefined
        : {
            name: user,
            ...(record.domain ? { domain: record.domain } : {}),
            ...(user.includes('@') ? { email: user } : {}),
          },
    address: record.address || undefined,
    agent: record.agent || undefined,
    observer: {
      vendor: 'Cohesity',
      product: record.domain === 'helios' ? 'Helios' : 'DataPlatform',
      ...(cluster ? { name: cluster } : {}),
    },
    organization: record.tenant ? { id: record.tenant } : undefined,
    error: outcome === 'failure' ? { code: record.code, message: record.description } : undefined,
    message: record.description || undefined,
    vendor: withoutHeaders(raw),
  })
}

/** On failures the user is empty, and the words say for whom. */
function whoIn(record: CohesityRecord): { readonly user: string; readonly domain: string } {
  const [, named = '', domain = ''] =
    /(?:for user |^)([\w.+@\\-]+?)(?:@(\w[\w.-]*)| on domain (\S+))/.exec(record.description) ?? []
  return record.user === '' ? { user: named.replace(/^@/, ''), domain } : { user: record.user, domain: record.domain }
}

function actorOf(record: CohesityRecord): Actor | undefined {
  // What protection runs do of themselves carries nobody's name.
  if (record.stream === 'protection') return { id: 'cohesity', name: 'Cohesity', kind: 'product' }
  const { user, domain } = whoIn(record)
  if (user === '') return undefined
  const realm = domain === '' || /^(local|helios)$/i.test(domain) ? record.cluster || 'cohesity' : domain
  const kind = /^(cohesity|system|_internal|helios)$/i.test(user) ? 'product' : 'person'
  return { id: accountId(user, realm), name: user, kind }
}

/** Headers carry tokens; nothing else of them is wanted. */
const withoutHeaders = (raw: FoundObject['value']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => !/header$/i.test(name)))
