// The estate as events ask it: which copies a record concerns, who is known, and what counts as a bastion.
import { BlockList, isIPv6 } from 'node:net'
import { parseDuration } from '../lib/duration.ts'
import type { DrillKind } from '../model/drill.ts'
import { type Estate, type EstateCopy, setOf } from '../model/estate.ts'
import type { Event, Resource } from '../model/event.ts'
import { defaultSite, type Sites } from '../model/site.ts'
import { sitesOf } from './sites.ts'

export interface KnownEstate {
  readonly said: Estate
  readonly copies: readonly EstateCopy[]
  /** Copies that lie in the event's resource, or in what holds it, or are sealed with it when it is a key. */
  touched(event: Event): readonly EstateCopy[]
  /** Copies that lie in what is called so. */
  at(name: string): readonly EstateCopy[]
  /** Every copy of the same protected sets. */
  siblings(copies: readonly EstateCopy[]): readonly EstateCopy[]
  /** What the estate calls an account, by id or name. */
  account(...names: readonly (string | undefined)[]): 'administrator' | 'service' | undefined
  isBastion(ip: string): boolean
  /** @param home the site of everything that nothing else places */
  sites(home: string): Sites
  /** Restores that are practised. */
  readonly drills: readonly KnownDrill[]
}

/** A restore that is practised, with its times in milliseconds. */
export interface KnownDrill {
  readonly of: string
  readonly kind: DrillKind
  readonly every: number
  /** The site of its copies; undefined where they name none. */
  readonly site?: string
  /** Lower-case ids and names of jobs and plans that test it. */
  readonly tests: readonly string[]
  /** Epoch milliseconds. */
  readonly last?: number
}

/** Names are compared without regard to case, as consoles do. */
export function knowEstate(estate: Estate): KnownEstate {
  const copies = estate.copies ?? []
  const places = listed(copies, ({ where }) => where)
  const keys = listed(copies, (copy) => copy.keys ?? [])
  const accounts = new Map<string, 'administrator' | 'service'>()
  for (const name of estate.people?.['service-accounts'] ?? []) accounts.set(name.toLowerCase(), 'service')
  for (const name of estate.people?.administrators ?? []) accounts.set(name.toLowerCase(), 'administrator')
  const bastions = blockList(estate.bastions ?? [])
  const anywhere = ({ backup }: Event): readonly EstateCopy[] => {
    const { resource, parents = [] } = backup ?? {}
    if (!resource) return []
    const here = namesOf(resource)
    const found = [
      ...here.flatMap((name) => keys.get(name) ?? []),
      ...[...here, ...parents.map((id) => id.toLowerCase())].flatMap((name) => places.get(name) ?? []),
    ]
    return [...new Set(found)]
  }
  return {
    said: estate,
    copies,
    touched(event) {
      const { site = defaultSite } = event.backup ?? {}
      return anywhere(event).filter((copy) => copy.site === undefined || copy.site === site)
    },
    sites: (home) => sitesOf(estate, (event) => anywhere(event).flatMap(({ site }) => site ?? []), home),
    at: (name) => places.get(name.toLowerCase()) ?? [],
    siblings(some) {
      const sets = new Set(some.map(setOf))
      return copies.filter((copy) => sets.has(setOf(copy)))
    },
    account: (...names) =>
      names.map((name) => accounts.get(name?.toLowerCase() ?? '')).find((found) => found !== undefined),
    drills: drillsOf(estate),
    isBastion: (ip) => bastions.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4'),
  }
}

const drillsOf = ({ drills = [], copies = [] }: Estate): readonly KnownDrill[] =>
  drills.map(({ of, every, kind = 'application', tests = [], last }) => {
    const length = parseDuration(every)
    const site = copies.find((copy) => setOf(copy) === of && copy.site !== undefined)?.site
    const seen = last === undefined ? Number.NaN : Date.parse(last)
    return {
      of,
      kind,
      every: length.ok ? length.value : Number.POSITIVE_INFINITY,
      tests: tests.map((name) => name.toLowerCase()),
      ...(site === undefined ? {} : { site }),
      ...(Number.isNaN(seen) ? {} : { last: seen }),
    }
  })

/** Whatever people may have written for the resource: its ids and names, and those of what it lies in. */
function namesOf({ id, name, aliases = [], container }: Resource): readonly string[] {
  const all = [id, name, ...aliases, container?.id, container?.name]
  return [...new Set(all.flatMap((one) => (one === undefined || one === '' ? [] : one.toLowerCase())))]
}

function listed(
  copies: readonly EstateCopy[],
  namesOf: (copy: EstateCopy) => readonly string[],
): ReadonlyMap<string, readonly EstateCopy[]> {
  const found = new Map<string, EstateCopy[]>()
  for (const copy of copies)
    for (const name of namesOf(copy)) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), copy])
  return found
}

/** @throws Error for what is no address and no network: the schema's format has checked them */
function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', length] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (length === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(length), family)
  }
  return list
}
