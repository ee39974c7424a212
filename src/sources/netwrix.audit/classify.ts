// What a change that Netwrix saw means, by the data source, the kind of object, and what was done to it.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { changedIn, listedIn, type NetwrixRecord } from './record.ts'

/** A path of the directory begins at its root: `\local\acme\Users\jdoe` is jdoe of acme.local. */
function placeOf(path: string): { readonly name: string; readonly domain: string } {
  const parts = path.split('\\').filter((part) => part !== '')
  return path.startsWith('\\') && parts.length > 2
    ? { name: parts.at(-1) ?? path, domain: `${parts[1]}.${parts[0]}` }
    : { name: path.split(/[\\/]/).at(-1) || path, domain: '' }
}

function person(path: string): Pick<Facts, 'resource' | 'target'> {
  if (path === '') return {}
  const { name, domain } = placeOf(path)
  const id = accountId(name, domain)
  return { resource: { type: 'user', id: `netwrix/user/${id}`, name }, target: { id, name } }
}

const of = (type: string, record: NetwrixRecord, name = record.object): Resource | undefined =>
  name === ''
    ? undefined
    : { type, id: [record.host.toLowerCase(), name].filter((part) => part !== '').join('/'), name }

/** Where the values say which: an added member, else what was set. */
function membership(record: NetwrixRecord): Facts | undefined {
  const [joined] = listedIn(record.message, 'Added')
  const [left] = listedIn(record.message, 'Removed')
  const role = placeOf(record.object).name
  if (joined !== undefined) return { action: 'role-granted', ...person(joined), detail: { role } }
  return left === undefined ? undefined : { action: 'role-revoked', ...person(left), detail: { role } }
}

function directory(record: NetwrixRecord): Facts {
  const { done, kind, object, message } = record
  const resource = of('group', record, placeOf(object).name)
  if (/group|role/i.test(kind) && !/policy/i.test(kind)) {
    if (/^Added/.test(done)) return { action: 'group-created', resource }
    if (/^Removed/.test(done)) return { action: 'user-removed', resource }
    const named = changedIn(message, /^(name|sam ?account ?name|object name)/i)
    if (/^(Renamed|Moved)/.test(done) || named)
      return { action: 'group-renamed', resource, ...(named?.from ? { detail: { from_name: named.from } } : {}) }
    return membership(record) ?? { action: 'other', resource }
  }
  if (/^(user|inetorgperson|account)/i.test(kind)) return account(record)
  if (/conditional access|authentication (methods|strength)|security defaults/i.test(kind)) return accessPolicy(record)
  return { action: 'other', resource: of('policy', record) }
}

function account({ done, object, message }: NetwrixRecord): Facts {
  if (/^Added/.test(done)) return { action: 'user-added', ...person(object) }
  if (/^Removed/.test(done)) return { action: 'user-removed', ...person(object) }
  if (/password (was )?(reset|changed|set)/i.test(message))
    return { action: 'credential-added', ...person(object), detail: { credential: 'password' } }
  if (/account disabled/i.test(message)) return { action: 'credential-removed', ...person(object) }
  if (
    /(strong authentication|mfa|second factor)[^,]{0,60}(disabled|removed|to "(false|disabled|none)?")/i.test(message)
  )
    return { action: 'mfa-changed', ...person(object), changes: [secondFactor('off')] }
  return { action: 'other', ...person(object) }
}

function accessPolicy(record: NetwrixRecord): Facts {
  const off = /^Removed/.test(record.done) || /state changed (from "[^"]*" )?to "(disabled|off)/i.test(record.message)
  return {
    action: 'mfa-changed',
    resource: of('policy', record),
    ...(off ? { changes: [secondFactor('off')] } : {}),
    detail: { directory: true },
  }
}

