// Commands of Spectrum Virtualize on volumes, snapshots, their policies and remote copies.
import type { Resource } from '../../model/event.ts'
import { copying, cut, type Given, part, pointOf, renamed, retained, scheduled, whole } from '../appliance/facts.ts'
import type { Typed } from '../appliance/options.ts'
import { type Facts, listing } from '../kit/facts.ts'
import { number } from '../kit/look.ts'
import { daysIn } from '../kit/span.ts'

export type Reader = (typed: Typed, given: Given) => Facts

/** Things are called by name or by number. */
const named = (given: Given, type: string, name: string | undefined): Resource =>
  part(given, type, name ?? '?', name !== undefined && /^\d+$/.test(name) ? `${type} ${name}` : name)
export const last = ({ names }: Typed): string | undefined => names.at(-1)
export const of =
  (type: string) =>
  (typed: Typed, given: Given): Resource =>
    named(given, type, last(typed))
const volume = of('volume')

const gone =
  (type: string, detail: Facts['detail'] = {}): Reader =>
  (typed, given) => ({
    action: 'repository-deleted',
    resource: of(type)(typed, given),
    detail: { permanent: true, ...(typed.options.has('force') ? { forced: true } : {}), ...detail },
  })

const snapshotOf = ({ options }: Typed, given: Given): Resource => {
  const holder = options.get('volumegroup') ?? options.get('volumes') ?? options.get('parentvolumegroup')
  const name =
    options.get('snapshot') ??
    options.get('name') ??
    (options.get('snapshotid') && `snapshot ${options.get('snapshotid')}`)
  return pointOf(given, holder === undefined ? whole(given) : named(given, 'volume', holder), name)
}

const mapping = (typed: Typed, given: Given): Resource =>
  pointOf(given, whole(given), last(typed) ?? typed.options.get('name'))

/** A policy of snapshots: how long they are kept is days. */
const policySet: Reader = (typed, given) => {
  const days = daysIn(typed.options.get('retentiondays'), 1) ?? daysIn(typed.options.get('retentionminutes'), 1 / 1_440)
  const name = typed.options.get('name') ?? last(typed)
  const resource = named(given, 'plan', name)
  if (typed.command.startsWith('mk'))
    return {
      action: 'job-created',
      resource,
      ...(days === undefined ? {} : { changes: [{ setting: 'retention', to: days, unit: 'd' }] }),
    }
  return days === undefined ? listing({ action: 'job-changed', resource }) : retained(resource, days)
}

/** What a group of volumes is put under, and what it leaves. */
const groupSet: Reader = (typed, given) => {
  const { options } = typed
  const resource = volume(typed, given)
  if (options.has('nosafeguardpolicy') || options.has('nosafeguardedpolicy') || options.get('safeguarded') === 'no')
    return {
      action: 'immutability-changed',
      resource,
      changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
    }
  if (options.has('nosnapshotpolicy'))
    return { action: 'policy-assigned', resource, changes: [{ setting: 'assignment', to: 'off' }] }
  const suspended = options.get('snapshotpolicysuspended')
  if (suspended !== undefined) return scheduled(resource, suspended === 'yes' ? 'off' : 'on')
  if (options.has('noreplicationpolicy'))
    return copying(part(given, 'replication', resource.name ?? '?'), 'off', [resource])
  const policy = options.get('snapshotpolicy') ?? options.get('safeguardpolicy') ?? options.get('safeguardedpolicy')
  if (policy !== undefined)
    return {
      action: 'policy-assigned',
      resource,
      changes: [{ setting: 'assignment', to: named(given, 'plan', policy).id }],
      related: [named(given, 'plan', policy)],
    }
  if (options.get('ignoreuserfcmaps') === 'yes')
    return { action: 'guard-changed', resource, changes: [{ setting: 'deletion-protection', to: 'off' }] }
  const name = options.get('name')
  return name === undefined
    ? listing({ action: 'repository-changed', resource })
    : renamed(named(given, 'volume', name), resource)
}

const volumeSet: Reader = (typed, given) => {
  const name = typed.options.get('name')
  return name === undefined
    ? listing({ action: 'repository-changed', resource: volume(typed, given) })
    : renamed(named(given, 'volume', name), volume(typed, given))
}

