// Which reader knows a method of a Google service, and what stays of one that none knows.
import type { Facts } from '../kit/facts.ts'
import { text } from '../kit/look.ts'
import { type GcpRecord, type Readers, resourceOf } from './record.ts'
import { backups } from './services/backups.ts'
import { compute, databases, kept } from './services/compute.ts'
import { keys, secrets } from './services/keys.ts'
import { policyFacts } from './services/policies.ts'
import { billing, iam, logging, orgPolicy, pubsub, resourceManager } from './services/projects.ts'
import { storage } from './services/storage.ts'

/** By the first word of the service, and by how many words of the method its readers are called. */
const services: Readonly<Record<string, { readonly readers: Readers; readonly words: 1 | 2 | 3 }>> = {
  storage: { readers: storage, words: 3 },
  backupdr: { readers: backups, words: 1 },
  cloudkms: { readers: keys, words: 1 },
  secretmanager: { readers: secrets, words: 1 },
  compute: { readers: compute, words: 2 },
  cloudsql: { readers: databases, words: 2 },
  sqladmin: { readers: databases, words: 2 },
  cloudresourcemanager: { readers: resourceManager, words: 1 },
  orgpolicy: { readers: orgPolicy, words: 1 },
  cloudbilling: { readers: billing, words: 1 },
  iam: { readers: iam, words: 1 },
  logging: { readers: logging, words: 1 },
  pubsub: { readers: pubsub, words: 1 },
  file: { readers: kept, words: 1 },
  spanner: { readers: kept, words: 1 },
  bigtableadmin: { readers: kept, words: 1 },
  alloydb: { readers: kept, words: 1 },
  netapp: { readers: kept, words: 1 },
  gkebackup: { readers: kept, words: 1 },
  firestore: { readers: kept, words: 1 },
}

/** Reads by their first word. */
const lookups = /^(get|list|search|query|lookup|describe|test|check|aggregated|fetch|validate|export)/

/** What the entry says. */
export function classify(record: GcpRecord): Facts {
  const facts = known(record) ?? generic(record)
  const act = actOf(record)
  const parents = record.project === '' ? [] : [record.project]
  return { ...facts, ...(parents.length > 0 ? { parents } : {}), ...(act === undefined ? {} : { act }) }
}

function known(record: GcpRecord): Facts | undefined {
  const name = record.service.split('.')[0] ?? ''
  const service = Object.hasOwn(services, name) ? services[name] : undefined
  if (service === undefined) return undefined
  const words = record.method.toLowerCase().split('.')
  const called = words.slice(-service.words).join('.')
  return Object.hasOwn(service.readers, called) ? service.readers[called]?.(record) : undefined
}

function generic(record: GcpRecord): Facts {
  if (record.call === 'setiampolicy' || record.call === 'setiampermissions')
    return policyFacts(record, record.target === '' ? undefined : resourceOf('resource', record.target))
  return {
    action: lookups.test(record.call) || record.call === 'get' || record.call === 'list' ? 'read' : 'other',
    resource: record.target === '' ? undefined : resourceOf('resource', record.target),
  }
}

/** A long operation is told at its beginning and its end, under one id. */
function actOf({ raw, method, target }: GcpRecord): string | undefined {
  const operation = raw.operation
  const id = typeof operation === 'object' && operation !== null && 'id' in operation ? text(operation.id) : undefined
  return id === undefined ? undefined : `${id} ${method} ${target}`.slice(0, 700)
}
