// What kinds of tasks of Proxmox VE mean. Kinds: pve-manager, qemu-server, pve-container and pve-storage, `fork_worker`.

import type { Facts } from '../kit/facts.ts'
import type { ProxmoxRecord } from '../proxmox/event.ts'
import type { Task } from '../proxmox/upid.ts'
import { nodeService } from './services.ts'
import { holder, inNode, machine, nodeOf, storage } from './things.ts'

export function fromTask(task: Task, program: string): ProxmoxRecord {
  const { id, node, kind, what, user, ended, outcome, error } = task
  return {
    code: kind,
    time: ended ? task.finished : task.started,
    outcome,
    facts: { ...factsOf(task, program), act: id },
    user,
    scheduled: program === 'pvescheduler' || program === 'pve-guests',
    node,
    error,
    vendor: { upid: id, task_type: kind, task_id: what },
  }
}

type Reader = (task: Task, program: string) => Facts

const gone: Reader = ({ node, what }) => ({ action: 'repository-deleted', resource: machine(node, what) })

/** The task names the machine and not the snapshot: each of them is one by when it began. */
const snapshot =
  (action: 'recovery-point-created' | 'recovery-point-deleted'): Reader =>
  ({ node, what, started }) => ({
    action,
    resource: {
      type: 'snapshot',
      id: `${node}/vm/${what}/snapshot-${started}`,
      name: `snapshot of ${what}`,
      container: holder(machine(node, what)),
    },
  })

/** `101@backups`, or the storage alone: which volume it was is in access.log only. */
const volumeGone: Reader = ({ node, what, started }) => {
  const [number, store = number] = what.includes('@') ? what.split('@') : ['', what]
  return {
    action: 'object-deleted',
    resource: {
      type: 'file',
      id: `${node}/storage/${store}/${number}-${started}`,
      name: number ? `volume of ${number}` : 'volume',
      container: holder(storage(node, store ?? '')),
    },
  }
}

const run =
  (type: string): Reader =>
  ({ node, what, kind, ended }, program) => ({
    action: ended ? 'job-finished' : 'run-started',
    resource: inNode(node, type, `${kind}${what ? `/${what}` : ''}`),
    ...(program === 'pvescheduler' ? { detail: { scheduled: true } } : {}),
  })

/** A machine put back to an earlier state: what it was since is lost. */
const rolledBack: Reader = ({ node, what }) => ({
  action: 'object-overwritten',
  resource: machine(node, what),
  detail: { how: 'rewritten' },
})

const pool: Reader = ({ node, what }) => ({
  action: 'repository-deleted',
  resource: inNode(node, 'pool', what || 'pool'),
})

const shell: Reader = ({ node }) => ({ action: 'process-started', resource: nodeOf(node) })

const service =
  (to: 'on' | 'off'): Reader =>
  ({ node, what, started }) =>
    nodeService(node, what, to, started)

const kinds: Readonly<Record<string, Reader>> = {
  qmdestroy: gone,
  vzdestroy: gone,
  qmdelsnapshot: snapshot('recovery-point-deleted'),
  vzdelsnapshot: snapshot('recovery-point-deleted'),
  lxcdelsnapshot: snapshot('recovery-point-deleted'),
  qmsnapshot: snapshot('recovery-point-created'),
  vzsnapshot: snapshot('recovery-point-created'),
  qmrollback: rolledBack,
  vzrollback: rolledBack,
  lxcrollback: rolledBack,
  imgdel: volumeGone,
  prunebackups: ({ node, what, started }) => ({
    action: 'recovery-point-deleted',
    resource: {
      type: 'recovery-point',
      id: `${node}/storage/${what}/pruned-${started}`,
      name: `backups on ${what}`,
      container: holder(storage(node, what.split('@').at(-1) ?? what)),
    },
    detail: { bulk: true },
  }),
  vzdump: run('plan'),
  qmrestore: run('restore'),
  vzrestore: run('restore'),
  qmcreate: ({ node, what }) => ({ action: 'repository-created', resource: machine(node, what) }),
  vzcreate: ({ node, what }) => ({ action: 'repository-created', resource: machine(node, what) }),
  srvstop: service('off'),
  srvstart: service('on'),
  srvrestart: service('on'),
  startall: ({ node }, program) => ({
    action: program === 'pve-guests' ? 'host-started' : 'other',
    resource: nodeOf(node),
  }),
  vncshell: shell,
  termproxy: shell,
  spiceshell: shell,
  wipedisk: ({ node, what }) => ({
    action: 'object-overwritten',
    resource: inNode(node, 'volume', what),
    detail: { how: 'formatted' },
  }),
  diskinit: ({ node, what }) => ({
    action: 'object-overwritten',
    resource: inNode(node, 'volume', what),
    detail: { how: 'formatted' },
  }),
  zfsremove: pool,
  lvmremove: pool,
  lvmthinremove: pool,
  dirremove: pool,
  cephdestroypool: pool,
  cephdestroyfs: pool,
}

/** What a task does; one that guards nothing is a plain event of its machine. */
function factsOf(task: Task, program: string): Facts {
  const { node, kind, what } = task
  if (Object.hasOwn(kinds, kind)) return kinds[kind]?.(task, program) ?? { action: 'other' }
  return { action: 'other', resource: /^\d{3,9}$/.test(what) ? machine(node, what) : nodeOf(node) }
}
