// Roles and groups of a directory: who got one for good, who may take one, who took it for some hours.
import type { Json } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { isPim } from '../azure/identity.ts'
import { resourceIdOf } from '../azure/ids.ts'
import { rulesByRight, rulesDirectory } from '../azure/roles.ts'
import type { Facts } from '../kit/facts.ts'
import { statedTime } from '../kit/time.ts'
import { type EntraRecord, first, said, type Target } from './record.ts'

const kinds: Readonly<Record<string, string>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'principal',
  Application: 'principal',
  Role: 'role',
  Policy: 'policy',
  Device: 'host',
}

/** Who or what it was done to. A user of a directory is `name@realm` like everywhere. */
export function resourceOf(target: Target | undefined): Resource | undefined {
  if (target === undefined) return undefined
  const id = idOf(target)
  if (id === undefined) return undefined
  const type = Object.hasOwn(kinds, target.type) ? (kinds[target.type] ?? 'principal') : 'principal'
  return { type, id, ...(target.name === undefined ? {} : { name: target.name }) }
}
const idOf = ({ id, name }: Target): string | undefined =>
  name?.includes('@') ? accountId(name) : (id ?? name?.toLowerCase())

export const targetOf = (target: Target | undefined): Pick<Facts, 'target'> => {
  const id = target === undefined ? undefined : idOf(target)
  return id === undefined ? {} : { target: { id, ...(target?.name === undefined ? {} : { name: target.name }) } }
}

const member = (record: EntraRecord): Target | undefined =>
  first(record, 'User') ??
  first(record, 'ServicePrincipal', 'Application') ??
  first(record, 'Group') ??
  record.targets.find(({ type }) => type !== 'Role')

const roleIn = (record: EntraRecord): string | undefined =>
  record.targets.map((target) => said(target, 'role.displayname')).find((name) => name !== undefined) ??
  first(record, 'Role')?.name ??
  record.details.get('roledefinitionoriginid') ??
  record.targets.map((target) => said(target, 'role.templateid')).find((name) => name !== undefined)

/** Where the role holds, where that is no directory: a subscription, a group, a vault. */
function scopeOf(record: EntraRecord): Partial<Facts> {
  const place = [...record.details.values(), ...record.targets.map(({ id, name }) => id ?? name ?? '')].find((value) =>
    /^\/?subscriptions\//i.test(value),
  )
  if (place === undefined) return {}
  const { id, name, subscription, type } = resourceIdOf(place)
  return type === 'microsoft.resources/subscriptions' && subscription !== undefined
    ? { related: [{ type: 'subscription', id: subscription, name: subscription }] }
    : { related: [{ type: 'resource-group', id, name }] }
}

interface Given {
  readonly eligible?: boolean
}

/** A role given for good or made available; one that only lets somebody look is ordinary, whatever its name. */
export const roleGiven =
  ({ eligible = false }: Given = {}) =>
  (record: EntraRecord): Facts => {
    const role = roleIn(record)
    const whom = member(record)
    const detail: Record<string, Json> = {
      ...(role === undefined ? {} : { role }),
      ...(eligible ? { eligible: true } : {}),
    }
    const common = { resource: resourceOf(whom), ...targetOf(whom), ...scopeOf(record), detail }
    // Privileged Identity Management carries out here what its own log tells: an activation, or an assignment.
    if (!eligible && record.service !== 'PIM' && isPim(record.initiator.display))
      return { action: 'role-activated', ...common }
    return { action: role === undefined || rulesDirectory(role) ? 'admin-added' : 'role-granted', ...common }
  }

/** An activation lasts from one time to another, where both are told. */
export function roleActivated(record: EntraRecord): Facts {
  const role = roleIn(record)
  const whom = member(record)
  const [from, to] = ['starttime', 'expirationtime'].map((name) => statedTime(record.details.get(name)))
  const hours = from === undefined || to === undefined ? undefined : Math.round((to - from) / 360_000) / 10
  return {
    action: 'role-activated',
    resource: resourceOf(whom),
    ...targetOf(whom),
    ...scopeOf(record),
    detail: { ...(role === undefined ? {} : { role }), ...(hours !== undefined && hours > 0 ? { hours } : {}) },
  }
}

export function roleTaken(record: EntraRecord): Facts {
  const role = roleIn(record)
  const whom = member(record)
  return {
    action: 'role-revoked',
    resource: resourceOf(whom),
    ...targetOf(whom),
    ...(role === undefined ? {} : { detail: { role } }),
  }
}

/** The group stands among the targets, or only among the changes of the one who joins it. */
function groupIn(record: EntraRecord, whom: Target | undefined): { readonly id?: string; readonly name?: string } {
  const group = record.targets.find((target) => target.type === 'Group' && target !== whom)
  const name = said(whom, 'group.displayname') ?? group?.name
  const id = said(whom, 'group.objectid') ?? group?.id
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) }
}

export const membership =
  (action: 'role-granted' | 'role-revoked') =>
  (record: EntraRecord): Facts => {
    const whom = member(record)
    const { id, name } = groupIn(record, whom)
    const who = targetOf(whom).target
    return {
      action,
      resource: resourceOf(whom),
      ...(who ? { target: { ...who, ...(name === undefined ? {} : { group: { name } }) } } : {}),
      ...(id === undefined
        ? {}
        : { related: [{ type: 'group', id: id.toLowerCase(), ...(name === undefined ? {} : { name }) }] }),
      ...(name === undefined ? {} : { detail: { role: name } }),
    }
  }

/** An owner of an application can act as it, so this is an ordinary right that reaches as far as the application's. */
export function owned(record: EntraRecord): Facts {
  const whom = first(record, 'User', 'ServicePrincipal')
  const thing = record.targets.find((target) => target !== whom)
  const other = resourceOf(thing)
  return {
    action: 'role-granted',
    resource: resourceOf(whom),
    ...targetOf(whom),
    ...(other ? { related: [other] } : {}),
    detail: { role: 'owner' },
  }
}

/** A right of an application, on another application: some let it take every other. */
export function rightGiven(record: EntraRecord): Facts {
  const [right] = record.targets.flatMap(
    (target) => said(target, 'approle.value') ?? said(target, 'delegatedpermissiongrant.scope') ?? [],
  )
  const carrier = record.targets.find(
    (target) =>
      (said(target, 'serviceprincipal.objectid') ?? said(target, 'serviceprincipal.displayname')) !== undefined,
  )
  const id = said(carrier, 'serviceprincipal.objectid')?.toLowerCase()
  const name = said(carrier, 'serviceprincipal.displayname')
  const ruling = right?.split(/[\s,]+/).some(rulesByRight) === true
  return {
    action: ruling ? 'admin-added' : 'role-granted',
    resource:
      id === undefined
        ? resourceOf(first(record, 'ServicePrincipal', 'Application', 'User'))
        : { type: 'principal', id, ...(name === undefined ? {} : { name }) },
    ...(id === undefined ? {} : { target: { id, ...(name === undefined ? {} : { name }) } }),
    ...(right === undefined ? {} : { detail: { role: right.trim() } }),
  }
}
