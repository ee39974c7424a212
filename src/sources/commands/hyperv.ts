// Cmdlets of Hyper-V: machines, checkpoints and replicas that are removed or stopped.
// https://learn.microsoft.com/powershell/module/hyper-v
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { Place } from './facts.ts'

export type TextReader = (text: string, place: Place) => Facts | undefined

/** Which machine: `-VMName web01`, `-Name web01`, the first word; `*` where a pipe or a wildcard gives them. */
function machineIn(text: string, cmdlet: RegExp): string {
  const at = cmdlet.exec(text)
  const before = text.slice(0, at?.index ?? 0)
  const after = text.slice((at?.index ?? 0) + (at?.[0].length ?? 0))
  const source = /\|\s*$/.test(before) ? before : after
  const named =
    /(?:^|\s)-(?:vmname|name|vm)\s+['"]?([^'"\s|;,]{1,120})/i.exec(source)?.[1] ??
    /(?:get-vm\s+|^\s+)['"]?([\w.*]{1}[\w.*-]{0,119})/i.exec(source)?.[1]
  return named === undefined || /[*$]/.test(named) ? '*' : named
}

const machine = ({ host }: Place, name: string): Resource => ({
  type: 'vm',
  id: `${host}:${name.toLowerCase()}`,
  name,
  container: { type: 'host', id: host, name: host },
})

const many = (name: string): Pick<Facts, 'detail'> => (name === '*' ? { detail: { bulk: true } } : {})

/** A thing of a machine: its checkpoints, its replica. */
function ofMachine(place: Place, type: string, name: string): Resource {
  const { id } = machine(place, name)
  return { type, id: `${id}:${type}`, name: `${type} of ${name}`, container: { type: 'vm', id, name } }
}

const removes = /remove-vm(?=\s|$|\|)/i
const checkpoints = /remove-vm(?:snapshot|checkpoint)\b/i
const replicas = /(?:remove|stop|suspend)-vmreplication\b/i
const copies = /(?:resume|start|enable)-vmreplication\b|start-vminitialreplication\b/i

export const hypervReaders: readonly (readonly [text: RegExp, read: TextReader])[] = [
  [
    removes,
    (text, place) => {
      const name = machineIn(text, removes)
      return { action: 'repository-deleted', resource: machine(place, name), ...many(name) }
    },
  ],
  [
    checkpoints,
    (text, place) => {
      const name = machineIn(text, checkpoints)
      return { action: 'recovery-point-deleted', resource: ofMachine(place, 'snapshot', name), ...many(name) }
    },
  ],
  [
    replicas,
    (text, place) => ({
      action: 'replication-changed',
      resource: ofMachine(place, 'replication', machineIn(text, replicas)),
      changes: [{ setting: 'replication', to: 'off' }],
    }),
  ],
  [
    copies,
    (text, place) => ({
      action: 'replication-changed',
      resource: ofMachine(place, 'replication', machineIn(text, copies)),
      changes: [{ setting: 'replication', to: 'on' }],
    }),
  ],
]
