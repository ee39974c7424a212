// Hyper-V's own channels: machines made and removed, checkpoints that failed, replicas that stopped, disks that were mounted.
// The machine stands in the data as `VmName` and `VmId`; where a shipper leaves that out, in quotes in the message.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { WindowsRecord } from './record.ts'

const ofHyperv = /Hyper-V|VHDMP/i

export const isHyperv = ({ provider, channel }: WindowsRecord): boolean => ofHyperv.test(provider || channel)

/** Of a machine, or of what belongs to one. */
export const concernsMachine = ({ resource }: Facts): boolean =>
  resource?.type === 'vm' || resource?.container?.type === 'vm'

interface Machine {
  readonly name: string
  readonly id: string
}

function machineIn({ data, message }: WindowsRecord): Machine {
  const text = message.slice(0, 2_000)
  const name =
    data.VmName ?? data.VMName ?? data.Parameter0 ?? data.param1 ?? /['"‘“]([^'"’”]{1,200})['"’”]/.exec(text)?.[1]
  const id = data.VmId ?? data.VMId ?? /\b[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\b/i.exec(text)?.[0]
  return { name: name ?? id ?? 'virtual machine', id: (id ?? '').toLowerCase() }
}

/** By host and name, as a cmdlet names it; its number is a further id. */
function machine({ name, id }: Machine, computer: string): Resource {
  const host = computer.toLowerCase()
  return {
    type: 'vm',
    id: `${host}:${name.toLowerCase()}`,
    name,
    ...(id ? { aliases: [id] } : {}),
    container: { type: 'host', id: host, name: computer },
  }
}

function ofMachine(record: WindowsRecord, type: string): Resource {
  const { id, name = '' } = machine(machineIn(record), record.computer)
  return { type, id: `${id}:${type}`, name: `${type} of ${name}`, container: { type: 'vm', id, name } }
}

type Reader = (record: WindowsRecord) => Facts

const plain =
  (action: Facts['action']): Reader =>
  (record) => ({ action, resource: machine(machineIn(record), record.computer) })

const replica =
  (to: 'on' | 'off'): Reader =>
  (record) => ({
    action: 'replication-changed',
    resource: ofMachine(record, 'replication'),
    changes: [{ setting: 'replication', to }],
  })

const replicaRun: Reader = (record) => ({ action: 'job-finished', resource: ofMachine(record, 'replication') })
const checkpoint: Reader = (record) => ({ action: 'recovery-point-created', resource: ofMachine(record, 'snapshot') })

/** Numbers of VMMS. 32022 and 32086: learn.microsoft.com, "Hyper-V replication is suspended". */
const service: Readonly<Record<string, Reader>> = {
  13002: plain('repository-created'),
  18304: plain('repository-created'),
  13003: plain('repository-deleted'),
  10103: checkpoint,
  18012: checkpoint,
  18014: checkpoint,
  32086: replica('off'),
  32088: replica('off'),
  32022: replicaRun,
  32315: replicaRun,
  32320: replicaRun,
}

/** Numbers that are written when something went wrong. */
const failed = /^(10103|18012|18014|19100|21002|21026|32022|32315|32320|32546|32572)$/

export const hasFailed = ({ id, message }: WindowsRecord): boolean =>
  failed.test(id) || /\b(failed to|could not|cannot|unable to)\b/i.test(message.slice(0, 500))

/** Other numbers of replicas say in English which way they go. */
const words: readonly (readonly [text: RegExp, read: Reader])[] = [
  [
    /replication\b.{0,200}\b(?:suspend|paus|remov|disabl|stopp)ed\b|\b(?:suspend|paus|remov|disabl|stopp)ed\b.{0,60}\breplication/i,
    replica('off'),
  ],
  [
    /replication\b.{0,200}\b(?:resum|start|enabl|establish)ed\b|\b(?:resum|enabl)ed\b.{0,60}\breplication/i,
    replica('on'),
  ],
]

export function hypervFacts(record: WindowsRecord): Facts {
  const { id, provider, data, computer, message } = record
  if (/VHDMP/i.test(provider))
    return {
      action: 'other',
      resource: {
        type: 'file',
        id: `${computer.toLowerCase()}:${(data.VhdFileName ?? data.VhdFile ?? data.param1 ?? 'virtual disk').toLowerCase()}`,
        name: data.VhdFileName ?? data.VhdFile ?? data.param1 ?? 'virtual disk',
      },
    }
  if (/VMMS/i.test(provider) && Object.hasOwn(service, id)) return service[id]?.(record) ?? { action: 'other' }
  const read = words.find(([text]) => text.test(message.slice(0, 1_000)))?.[1]
  return read?.(record) ?? plain('other')(record)
}