const made: Reader = (typed, given) => ({
  action: 'repository-created',
  resource: named(given, 'volume', typed.options.get('name') ?? last(typed)),
})

const restored: Reader = ({ options, names }, given) => ({
  action: 'object-overwritten',
  resource: named(
    given,
    'volume',
    options.get('volumegroup') ?? options.get('volumes') ?? options.get('volume') ?? names.at(-1),
  ),
  detail: { how: 'rewritten', restore: true },
})

const copied =
  (to: 'on' | 'off'): Reader =>
  (typed, given) =>
    copying(part(given, 'replication', last(typed) ?? '?'), to)

const unmapped: Reader = (typed, given) => cut(volume(typed, given))

const started: Reader = (typed, given) =>
  typed.options.has('restore')
    ? { action: 'object-overwritten', resource: mapping(typed, given), detail: { how: 'rewritten', restore: true } }
    : { action: 'recovery-point-created', resource: mapping(typed, given) }

export const copyCommands: Readonly<Record<string, Reader>> = {
  mkvdisk: made,
  mkvolume: made,
  mkvolumegroup: made,
  rmvdisk: gone('volume'),
  rmvolume: gone('volume'),
  rmvdiskcopy: (typed, given) => ({ action: 'repository-changed', resource: volume(typed, given) }),
  rmvolumegroup: (typed, given) =>
    typed.options.has('deletevolumes')
      ? gone('volume')(typed, given)
      : { ...gone('volume')(typed, given), detail: { detached: true } },
  rmmdiskgrp: gone('pool'),
  rmmdisk: (typed, given) => ({
    ...gone('pool')(typed, given),
    resource: named(given, 'pool', typed.options.get('mdiskgrp') ?? last(typed)),
    detail: { detached: true },
  }),
  rmarray: (typed, given) => ({
    ...gone('pool')(typed, given),
    resource: named(given, 'pool', last(typed) ?? typed.options.get('mdisk')),
  }),
  chvdisk: volumeSet,
  chvolume: volumeSet,
  chvolumegroup: groupSet,
  rmsnapshot: (typed, given) => ({
    action: 'recovery-point-deleted',
    resource: snapshotOf(typed, given),
    detail: { permanent: true },
  }),
  addsnapshot: (typed, given) => {
    const days = number(typed.options.get('retentiondays'))
    return {
      action: 'recovery-point-created',
      resource: snapshotOf(typed, given),
      ...(typed.options.has('safeguarded')
        ? {
            changes: [
              { setting: 'lock-mode', to: 'compliance' },
              ...(days === undefined ? [] : [{ setting: 'lock-days', to: days, unit: 'd' } as const]),
            ],
          }
        : {}),
    }
  },
  restorefromsnapshot: restored,
  refreshfromsnapshot: restored,
  rmfcmap: (typed, given) => ({ action: 'recovery-point-deleted', resource: mapping(typed, given) }),
  rmfcconsistgrp: (typed, given) => ({
    action: 'recovery-point-deleted',
    resource: mapping(typed, given),
    detail: { bulk: true },
  }),
  startfcmap: started,
  startfcconsistgrp: started,
  mksnapshotpolicy: policySet,
  chsnapshotpolicy: policySet,
  mksafeguardedpolicy: policySet,
  chsafeguardedpolicy: policySet,
  rmsnapshotpolicy: (typed, given) => ({ action: 'job-stopped', resource: of('plan')(typed, given) }),
  rmsafeguardedpolicy: (typed, given) => ({ action: 'job-stopped', resource: of('plan')(typed, given) }),
  rmrcrelationship: copied('off'),
  rmrcconsistgrp: copied('off'),
  stoprcrelationship: copied('off'),
  stoprcconsistgrp: copied('off'),
  rmpartnership: copied('off'),
  rmreplicationpolicy: copied('off'),
  startrcrelationship: copied('on'),
  startrcconsistgrp: copied('on'),
  mkrcrelationship: copied('on'),
  chpartnership: (typed, given) =>
    typed.options.has('stop')
      ? copied('off')(typed, given)
      : typed.options.has('start')
        ? copied('on')(typed, given)
        : { action: 'job-changed', resource: of('replication')(typed, given) },
  rmvdiskhostmap: unmapped,
  rmvolumehostclustermap: unmapped,
  rmhost: (typed, given) => cut(whole(given), { service: last(typed) ?? '?' }),
}
