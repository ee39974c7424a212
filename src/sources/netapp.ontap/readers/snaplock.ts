// SnapLock: retention of WORM volumes and files, privileged deletion, legal holds, and the compliance clock; anti-ransomware.

import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import type { Facts } from '../../kit/facts.ts'
import {
  type Command,
  dateIn,
  flag,
  idOf,
  option,
  parentsOf,
  policyId,
  type Reader,
  svmResource,
  volumeResource,
} from '../command.ts'
import { isOff, spanOf } from '../values.ts'

const periods: readonly (readonly [option: string, setting: string])[] = [
  ['default-retention-period', 'lock-days'],
  ['minimum-retention-period', 'retention-minimum'],
  ['maximum-retention-period', 'retention-maximum'],
]

/** How long, by what least and most, whether a person may delete before, and when a file becomes WORM by itself. */
const locked: Reader = (command) => {
  const resource = volumeResource(command)
  const parents = parentsOf(command)
  const changes = periods.flatMap(([name, setting]): readonly Change[] => {
    const told = option(command, name)
    // `min` and `max` as a default mean one of the two others, whatever these are.
    if (told === undefined || /^(min|max)$/i.test(told)) return []
    const to = spanOf(told)
    return to === undefined ? [] : [{ setting, to, unit: 'd' }]
  })
  const privileged = option(command, 'privileged-delete')?.toLowerCase()
  const commit = option(command, 'autocommit-period')
  const guards: readonly Change[] = [
    ...(privileged === undefined
      ? []
      : [{ setting: 'privileged-delete', to: privileged === 'enabled' ? 'on' : 'off' }]),
    ...(isOff(commit) ? [{ setting: 'lock-mode', direction: 'weakened' as const }] : []),
  ]
  const append = flag(command, 'is-volume-append-mode-enabled')
  if (changes.length === 0 && guards.length === 0 && (commit !== undefined || append !== undefined))
    return { action: 'repository-changed', resource, parents }
  return [
    ...(changes.length > 0 ? [{ action: 'retention-changed' as const, resource, parents, changes }] : []),
    ...(guards.length > 0 || changes.length === 0
      ? [{ action: 'immutability-changed' as const, resource, parents, changes: guards }]
      : []),
  ]
}

function fileResource(command: Command): Resource {
  const path = option(command, 'file', 'path') ?? '?'
  const name = option(command, 'volume') ?? /^\/vol\/([^/]+)\//.exec(path)?.[1]
  const volume = volumeResource(command, name)
  return {
    type: 'file',
    id: `${volume.id}/file/${path}`,
    name: path,
    container: { type: 'volume', id: volume.id, ...(volume.name === undefined ? {} : { name: volume.name }) },
  }
}

const fileRetention: Reader = (command) => {
  const told = option(command, 'retention-time', 'retention-period', 'expiry-time')
  const span = spanOf(told)
  const until = dateIn(told) ?? (typeof span === 'number' ? command.time + Math.round(span * 86_400_000) : span)
  return {
    action: 'immutability-changed',
    resource: fileResource(command),
    parents: parentsOf(command),
    ...(until === undefined ? {} : { changes: [{ setting: 'lock-until', to: until }] }),
  }
}

const hold =
  (to: 'on' | 'off'): Reader =>
  (command) => ({
    action: 'immutability-changed',
    resource: volumeResource(command),
    parents: parentsOf(command),
    changes: [{ setting: 'legal-hold', to, direction: to === 'on' ? 'strengthened' : 'weakened' }],
    ...(option(command, 'litigation-name') ? { detail: { name: option(command, 'litigation-name') ?? '' } } : {}),
  })

const arrayOf = (command: Command): Resource => ({ type: 'array', id: command.cluster, name: command.cluster })

/** The clock that locks run by: set anew it says that no time passed, or a lot. */
const complianceClock: Reader = (command) => ({
  action: 'clock-changed',
  resource: arrayOf(command),
  changes: [{ setting: 'clock', ...(command.time ? { to: command.time } : {}), direction: 'unknown' }],
  detail: { explicit: true, compliance: true, initialized: true, forced: flag(command, 'force') === true },
})

/** The command says what the clock shall be; the record, what it was. */
const date: Reader = (command) => {
  const to = dateIn(option(command, 'dateandtime', 'date', 'utc'))
  const zone = option(command, 'timezone')
  if (to === undefined)
    return zone === undefined
      ? { action: 'clock-changed', resource: arrayOf(command), detail: { explicit: true } }
      : { action: 'other', resource: arrayOf(command) }
  return {
    action: 'clock-changed',
    resource: arrayOf(command),
    changes: [{ setting: 'clock', to }],
    detail: { explicit: true, step_seconds: Math.round((to - command.time) / 1000) },
  }
}

