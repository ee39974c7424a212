// Proxmox VE: tasks, sign-ins, calls of its interface, what its daemons and backup runs write, and the notices it sends.
import type { Source } from '../../model/source.ts'
import type { Facts } from '../kit/facts.ts'
import type { NoticeField } from '../proxmox/notice.ts'
import { proxmoxReader } from '../proxmox/reader.ts'
import { callsOf } from './calls.ts'
import { fromDaemon } from './lines.ts'
import { fromTask } from './task.ts'
import { inNode, nodeOf } from './things.ts'

const name = 'proxmox.ve'

export default {
  name,
  logsource: [{ product: 'proxmox', service: 've' }, { product: 'proxmox' }, { category: 'backup' }],
  read: proxmoxReader({
    source: name,
    provider: 'proxmox-ve',
    product: 'Proxmox VE',
    realm: 'pve',
    calls: callsOf,
    task: fromTask,
    notice,
    line: fromDaemon,
  }),
} satisfies Source

/** What a kind of notice means. https://pve.proxmox.com/pve-docs/chapter-notifications.html */
function notice(type: string, at: NoticeField): Facts {
  const node = at('hostname')
  switch (type) {
    case 'vzdump':
      return { action: 'job-finished', resource: inNode(node, 'plan', at('job-id') || 'vzdump') }
    case 'replication':
      return { action: 'job-finished', resource: inNode(node, 'replication', at('job-id') || 'replication') }
    default:
      return { action: 'other', resource: nodeOf(node) }
  }
}
