// SnapMirror: relations, their policies, and the peerings that they run over.
import type { Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { number } from '../../kit/look.ts'
import { type Command, isMany, option, parentsOf, policyId, type Reader, svmOf } from '../command.ts'
import { isOff } from '../values.ts'

interface End {
  readonly svm: string
  readonly volume?: string
}

/** `svm:volume`, `cluster://svm/volume`, or the two as options; an SVM alone where the whole of it is mirrored. */
function endOf(command: Command, which: 'destination' | 'source'): End | undefined {
  const path = option(command, `${which}-path`)
  const found = /^(?:[^:/]*:\/\/)?([^:/]+)[:/]([^:/]*)/.exec(path ?? '')
  if (found) return { svm: found[1] ?? '', ...(found[2] ? { volume: found[2] } : {}) }
  const [svm, volume] = [option(command, `${which}-vserver`), option(command, `${which}-volume`)]
  if (svm === undefined && volume === undefined) return undefined
  return { svm: svm ?? svmOf(command) ?? '', ...(volume === undefined ? {} : { volume }) }
}

const volumeId = (command: Command, { svm, volume }: End): string =>
  [command.cluster, svm, ...(volume === undefined ? [] : [volume])].filter((part) => part !== '').join('/')

/** A relation is known by where it goes to. */
function relation(command: Command): { readonly resource: Resource; readonly related: readonly Resource[] } {
  const end = endOf(command, 'destination')
  const uuid = command.uuids.relationship
  const name = end ? [end.svm, end.volume].filter(Boolean).join(':') : (uuid ?? '*')
  const target: Resource[] = end
    ? [{ type: end.volume === undefined ? 'svm' : 'volume', id: volumeId(command, end), name: end.volume ?? end.svm }]
    : []
  return {
    resource: {
      type: 'replication',
      id: end || !uuid ? `${command.cluster}/snapmirror/${name}` : uuid,
      name,
      ...(target[0] ? { container: target[0] } : {}),
      ...(end && uuid ? { aliases: [uuid] } : {}),
    },
    related: target,
  }
}

/** Where it comes from: what the relation protects, and what a relation that was turned round was before. */
function sourceOf(command: Command): { readonly resources?: readonly string[] } {
  const end = endOf(command, 'source')
  return end === undefined ? {} : { resources: [volumeId(command, end)] }
}

const switched =
  (to: 'on' | 'off', how: string): Reader =>
  (command) => {
    const { resource, related } = relation(command)
    return {
      action: 'replication-changed',
      resource,
      related,
      parents: parentsOf(command),
      changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
      detail: {
        state: how,
        ...sourceOf(command),
        ...(isMany(option(command, 'destination-path')) ? { bulk: true } : {}),
        ...(to === 'off' ? { explicit: true } : {}),
      },
    }
  }

const run =
  (action: Facts['action'], detail: Facts['detail'] = {}): Reader =>
  (command) => ({ action, ...relation(command), parents: parentsOf(command), detail })

const modified: Reader = (command) => {
  const { resource, related } = relation(command)
  const parents = parentsOf(command)
  const schedule = option(command, 'schedule')
  const policy = option(command, 'policy')
  if (schedule !== undefined && isOff(schedule))
    return {
      action: 'job-changed',
      resource,
      related,
      parents,
      changes: [{ setting: 'schedule', to: 'off', direction: 'weakened' }],
    }
  if (policy !== undefined) {
    const plan = policyId(command, 'snapmirror-policy', policy)
    return {
      action: 'policy-assigned',
      resource,
      related,
      parents,
      changes: [{ setting: 'assignment', to: plan }],
      detail: { plan },
    }
  }
  return {
    action: 'job-changed',
    resource,
    related,
    parents,
    ...(schedule ? { changes: [{ setting: 'schedule', to: 'on' }] } : {}),
  }
}

/** A rule of a policy keeps so many snapshots of a label at the destination. */
const rule =
  (kind: 'added' | 'modified' | 'removed'): Reader =>
  (command) => {
    const policy = option(command, 'policy') ?? command.uuids.policy ?? '?'
    const label = option(command, 'snapmirror-label', 'label') ?? '*'
    const id = policyId(command, 'snapmirror-policy', policy)
    const resource: Resource = {
      type: 'plan',
      id: `${id}/rule/${label}`,
      name: `${policy} ${label}`,
      container: { type: 'plan', id, name: policy },
    }
    const keep = number(option(command, 'keep'))
    const parents = parentsOf(command)
    if (kind === 'removed')
      return {
        action: 'retention-changed',
        resource,
        parents,
        changes: [{ setting: 'retention-count', to: 0, unit: 'versions', direction: 'weakened' }],
      }
    const changes = keep === undefined ? [] : [{ setting: 'retention-count', to: keep, unit: 'versions' }]
    if (kind === 'added') return { action: 'job-created', resource, parents, changes }
    return { action: keep === undefined ? 'job-changed' : 'retention-changed', resource, parents, changes }
  }

const policyDeleted: Reader = (command) => {
  const name = option(command, 'policy') ?? command.uuids.policy ?? '?'
  return {
    action: 'job-stopped',
    resource: { type: 'plan', id: policyId(command, 'snapmirror-policy', name), name },
    parents: parentsOf(command),
    detail: { deleted: true },
  }
}

const peering =
  (kind: 'cluster' | 'vserver', to: 'on' | 'off'): Reader =>
  (command) => {
    const peer = option(command, kind === 'cluster' ? 'cluster' : 'peer-vserver', 'peer') ?? command.uuids.peer ?? '?'
    const own = kind === 'cluster' ? command.cluster : (svmOf(command) ?? command.cluster)
    return {
      action: 'replication-changed',
      resource: {
        type: 'replication',
        id: `${command.cluster}/${kind}-peer/${own}/${peer}`,
        name: `${own} to ${peer}`,
      },
      parents: parentsOf(command),
      changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
    }
  }

export const mirrors: Readonly<Record<string, Reader>> = {
  'snapmirror create': switched('on', 'created'),
  'snapmirror protect': switched('on', 'created'),
  'snapmirror initialize': switched('on', 'initialized'),
  'snapmirror resync': switched('on', 'resynced'),
  'snapmirror resume': switched('on', 'resumed'),
  'snapmirror delete': switched('off', 'deleted'),
  'snapmirror break': switched('off', 'broken'),
  'snapmirror quiesce': switched('off', 'quiesced'),
  'snapmirror release': switched('off', 'released'),
  'snapmirror abort': run('job-stopped', { run: true, state: 'aborted', explicit: true }),
  'snapmirror update': run('run-started'),
  'snapmirror update-ls-set': run('run-started'),
  'snapmirror modify': modified,
  'snapmirror restore': run('other', { restore: true }),
  'snapmirror policy create': (command) => ({
    action: 'job-created',
    resource: {
      type: 'plan',
      id: policyId(command, 'snapmirror-policy', option(command, 'policy') ?? '?'),
      name: option(command, 'policy') ?? '?',
    },
    parents: parentsOf(command),
  }),
  'snapmirror policy add-rule': rule('added'),
  'snapmirror policy modify-rule': rule('modified'),
  'snapmirror policy remove-rule': rule('removed'),
  'snapmirror policy delete': policyDeleted,
  'vserver peer create': peering('vserver', 'on'),
  'vserver peer delete': peering('vserver', 'off'),
  'cluster peer create': peering('cluster', 'on'),
  'cluster peer delete': peering('cluster', 'off'),
}
