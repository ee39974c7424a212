// What an operation of Key Vault or Managed HSM did, to which key, secret, certificate or vault.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import { keyStoreId, resourceIdOf } from '../azure/ids.ts'
import { roleOf } from '../azure/roles.ts'
import type { Facts } from '../kit/facts.ts'
import { anyCase, number, object, text } from '../kit/look.ts'

export interface VaultRecord {
  /** `KeyDelete`, as it is written. */
  readonly operation: string
  /** The Azure id of the vault; '' where there is none. */
  readonly target: string
  readonly properties: JsonObject
}

/** The vault by its address, else by its name in Azure's id. */
function storeOf({ properties, target }: VaultRecord): Resource | undefined {
  for (const place of [text(properties.id), text(properties.requestUri)]) {
    const found =
      /^https?:\/\/([^./:]+)\.(vault|managedhsm)\.(azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)/i.exec(
        place ?? '',
      )
    if (found) {
      const name = found[1] ?? ''
      return { type: 'key-store', id: keyStoreId(name, `${found[2]}.${found[3]}`.toLowerCase()), name }
    }
  }
  if (target === '') return undefined
  const { name, type } = resourceIdOf(target)
  return {
    type: 'key-store',
    id: keyStoreId(name, type.endsWith('managedhsms') ? 'managedhsm.azure.net' : undefined),
    name,
  }
}

const kinds: Readonly<Record<string, string>> = { keys: 'key', secrets: 'credential', certificates: 'credential' }

/** A key, secret or certificate, without its version and whether it is deleted already: one id for all that is done to it. */
function heldIn(record: VaultRecord): Resource | undefined {
  const store = storeOf(record)
  for (const place of [text(record.properties.id), text(record.properties.requestUri)]) {
    const found = /^https?:\/\/[^/]+\/(?:deleted)?(keys|secrets|certificates)\/([^/?#]+)/i.exec(place ?? '')
    const part = (found?.[1] ?? '').toLowerCase()
    if (!found || store === undefined || !Object.hasOwn(kinds, part)) continue
    return {
      type: kinds[part] ?? 'key',
      id: `${store.id}/${part}/${(found[2] ?? '').toLowerCase()}`,
      name: found[2] ?? '',
      container: { type: store.type, id: store.id, name: store.name ?? store.id },
    }
  }
  return undefined
}

type Reader = (record: VaultRecord) => Facts
const held =
  (action: Facts['action'], detail?: Readonly<Record<string, Json>>): Reader =>
  (record) => ({ action, resource: heldIn(record) ?? storeOf(record), ...(detail ? { detail } : {}) })
const store =
  (action: Facts['action'], detail?: Readonly<Record<string, Json>>): Reader =>
  (record) => ({ action, resource: storeOf(record), ...(detail ? { detail } : {}) })

const destroyed = held('key-destruction-scheduled')
const purged = held('key-destruction-scheduled', { permanent: true })
const lost = held('credential-removed')

/** A key switched off or on; the record says it only where it was asked for. */
const updated: Reader = (record) => {
  const enabled =
    anyCase(record.properties, 'keyproperties.attributes.enabled') ?? anyCase(record.properties, 'attributes.enabled')
  const resource = heldIn(record) ?? storeOf(record)
  if (enabled === false) return { action: 'key-disabled', resource }
  return { action: enabled === true ? 'key-enabled' : 'other', resource }
}

/** Soft delete, purge protection and policies of a vault, as they are from now on. */
const vaultSet: Reader = (record) => {
  const now = object(record.properties.properties)
  const soft = now.enableSoftDelete
  const purge = now.enablePurgeProtection
  const window = number(now.softDeleteRetentionInDays)
  const changes: readonly Change[] = [
    ...(typeof soft === 'boolean' ? [{ setting: 'soft-delete', to: soft ? 'on' : 'off' }] : []),
    ...(typeof purge === 'boolean' ? [{ setting: 'purge-protection', to: purge ? 'on' : 'off' }] : []),
    ...(window === undefined ? [] : [{ setting: 'undo-window', to: window, unit: 'd' }]),
  ]
  const policies = Object.keys(record.properties).some((name) =>
    /^(added|removed)?accesspolic(yentries|ies)$/i.test(name),
  )
  const resource = storeOf(record)
  if (soft === false || purge === false) return { action: 'key-disabled', resource, changes }
  if (policies) return { action: 'key-policy-changed', resource, changes }
  return { action: changes.length > 0 ? 'guard-changed' : 'repository-changed', resource, changes }
}

/** Roles of a managed HSM are its own: its administrator may end every key. */
const roleGiven: Reader = (record) => {
  const asked = isObject(record.properties.properties) ? record.properties.properties : record.properties
  const who = text(anyCase(asked, 'principalid'))?.toLowerCase()
  const definition = text(anyCase(asked, 'roledefinitionid'))
  const role = definition === undefined ? undefined : roleOf(definition)
  const place = storeOf(record)
  return {
    action: role === undefined || role.top || hsmTop.has(role.name) ? 'admin-added' : 'role-granted',
    resource:
      who === undefined
        ? place
        : {
            type: 'principal',
            id: who,
            name: who,
            ...(place ? { container: { type: place.type, id: place.id, name: place.name ?? place.id } } : {}),
          },
    ...(who === undefined ? {} : { target: { id: who, name: who } }),
    ...(role === undefined ? {} : { detail: { role: role.name } }),
  }
}
/** Managed HSM Administrator, Crypto Officer. */
const hsmTop = new Set(['a290e904-7015-4bba-90c8-60543313cdb4', '515eb02d-2335-4d2d-92f2-b1cbdf9c3778'])

const readers: Readonly<Record<string, Reader>> = {
  keydelete: destroyed,
  keypurge: purged,
  keyrecover: held('key-destruction-cancelled'),
  keyrestore: held('key-created'),
  keycreate: held('key-created'),
  keyimport: held('key-created'),
  keyupdate: updated,
  keyrotate: held('key-rotated', { rotation: 'by-hand' }),
  keyrotateifdue: held('key-rotated', { rotation: 'automatic' }),
  keyupdaterotationpolicy: held('key-rotation-changed'),
  keyrotationpolicyupdate: held('key-rotation-changed'),
  keyrelease: held('other'),
  secretdelete: lost,
  secretpurge: held('credential-removed', { permanent: true }),
  secretset: held('credential-added'),
  certificatedelete: lost,
  certificatepurge: held('credential-removed', { permanent: true }),
  vaultdelete: store('key-destruction-scheduled', { bulk: true }),
  vaultpurge: store('key-destruction-scheduled', { bulk: true, permanent: true }),
  vaultrecover: store('key-destruction-cancelled'),
  vaultput: vaultSet,
  vaultpatch: vaultSet,
  managedhsmdelete: store('key-destruction-scheduled', { bulk: true }),
  managedhsmpurge: store('key-destruction-scheduled', { bulk: true, permanent: true }),
  createroleassignment: roleGiven,
  putroleassignment: roleGiven,
  deleteroleassignment: store('role-revoked'),
}

/** What the record says. Using a key is by far the most of it. */
export function classify(record: VaultRecord): Facts {
  const name = record.operation.toLowerCase()
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (reader) return reader(record)
  const resource = heldIn(record) ?? storeOf(record)
  if (/^key(encrypt|decrypt|wrap|unwrap|sign|verify)$/.test(name)) return { action: 'key-used', resource }
  return { action: /get|list|check/.test(name) || /^secretbackup$/.test(name) ? 'read' : 'other', resource }
}
