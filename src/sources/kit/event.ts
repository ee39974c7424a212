// One event from what a record told, the same for every source: envelope in ECS, facts under `backup`, vendor's own beside.
import { isIP } from 'node:net'
import { hashOf } from '../../lib/hash.ts'
import { ecsTypes } from '../../model/ecs.ts'
import type { Actor, Backup, EcsUser, Event, Resource } from '../../model/event.ts'
import type { Facts } from './facts.ts'
import { withoutSecrets } from './keep.ts'
import { maskSecrets } from './mask.ts'
import { isoOf } from './time.ts'

/** What a source read out of one record. */
export interface Told {
  /** The source's name: `veeam.vbr`. Its first word is `event.module` and holds the vendor's own fields. */
  readonly source: string
  /** The vendor's id; left out: a hash of source and untouched text. */
  readonly id?: string | undefined
  /** Epoch milliseconds of the act as the record states it. */
  readonly time?: number | undefined
  /** Epoch milliseconds at which a collector or carrier took it. */
  readonly created?: number | undefined
  /** Epoch milliseconds of receipt: stands for a time that neither record nor carrier has. */
  readonly received: number
  readonly code: string
  readonly provider?: string | undefined
  readonly outcome: Event['event']['outcome']
  /** The record's own text, secrets masked. */
  readonly original: string
  /** SHA-256 of the untouched bytes where `original` was masked. */
  readonly hash?: string | undefined
  readonly facts: Facts
  /** The product that guards the copy: `veeam.vbr`, `azure.storage`. */
  readonly platform: string
  readonly actor?: Actor | undefined
  readonly user?: EcsUser | undefined
  /** Where the act came from: an address, or the name of a host or service. */
  readonly address?: string | undefined
  readonly port?: number | undefined
  readonly agent?: string | undefined
  readonly host?: Event['host'] | undefined
  readonly cloud?: Event['cloud'] | undefined
  readonly observer?: Event['observer'] | undefined
  readonly organization?: Event['organization'] | undefined
  readonly error?: { readonly code?: string | undefined; readonly message?: string | undefined } | undefined
  readonly message?: string | undefined
  /** The vendor's own fields, under `<module>.<rest of the source's name>`. */
  readonly vendor?: Readonly<Record<string, unknown>> | undefined
  /** No secret is in `vendor` any more; left out, they are masked as `original` was. */
  readonly clean?: boolean | undefined
  /** Hosts besides `host.name` that it concerns. */
  readonly hosts?: readonly string[] | undefined
  /** People besides the one who acts and the one it is done to. */
  readonly users?: readonly string[] | undefined
}

/** The event. Contract, section 2; what is undefined or empty is left out. */
export function eventFrom(told: Told): Event {
  const ip = realAddress(told.address)
  // Fields are put one by one: spreading objects that are mostly empty took half of the time of reading a record.
  const event: { -readonly [Field in keyof Event]: Event[Field] } = {
    '@timestamp': isoOf(told.time ?? told.created ?? told.received),
    event: metaOf(told),
  }
  const { message } = told
  put(event, 'message', message === undefined || told.hash === undefined ? message : maskSecrets(message).original)
  put(event, 'user', userOf(told))
  if (told.agent) event.user_agent = { original: told.agent }
  if (told.address) event.source = sourceOf(told.address, ip, told.port)
  put(event, 'host', filled(told.host))
  put(event, 'cloud', filled(told.cloud))
  put(event, 'observer', filled(told.observer))
  put(event, 'organization', filled(told.organization))
  put(event, 'error', filled(told.error) as Event['error'])
  put(event, 'related', relatedOf(told, ip))
  event.backup = backupOf(told)
  if (told.vendor) {
    const { module, rest } = partsOf(told.source)
    const fields = told.hash === undefined || told.clean === true ? told.vendor : withoutSecrets(told.vendor)
    event[module] = rest === '' ? fields : { [rest]: fields }
  }
  return event
}

interface NameParts {
  /** The vendor's. */
  readonly module: string
  readonly rest: string
}

const known = new Map<string, NameParts>()

