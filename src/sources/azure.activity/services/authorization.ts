// Who may do what in Azure: role assignments and what makes somebody eligible, custom roles, locks, the root of a tenant.
import type { JsonObject } from '../../../lib/json.ts'
import type { Resource } from '../../../model/event.ts'
import { isoDays } from '../../azure/durations.ts'
import { kindOf, resourceIdOf, resourceOf } from '../../azure/ids.ts'
import { roleOf } from '../../azure/roles.ts'
import { bodyOf } from '../../kit/body.ts'
import type { Facts } from '../../kit/facts.ts'
import { anyCase, objects, text, texts } from '../../kit/look.ts'
import { type ActivityRecord, asked, change, type Reader, type Readers, target } from '../record.ts'

/** What something is laid on: the id before `/providers/Microsoft.Authorization/…`; the root where nothing is before it. */
export function laidOn(id: string): Resource {
  const cut = id.toLowerCase().lastIndexOf('/providers/microsoft.')
  const scope = cut <= 0 ? '/' : id.slice(0, cut)
  if (scope === '/') return { type: 'tenant', id: '/', name: 'root' }
  const kind = kindOf(scope)
  const { id: lower, name } = resourceIdOf(scope)
  // A subscription's own events carry its number alone.
  return kind === 'subscription' ? { type: kind, id: name.toLowerCase(), name } : { type: kind, id: lower, name }
}

const container = ({ type, id, name }: Resource): Pick<Resource, 'container'> => ({
  container: { type, id, ...(name === undefined ? {} : { name }) },
})

/** Who gets or loses a role, under which name it is known, and where it holds. */
function given(record: ActivityRecord): Partial<Facts> & { readonly top: boolean } {
  const answer = bodyOf(anyCase(record.properties, 'responsebody')) ?? {}
  const at = (name: string) => asked(record, name) ?? anyCase(answer, `properties.${name}`)
  const who = text(at('principalid'))?.toLowerCase()
  const definition = text(at('roledefinitionid'))
  const role = definition === undefined ? undefined : roleOf(definition)
  const scope = laidOn(record.target)
  return {
    top: role?.top === true,
    ...(who === undefined
      ? { resource: { ...target('role')(record), ...container(scope) } as Resource }
      : { resource: { type: 'principal', id: who, name: who, ...container(scope) }, target: { id: who, name: who } }),
    related: [scope],
    ...(role === undefined ? {} : { detail: { role: role.name } }),
  }
}

/** A role that nobody names may be any, so an assignment that hides it counts as ordinary only where it is known. */
const assigned: Reader = (record) => {
  const { top, ...more } = given(record)
  return { action: top || more.detail?.role === undefined ? 'admin-added' : 'role-granted', ...more }
}
const revoked: Reader = (record) => {
  const { top: _, ...more } = given(record)
  return { action: 'role-revoked', ...more }
}

/** Requests to Privileged Identity Management say what kind they are; who activates for himself was made eligible before. */
const scheduled =
  (eligible: boolean): Reader =>
  (record) => {
    const { top, detail, ...more } = given(record)
    const kind = (text(asked(record, 'requesttype')) ?? '').toLowerCase()
    if (/remove|deactivate|revoke/.test(kind)) return { action: 'role-revoked', ...more, ...(detail ? { detail } : {}) }
    const hours = Math.round((isoDays(asked(record, 'scheduleinfo.expiration.duration')) ?? 0) * 240) / 10
    if (kind.startsWith('self'))
      return { action: 'role-activated', ...more, detail: { ...detail, ...(hours > 0 ? { hours } : {}) } }
    return {
      action: top || detail?.role === undefined ? 'admin-added' : 'role-granted',
      ...more,
      detail: { ...detail, ...(eligible ? { eligible: true } : {}) },
    }
  }

const wide = /^(\*|microsoft\.(recoveryservices|dataprotection|storage|authorization)\/(\*|\*\/write))$/i

/** A custom role that may do everything to copies, or give rights, is a top role under another name. */
const roleDefined: Reader = (record) => {
  const actions = objects(asked(record, 'permissions')).flatMap((part) => texts(anyCase(part, 'actions')))
  const name = text(asked(record, 'rolename'))
  const resource = target('role', () => (name === undefined ? {} : { name }))(record)
  return actions.some((action) => wide.test(action))
    ? { action: 'admin-added', resource, ...(name === undefined ? {} : { detail: { role: name } }) }
    : { action: 'user-added', resource }
}

const lockOf = (record: ActivityRecord): Resource | undefined => {
  const scope = laidOn(record.target)
  const own = target('policy')(record)
  return own === undefined ? undefined : { ...own, ...container(scope) }
}
const unlocked: Reader = (record) => ({
  action: 'guard-policy-removed',
  resource: lockOf(record),
  related: [laidOn(record.target)],
})
/** What is locked is the resource: a lock guards it. */
const locked: Reader = (record) => ({
  action: 'guard-changed',
  resource: laidOn(record.target),
  changes: [change('deletion-protection', 'on', { direction: 'strengthened' })],
  related: [lockOf(record)].filter((lock) => lock !== undefined),
})

const elevated: Reader = (record) => {
  const claims: JsonObject = record.claims
  const tenant =
    text(claims['http://schemas.microsoft.com/identity/claims/tenantid']) ?? text(record.fields('tenantid'))
  return {
    action: 'access-elevated',
    resource: { type: 'tenant', id: tenant?.toLowerCase() ?? '/', name: tenant ?? 'root' },
    detail: { role: 'User Access Administrator' },
  }
}

const base = 'microsoft.authorization'
export const authorization: Readers = {
  [`${base}/roleassignments/write`]: assigned,
  [`${base}/roleassignments/delete`]: revoked,
  [`${base}/roleeligibilityschedulerequests/write`]: scheduled(true),
  [`${base}/roleassignmentschedulerequests/write`]: scheduled(false),
  [`${base}/roledefinitions/write`]: roleDefined,
  [`${base}/roledefinitions/delete`]: (record) => ({ action: 'user-removed', resource: target('role')(record) }),
  [`${base}/locks/delete`]: unlocked,
  [`${base}/locks/write`]: locked,
  [`${base}/elevateaccess/action`]: elevated,
}

/** The group, subscription or tenant that an id names, as a resource. */
export const parentOf = (id: string): Resource | undefined => {
  if (id === '') return undefined
  const kind = kindOf(id)
  const { name, subscription } = resourceIdOf(id)
  return kind === 'subscription' && subscription !== undefined
    ? { type: kind, id: subscription, name: subscription }
    : resourceOf(kind, id, { name })
}
