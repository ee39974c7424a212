// Who, what and from where of an event, as joining needs it: never undefined, never unbounded.
import type { Json } from '../lib/json.ts'
import { accountId } from '../model/account.ts'
import type { LinkKind } from '../model/correlation.ts'
import type { Actor, Event, Resource } from '../model/event.ts'
import { defaultSite } from '../model/site.ts'

export interface Facts {
  readonly site: string
  readonly actor: Actor
  readonly resource: Resource
  readonly platform: string
  /** As people are told it: a network address, else whatever the source calls it. */
  readonly address?: string
  /** Only a network address says where somebody sits; the name of a service in between does not. */
  readonly ip?: string
  readonly agent?: string
  readonly account?: string
  readonly region?: string
  /** Whose accounts the machine knows on which it happened: its own and its domain's, as the accounts carry them. */
  readonly realms?: readonly string[]
  /** Protected sets that memory knows it to belong to, besides itself and its container. */
  readonly sets?: readonly string[]
}

const mostSets = 24
/** "This host" and "not known" are the same for strangers: RFC 1122, section 3.2.1.3; RFC 4291, section 2.5. */
const nowhere = /^(0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?|::ffff:(127\.\d+\.\d+\.\d+|0\.0\.0\.0))$/

/** Everything that joining looks at. An event without actor or resource still has something that stands for them. */
export function factsOf(event: Event): Facts {
  const { backup, cloud } = event
  const account = cloud?.account?.id
  const name = event.user?.name ?? event.user?.id
  const told = event.source ? event.source.ip : backup?.actor?.signed_in_from
  const ip = told !== undefined && nowhere.test(told) ? undefined : told
  const address = told ?? event.source?.address
  const host = event.host?.name ?? event.host?.id ?? event.observer?.name
  return {
    site: backup?.site ?? defaultSite,
    actor: backup?.actor ?? { id: name ?? '', kind: 'unknown', ...(name === undefined ? {} : { name }) },
    resource: backup?.resource ?? substitute(account, host, event.event.dataset),
    platform: backup?.platform ?? event.event.dataset,
    ...(address === undefined ? {} : { address }),
    ...(ip === undefined ? {} : { ip }),
    ...(event.user_agent === undefined ? {} : { agent: event.user_agent.original }),
    ...(account === undefined ? {} : { account }),
    ...(cloud?.region === undefined ? {} : { region: cloud.region }),
    ...realmsOf(event.host?.name),
    ...setsOf(backup?.history?.sets),
  }
}

/** `files01` and `acme` of `files01.acme.example.com`; nothing of an address. */
function realmsOf(host: string | undefined): { readonly realms?: readonly string[] } {
  const [own = '', domain = '', ...more] = /^[\d.]+$|:/.test(host ?? '') ? [] : (host ?? '').toLowerCase().split('.')
  return own === '' ? {} : { realms: domain === '' || more.length === 0 ? [own] : [own, domain] }
}

function setsOf(value: Json | undefined): { readonly sets?: readonly string[] } {
  if (!Array.isArray(value) || value.length === 0) return {}
  return { sets: value.filter((id) => typeof id === 'string').slice(0, mostSets) }
}

function substitute(account: string | undefined, host: string | undefined, dataset: string): Resource {
  if (host !== undefined) return { type: 'host', id: host }
  if (account !== undefined) return { type: 'account', id: account }
  return { type: 'source', id: dataset }
}

/** Containers that hold everything say nothing about what belongs together. */
const tooWide = new Set(['account', 'organization', 'tenant', 'region'])

/** What the resource lies in, where that is narrower than an account. */
export const containerOf = ({ resource }: Facts): Resource['container'] =>
  resource.container && !tooWide.has(resource.container.type) ? resource.container : undefined

/** The protected set: what the resource lies in, else the resource itself. */
export const setOf = (facts: Facts): string => containerOf(facts)?.id ?? facts.resource.id

/** Every protected set that the act touches: the resource, what it lies in, and what memory knows it to protect. */
export function allSetsOf(facts: Facts): readonly string[] {
  const container = containerOf(facts)
  return [...new Set([facts.resource.id, ...(container ? [container.id] : []), ...(facts.sets ?? [])])]
}

