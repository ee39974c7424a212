// Which reader a Veeam event has, by its number; what has none is told as it is.
import type { Resource } from '../../model/event.ts'
import { approvals } from './approvals.ts'
import { guards } from './guards.ts'
import { infrastructure } from './infrastructure.ts'
import { jobs } from './jobs.ts'
import { people } from './people.ts'
import { points } from './points.ts'
import { consoleOf, endOf, field, type Reader, type Said, thing, type VbrRecord } from './record.ts'
import { repositories } from './repositories.ts'

const readers: ReadonlyMap<string, Reader> = new Map(
  [points, jobs, repositories, people, approvals, guards, infrastructure].flatMap((topic) => Object.entries(topic)),
)

/** What a record that has no reader is about: the first of these whose id it has, else the first whose name. */
const things: readonly (readonly [type: string, ids: readonly string[], names: readonly string[]])[] = [
  ['recovery-point', ['OibID', 'PointID', 'RestorePointID'], ['VmName', 'ObjectName']],
  ['job', ['JobID'], ['JobName', 'BackupName', 'PolicyName']],
  ['vm', ['VmRef', 'VmID'], ['VmName']],
  ['repository', ['RepositoryID'], ['RepositoryName']],
  ['plan', ['FailoverPlanID', 'HardwarePlanID'], ['FailoverPlanName']],
  ['tenant', ['TenantID'], ['TenantName']],
  ['tape', ['TapeID', 'TapeObjectID'], ['Barcode', 'TapeObjectName']],
  [
    'service',
    ['ProxyID', 'AcceleratorID', 'WanAcceleratorID', 'GatewayID', 'ProviderID', 'InfrastructureID'],
    ['ProxyName', 'AcceleratorName', 'WanAcceleratorName', 'GatewayName', 'ProviderName'],
  ],
  [
    'host',
    ['ObjectID', 'HostID', 'FileServerID', 'FileShareID', 'ServerID', 'StorageID'],
    ['ObjectName', 'TargetName', 'Name', 'HostName'],
  ],
]

function aboutOf(record: VbrRecord): Resource {
  const known =
    things.find(([, ids]) => field(record, ...ids) !== undefined) ??
    things.find(([type, , names]) => type !== 'recovery-point' && (field(record, ...names) ?? '0') !== '0')
  return known ? thing(record, ...known) : consoleOf(record)
}

/** What the record says; of numbers that nobody knows, what it was about, and whether it says that it failed. */
export function classify(record: VbrRecord): Said {
  const reader = readers.get(record.code)
  if (reader) return reader(record)
  const resource = aboutOf(record)
  const result = field(record, 'JobResult', 'Result', 'Status')
  if (result !== undefined && / finished | completed|rescan/.test(record.text)) {
    const { state, outcome } = endOf(record)
    return { action: 'other', resource, outcome, detail: { state }, ...(outcome === 'failure' ? { error: state } : {}) }
  }
  return / (has|was) failed\b/.test(record.text)
    ? { action: 'other', resource, outcome: 'failure', error: 'Failed' }
    : { action: 'other', resource }
}

/** Acts that the product does by itself where the record names nobody. */
const own = new Set<string>([
  'recovery-point-created',
  'job-finished',
  'run-started',
  'restore-tested',
  'config-backup-failed',
  'host-started',
])

/** Whether an act without a name is the product's own. */
export const isOwn = ({ action, detail }: Said): boolean => own.has(action) || detail?.rotation === 'automatic'
