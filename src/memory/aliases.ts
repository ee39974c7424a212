// One thing under several ids: a UUID beside a name, the name that it had before. Later events find what earlier ones left.
import { day } from '../lib/duration.ts'
import type { Event, Resource } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, recordOf, short, siteOf } from './recall.ts'

const kept = 400 * day
/** More names than one record has reason to give. */
const most = 8

type Thing = Pick<Resource, 'id' | 'name' | 'container'>

/** The event with its things under the ids that memory knows them by; memory with the further ids that the event tells. */
export function knowAliases(memory: Memory, event: Event, now: number): Event {
  const { backup } = event
  if (!backup) return event
  const site = siteOf(event)
  const { resource, related, parents } = backup
  const former = backup.detail?.former_id
  // Most sites have one id a thing: nothing is to be looked up until the first record tells otherwise.
  const any = keyOf(site, 'aliases')
  const tells = former !== undefined || resource?.aliases !== undefined || related?.some(({ aliases }) => aliases)
  if (tells) memory.put('seen', any, now, now + kept)
  else if (memory.get('seen', any) === undefined) return event
  const isDone = event.event.outcome === 'success'
  // A new thing is none of those that went by its name before, and neither is what was given the name.
  if (resource && isDone && (event.event.action === 'repository-created' || former !== undefined))
    memory.drop('seen', keyOf(site, 'alias', resource.id))
  const next = resource && called(memory, site, resource)
  const others = related?.map((one) => called(memory, site, one))
  if (isDone) {
    if (resource && next) learn(memory, site, resource, next, now)
    if (next && typeof former === 'string') learn(memory, site, { ...next, aliases: [former] }, next, now)
    others?.forEach((one, index) => {
      const told = related?.[index]
      if (told) learn(memory, site, told, one, now)
    })
  }
  const above = parents?.map((id) => known(memory, site, id)?.id ?? id)
  return {
    ...event,
    backup: {
      ...backup,
      ...(next ? { resource: next } : {}),
      ...(others ? { related: others } : {}),
      ...(above ? { parents: above } : {}),
    },
  }
}

/** What an id stands for, followed through a few renames. */
function known(memory: Memory, site: string, id: string, hops = 4): Thing | undefined {
  const found = recordOf<Thing>(memory.get('seen', keyOf(site, 'alias', id)))
  if (found.id === undefined || found.id === id) return undefined
  return (hops > 0 ? known(memory, site, found.id, hops - 1) : undefined) ?? { ...found, id: found.id }
}

const idsOf = ({ id, aliases }: Resource): readonly string[] => [id, ...(aliases ?? []).slice(0, most)]

/** Under its first id, and with what the record leaves out; what lies in a thing and is called after it goes with it. */
function called(memory: Memory, site: string, resource: Resource): Resource {
  const first = idsOf(resource)
    .map((id) => known(memory, site, id))
    .find((thing) => thing !== undefined)
  const container = resource.container ?? first?.container
  const outer = container && known(memory, site, container.id)
  if (first === undefined && outer === undefined) return resource
  const inside = outer && container && resource.id.startsWith(`${container.id}/`)
  // Where a record knows a thing by its number alone, that stands for its name, too.
  const name =
    resource.name === undefined || resource.name === resource.id ? (first?.name ?? resource.name) : resource.name
  return {
    ...resource,
    id: first?.id ?? (inside ? `${outer.id}${resource.id.slice(container.id.length)}` : resource.id),
    ...(name === undefined ? {} : { name }),
    ...(container ? { container: outer ? renamed(container, outer) : container } : {}),
  }
}

function renamed(container: NonNullable<Resource['container']>, { id, name: first }: Thing): typeof container {
  const name = container.name ?? first
  return { ...container, id, ...(name === undefined ? {} : { name }) }
}

/** Every id that the record gave stands for the first one from now on. */
function learn(memory: Memory, site: string, told: Resource, { id, name, container }: Resource, now: number): void {
  if (told.aliases === undefined) return
  const thing: Thing = {
    id,
    ...(name === undefined ? {} : { name: short(name) }),
    ...(container === undefined ? {} : { container }),
  }
  for (const other of idsOf(told))
    if (other !== id) memory.put('seen', keyOf(site, 'alias', other), asJson(thing), now + kept)
}
