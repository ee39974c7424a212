// Tasks by their UPID: `UPID:node:pid:start:task:time:kind:what:who:`, in journals and in the archive of tasks.
// https://pbs.proxmox.com/docs/file-formats.html and pbs-api-types: numbers are hexadecimal, the time in seconds.
import type { Facts } from '../kit/facts.ts'
import type { PbsRecord } from './event.ts'

const upid =
  /UPID:([^:\s]{1,100}):([0-9A-Fa-f]{8}):[0-9A-Fa-f]{8,16}:(?:[0-9A-Fa-f]{8,16}:)?([0-9A-Fa-f]{8}):([^:\s]{1,60}):([^:\s]{0,300}):([^:\s]{1,300}):/

export const isTask = (line: string): boolean => upid.test(line)

/** Kinds that the schedule starts, in the name of whoever set it up. */
const schedules = /^(prunejob|garbage_collection|verificationjob|syncjob|logrotate|aptupdate|tape-backup-job)$/

export function fromTask(line: string): PbsRecord {
  const [id = '', node, , time = '0', kind = '', what = '', user] = upid.exec(line) ?? []
  const rest = line.slice(line.indexOf(id) + id.length)
  const before = line.slice(0, line.indexOf(id))
  const ended = /\b(?:end(?:ed)? task|finished)\b/i.test(before) || /^\s+[0-9A-Fa-f]{8}\s+\S/.test(rest)
  const failed =
    /TASK ERROR|unexpected status|:\s*(?!OK)\w.*(?:error|fail)/i.test(rest) ||
    (ended && /\b(?:error|failed|aborted)\b/i.test(rest))
  return {
    code: kind,
    time: ended ? endOf(rest) : Number.parseInt(time, 16) * 1000,
    outcome: failed
      ? 'failure'
      : ended && /\bOK\b|^\s+[0-9A-Fa-f]{8}\s+OK/.test(rest)
        ? 'success'
        : ended
          ? 'success'
          : startsAtOnce.test(kind)
            ? 'success'
            : 'unknown',
    facts: { ...factsOf(kind, unescaped(what), ended), act: id },
    user: user === undefined ? undefined : unescaped(user),
    scheduled: schedules.test(kind),
    node,
    error: failed ? rest.trim().slice(0, 300) : undefined,
    vendor: { upid: id, worker_type: kind, worker_id: unescaped(what) },
  }
}

/** What was asked for is what counts, before it ends. */
const startsAtOnce = /^(delete-datastore|prune|prunejob|wipedisk|termproxy)$/

function endOf(rest: string): number | undefined {
  const [, end] = /^\s+([0-9A-Fa-f]{8})\s/.exec(rest) ?? []
  return end === undefined ? undefined : Number.parseInt(end, 16) * 1000
}

/** Systemd's escapes: `\x2d` is a dash. */
const unescaped = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

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