/** Of a source's name. Kept, since a name that was cut anew is slower to put a field under. */
function partsOf(source: string): NameParts {
  const before = known.get(source)
  if (before !== undefined) return before
  const [module = source, ...rest] = source.split('.')
  const parts = { module, rest: rest.join('_') }
  if (known.size < 1_000) known.set(source, parts)
  return parts
}

function metaOf(told: Told): Event['event'] {
  const { action } = told.facts
  const types = ecsTypes(action)
  const meta: { -readonly [Field in keyof Event['event']]: Event['event'][Field] } = {
    id: told.id ?? hashOf(told.source, told.hash ?? told.original),
    action,
    code: told.code,
    outcome: told.outcome,
    kind: 'event',
    category: types.category,
    type: types.type,
    dataset: told.source,
    module: partsOf(told.source).module,
    original: told.original,
  }
  put(meta, 'provider', told.provider)
  if (told.created !== undefined) meta.created = isoOf(told.created)
  if (told.time === undefined) meta.reason = noTime(told.created !== undefined)
  put(meta, 'hash', told.hash)
  return meta
}

const noTime = (carried: boolean): string =>
  `the record states no time; the time of ${carried ? 'its carrier' : 'receipt'} stands for it`

/** The address where it is one: no name, and no zone behind it. */
const realAddress = (address: string | undefined): string | undefined =>
  address !== undefined && isIP(address) !== 0 && !address.includes('%') ? address : undefined

function userOf({ user, facts: { target } }: Told): EcsUser | undefined {
  if (target) return { ...user, target }
  if (user === undefined) return undefined
  for (const _ in user) return user
  return undefined
}

function sourceOf(address: string, ip: string | undefined, port: number | undefined): NonNullable<Event['source']> {
  const place = ip === undefined ? { address } : { ip, address }
  return port === undefined ? place : { ...place, port }
}

function relatedOf({ user, facts, host, hosts, users: peers }: Told, ip: string | undefined): Event['related'] {
  const users = distinct(user?.name, facts.target?.name, peers)
  const machines = distinct(host?.name, undefined, hosts)
  if (ip === undefined && users.length === 0 && machines.length === 0) return undefined
  const related: { ip?: readonly string[]; user?: readonly string[]; hosts?: readonly string[] } = {}
  if (ip) related.ip = [ip]
  if (users.length > 0) related.user = users
  if (machines.length > 0) related.hosts = machines
  return related
}

function backupOf({ facts, platform, actor }: Told): Backup {
  const { changes = [], related = [], parents = [] } = facts
  const [change] = changes
  const backup: { -readonly [Field in keyof Backup]: Backup[Field] } = { platform }
  put(backup, 'act', facts.act)
  if (actor) backup.actor = actor
  if (parents.length > 0) backup.parents = parents
  put(backup, 'resource', named(facts.resource))
  if (change) backup.change = change
  if (changes.length > 1) backup.changes = changes
  if (related.length > 0) backup.related = related
  const { detail } = facts
  if (detail && Object.keys(detail).length > 0) backup.detail = detail
  return backup
}

/** A thing whose host or name the record leaves out has no id, and stands nowhere. */
function named(resource: Resource | undefined): Resource | undefined {
  if (resource === undefined || resource.id === '') return undefined
  const { container, ...rest } = resource
  return container === undefined || container.id !== '' ? resource : rest
}

function distinct(one: string | undefined, other: string | undefined, more: readonly string[] = []): string[] {
  const names: string[] = []
  const add = (name: string | undefined): void => {
    if (name !== undefined && name !== '' && !names.includes(name)) names.push(name)
  }
  add(one)
  add(other)
  if (more.length > 20) return [...new Set([...names, ...more.filter((name) => name !== '')])]
  for (const name of more) add(name)
  return names
}

function put<Fields extends object, Name extends keyof Fields>(
  into: Fields,
  name: Name,
  value: Fields[Name] | undefined,
): void {
  if (value !== undefined && value !== '') into[name] = value
}

/** Without what is undefined or empty; undefined when nothing is left. */
function filled<T extends object>(value: T | undefined): T | undefined {
  if (value === undefined) return undefined
  const kept: Partial<T> = {}
  let some = false
  for (const name in value) {
    const held = value[name]
    if (held === undefined || held === '') continue
    kept[name] = held
    some = true
  }
  return some ? (kept as T) : undefined
}
