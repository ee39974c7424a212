// Azure's resource ids: what they name, what that lies in, and one spelling for all.
import type { Resource } from '../../model/event.ts'

export interface ResourceId {
  /** In small letters, as every event carries it: Azure writes one id in three cases. */
  readonly id: string
  readonly name: string
  readonly subscription?: string
  /** Type of the resource in small letters: `microsoft.storage/storageaccounts/blobservices`. */
  readonly type: string
  /** What names and holds it, from the subscription down: in small letters. */
  readonly parents: readonly string[]
}

const lately = new Map<string, ResourceId>()

/** Reads an id; anything that is none has the type ''. */
export function resourceIdOf(given: string): ResourceId {
  // One record asks for its few ids again and again.
  const before = lately.get(given)
  if (before) return before
  const read = readId(given)
  if (lately.size >= 16) lately.clear()
  if (given.length < 2_000) lately.set(given, read)
  return read
}

function readId(given: string): ResourceId {
  const cut = given.trim().slice(0, 2_000).replace(/\/+$/, '')
  const plain = cut.startsWith('/') ? cut : `/${cut}`
  const id = plain.toLowerCase()
  const parts = plain.split('/').slice(1)
  const lower = id.split('/').slice(1)
  const subscription = lower[0] === 'subscriptions' ? lower[1] : undefined
  const group = lower[2] === 'resourcegroups' ? parts[3] : undefined
  const provider = lower.lastIndexOf('providers')
  const typed = provider === -1 ? [] : lower.slice(provider + 1)
  const type =
    provider === -1
      ? group !== undefined
        ? 'microsoft.resources/resourcegroups'
        : subscription !== undefined
          ? 'microsoft.resources/subscriptions'
          : ''
      : [typed[0], ...typed.slice(1).filter((_, index) => index % 2 === 0)].join('/')
  return {
    id,
    name: nameOf(parts.at(-1) ?? plain),
    type,
    parents: [
      ...(group !== undefined && lower.length > 4 ? [`/${lower.slice(0, 4).join('/')}`] : []),
      ...(subscription !== undefined && lower.length > 2 ? [subscription] : []),
    ],
    ...(subscription === undefined ? {} : { subscription }),
  }
}

/** A name that is all capitals is an id that was put so; its words are told in small letters. */
const nameOf = (part: string): string => (part === part.toUpperCase() ? part.toLowerCase() : part)

/** The part of an id up to the name behind a type: the account of a container. Undefined where the type is not there. */
export function upTo(given: string, type: string): string | undefined {
  const start = `/${given.toLowerCase()}/`.indexOf(`/${type}/`)
  const end = start + type.length
  // Nothing stands behind it where it ends the id.
  if (start === -1 || end >= given.length) return undefined
  const next = given.indexOf('/', end + 1)
  return next === -1 ? given : given.slice(0, next)
}

/** A resource by its id. */
export function resourceOf(kind: string, given: string, more: Partial<Resource> = {}): Resource {
  const { id, name } = resourceIdOf(given)
  return { type: kind, id, name, ...more }
}

/** What another resource lies in. */
export function containerOf(kind: string, given: string | undefined): Pick<Resource, 'container'> {
  if (given === undefined) return {}
  const { id, name } = resourceIdOf(given)
  return { container: { type: kind, id, name } }
}

/** The kinds of what locks, roles and diagnostic settings are laid on. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^microsoft\.(recoveryservices\/vaults|dataprotection\/backupvaults)$/, 'vault'],
  [/^microsoft\.storage\/storageaccounts(\/(blob|file|queue|table)services(\/(containers|shares))?)?$/, 'bucket'],
  [/^microsoft\.keyvault\/(vaults|managedhsms)$/, 'key-store'],
  [/^microsoft\.resources\/resourcegroups$/, 'resource-group'],
  [/^microsoft\.resources\/subscriptions$/, 'subscription'],
  [/^microsoft\.management\/managementgroups$/, 'organization'],
  [/^microsoft\.compute\/(snapshots|restorepointcollections)/, 'snapshot'],
  [/^microsoft\.compute\/disks$/, 'volume'],
  [/^microsoft\.compute\/virtualmachines$/, 'vm'],
]

/** The kind of resource that an id names, in the words of events; `resource` for what has none. */
export const kindOf = (given: string): string => {
  const { type } = resourceIdOf(given)
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'resource'
}

/** A key vault by its name, as its own log and the activity log name it alike. */
export const keyStoreId = (vault: string, domain = 'vault.azure.net'): string =>
  `https://${vault.toLowerCase()}.${domain}`
