// What kinds of tasks of Backup Server mean.
import type { Facts } from '../kit/facts.ts'
import type { ProxmoxRecord } from '../proxmox/event.ts'
import type { Task } from '../proxmox/upid.ts'

/** Kinds that the schedule starts, in the name of whoever set it up. */
const schedules = /^(prunejob|garbage_collection|verificationjob|syncjob|logrotate|aptupdate|tape-backup-job)$/

/** What was asked for is what counts, before it ends. */
const startsAtOnce = /^(delete-datastore|prune|prunejob|wipedisk|termproxy)$/

export function fromTask(task: Task): ProxmoxRecord {
  const { id, node, kind, what, user, ended, outcome, error } = task
  return {
    code: kind,
    time: ended ? task.finished : task.started,
    outcome: !ended && startsAtOnce.test(kind) ? 'success' : outcome,
    facts: { ...factsOf(kind, what, ended), act: id },
    user,
    scheduled: schedules.test(kind),
    node,
    error,
    vendor: { upid: id, worker_type: kind, worker_id: what },
  }
}

function factsOf(kind: string, what: string, ended: boolean): Facts {
  const [store = what] = what.split(':')
  const datastore = { type: 'datastore', id: `pbs/${store}`, name: store }
  switch (kind) {
    case 'delete-datastore':
      return { action: 'repository-deleted', resource: datastore }
    case 'create-datastore':
      return { action: 'repository-created', resource: datastore }
    case 'prune':
    case 'prunejob':
      return {
        action: 'recovery-point-deleted',
        resource: { type: 'recovery-point', id: `pbs/${what}`, name: what, container: datastore },
        detail: { bulk: true, ...(kind === 'prunejob' ? { expired: true } : {}) },
      }
    case 'wipedisk':
      return {
        action: 'object-overwritten',
        resource: { type: 'host', id: `pbs/disk/${what}`, name: what },
        detail: { how: 'formatted' },
      }
    case 'verify':
    case 'verify_snapshot':
    case 'verify_group':
    case 'verificationjob':
      return {
        action: ended ? 'restore-tested' : 'run-started',
        resource: { type: 'restore-test', id: `pbs/verify/${what}`, name: what, container: datastore },
      }
    case 'sync':
    case 'syncjob':
    case 'backup':
    case 'tape-backup':
      return {
        action: ended ? 'job-finished' : 'run-started',
        resource: { type: 'job', id: `pbs/${kind}/${what}`, name: what },
        ...(ended ? {} : { detail: { scheduled: true } }),
      }
    case 'termproxy':
      return { action: 'process-started' }
    default:
      return { action: 'other' }
  }
}