const timeServers =
  (kind: 'added' | 'removed' | 'changed'): Reader =>
  (command) => {
    const server = option(command, 'server')
    const enabled = flag(command, 'enabled')
    const off = kind === 'removed' || enabled === false
    const changes: readonly Change[] = off
      ? [{ setting: 'time-source', to: 'off' }]
      : kind === 'added' || enabled === true
        ? [{ setting: 'time-source', to: 'on' }]
        : [{ setting: 'time-servers', ...(server === undefined ? {} : { to: server }) }]
    return {
      action: 'clock-changed',
      resource: arrayOf(command),
      changes,
      detail: { explicit: true, ...(server === undefined ? {} : { service: server }) },
    }
  }

const guard =
  (to: string, scope: 'volume' | 'svm' = 'volume', direction?: 'weakened'): Reader =>
  (command): Facts => ({
    action: 'guard-changed',
    resource: scope === 'svm' ? svmResource(command) : volumeResource(command),
    parents: scope === 'svm' ? [command.cluster] : parentsOf(command),
    changes: [{ setting: 'anti-ransomware', ...(direction ? { direction } : { to }) }],
  })

/** The state that new volumes of an SVM begin with. */
const svmDefault: Reader = (command) => {
  const state = option(command, 'anti-ransomware-default-volume-state')
  return state === undefined
    ? { action: 'other', resource: svmResource(command) }
    : guard(/enabled/.test(state) ? 'on' : /dry/.test(state) ? 'dry-run' : 'off', 'svm')(command)
}

export const snaplock: Readonly<Record<string, Reader>> = {
  'volume snaplock modify': locked,
  'volume file retention set': fileRetention,
  'volume file privileged-delete': (command) => ({
    action: 'immutability-bypassed',
    resource: fileResource(command),
    parents: parentsOf(command),
    detail: { bypass: true, permanent: true },
  }),
  'snaplock legal-hold begin': hold('on'),
  'snaplock legal-hold end': hold('off'),
  'snaplock legal-hold abort': (command) => ({ action: 'other', resource: volumeResource(command) }),
  'snaplock event-retention policy modify': (command) => eventRetention(command),
  'snaplock event-retention policy delete': (command) => eventRetention(command),
  'snaplock compliance-clock initialize': complianceClock,
  'snaplock compliance-clock ntp modify': (command) => {
    const on = flag(command, 'is-sync-enabled')
    return {
      action: 'clock-changed',
      resource: arrayOf(command),
      changes: on === undefined ? [] : [{ setting: 'time-source', to: on ? 'on' : 'off' }],
      detail: { explicit: true, compliance: true },
    }
  },
  'snaplock log delete': (command) => ({
    action: 'audit-changed',
    resource: { type: 'trail', id: idOf(command, 'snaplock-log'), name: 'snaplock log' },
    changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
    detail: { scope: 'array', explicit: true },
  }),
  'cluster date modify': date,
  'system date set': date,
  'cluster time-service ntp server create': timeServers('added'),
  'cluster time-service ntp server modify': timeServers('changed'),
  'cluster time-service ntp server delete': timeServers('removed'),
  'cluster time-service ntp server reset': timeServers('changed'),
  'system services ntp config modify': timeServers('changed'),
  'security anti-ransomware volume enable': guard('on'),
  'security anti-ransomware volume resume': guard('on'),
  'security anti-ransomware volume dry-run': guard('dry-run'),
  'security anti-ransomware volume pause': guard('off'),
  'security anti-ransomware volume disable': guard('off'),
  'security anti-ransomware volume attack clear-suspect': guard('off', 'volume', 'weakened'),
  'security anti-ransomware volume event-log modify': (command) => ({
    action: 'other',
    resource: volumeResource(command),
  }),
  'security anti-ransomware volume attack-detection-parameters modify': guard('off', 'volume', 'weakened'),
  'security anti-ransomware vserver modify': svmDefault,
  'security anti-ransomware vserver enable': guard('on', 'svm'),
  'security anti-ransomware vserver disable': guard('off', 'svm'),
  'vserver vscan enable': guard('on', 'svm'),
  'vserver vscan disable': guard('off', 'svm'),
}

function eventRetention(command: Command): Facts {
  const name = option(command, 'name', 'policy') ?? '?'
  const to = spanOf(option(command, 'retention-period'))
  return {
    action: 'retention-changed',
    resource: { type: 'plan', id: policyId(command, 'event-retention', name), name },
    parents: parentsOf(command),
    changes: /delete$/.test(command.path)
      ? [{ setting: 'retention', to: 0, direction: 'weakened' }]
      : to === undefined
        ? []
        : [{ setting: 'retention', to: to === 0 ? 0 : to === unlimited ? unlimited : to, unit: 'd' }],
  }
}
