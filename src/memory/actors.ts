// What is known of a principal: since when, from where, with what, and whether a person has been seen behind it.
import { day } from '../lib/duration.ts'
import type { Actor, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { asJson, keyOf, listOf, recordOf, short, siteOf } from './recall.ts'

const kept = 180 * day
const most = 64

interface Known {
  readonly first: number
  readonly last: number
  readonly networks: readonly string[]
  readonly agents: readonly string[]
  /** A console sign-in was seen: a person uses it, whatever its name says. */
  readonly person: boolean
}

/** The actor with what memory knows of it, and memory with what the event tells of the actor. */
export function knowActor(memory: Memory, event: Event, now: number, words: WordLists): Actor | undefined {
  const actor = event.backup?.actor
  if (!actor) return undefined
  const key = keyOf(siteOf(event), 'actor', actor.id)
  const known = recordOf<Known>(memory.get('actor', key))
  const networks = listOf<string>(asJson(known.networks ?? []))
  const agents = listOf<string>(asJson(known.agents ?? []))
  const [network, agent] = [networkOf(event), agentOf(event)]
  const person = known.person === true || (event.event.action === 'sign-in' && event.backup?.detail?.console === true)
  const fresh = known.first === undefined
  memory.put(
    'actor',
    key,
    asJson({
      first: Math.min(known.first ?? now, now),
      last: Math.max(known.last ?? now, now),
      networks: added(networks, network),
      agents: added(agents, agent),
      person,
    }),
    now + kept,
  )
  // An address that is a service's name is written by the provider, so it cannot be pretended.
  const ours = event.source?.ip === undefined && words.retentionServices.includes(event.source?.address ?? '')
  const kind =
    ours && actor.kind !== 'person' && actor.kind !== 'product' ? 'provider' : person ? personOf(actor) : actor.kind
  return {
    ...actor,
    kind,
    new: fresh,
    new_address: network !== undefined && !networks.includes(network),
    new_agent: agent !== undefined && !agents.includes(agent),
  }
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
