// Snapshots and the policies that make and keep them.

import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import type { Facts } from '../../kit/facts.ts'
import { number } from '../../kit/look.ts'
import {
  bulkOf,
  type Command,
  dateIn,
  flag,
  idOf,
  isMany,
  option,
  parentsOf,
  policyId,
  type Reader,
  snapshotResource,
  volumeResource,
} from '../command.ts'
import { spanOf } from '../values.ts'

const made: Reader = (command) => {
  const until = dateIn(option(command, 'snaplock-expiry-time'))
  const span = spanOf(option(command, 'snaplock-expiry-period', 'retention-period'))
  return {
    action: 'recovery-point-created',
    resource: snapshotResource(command),
    parents: parentsOf(command),
    changes: lockOf(until, span, command.time),
  }
}

const lockOf = (
  until: number | undefined,
  span: number | typeof unlimited | undefined,
  time: number,
): readonly Change[] => {
  if (until !== undefined) return [{ setting: 'lock-until', to: until }]
  if (typeof span === 'number' && span > 0) return [{ setting: 'lock-until', to: time + Math.round(span * 86_400_000) }]
  return span === unlimited ? [{ setting: 'lock-until', to: unlimited }] : []
}

const deleted: Reader = (command) => {
  const name = option(command, 'snapshot') ?? (flag(command, 'all') ? '*' : undefined)
  const many = isMany(name) || isMany(option(command, 'volume')) || (name === undefined && !command.uuids.snapshot)
  return {
    action: 'recovery-point-deleted',
    resource: snapshotResource(command, name),
    parents: parentsOf(command),
    detail: {
      permanent: true,
      ...(many ? { bulk: true } : {}),
      ...(flag(command, 'force', 'ignore-owners') ? { forced: true } : {}),
    },
  }
}

/** Everything newer than the snapshot goes with the restore. */
const restored: Reader = (command) => ({
  action: 'recovery-point-deleted',
  resource: { ...snapshotResource(command, '*'), type: 'snapshot' },
  related: option(command, 'snapshot') === undefined ? [] : [snapshotResource(command)],
  parents: parentsOf(command),
  detail: { bulk: true, restore: true, ...bulkOf(option(command, 'volume')).detail },
})

const expiry: Reader = (command) => {
  const told = option(command, 'snaplock-expiry-time', 'expiry-time')
  const until = told === 'infinite' ? unlimited : dateIn(told)
  return {
    action: 'immutability-changed',
    resource: snapshotResource(command),
    parents: parentsOf(command),
    ...(until === undefined ? {} : { changes: [{ setting: 'lock-until', to: until }] }),
  }
}

/** `expiry-time` keeps a snapshot from the policy's rotation until then; a comment or label says nothing. */
const modified: Reader = (command) => {
  if (option(command, 'snaplock-expiry-time') !== undefined) return expiry(command)
  const resource = snapshotResource(command)
  const until = dateIn(option(command, 'expiry-time'))
  return until === undefined
    ? { action: 'other', resource, parents: parentsOf(command) }
    : {
        action: 'retention-changed',
        resource,
        parents: parentsOf(command),
        changes: [
          {
            setting: 'retention',
            to: Math.max(0, Math.round(((until - command.time) / 86_400_000) * 100) / 100),
            unit: 'd',
          },
        ],
      }
}

const renamed: Reader = (command) => {
  const resource = snapshotResource(command)
  const name = option(command, 'new-name', 'newname')
  const { id } = volumeResource(command)
  return {
    action: 'other',
    resource: name === undefined ? resource : { ...resource, id: `${id}/snapshot/${name}`, name },
    parents: parentsOf(command),
    detail: { renamed: true, ...(name === undefined ? {} : { former_id: resource.id }) },
  }
}

const policyName = (command: Command): string => option(command, 'policy') ?? command.uuids.policy ?? '?'

function policyResource(command: Command): Resource {
  const name = policyName(command)
  const uuid = command.uuids.policy
  if (uuid !== undefined && name === uuid) return { type: 'plan', id: uuid }
  return {
    type: 'plan',
    id: policyId(command, 'snapshot-policy', name),
    name,
    ...(uuid === undefined ? {} : { aliases: [uuid] }),
  }
}

/** A schedule of a policy is a tier of its own: what it keeps is compared with what it kept. */
function scheduleResource(command: Command, schedule: string): Resource {
  const policy = policyResource(command)
  return {
    type: 'plan',
    id: `${policy.id}/schedule/${schedule}`,
    name: `${policy.name ?? policy.id} ${schedule}`,
    container: { type: 'plan', id: policy.id, ...(policy.name === undefined ? {} : { name: policy.name }) },
  }
}

