// Buckets of ONTAP's own object store, and the protocols that an SVM is reached by.
import type { Change, Resource } from '../../../model/event.ts'
import { number } from '../../kit/look.ts'
import { type Command, flag, idOf, option, parentsOf, type Reader, svmOf, svmResource } from '../command.ts'
import { isOff, spanOf } from '../values.ts'

function bucketResource(command: Command): Resource {
  const name = option(command, 'bucket', 'name')
  const uuid = command.uuids.bucket
  if (name === undefined) return { type: 'bucket', id: uuid ?? idOf(command, 'bucket', '?') }
  return {
    type: 'bucket',
    id: idOf(command, 'bucket', name),
    name,
    ...(svmOf(command) === undefined ? {} : { container: { type: 'svm', id: svmResource(command).id } }),
    ...(uuid === undefined ? {} : { aliases: [uuid] }),
  }
}

/** Object Lock: its mode and the days that it lasts by default. */
function locksOf(command: Command): readonly Change[] {
  const mode = option(command, 'retention-mode')?.toLowerCase().replace('_', '-')
  const period = option(command, 'default-retention-period')
  const days = spanOf(period)
  return [
    ...(mode === undefined
      ? []
      : [{ setting: 'lock-mode', to: mode === 'compliance' || mode === 'governance' ? mode : 'off' }]),
    ...(days === undefined
      ? isOff(period)
        ? [{ setting: 'lock-days', to: 0, unit: 'd' }]
        : []
      : [{ setting: 'lock-days', to: days, unit: 'd' }]),
  ]
}

const changed: Reader = (command) => {
  const shared = { resource: bucketResource(command), parents: parentsOf(command) }
  const locks = locksOf(command)
  const versions = option(command, 'versioning-state')?.toLowerCase()
  const to = versions === 'enabled' ? 'on' : versions === 'suspended' ? 'suspended' : 'off'
  if (locks.length === 0 && versions === undefined) return { action: 'repository-changed', ...shared }
  return [
    ...(locks.length > 0 ? [{ action: 'immutability-changed' as const, ...shared, changes: locks }] : []),
    ...(versions === undefined
      ? []
      : [{ action: 'versioning-changed' as const, ...shared, changes: [{ setting: 'versioning', to }] }]),
  ]
}

/** Days until objects go, the shortest of those that the rule names; what it does about uploads is no retention. */
const lifecycle: Reader = (command) => {
  const ages = ['obj-age-days', 'non-curr-days', 'expire-object-age-days']
    .map((name) => number(option(command, name)))
    .filter((age) => age !== undefined)
  const shared = { resource: bucketResource(command), parents: parentsOf(command) }
  if (ages.length === 0 || flag(command, 'is-enabled') === false) return { action: 'repository-changed', ...shared }
  return {
    action: 'retention-changed',
    ...shared,
    changes: [{ setting: 'retention', to: Math.min(...ages), unit: 'd' }],
  }
}

/** Whoever backs up through it gets there no longer. */
const closed =
  (service: string): Reader =>
  (command) => ({
    action: 'access-policy-changed',
    resource: svmResource(command),
    parents: parentsOf(command),
    detail: { cuts_access: true, denied: ['*'], service },
  })

const interfaceChanged: Reader = (command) =>
  /^down$/i.test(option(command, 'status-admin') ?? '')
    ? closed(option(command, 'lif') ?? 'interface')(command)
    : { action: 'other', resource: svmResource(command), parents: parentsOf(command) }

export const objects: Readonly<Record<string, Reader>> = {
  'vserver object-store-server bucket create': (command) => ({
    action: 'repository-created',
    resource: bucketResource(command),
    parents: parentsOf(command),
    changes: locksOf(command),
  }),
  'vserver object-store-server bucket modify': changed,
  'vserver object-store-server bucket delete': (command) => ({
    action: 'repository-deleted',
    resource: bucketResource(command),
    parents: parentsOf(command),
  }),
  'vserver object-store-server bucket lifecycle-management-rule create': lifecycle,
  'vserver object-store-server bucket lifecycle-management-rule modify': lifecycle,
  'vserver object-store-server delete': closed('s3'),
  'vserver nfs off': closed('nfs'),
  'vserver nfs delete': closed('nfs'),
  'vserver cifs stop': closed('smb'),
  'vserver cifs delete': closed('smb'),
  'vserver iscsi stop': closed('iscsi'),
  'vserver fcp stop': closed('fcp'),
  'network interface modify': interfaceChanged,
  'network interface delete': closed('interface'),
}
