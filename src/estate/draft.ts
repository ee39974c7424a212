// A first estate from what was observed: copies that events touched, keys that seal them, consoles, and who works with them.
import type { Estate, EstateCopy, Mechanism } from '../model/estate.ts'
import type { Event } from '../model/event.ts'

export interface Draft {
  /** @param event with what memory knows of it */
  see(event: Event): void
  estate(): Estate
}

interface Place {
  readonly id: string
  readonly name: string
  readonly type: string
  locked: boolean
  mode: string | undefined
  readonly keys: Set<string>
  seen: number
}

const most = 500
/** What lies in a copy is told by what holds it. */
const parts = new Set([
  'recovery-point',
  'snapshot',
  'object',
  'file',
  'job',
  'plan',
  'tape',
  'user',
  'role',
  'group',
  'key',
  'trail',
  'policy',
  'credential',
  'console',
  'legal-hold',
  'principal',
  'service',
  'restore-test',
])
const administers = new Set([
  'admin-added',
  'role-granted',
  'retention-changed',
  'immutability-changed',
  'repository-created',
  'repository-changed',
  'job-created',
  'job-changed',
])

/** Takes events one after the other; what it gives is sorted, so that two drafts of one site can be compared. */
export function newDraft(): Draft {
  const places = new Map<string, Place>()
  const consoles = new Map<string, Set<string>>()
  const people = new Map<string, 'person' | 'program'>()
  return {
    see(event) {
      if (!event.backup) return
      seePlaces(places, event)
      seeConsole(consoles, event)
      seeActor(people, event)
    },
    estate() {
      const copies = [...places.values()].sort((one, other) => (one.name < other.name ? -1 : 1)).map(copyOf)
      const accounts = (kind: 'person' | 'program'): readonly string[] =>
        [...people].flatMap(([name, known]) => (known === kind ? [name] : [])).sort()
      const [administrators, programs] = [accounts('person'), accounts('program')]
      return {
        ...(consoles.size > 0
          ? {
              consoles: [...consoles].sort().map(([source, hosts]) => ({
                name: source,
                source,
                ...(hosts.size > 0 ? { hosts: [...hosts].sort() } : {}),
              })),
            }
          : {}),
        ...(copies.length > 0 ? { copies: distinct(copies) } : {}),
        ...(administrators.length + programs.length > 0
          ? {
              people: {
                ...(administrators.length > 0 ? { administrators } : {}),
                ...(programs.length > 0 ? { 'service-accounts': programs } : {}),
              },
            }
          : {}),
      }
    },
  }
}

function seePlaces(places: Map<string, Place>, { event, backup }: Event): void {
  const { resource, copy, change, related = [] } = backup ?? {}
  if (!resource || copy?.is !== true || event.outcome === 'failure') return
  const holder = parts.has(resource.type) ? resource.container : resource
  if (!holder || parts.has(holder.type) || (places.size >= most && !places.has(holder.id))) return
  const place = places.get(holder.id) ?? {
    id: holder.id,
    name: holder.name ?? holder.id,
    type: holder.type,
    locked: false,
    mode: undefined,
    keys: new Set<string>(),
    seen: 0,
  }
  place.seen += 1
  place.locked ||= copy.locked === true
  if (change?.setting === 'lock-mode' && typeof change.to === 'string') place.mode = change.to
  for (const other of related) if (other.type === 'key' && place.keys.size < 10) place.keys.add(other.id)
  places.set(holder.id, place)
}

function seeConsole(consoles: Map<string, Set<string>>, { event, host, observer }: Event): void {
  const hosts = consoles.get(event.dataset) ?? new Set<string>()
  const name = host?.name ?? observer?.name
  if (name !== undefined && hosts.size < 50) hosts.add(name)
  consoles.set(event.dataset, hosts)
}

function seeActor(people: Map<string, 'person' | 'program'>, { event, backup }: Event): void {
  const { actor, copy } = backup ?? {}
  if (!actor || people.size >= most) return
  if (actor.kind === 'product' || actor.kind === 'service') people.set(actor.id, 'program')
  else if (actor.kind === 'person' && copy?.is === true && administers.has(event.action)) people.set(actor.id, 'person')
}

function copyOf({ id, name, type, locked, mode, keys }: Place): EstateCopy {
  const mechanism = mechanismOf(type, locked, mode)
  return {
    name,
    where: [id],
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(keys.size > 0 ? { keys: [...keys].sort() } : {}),
  }
}

/** Only what was seen is said: where no lock was seen, a person has to say what there is. */
function mechanismOf(type: string, locked: boolean, mode: string | undefined): Mechanism | undefined {
  if (!locked) return undefined
  if (type === 'bucket')
    return mode === 'compliance'
      ? 'object-lock-compliance'
      : mode === 'governance'
        ? 'object-lock-governance'
        : undefined
  if (type === 'vault') return 'vault-lock'
  return type === 'volume' ? 'snapshot-lock' : type === 'repository' ? 'hardened-repository' : undefined
}

/** Names stand once in an estate: of two things that are called alike the second gets its id behind its name. */
function distinct(copies: readonly EstateCopy[]): readonly EstateCopy[] {
  const seen = new Set<string>()
  return copies.map((copy) => {
    const twice = seen.has(copy.name.toLowerCase())
    seen.add(copy.name.toLowerCase())
    return twice ? { ...copy, name: `${copy.name} (${copy.where[0] ?? ''})` } : copy
  })
}