const keeps = (count: string | undefined, period: string | undefined): readonly Change[] => {
  const many = number(count)
  const span = spanOf(period)
  return [
    ...(many === undefined ? [] : [{ setting: 'retention-count', to: many, unit: 'versions' }]),
    ...(span === undefined ? [] : [{ setting: 'lock-days', to: span, unit: 'd' }]),
  ]
}

/** The policy, and each schedule with what it keeps, so that memory knows what it was. */
const policyMade: Reader = (command) => {
  const parents = parentsOf(command)
  const schedules = ['1', '2', '3', '4', '5'].flatMap((place): readonly Facts[] => {
    const schedule = option(command, `schedule${place}`)
    if (schedule === undefined) return []
    const changes = keeps(command.options.get(`count${place}`), command.options.get(`retention-period${place}`))
    return [{ action: 'job-created', resource: scheduleResource(command, schedule), parents, changes }]
  })
  const enabled = flag(command, 'enabled')
  return [
    {
      action: 'job-created',
      resource: policyResource(command),
      parents,
      changes: enabled === undefined ? [] : [{ setting: 'schedule', to: enabled ? 'on' : 'off' }],
    },
    ...schedules,
  ]
}

const scheduleChanged =
  (kind: 'added' | 'modified' | 'removed'): Reader =>
  (command) => {
    const schedule = option(command, 'schedule') ?? command.uuids.schedule ?? '*'
    const resource = scheduleResource(command, schedule)
    const parents = parentsOf(command)
    if (kind === 'removed')
      return {
        action: 'retention-changed',
        resource,
        parents,
        changes: [{ setting: 'retention-count', to: 0, unit: 'versions', direction: 'weakened' }],
      }
    const changes = keeps(
      option(command, 'newcount', 'count'),
      option(command, 'retention-period', 'newretention-period'),
    )
    if (kind === 'added') return { action: 'job-created', resource, parents, changes }
    return { action: changes.length > 0 ? 'retention-changed' : 'job-changed', resource, parents, changes }
  }

const policyChanged: Reader = (command) => {
  const enabled = flag(command, 'enabled')
  const resource = policyResource(command)
  const parents = parentsOf(command)
  if (enabled === false)
    return {
      action: 'job-stopped',
      resource,
      parents,
      changes: [{ setting: 'schedule', to: 'off', direction: 'weakened' }],
    }
  if (enabled === true)
    return { action: 'job-changed', resource, parents, changes: [{ setting: 'schedule', to: 'on' }] }
  return { action: 'job-changed', resource, parents }
}

const policyDeleted: Reader = (command) => ({
  action: 'retention-changed',
  resource: policyResource(command),
  parents: parentsOf(command),
  changes: [{ setting: 'retention-count', to: 0, unit: 'versions', direction: 'weakened' }],
  detail: { deleted: true },
})

export const snapshots: Readonly<Record<string, Reader>> = {
  'volume snapshot create': made,
  'volume snapshot delete': deleted,
  'volume snapshot multi-delete': (command) => ({
    ...(deleted(command) as Facts),
    detail: { permanent: true, bulk: true },
  }),
  'volume snapshot restore': restored,
  'volume snapshot partial-restore-file': (command) => ({ action: 'other', resource: volumeResource(command) }),
  'volume snapshot modify': modified,
  'volume snapshot rename': renamed,
  'volume snapshot modify-snaplock-expiry-time': expiry,
  'volume snapshot policy create': policyMade,
  'volume snapshot policy add-schedule': scheduleChanged('added'),
  'volume snapshot policy modify-schedule': scheduleChanged('modified'),
  'volume snapshot policy remove-schedule': scheduleChanged('removed'),
  'volume snapshot policy modify': policyChanged,
  'volume snapshot policy delete': policyDeleted,
  'vserver consistency-group snapshot delete': (command) => {
    const group = option(command, 'consistency-group') ?? '?'
    const name = option(command, 'snapshot') ?? '*'
    const id = idOf(command, 'consistency-group', group)
    return {
      action: 'recovery-point-deleted',
      resource: {
        type: 'snapshot',
        id: `${id}/snapshot/${name}`,
        name,
        container: { type: 'volume', id, name: group },
      },
      parents: parentsOf(command),
      detail: { bulk: true, permanent: true },
    }
  },
}