/** Files and documents, on servers, filers and in the cloud. */
function files(record: NetwrixRecord): Facts {
  const { done, object, kind, message, host } = record
  if (object === '') return { action: 'other' }
  const path = /^(https?:|\\\\)/.test(object) || host === '' ? object : `${host}/${object}`
  const share = /^\\\\[^\\]+\\[^\\]+/.exec(object)?.[0]
  const resource: Resource = {
    type: 'file',
    id: path.toLowerCase(),
    name: object,
    ...(share ? { container: { type: 'share', id: share.toLowerCase(), name: share } } : {}),
  }
  if (/share/i.test(kind))
    return {
      action: 'exposure-changed',
      resource: { ...resource, type: 'share' },
      changes: [{ setting: 'share', to: /^Removed/.test(done) ? 'off' : 'on' }],
    }
  if (/^(Removed|Deleted)/.test(done))
    return { action: 'object-deleted', resource, ...(/folder/i.test(kind) ? { detail: { bulk: true } } : {}) }
  if (/^(Renamed|Moved)/.test(done)) {
    const before = changedIn(message, /^(name|path)/i)?.from
    return { action: 'file-renamed', resource, ...(before ? { detail: { from_name: before } } : {}) }
  }
  if (/^(Added|Copied|Uploaded)/.test(done)) return { action: 'object-written', resource }
  return { action: /^(Read|Downloaded)/.test(done) ? 'read' : 'other', resource }
}

function virtual(record: NetwrixRecord): Facts {
  const { done, kind, object } = record
  const gone = /^(Removed|Deleted)/.test(done)
  if (/snapshot/i.test(kind))
    return { action: gone ? 'recovery-point-deleted' : 'recovery-point-created', resource: of('snapshot', record) }
  if (/datastore/i.test(kind))
    return { action: gone ? 'repository-deleted' : 'repository-changed', resource: of('datastore', record) }
  if (/virtual ?machine/i.test(kind)) return { action: gone ? 'parent-deleted' : 'other', resource: of('vm', record) }
  if (/permission|role/i.test(kind) && /^(Added|Modified)/.test(done))
    return {
      action: /admin/i.test(record.message) ? 'admin-added' : 'role-granted',
      ...person(object),
      detail: { role: kind },
    }
  return { action: 'other', resource: of('host', record) }
}

/** Netwrix about itself: what it no longer watches. */
function itself(record: NetwrixRecord): Facts {
  const { done, kind } = record
  const resource = of('trail', record)
  if (/^(Removed|Disabled)/.test(done) && /monitoring plan|data source|item|audit|retention/i.test(kind))
    return {
      action: 'audit-changed',
      resource,
      changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
      detail: { scope: 'export', explicit: true },
    }
  if (/role|delegat/i.test(kind) && /^(Added|Modified)/.test(done)) return { action: 'role-granted', resource }
  return { action: 'other', resource }
}

/** Data sources by their names, and the platform that each tells of. First that fits. */
const sources: readonly (readonly [product: RegExp, platform: string, read: (record: NetwrixRecord) => Facts])[] = [
  [/self-?audit/i, 'netwrix.audit', itself],
  [
    /^(active directory|azure ad|entra|microsoft entra|group policy|exchange|inactive users)/i,
    'netwrix.audit',
    directory,
  ],
  [/file server|^nas$|windows file|sharepoint|onedrive|teams/i, 'windows.files', files],
  [/netapp/i, 'netapp.ontap', files],
  [/^(emc|dell|isilon|vnx|unity|nutanix files|qumulo|synology)/i, 'dell.powerscale', files],
  [/vmware/i, 'vmware.vcenter', virtual],
]

export function classify(record: NetwrixRecord): { readonly platform: string; readonly facts: Facts } {
  const { product, done, kind, host } = record
  if (/logon|log ?off/i.test(done) || /logon activity/i.test(product)) {
    const leaves = /logoff/i.test(done)
    const resource: Resource | undefined =
      host === '' ? undefined : { type: 'host', id: host.toLowerCase(), name: host }
    const console = /interactive|remote/i.test(kind) ? { detail: { console: true } } : {}
    return {
      platform: 'netwrix.audit',
      facts: leaves ? { action: 'other', resource } : { action: 'sign-in', resource, ...console },
    }
  }
  const [, platform = 'netwrix.audit', read] = sources.find(([name]) => name.test(product)) ?? []
  return { platform, facts: read?.(record) ?? { action: 'other', resource: of('host', record) } }
}
