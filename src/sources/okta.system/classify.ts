// What a System Log event means, by its type. https://developer.okta.com/docs/reference/api/event-types/
import type { Json, JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { object, objects, text } from '../kit/look.ts'
import { at } from './fields.ts'

type Reader = (raw: JsonObject) => Facts

const types: Readonly<Record<string, string>> = {
  User: 'user',
  AppUser: 'user',
  UserGroup: 'group',
  Token: 'credential',
  PolicyEntity: 'policy',
  PolicyRule: 'policy',
  NetworkZone: 'policy',
  ROLE: 'role',
  AppInstance: 'principal',
}

const targets = (raw: JsonObject): readonly JsonObject[] => objects(at(raw, 'target')).slice(0, 20)
const ofType = (raw: JsonObject, ...names: readonly string[]): JsonObject | undefined =>
  targets(raw).find(({ type }) => names.includes(text(type) ?? ''))
const nameOf = (target: JsonObject): string | undefined => {
  const [shown, alternate] = [text(target.displayName), text(target.alternateId)]
  return alternate?.includes('@') === true ? alternate : (shown ?? alternate)
}

function resourceOf(target: JsonObject | undefined): Resource | undefined {
  if (target === undefined) return undefined
  const name = nameOf(target)
  const id = text(target.id) ?? name
  if (id === undefined) return undefined
  return { type: types[text(target.type) ?? ''] ?? 'policy', id, ...(name ? { name } : {}) }
}

function personOf(raw: JsonObject): Pick<Facts, 'resource' | 'target'> {
  const user = ofType(raw, 'User', 'AppUser')
  const name = user === undefined ? undefined : nameOf(user)
  return {
    resource: resourceOf(user),
    ...(name ? { target: { id: accountId(name, 'okta'), name } } : {}),
  }
}

/** Whether somebody did it to himself. */
const isOwn = (raw: JsonObject): boolean => {
  const user = ofType(raw, 'User', 'AppUser')
  return user === undefined || text(user.id) === text(object(at(raw, 'actor')).id)
}

const factor =
  (to: 'on' | 'off'): Reader =>
  (raw) => ({
    action: 'mfa-changed',
    ...personOf(raw),
    changes: [secondFactor(to)],
    ...(isOwn(raw) ? { detail: { own: true } } : {}),
  })

const everybody =
  (to: 'on' | 'off'): Reader =>
  () => ({ action: 'mfa-changed', changes: [secondFactor(to)], detail: { directory: true } })

/** Policies of sign-in and of factors; a rule that goes asks less of people than before. */
const policy =
  (to?: 'off' | 'on'): Reader =>
  (raw) => ({
    action: 'mfa-changed',
    resource: resourceOf(ofType(raw, 'PolicyRule', 'PolicyEntity') ?? targets(raw)[0]),
    ...(to ? { changes: [secondFactor(to)] } : {}),
    detail: { directory: true },
  })

/** Roles that rule the whole directory; one that may only look, or helps people, does not. */
const top = /super|^org(anization)?[ _-]?admin|^organization administrator|ORG_ADMIN/i

const grant =
  (...of: readonly string[]): Reader =>
  (raw) => {
    const debug = object(object(at(raw, 'debugContext')).debugData)
    const role = text(debug.privilegeGranted) ?? nameOf(ofType(raw, 'ROLE', 'CUSTOM_ROLE') ?? {})
    const holder = ofType(raw, ...of)
    const name = holder === undefined ? undefined : nameOf(holder)
    const admin = role === undefined || top.test(role)
    return {
      action: admin ? 'admin-added' : 'role-granted',
      resource: resourceOf(holder ?? targets(raw)[0]),
      ...(name ? { target: { id: accountId(name, 'okta'), name } } : {}),
      detail: { role: role ?? 'administrator' },
    }
  }

/** A member of a group, or a user of an application: the group's or the application's name says what may be done with it. */
const membership =
  (action: 'role-granted' | 'role-revoked', ...of: readonly string[]): Reader =>
  (raw) => {
    const group = ofType(raw, ...of)
    const role = group === undefined ? undefined : nameOf(group)
    const related = resourceOf(group)
    return {
      action,
      ...personOf(raw),
      ...(role ? { detail: { role } } : {}),
      ...(related ? { related: [related] } : {}),
    }
  }

const person =
  (action: Facts['action'], detail: Readonly<Record<string, Json>> = {}): Reader =>
  (raw) => ({
    action,
    ...personOf(raw),
    detail: { ...detail, ...(isOwn(raw) && action !== 'user-added' ? { own: true } : {}) },
  })

const about =
  (action: Facts['action'], detail: Readonly<Record<string, Json>> = {}): Reader =>
  (raw) => ({ action, resource: resourceOf(targets(raw)[0]), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

const log =
  (to: 'on' | 'off'): Reader =>
  (raw) => {
    const target = targets(raw)[0]
    const resource = resourceOf(target)
    return {
      action: 'audit-changed',
      resource: resource && { ...resource, type: 'trail' },
      changes: [{ setting: 'logging', to }],
      detail: { scope: 'export', ...(to === 'off' ? { explicit: true } : {}) },
    }
  }

const signIn: Reader = (raw) => ({
  action: 'sign-in',
  resource: resourceOf(ofType(raw, 'AppInstance')),
  detail: { console: true },
})

/** First that fits; the more particular stand first. */
const readers: readonly (readonly [type: RegExp, read: Reader])[] = [
  [/^system\.mfa\.factor\.deactivate$/, everybody('off')],
  [/^system\.mfa\.factor\.activate$/, everybody('on')],
  [/^user\.mfa\.factor\.(deactivate|suspend|reset_all)$|^user\.mfa\.factor\.reset/, factor('off')],
  [/^user\.mfa\.factor\.(activate|unsuspend|enroll|update)/, factor('on')],
  [/^user\.mfa\.(attempt_bypass|okta_verify|factor)/, signIn],
  [/^policy\.(rule|lifecycle)\.(deactivate|delete)$/, policy('off')],
  [/^policy\.(rule|lifecycle)\.activate$/, policy('on')],
  [/^policy\.(rule|lifecycle)\./, policy()],
  [/^user\.account\.privilege\.grant$/, grant('User', 'AppUser')],
  [/^group\.privilege\.grant$/, grant('UserGroup')],
  [/^app\.oauth2\.client\.privilege\.grant$/, grant('PublicClientApp', 'AppInstance')],
  [/^iam\.resourceset\.bindings\.add$/, grant('User', 'UserGroup', 'MEMBER')],
  [/\.privilege\.revoke$|^iam\.resourceset\.bindings\.delete$/, about('role-revoked')],
  [/^iam\.role\.(create|update)/, about('role-granted')],
  [/^group\.user_membership\.add$/, membership('role-granted', 'UserGroup')],
  [/^group\.user_membership\.remove$/, membership('role-revoked', 'UserGroup')],
  [/^application\.user_membership\.add$/, membership('role-granted', 'AppInstance')],
  [/^application\.user_membership\.remove$/, membership('role-revoked', 'AppInstance')],
  [/^group\.lifecycle\.create$/, about('group-created')],
  [/^group\.lifecycle\.delete$/, about('user-removed')],
  [/^user\.lifecycle\.create$/, person('user-added')],
  [/^user\.lifecycle\.(deactivate|suspend|delete\.\w+)$/, person('user-removed')],
  [/^user\.account\.(reset_password|update_password)$/, person('credential-added', { credential: 'password' })],
  [/^user\.account\.lock/, signIn],
  [/^user\.session\.impersonation\.(grant|initiate)$/, about('role-granted', { role: 'impersonation' })],
  [/^system\.api_token\.create$/, about('credential-added', { credential: 'access-key' })],
  [/^system\.api_token\.(revoke|remove)$/, about('credential-removed')],
  [/^system\.idp\.lifecycle\./, about('role-trust-changed')],
  [/^(system\.log_stream\.lifecycle|event_hook)\.(deactivated?|deleted?)$/, log('off')],
  [/^(system\.log_stream\.lifecycle|event_hook)\.(activated?|created?)$/, log('on')],
  [/^user\.(session\.start|authentication\.)/, signIn],
  [/^zone\./, about('access-policy-changed')],
]

/** What the event says beyond who, when and where. */
export function classify(raw: JsonObject): Facts {
  const type = text(at(raw, 'eventType')) ?? ''
  for (const [pattern, read] of readers) if (pattern.test(type)) return read(raw)
  return { action: 'other', resource: resourceOf(targets(raw)[0]) }
}
