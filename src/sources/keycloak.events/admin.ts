// What an administrator did: by the kind of thing, the operation, and the path under the realm.
// https://www.keycloak.org/docs-api/latest/javadocs/org/keycloak/events/admin/ResourceType.html
import type { JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { object, objects, text, texts, truth } from '../kit/look.ts'
import type { KeycloakRecord } from './record.ts'

type Reader = (record: KeycloakRecord, named: JsonObject) => Facts

/** Roles that rule a realm, or the clients and users in it; `admin` of the master realm rules all of them. */
const top = /^(admin|realm-admin|create-realm|manage-(realm|users|clients|authorization|identity-providers|events))$/i

/** Steps of a flow and required actions that ask for a second factor. */
const factors = /otp|totp|webauthn|passkey|recovery.?(auth)?.?codes?|second.?factor|2fa|conditional.?user/i

/** Part of ids: every form has the realm's id, and not every one its name. */
export const realmOf = ({ realm, realmId }: KeycloakRecord): string => realmId || realm
/** What people know the realm by, and accounts with it. */
export const directoryOf = ({ realm, realmId }: KeycloakRecord): string => realm || realmId

const of = (record: KeycloakRecord, type: string, id: string | undefined, name = id): Resource | undefined =>
  !id || !name ? undefined : { type, id: `keycloak/${realmOf(record)}/${type}/${id}`, name }

/** `users/<id>/…`: the id, and what follows it. */
const steps = ({ path }: KeycloakRecord): readonly string[] => path.split('/').filter((step) => step !== '')

/** Whom it is about: an account or a group, by the id in the path; its name stands where the representation is the account. */
function whom(record: KeycloakRecord, name?: string): Pick<Facts, 'resource' | 'target'> {
  const [kind = '', id = ''] = steps(record)
  if (kind === 'groups') return { resource: of(record, 'group', id, name) }
  if (kind !== 'users' || id === '') return {}
  return { resource: of(record, 'user', id, name ?? id), target: { id, ...(name ? { name } : {}) } }
}

const nameIn = (named: JsonObject): string | undefined =>
  text(named.username) ?? text(named.clientId) ?? text(named.name) ?? text(named.alias) ?? text(named.displayName)

const account: Reader = (record, named) => {
  const [, , part = '', , then = ''] = steps(record)
  const person = whom(record, text(named.username))
  const removes = record.type === 'DELETE'
  if (part === 'reset-password') return { action: 'credential-added', ...person, detail: { credential: 'password' } }
  if (part === 'disable-credential-types' || part === 'credentials') {
    const types = texts(record.representation)
    const factor =
      types.length === 0
        ? then === '' && (removes || record.type === 'ACTION')
        : types.some((one) => one !== 'password')
    return factor
      ? { action: 'mfa-changed', ...person, changes: [secondFactor('off')] }
      : { action: 'other', ...person }
  }
  if (part !== '') return { action: 'other', ...person }
  if (record.type === 'CREATE') return { action: 'user-added', ...person }
  if (removes) return { action: 'user-removed', ...person }
  return truth(named.enabled) === false ? { action: 'credential-removed', ...person } : { action: 'other', ...person }
}

/** Roles given or taken; the representation lists them where it is logged. */
const roles: Reader = (record) => {
  const names = objects(record.representation).flatMap(({ name }) => text(name) ?? [])
  const role = names.find((name) => top.test(name)) ?? names.join(', ')
  const detail = role ? { detail: { role } } : {}
  if (record.type === 'DELETE') return { action: 'role-revoked', ...whom(record), ...detail }
  return { action: names.some((name) => top.test(name)) ? 'admin-added' : 'role-granted', ...whom(record), ...detail }
}

const membership: Reader = (record, named) => {
  const role = text(named.name) ?? text(named.path) ?? steps(record)[3]
  return {
    action: record.type === 'DELETE' ? 'role-revoked' : 'role-granted',
    ...whom(record),
    ...(role ? { detail: { role } } : {}),
  }
}

const group: Reader = (record, named) => {
  const [, id = ''] = steps(record)
  const name = text(named.name)
  const resource = of(record, 'group', id, name ?? id)
  if (record.type === 'CREATE') return { action: 'group-created', resource }
  if (record.type === 'DELETE') return { action: 'user-removed', resource }
  return { action: name ? 'group-renamed' : 'other', resource }
}

/** An account of a program, or a role: made, removed; a new secret of a program is a credential. */
const made =
  (type: string): Reader =>
  (record, named) => {
    const [, id = '', part = ''] = steps(record)
    const resource = of(record, type, id, nameIn(named) ?? id)
    if (/secret|registration-access-token/.test(part))
      return { action: 'credential-added', resource, detail: { credential: 'access-key' } }
    if (part === 'composites' && record.type === 'CREATE') return { action: 'role-granted', resource }
    if (part !== '') return { action: 'other', resource }
    const done = { CREATE: 'user-added', DELETE: 'user-removed' } as const
    return { action: record.type === 'CREATE' || record.type === 'DELETE' ? done[record.type] : 'other', resource }
  }

const trust: Reader = (record, named) => ({
  action: 'role-trust-changed',
  resource: of(record, 'policy', record.path, nameIn(named) ?? record.path),
})

/**
 * Steps of a flow that people sign in by. One that asks for a second factor and is disabled takes it from everybody where the flow
 * is the one of browsers; what a change without values does nobody knows.
 */
const flow: Reader = (record, named) => {
  const words = `${text(named.displayName) ?? ''} ${text(named.providerId) ?? ''} ${text(named.alias) ?? ''} ${record.path}`
  const asked = (text(named.requirement) ?? '').toUpperCase()
  const off = asked === 'DISABLED' || truth(named.enabled) === false
  const on = asked === 'REQUIRED' || truth(named.enabled) === true
  const changes = factors.test(words) && (off || on) ? [secondFactor(off ? 'off' : 'on')] : []
  const everybody = changes.length > 0 && off && /flows\/browser\b/.test(record.path)
  return {
    action: 'mfa-changed',
    ...(everybody ? {} : { resource: of(record, 'policy', record.path) }),
    changes,
    detail: { directory: true },
  }
}

/** What is logged of a realm, where to, and whether it is kept; the realm itself. */
const realm: Reader = (record, named) => {
  const resource = of(record, 'trail', 'events', `events of ${realmOf(record)}`)
  if (/^(admin-)?events$/.test(record.path) && record.type === 'DELETE')
    return {
      action: 'audit-changed',
      resource,
      changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
      detail: { scope: 'export', explicit: true },
    }
  const switches = [named.eventsEnabled, named.adminEventsEnabled].flatMap((value) => truth(value) ?? [])
  const listeners = named.eventsListeners === undefined ? undefined : texts(named.eventsListeners).join(',')
  const types = named.enabledEventTypes === undefined ? undefined : texts(named.enabledEventTypes, 200)
  if (/events\/config/.test(record.path) || switches.length > 0 || listeners !== undefined)
    return {
      action: 'audit-changed',
      resource,
      changes: [
        ...(switches.length > 0 ? [{ setting: 'logging', to: switches.includes(false) ? 'off' : 'on' }] : []),
        ...(listeners === undefined ? [] : [{ setting: 'logging-forwarding', to: listeners || 'off' }]),
        ...(types === undefined ? [] : [{ setting: 'logging-categories', to: types }]),
      ],
      detail: { scope: 'export', explicit: true },
    }
  const tenant = of(record, 'tenant', record.path || realmOf(record))
  return { action: record.type === 'DELETE' ? 'parent-deleted' : 'other', resource: tenant }
}

const readers: Readonly<Record<string, Reader>> = {
  USER: account,
  REALM_ROLE_MAPPING: roles,
  CLIENT_ROLE_MAPPING: roles,
  GROUP_MEMBERSHIP: membership,
  ORGANIZATION_MEMBERSHIP: membership,
  GROUP: group,
  CLIENT: made('service-account'),
  REALM_ROLE: made('role'),
  CLIENT_ROLE: made('role'),
  IDENTITY_PROVIDER: trust,
  IDENTITY_PROVIDER_MAPPER: trust,
  USER_FEDERATION_PROVIDER: trust,
  USER_FEDERATION_MAPPER: trust,
  COMPONENT: trust,
  AUTH_FLOW: flow,
  AUTH_EXECUTION_FLOW: flow,
  AUTH_EXECUTION: flow,
  AUTHENTICATOR_CONFIG: flow,
  REQUIRED_ACTION: flow,
  REALM: realm,
}

export function adminFacts(record: KeycloakRecord): Facts {
  const read = Object.hasOwn(readers, record.resource) ? readers[record.resource] : byPath(record)
  return (
    read?.(record, object(record.representation)) ?? { action: 'other', resource: of(record, 'policy', record.path) }
  )
}

/** Versions before 4 log no kind of thing: the path says it. */
function byPath(record: KeycloakRecord): Reader | undefined {
  if (record.resource !== '') return undefined
  if (/\/role-mappings\//.test(record.path)) return roles
  if (/^users\/[^/]+\/groups\//.test(record.path)) return membership
  const [kind = ''] = steps(record)
  return { users: account, groups: group, clients: made('service-account'), roles: made('role') }[kind]
}
