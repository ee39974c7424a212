// What is known of a principal: since when, from where, with what, and whether a person has been seen behind it.
import { day, hour } from '../lib/duration.ts'
import type { Actor, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { asJson, keyOf, listOf, recordOf, short, siteOf } from './recall.ts'
import { isProductAccount, isServiceName } from './words.ts'

const kept = 180 * day
const most = 64

interface Known {
  /** The key is a hash, so the value says whose it is: for those who list it. */
  readonly of?: string
  readonly first: number
  readonly last: number
  readonly networks: readonly string[]
  readonly agents: readonly string[]
  /** A console sign-in was seen: a person uses it, whatever its name says. */
  readonly person: boolean
  /** The last sign-in. */
  readonly ip?: string
  readonly since?: number
}

/** A console that writes addresses of sign-ins only: so long what follows is taken to come from there. */
const shift = 12 * hour

/** The actor with what memory knows of it, and memory with what the event tells of the actor. */
export function knowActor(memory: Memory, event: Event, now: number, words: WordLists): Actor | undefined {
  const actor = event.backup?.actor
  if (!actor) return undefined
  const site = siteOf(event)
  const mine = lookUp(memory, keyOf(site, 'actor', actor.id), actor.id, event, now)
  // A session's own token is new each time and says nothing.
  const token =
    actor.credential === undefined || actor.session !== undefined
      ? undefined
      : lookUp(memory, keyOf(site, 'credential', actor.credential), actor.credential, event, now)
  return {
    ...actor,
    kind: kindOf(event, actor, mine, words),
    new: mine.fresh,
    new_address: mine.newNetwork,
    new_agent: mine.newAgent,
    known_days: mine.days,
    ...(mine.from === undefined ? {} : { signed_in_from: mine.from }),
    ...(token ? { new_credential: token.fresh, credential_new_address: token.newNetwork } : {}),
  }
}

interface Seen {
  readonly fresh: boolean
  readonly newNetwork: boolean
  readonly newAgent: boolean
  readonly days: number
  readonly person: boolean
  readonly from?: string
}

/** What is known under a key of an actor or a credential; it then knows of this act, too. */
function lookUp(memory: Memory, key: string, of: string, event: Event, now: number): Seen {
  const known = recordOf<Known>(memory.get('actor', key))
  const networks = listOf<string>(asJson(known.networks ?? []))
  const agents = listOf<string>(asJson(known.agents ?? []))
  const [network, agent] = [networkOf(event), agentOf(event)]
  const signsIn = event.event.action === 'sign-in'
  const entered = signsIn && event.event.outcome === 'success' && event.source?.ip !== undefined
  const { ip, since = 0 } = entered ? { ip: event.source?.ip, since: now } : known
  const seen: Seen = {
    fresh: known.first === undefined,
    newNetwork: network !== undefined && !networks.includes(network),
    newAgent: agent !== undefined && !agents.includes(agent),
    days: Math.max(0, Math.floor((now - (known.first ?? now)) / day)),
    person: known.person === true || (signsIn && event.backup?.detail?.console === true),
    ...(event.source === undefined && ip !== undefined && Math.abs(now - since) <= shift ? { from: ip } : {}),
  }
  const same = seen.person === (known.person === true) && ip === known.ip && since - (known.since ?? 0) < hour
  const told = !seen.fresh && !seen.newNetwork && !seen.newAgent && same
  // Written when it says something new, and once an hour besides: an actor acts far more often than it changes.
  if (told && Math.abs(now - (known.last ?? 0)) < hour) return seen
  const next: Known = {
    of: short(of),
    first: Math.min(known.first ?? now, now),
    last: Math.max(known.last ?? now, now),
    networks: added(networks, network),
    agents: added(agents, agent),
    person: seen.person,
    ...(ip === undefined ? {} : { ip, since }),
  }
  memory.put('actor', key, asJson(next), next.last + kept)
  return seen
}

/** An address that is a service's name is written by the provider, so it cannot be pretended. */
function kindOf(event: Event, actor: Actor, { fresh, newNetwork, person }: Seen, words: WordLists): Actor['kind'] {
  const { kind } = actor
  const ours = event.source?.ip === undefined && words.retentionServices.includes(event.source?.address ?? '')
  if (ours && kind !== 'person' && kind !== 'product') return 'provider'
  if (person) return personOf(actor)
  // An account that is called like a product is taken for it as long as it comes from where it always came from.
  const name = actor.name ?? actor.id
  const named = kind === 'service' || kind === 'unknown'
  if (named && !fresh && !newNetwork && isProductAccount(words, name)) return 'product'
  // Hosts and directories tell of an account, never of who is behind it: one that is called a service may be either.
  return kind === 'person' && isServiceName(name) ? 'unknown' : kind
}

const personOf = ({ kind }: Actor): Actor['kind'] => (kind === 'provider' ? kind : 'person')

const added = (list: readonly string[], item: string | undefined): readonly string[] =>
  item === undefined || list.at(-1) === item ? list : [...list.filter((known) => known !== item), item].slice(-most)

/** The network of an address: what a person keeps when a lease changes. A service's name stands for itself. */
export function networkOf(event: Event): string | undefined {
  const { ip, address } = event.source ?? {}
  if (ip === undefined) return address === undefined ? undefined : short(address)
  return ip.includes(':')
    ? `${ip.split(':').slice(0, 3).join(':')}::/48`
    : `${ip.split('.').slice(0, 3).join('.')}.0/24`
}

/** The program, without its version: `aws-cli/2.15.0 …` and `[Boto3/1.26 …]` are `aws-cli` and `boto3`. */
export function agentOf(event: Event): string | undefined {
  const agent = event.user_agent?.original
  return agent === undefined ? undefined : short(agent.replace(/^\[/, '').split(/[/\s]/)[0]?.toLowerCase() ?? '', 80)
}
