// Proxmox Backup Server: sign-ins, calls of its interface, tasks, and the notices it sends.
import type { Source } from '../../model/source.ts'
import type { Facts } from '../kit/facts.ts'
import type { NoticeField } from '../proxmox/notice.ts'
import { proxmoxReader } from '../proxmox/reader.ts'
import { calls } from './calls.ts'
import { fromTask } from './task.ts'

const name = 'proxmox.pbs'

export default {
  name,
  logsource: [{ product: 'proxmox', service: 'pbs' }, { category: 'backup' }],
  read: proxmoxReader({
    source: name,
    provider: 'proxmox-backup',
    product: 'Backup Server',
    realm: 'pbs',
    calls: () => calls,
    task: fromTask,
    notice,
  }),
} satisfies Source

/** What a kind of notice means. */
function notice(type: string, at: NoticeField): Facts {
  const thing = at('datastore') || at('media-pool') || at('job-id')
  const resource = (kind: string): Facts['resource'] =>
    thing === '' ? undefined : { type: kind, id: `pbs/${type}/${thing}`, name: thing }
  switch (type) {
    case 'verification':
    case 'verify':
      return { action: 'restore-tested', resource: resource('restore-test') }
    case 'sync':
    case 'tape-backup':
    case 'backup':
      return { action: 'job-finished', resource: resource('job') }
    case 'prune':
      return { action: 'job-finished', resource: resource('plan') }
    default:
      return { action: 'other' }
  }
}
