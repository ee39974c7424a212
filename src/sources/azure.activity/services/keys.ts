// Key vaults and what is in them, as the activity log tells it: under the ids that their own log uses.
import type { Resource } from '../../../model/event.ts'
import { keyStoreId, resourceIdOf, upTo } from '../../azure/ids.ts'
import type { Facts } from '../../kit/facts.ts'
import { type ActivityRecord, asked, change, days, on, type Reader, type Readers, type Who } from '../record.ts'

/** A vault or managed HSM by its name, which is one in the whole of Azure. */
const store: Who = ({ target: id }) => storeIn(id)
function storeIn(id: string): Resource | undefined {
  const hsm = upTo(id, 'managedhsms') ?? upTo(id, 'deletedmanagedhsms')
  const found = hsm ?? upTo(id, 'vaults') ?? upTo(id, 'deletedvaults')
  if (found === undefined) return undefined
  const { name } = resourceIdOf(found)
  return { type: 'key-store', id: keyStoreId(name, hsm === undefined ? undefined : 'managedhsm.azure.net'), name }
}

const key: Who = ({ target: id }) => {
  const within = storeIn(id)
  const found = upTo(id, 'keys')
  if (within === undefined || found === undefined) return undefined
  const { name } = resourceIdOf(found)
  return {
    type: 'key',
    id: `${within.id}/keys/${name.toLowerCase()}`,
    name,
    container: { type: 'key-store', id: within.id, name: within.name ?? within.id },
  }
}

/** Soft delete and purge protection; a vault in which they are off can be ended at once. */
function storeFacts(record: ActivityRecord): Facts {
  const resource = store(record)
  const soft = asked(record, 'enablesoftdelete')
  const purge = asked(record, 'enablepurgeprotection')
  const changes = [
    ...(typeof soft === 'boolean' ? [change('soft-delete', soft ? 'on' : 'off')] : []),
    ...(typeof purge === 'boolean' ? [change('purge-protection', purge ? 'on' : 'off')] : []),
    ...days('undo-window', asked(record, 'softdeleteretentionindays')),
  ]
  if (record.created) return { action: 'repository-created', resource, changes }
  if (soft === false || purge === false) return { action: 'key-disabled', resource, changes }
  return changes.length > 0
    ? { action: 'guard-changed', resource, changes }
    : { action: 'repository-changed', resource }
}

const destroyed = (who: Who, permanent: boolean): Reader =>
  on(who, 'key-destruction-scheduled', () => (permanent ? { detail: { permanent: true } } : {}))
const base = 'microsoft.keyvault'

export const keys: Readers = {
  [`${base}/vaults/write`]: storeFacts,
  [`${base}/managedhsms/write`]: storeFacts,
  [`${base}/vaults/delete`]: destroyed(store, false),
  [`${base}/managedhsms/delete`]: destroyed(store, false),
  [`${base}/locations/deletedvaults/purge/action`]: destroyed(store, true),
  [`${base}/locations/deletedmanagedhsms/purge/action`]: destroyed(store, true),
  [`${base}/vaults/accesspolicies/write`]: on(store, 'key-policy-changed'),
  [`${base}/vaults/keys/write`]: on(key, 'key-created'),
  [`${base}/vaults/keys/delete`]: destroyed(key, false),
  [`${base}/vaults/keys/purge/action`]: destroyed(key, true),
  [`${base}/vaults/keys/recover/action`]: on(key, 'key-destruction-cancelled'),
  [`${base}/vaults/keys/restore/action`]: on(key, 'key-created'),
  [`${base}/vaults/keys/rotate/action`]: on(key, 'key-rotated', () => ({ detail: { rotation: 'by-hand' } })),
}