/** What ties this act to others, whoever the account belongs to: actor, address, session, credential, resource and set. */
export function linksOf(facts: Facts): readonly string[] {
  const { actor, ip } = facts
  const links = allSetsOf(facts).map((set) => `set ${set}`)
  if (actor.id !== '') links.push(`actor ${actor.id}`)
  if (actor.session !== undefined) links.push(`session ${actor.session}`)
  if (actor.credential !== undefined) links.push(`session ${actor.credential}`)
  if (ip !== undefined && actor.kind !== 'provider') links.push(`address ${ip}`)
  return links
}

const mostLinks = 32
const parts = new Set(['recovery-point', 'snapshot', 'object', 'file'])

/**
 * What a correlation's steps may share, as texts: `actor …`, `address …`. An act on an account also bears that account's
 * name, since the next step may be its own. What a provider does comes from addresses and accounts that everybody shares.
 */
export function sharedOf(event: Event, kinds: readonly LinkKind[]): readonly string[] {
  const facts = factsOf(event)
  const { actor, resource, ip, account } = facts
  const provider = actor.kind === 'provider'
  const machine = event.host?.name ?? event.host?.id
  const target = event.user?.target?.id
  const container = containerOf(facts)?.id
  // One of many points or objects is touched once: what they lie in is what the next step shares.
  const own = container !== undefined && parts.has(resource.type) ? undefined : resource.id
  const things = event.backup?.resource ? [own, container].map((id) => id && `set ${id}`) : []
  const values: Readonly<Record<LinkKind, readonly (string | undefined)[]>> = {
    actor: [
      provider || actor.id === '' ? undefined : `actor ${actor.id}`,
      // A person goes by one address in a directory, a cloud's session and a console.
      provider || actor.name?.includes('@') !== true ? undefined : `actor ${actor.name.toLowerCase()}`,
      identities.has(resource.type) ? `actor ${resource.id}` : undefined,
      target === undefined ? undefined : `actor ${target}`,
    ],
    // Of an act on accounts these alone, so that not everybody who makes accounts is taken for one of them.
    identity: identities.has(resource.type)
      ? [`actor ${resource.id}`, target === undefined ? undefined : `actor ${target}`]
      : [provider || actor.id === '' ? undefined : `actor ${actor.id}`],
    address: [ip === undefined || provider ? undefined : `address ${ip}`],
    session: [actor.session, actor.credential].map((id) =>
      id === undefined || provider ? undefined : `session ${id}`,
    ),
    asset: [machine === undefined ? undefined : `host ${machine.toLowerCase()}`, ...things],
    set: [...things, ...(event.backup?.resource ? (facts.sets ?? []).map((id) => `set ${id}`) : [])],
    account: [account === undefined ? undefined : `account ${account}`],
  }
  const shared = kinds.flatMap((kind) => values[kind]).filter((value) => value !== undefined && value !== '')
  return [...new Set(shared as string[])].slice(0, mostLinks)
}

const identities = new Set(['user', 'role', 'group', 'principal', 'service-account'])

/**
 * For the story of an attack: also the account that the act made or raised, since the next act may be its own; the network
 * that it came from, and last the cloud account and the directory of the actor, since whoever is called to six alerts in
 * them sees a seventh as one of them.
 */
export function storyLinksOf(facts: Facts): readonly string[] {
  const { resource, actor, ip, account } = facts
  return [
    ...linksOf(facts),
    ...(identities.has(resource.type) ? [`actor ${resource.id}`] : []),
    ...(ip !== undefined && actor.kind !== 'provider' ? [`network ${networkOf(ip)}`] : []),
    ...(account === undefined ? [] : [`account ${account}`]),
    ...realmOf(facts),
  ]
}

/**
 * The directory that an account or the machine belongs to, and the name that an account has on every device of its kind: `root`
 * goes from host to host. The accounts of providers and products are everybody's.
 */
function realmOf({ actor: { id, name, kind }, platform, realms = [] }: Facts): readonly string[] {
  const place = realms.map((realm) => `realm ${realm}`)
  if (kind === 'provider' || kind === 'product') return place
  const named = [id, name ?? ''].find((one) => one.includes('@'))
  const [user = '', realm = ''] = named === undefined ? [] : accountId(named).split('@')
  return realm === '' ? place : [...place, `realm ${realm}`, `name ${platform} ${user}`]
}

const networkOf = (ip: string): string =>
  ip
    .split(ip.includes(':') ? ':' : '.')
    .slice(0, 3)
    .join('.')
