// Azure Storage: accounts, containers and shares, their immutability, soft delete, lifecycle, network and keys.
import type { Json, JsonObject } from '../../../lib/json.ts'
import { isObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import { containerOf, keyStoreId, resourceOf, upTo } from '../../azure/ids.ts'
import type { Facts } from '../../kit/facts.ts'
import { anyCase, number, objects, text } from '../../kit/look.ts'
import {
  type ActivityRecord,
  asked,
  change,
  changing,
  days,
  on,
  type Reader,
  type Readers,
  switched,
  type Who,
} from '../record.ts'

const account: Who = ({ target: id, body }) => {
  const found = upTo(id, 'storageaccounts')
  const tags = anyCase(body, 'tags')
  return found === undefined ? undefined : resourceOf('bucket', found, isObject(tags) ? { tags: plainTags(tags) } : {})
}
const plainTags = (tags: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(tags)
      .slice(0, 50)
      .map(([name, value]) => [name.slice(0, 256), text(value) ?? '']),
  )

/** A container or share, in its account. */
const container: Who = ({ target: id }) => {
  const found = upTo(id, 'containers') ?? upTo(id, 'shares')
  const kind = upTo(id, 'containers') === undefined ? 'share' : 'bucket'
  return found === undefined ? undefined : resourceOf(kind, found, containerOf('bucket', upTo(id, 'storageaccounts')))
}

/** Soft delete of blobs and of containers, versions and points in time. Of two switches the one that is off counts. */
function blobChanges(record: ActivityRecord): readonly Change[] {
  const policies = ['deleteretentionpolicy', 'containerdeleteretentionpolicy', 'sharedeleteretentionpolicy'].map(
    (name) => asked(record, name),
  )
  const states = policies.map((policy) => anyCase(policy, 'enabled'))
  const windows = policies.flatMap((policy) => number(anyCase(policy, 'days')) ?? [])
  return [
    ...switched('soft-delete', states.includes(false) ? false : states.includes(true) ? true : undefined),
    ...(windows.length > 0 ? days('undo-window', Math.min(...windows)) : []),
    ...switched('versioning', asked(record, 'isversioningenabled')),
    ...switched('point-in-time-recovery', asked(record, 'restorepolicy.enabled')),
  ]
}

/** The page of a service holds little else: where nothing is said of it, it may be any of these. */
const serviceWritten: Reader = (record) => {
  const changes = blobChanges(record)
  const resource = account(record)
  if (record.silent) return { action: 'guard-changed', resource }
  if (changes.length === 0) return { action: 'repository-changed', resource }
  const versions = changes.every(({ setting }) => setting === 'versioning')
  return { action: versions ? 'versioning-changed' : 'guard-changed', resource, changes }
}

const lockModes: Readonly<Record<string, string>> = { locked: 'compliance', unlocked: 'governance', disabled: 'off' }

/** Immutability by version, whether set on an account or a container. */
function versionLock(record: ActivityRecord): readonly Change[] {
  const state = (text(asked(record, 'immutablestoragewithversioning.immutabilitypolicy.state')) ?? '').toLowerCase()
  const mode = Object.hasOwn(lockModes, state) ? lockModes[state] : undefined
  const off = asked(record, 'immutablestoragewithversioning.enabled') === false
  return [
    ...(mode !== undefined ? [change('lock-mode', mode)] : off ? [change('lock-mode', 'off')] : []),
    ...days(
      'lock-days',
      asked(record, 'immutablestoragewithversioning.immutabilitypolicy.immutabilityperiodsincecreationindays'),
    ),
  ]
}

/** Who may reach the account, from anywhere or without a name. */
const exposure = (record: ActivityRecord): readonly Change[] => {
  const open = (text(asked(record, 'networkacls.defaultaction')) ?? '').toLowerCase()
  const anybody = asked(record, 'allowblobpublicaccess')
  return [
    ...switched('public-access-block', anybody === true ? false : anybody === false ? true : undefined),
    ...switched('firewall', open === 'allow' ? false : open === 'deny' ? true : undefined),
  ]
}

const encryption = (record: ActivityRecord): Partial<Facts> | undefined => {
  const source = (text(asked(record, 'encryption.keysource')) ?? '').toLowerCase()
  if (source !== 'microsoft.keyvault') return undefined
  const place = text(asked(record, 'encryption.keyvaultproperties.keyvaulturi'))
  const name = text(asked(record, 'encryption.keyvaultproperties.keyname')) ?? ''
  const store = place === undefined ? undefined : /^https?:\/\/([^./]+)\.([^/]+)/i.exec(place)
  const id = store
    ? `${keyStoreId(store[1] ?? '', (store[2] ?? '').toLowerCase())}/keys/${name.toLowerCase()}`
    : name.toLowerCase()
  const related: readonly Resource[] = id === '' ? [] : [{ type: 'key', id, name }]
  // A key of another tenant is reached by an identity that is federated with it.
  const foreign = text(asked(record, 'encryption.identity.federatedidentityclientid')) !== undefined
  return {
    changes: id === '' ? [] : [change('encryption-key', id)],
    related,
    ...(foreign ? { detail: { foreign_key: true } } : {}),
  }
}

const accountWritten: Reader = (record) => {
  const resource = account(record)
  const lock = versionLock(record)
  const sealed = encryption(record)
  const open = exposure(record)
  const changes = [...lock, ...(sealed?.changes ?? []), ...open]
  const more = {
    resource,
    ...(changes.length > 0 ? { changes } : {}),
    ...(sealed?.related ? { related: sealed.related } : {}),
  }
  if (record.created) return { action: 'repository-created', ...more }
  if (lock.length > 0) return { action: 'immutability-changed', ...more }
  if (sealed) return { action: 'encryption-changed', ...more, ...(sealed.detail ? { detail: sealed.detail } : {}) }
  return { action: open.length > 0 ? 'exposure-changed' : 'repository-changed', ...more }
}

const containerWritten: Reader = (record) => {
  const lock = versionLock(record)
  const access = (text(asked(record, 'publicaccess')) ?? '').toLowerCase()
  const resource = container(record)
  if (record.created) return { action: 'repository-created', resource, ...(lock.length > 0 ? { changes: lock } : {}) }
  if (lock.length > 0) return { action: 'immutability-changed', resource, changes: lock }
  if (access === '' || access === 'none') return { action: 'repository-changed', resource }
  return { action: 'exposure-changed', resource, changes: [change('public-access-block', 'off')] }
}

const daysKept: Reader = on(container, 'immutability-changed', (record) => ({
  changes: days('lock-days', asked(record, 'immutabilityperiodsincecreationindays')),
}))
/** Only a locked policy can be extended, and only to more days. */
const extended: Reader = on(container, 'immutability-changed', (record) => {
  const [told] = days('lock-days', asked(record, 'immutabilityperiodsincecreationindays'))
  const locked = change('lock-mode', 'compliance', { direction: 'strengthened' })
  return { changes: told === undefined ? [locked] : [{ ...told, direction: 'strengthened' }, locked] }
})

/** Days until something deletes: the shortest of all enabled rules, over blobs, versions and snapshots. */
const lifecycle: Reader = on(account, 'retention-changed', (record) => {
  if (record.silent) return {}
  const rules = objects(asked(record, 'policy.rules')).filter((rule) => anyCase(rule, 'enabled') !== false)
  const found = rules.flatMap((rule) =>
    ['baseblob', 'version', 'snapshot'].flatMap((part) => {
      const gone = anyCase(rule, `definition.actions.${part}.delete`)
      return isObject(gone) ? Object.values(gone).flatMap((value: Json | undefined) => number(value) ?? []) : []
    }),
  )
  return {
    changes: [
      change('retention', found.length === 0 ? unlimited : Math.min(...found), found.length === 0 ? {} : { unit: 'd' }),
    ],
  }
})

const credential = on(account, 'credential-removed', () => ({ detail: { credential: 'access-key' } }))
const lock = (to: 'off' | 'compliance'): Reader =>
  on(
    container,
    'immutability-changed',
    changing(change('lock-mode', to, { direction: to === 'off' ? 'weakened' : 'strengthened' })),
  )
const hold = (to: 'on' | 'off'): Reader =>
  on(
    container,
    'immutability-changed',
    changing(change('legal-hold', to, { direction: to === 'on' ? 'strengthened' : 'weakened' })),
  )
const gone = (who: Who): Reader => on(who, 'repository-deleted')
const replication = (to: 'on' | 'off'): Reader =>
  on(account, 'replication-changed', changing(change('replication', to)))

const base = 'microsoft.storage/storageaccounts'
const containers = `${base}/blobservices/containers`

export const storage: Readers = {
  [`${base}/write`]: accountWritten,
  [`${base}/delete`]: gone(account),
  [`${base}/regeneratekey/action`]: credential,
  [`${base}/revokeuserdelegationkeys/action`]: credential,
  [`${base}/blobservices/write`]: serviceWritten,
  [`${base}/fileservices/write`]: serviceWritten,
  [`${base}/managementpolicies/write`]: lifecycle,
  [`${base}/managementpolicies/delete`]: on(account, 'retention-changed', changing(change('retention', unlimited))),
  [`${base}/objectreplicationpolicies/write`]: replication('on'),
  [`${base}/objectreplicationpolicies/delete`]: replication('off'),
  [`${base}/encryptionscopes/write`]: on(account, 'encryption-changed'),
  [`${base}/restoreblobranges/action`]: on(account, 'other', () => ({ detail: { restore: true } })),
  [`${base}/fileservices/shares/delete`]: gone(container),
  [`${base}/fileservices/shares/write`]: (record) =>
    on(container, record.created ? 'repository-created' : 'repository-changed')(record),
  [`${containers}/write`]: containerWritten,
  [`${containers}/delete`]: gone(container),
  [`${containers}/setlegalhold/action`]: hold('on'),
  [`${containers}/clearlegalhold/action`]: hold('off'),
  [`${containers}/immutabilitypolicies/write`]: daysKept,
  [`${containers}/immutabilitypolicies/delete`]: lock('off'),
  [`${containers}/immutabilitypolicies/lock/action`]: lock('compliance'),
  [`${containers}/immutabilitypolicies/lock`]: lock('compliance'),
  [`${containers}/immutabilitypolicies/extend/action`]: extended,
  [`${containers}/immutabilitypolicies/extend`]: extended,
}
