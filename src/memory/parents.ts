// In what a thing lies at last (account, subscription, array, console), and which of these were seen to hold copies. Contract, rows 2 and 4.
import { day } from '../lib/duration.ts'
import type { Event, Resource } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { keyOf, siteOf } from './recall.ts'

const kept = 180 * day

/** What other things lie in; a role or an act on one of them concerns all that it holds. */
const parentTypes = new Set([
  'account',
  'subscription',
  'project',
  'resource-group',
  'folder',
  'management-group',
  'organizational-unit',
  'tenant',
  'organization',
  'svm',
  'array',
  'cluster',
  'host',
  'console',
  'datacenter',
  'pool',
  'aggregate',
  'datastore',
])
/** These may hold any of the site's copies, seen in them by name or not. */
const wide = new Set(['folder', 'management-group', 'organizational-unit', 'tenant', 'organization', 'datacenter'])

/** What the parent was seen to hold: copies of any kind, or locked ones and the services that move them. */
type Held = 'account-copies' | 'account-locks'

/** The devices that the event is about or comes from; a name in small letters, whoever writes it. */
export const devicesOf = ({ observer, host }: Event): readonly string[] =>
  [observer?.name, host?.name].flatMap((name) => name?.toLowerCase() ?? [])

/** Ids of everything that the event's resource lies in, the nearest first. */
function parentsOf(event: Event): readonly string[] {
  const { cloud, organization, backup } = event
  const own = [backup?.parents ?? [], cloud?.account?.id ?? [], devicesOf(event), organization?.id ?? []].flat()
  return own.length > 0 ? [...new Set(own)].slice(0, 12) : [event.event.module]
}

/** Notes that a copy, or a locked one, was seen in all that the event lies in. */
export function noteHolding(memory: Memory, event: Event, what: Held, now: number): void {
  for (const id of parentsOf(event)) {
    const key = keyOf(siteOf(event), what, id)
    const last = memory.get('copy', key)
    if (typeof last === 'number' && now - last <= day) continue
    memory.put('copy', key, now, now + kept)
    memory.put('copy', keyOf(siteOf(event), 'any-copies'), now, now + kept)
  }
}

/** Whether a copy was seen within 180 days in what the act concerns: the scope of a role, a parent itself, else where it happened. */
export function concernsCopies(memory: Memory, event: Event): boolean {
  const { resource, related = [] } = event.backup ?? {}
  // All of a kind on a device are those that hold copies, too.
  if (isAll(resource)) return parentsOf(event).some((place) => has(memory, event, 'account-copies', place))
  const scopes = event.event.action === 'admin-added' ? related.filter(isScope) : []
  if (scopes.length > 0) return scopes.some((scope) => holds(memory, event, scope))
  const dealtWith = [resource, resource?.container].filter((one) => one !== undefined && parentTypes.has(one.type))
  const others = dealtWith.filter((one) => one?.id !== event.cloud?.account?.id)
  if (others.some((one) => one !== undefined && holds(memory, event, one))) return true
  if (others.length > 0 && (acts.has(event.event.action) || others.some((one) => one?.type === 'account'))) return false
  const account = event.cloud?.account?.id ?? []
  // A machine in a cloud is itself, whatever else lies in its account.
  const places = event.backup?.plane === 'host' ? [devicesOf(event), account] : [account, devicesOf(event)]
  const [place] = [...places.flat(), ...parentsOf(event)]
  return place !== undefined && has(memory, event, 'account-copies', place)
}

const isAll = (resource: Resource | undefined): boolean =>
  resource !== undefined && parentTypes.has(resource.type) && /^[*?]+$/.test(resource.name ?? '')

/** Acts on a parent alone: what else lies beside it does not matter. */
const acts = new Set(['parent-deleted', 'organization-left', 'guard-policy-removed', 'repository-deleted'])

/** Whether locked copies lie on the device or host that the event is about, or a product's services run there. */
export function holdsLocks(memory: Memory, event: Event): boolean {
  const { resource } = event.backup ?? {}
  const own = resource && parentTypes.has(resource.type) ? [resource.id] : []
  const places = [...devicesOf(event), ...(event.backup?.parents ?? []), ...own]
  return places.some(
    (id) => has(memory, event, 'account-locks', id) || has(memory, event, 'account-locks', id.toLowerCase()),
  )
}

const isScope = ({ type, id }: Resource): boolean =>
  (parentTypes.has(type) || type === 'bucket' || type === 'vault') && id !== ''

function holds(memory: Memory, event: Event, { type, id }: Pick<Resource, 'type' | 'id'>): boolean {
  if (has(memory, event, 'account-copies', id) || has(memory, event, 'account-copies', id.toLowerCase())) return true
  // A unit or the root of an organisation that is called an account has no account's number.
  return wide.has(type) || (type === 'account' && !/^\d{12}$/.test(id))
    ? memory.get('copy', keyOf(siteOf(event), 'any-copies')) !== undefined
    : false
}

const has = (memory: Memory, event: Event, what: Held, id: string): boolean =>
  memory.get('copy', keyOf(siteOf(event), what, id)) !== undefined
