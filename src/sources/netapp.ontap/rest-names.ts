// What fields of the REST interface are called in the commands of the shell.
import type { Names } from './rest-places.ts'

const common: Names = { 'svm.name': 'vserver', 'owner.name': 'vserver', 'volume.name': 'volume' }

const volume: Names = {
  name: 'volume',
  'snapshot_policy.name': 'snapshot-policy',
  'snaplock.type': 'snaplock-type',
  'snaplock.retention.default': 'default-retention-period',
  'snaplock.retention.minimum': 'minimum-retention-period',
  'snaplock.retention.maximum': 'maximum-retention-period',
  'snaplock.autocommit_period': 'autocommit-period',
  'snaplock.privileged_delete': 'privileged-delete',
  'anti_ransomware.state': 'anti-ransomware-state',
  'space.snapshot.reserve_percent': 'percent-snapshot-space',
  'space.snapshot.autodelete_enabled': 'enabled',
  'space.snapshot.autodelete.enabled': 'enabled',
  'space.size': 'size',
  'encryption.enabled': 'encrypt',
  'restore_to.snapshot.name': 'snapshot',
}
const snapshot: Names = {
  name: 'snapshot',
  'snaplock.expiry_time': 'snaplock-expiry-time',
}
const schedule: Names = { 'schedule.name': 'schedule', count: 'newcount' }
const account: Names = {
  name: 'user-or-group-name',
  'role.name': 'role',
  locked: 'is-account-locked',
  'applications.0.application': 'application',
  'applications.0.second_authentication_method': 'second-authentication-method',
}
const mirror: Names = {
  'policy.name': 'policy',
  'transfer_schedule.name': 'schedule',
  'destination.path': 'destination-path',
  'source.path': 'source-path',
}

const bucket: Names = {
  name: 'bucket',
  'retention.mode': 'retention-mode',
  'retention.default_period': 'default-retention-period',
}

const copies = [0, 1, 2, 3, 4].flatMap((place) => [
  [`copies.${place}.schedule.name`, `schedule${place + 1}`],
  [`copies.${place}.count`, `count${place + 1}`],
  [`copies.${place}.retention_period`, `retention-period${place + 1}`],
])

/** Of a list of rules and of their clients the first ones: each rule keeps its clients and its root together. */
const clients = (field: string, rule: string): Names =>
  Object.fromEntries([0, 1, 2, 3].map((place) => [`${field}clients.${place}.match`, `clientmatch${rule}/${place}`]))
const exportRule: Names = clients('', '')
const exportPolicy: Names = {
  name: 'policyname',
  ...Object.assign({}, ...[0, 1, 2, 3].map((place) => clients(`rules.${place}.`, `/${place}`))),
  ...Object.fromEntries([0, 1, 2, 3].map((place) => [`rules.${place}.superuser`, `superuser/${place}`])),
}

/** By path, as the table of places writes it. */
const names: Readonly<Record<string, Names>> = {
  'storage/volumes': volume,
  'storage/volumes/:volume': { ...volume, name: 'newname' },
  'storage/volumes/:volume/snapshots': snapshot,
  'storage/volumes/:volume/snapshots/:snapshot': { ...snapshot, name: 'new-name' },
  'storage/snapshot-policies': { name: 'policy', ...(Object.fromEntries(copies) as Names) },
  'storage/snapshot-policies/:policy/schedules': schedule,
  'storage/snapshot-policies/:policy/schedules/:schedule': schedule,
  'storage/luns/:lun': { name: 'path' },
  'storage/snaplock/litigations': { name: 'litigation-name' },
  'svm/svms': { name: 'vserver' },
  'svm/svms/:svm': { name: 'newname', retention_period: 'volume-delete-retention-hours' },
  'cluster/nodes/:node': { date: 'dateandtime' },
  'snapmirror/relationships': mirror,
  'snapmirror/relationships/:relationship': mirror,
  'snapmirror/policies/:policy': { 'retention.0.count': 'keep', 'retention.0.label': 'snapmirror-label' },
  'security/accounts': account,
  'security/accounts/:svm/:account': account,
  'security/authentication/publickeys': { 'account.name': 'username' },
  'security/authentication/password': { name: 'username' },
  'security/roles': { name: 'role', 'privileges.0.path': 'api', 'privileges.0.access': 'access' },
  'security/roles/:svm/:role/privileges': { path: 'api' },
  'security/audit': { cli: 'cliget', http: 'httpget', ontapi: 'ontapiget' },
  'security/audit/destinations': { address: 'destination' },
  'support/autosupport': { enabled: 'state' },
  'protocols/nfs/export-policies': exportPolicy,
  'protocols/nfs/export-policies/:policyname': exportPolicy,
  'protocols/nfs/export-policies/:policyname/rules': exportRule,
  'protocols/nfs/export-policies/:policyname/rules/:rule': exportRule,
  'protocols/s3/buckets': bucket,
  'protocols/s3/buckets/:svm/:bucket': bucket,
}

/** Parts of a path that are names and no UUIDs, as options. */
const parts: Names = { account: 'user-or-group-name', group: 'name', request: 'index' }

const own = (from: Names, name: string): string | undefined => (Object.hasOwn(from, name) ? from[name] : undefined)

/** The option that a field is; what is named nowhere is called alike, with dashes. */
export const optionOf = (place: string, field: string): string =>
  own(Object.hasOwn(names, place) ? (names[place] ?? {}) : {}, field) ??
  own(common, field) ??
  field.replaceAll('_', '-')

/** The option that a part of a path is. */
export const optionOfPart = (name: string): string => own(parts, name) ?? name
