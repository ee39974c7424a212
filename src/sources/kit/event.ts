// One event from what a record told, the same for every source: envelope in ECS, facts under `backup`, vendor's own beside.
import { isIP } from 'node:net'
import { hashOf } from '../../lib/hash.ts'
import type { Json } from '../../lib/json.ts'
import { ecsTypes } from '../../model/ecs.ts'
import type { Actor, Backup, EcsUser, Event, Resource } from '../../model/event.ts'
import type { Facts } from './facts.ts'
import { isoOf } from './time.ts'

/** What a source read out of one record. */
export interface Told {
  /** The source's name: `veeam.vbr`. Its first word is `event.module` and holds the vendor's own fields. */
  readonly source: string
  /** The vendor's id; left out: a hash of source and original. */
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
  /** Hosts besides `host.name` that it concerns. */
  readonly hosts?: readonly string[] | undefined
  /** People besides the one who acts and the one it is done to. */
  readonly users?: readonly string[] | undefined
}

/** The event. Contract, section 2; what is undefined or empty is left out. */
export function eventFrom(told: Told): Event {
  const { source, facts, received, created } = told
  const [module = source, ...rest] = source.split('.')
  const time = told.time ?? created ?? received
  const ip = realAddress(told.address)
  const user = facts.target ? { ...told.user, target: facts.target } : told.user
  return {
    '@timestamp': isoOf(time),
    ...present('message', told.message),
    event: {
      id: told.id ?? hashOf(source, told.original),
      action: facts.action,
      code: told.code,
      ...present('provider', told.provider),
      outcome: told.outcome,
      kind: 'event',
      ...ecsTypes(facts.action),
      dataset: source,
      module,
      ...(created === undefined ? {} : { created: isoOf(created) }),
      ...(told.time === undefined ? { reason: noTime(created !== undefined) } : {}),
      original: told.original,
      ...present('hash', told.hash),
    },
    ...(user && Object.keys(user).length > 0 ? { user } : {}),
    ...(told.agent ? { user_agent: { original: told.agent } } : {}),
    ...sourceOf(told, ip),
    ...present('host', filled(told.host)),
    ...present('cloud', filled(told.cloud)),
    ...present('observer', filled(told.observer)),
    ...present('organization', filled(told.organization)),
    ...present('error', filled(told.error)),
    ...present('related', relatedOf(told, ip)),
    backup: backupOf(told),
    ...(told.vendor ? { [module]: rest.length === 0 ? told.vendor : { [rest.join('_')]: told.vendor } } : {}),
  } as Event
}

const noTime = (carried: boolean): string =>
  `the record states no time; the time of ${carried ? 'its carrier' : 'receipt'} stands for it`

/** The address where it is one: no name, and no zone behind it. */
const realAddress = (address: string | undefined): string | undefined =>
  address !== undefined && isIP(address) !== 0 && !address.includes('%') ? address : undefined

function sourceOf({ address, port }: Told, ip: string | undefined): Pick<Event, 'source'> {
  if (!address) return {}
  return { source: { ...(ip ? { ip } : {}), address, ...(port === undefined ? {} : { port }) } }
}

function relatedOf(
  { user, facts, host, hosts, users: peers }: Told,
  ip: string | undefined,
): NonNullable<Event['related']> | undefined {
  const users = distinct([user?.name, facts.target?.name, ...(peers ?? [])])
  const machines = distinct([host?.name, ...(hosts ?? [])])
  return filled({
    ...(ip ? { ip: [ip] } : {}),
    ...(users.length > 0 ? { user: users } : {}),
    ...(machines.length > 0 ? { hosts: machines } : {}),
  })
}

function backupOf({ facts, platform, actor }: Told): Backup {
  const changes = facts.changes ?? []
  const [change] = changes
  const detail: Readonly<Record<string, Json>> = facts.detail ?? {}
  return {
    platform,
    ...(facts.act ? { act: facts.act } : {}),
    ...(actor ? { actor } : {}),
    ...(facts.parents && facts.parents.length > 0 ? { parents: facts.parents } : {}),
    ...present('resource', named(facts.resource)),
    ...(change ? { change } : {}),
    ...(changes.length > 1 ? { changes } : {}),
    ...(facts.related && facts.related.length > 0 ? { related: facts.related } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
}

/** A thing whose host or name the record leaves out has no id, and stands nowhere. */
function named(resource: Resource | undefined): Resource | undefined {
  if (resource === undefined || resource.id === '') return undefined
  const { container, ...rest } = resource
  return container === undefined || container.id !== '' ? resource : rest
}

const distinct = (names: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(names.filter((name): name is string => name !== undefined && name !== '')),
]

const present = (name: string, value: unknown): object => (value === undefined || value === '' ? {} : { [name]: value })

/** Without what is undefined; undefined when nothing is left. */
function filled<T extends object>(value: T | undefined): T | undefined {
  if (value === undefined) return undefined
  const entries = Object.entries(value).filter(([, held]) => held !== undefined && held !== '')
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T)
}
