// What events say of copies besides their names: a lock, a product at work, a target of copying, versioning. Contract, section 3.
import { day } from '../lib/duration.ts'
import type { Change, Event, Resource } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { touch } from './creations.ts'
import { devicesOf, noteHolding } from './parents.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'
import { isProductAgent, wordsOfService } from './words.ts'

const kept = 180 * day

/** Who uses what makes copies, and what it protects: no copies themselves. */
export const noCopies = new Set([
  'user',
  'group',
  'role',
  'principal',
  'service-account',
  'credential',
  'host',
  'vm',
  'database',
  'account',
  'organization',
  'tenant',
])
/** What copies never lie on, wherever it is named as a further thing. */
const noTargets = new Set([...noCopies, 'key', 'protected', 'alias', 'policy'])
/** Signs that make no copy alone. */
export const supporting = new Set(['long', 'replicated'])
export const lockSettings = new Set(['lock-mode', 'lock-days', 'lock-until', 'legal-hold', 'retention-minimum'])

export interface KnownCopy {
  /** Signs and when each was last seen, in epoch milliseconds. */
  readonly signs: Readonly<Record<string, number>>
  readonly lock?: { readonly at: number; readonly on: boolean; readonly ever: boolean }
  readonly tags?: string
  /** Words of the tags as they stood, and since when others hold. */
  readonly before?: { readonly test: boolean; readonly since: number }
  readonly strongTag?: boolean
  readonly versioned?: boolean
}

/** What a replication, a plan or a repository's definition points at is a copy from now on. */
export function signTargets(memory: Memory, event: Event, now: number): void {
  if (!targets(event)) return
  for (const { id, type } of event.backup?.related ?? [])
    if (!noTargets.has(type)) sign(memory, event, id, 'target', now)
}

/** What the event itself says: a lock set or taken off, a product at work, versioning, a long retention. */
export function learnSigns(
  memory: Memory,
  event: Event,
  resource: Resource,
  set: string,
  now: number,
  lists: WordLists,
): void {
  const { actor, detail } = event.backup ?? {}
  const changes = event.backup?.changes ?? (event.backup?.change ? [event.backup.change] : [])
  const writes = ['object-written', 'recovery-point-created', 'job-finished'].includes(event.event.action)
  if (runsProduct(event, lists))
    for (const host of devicesOf(event)) {
      sign(memory, event, host, 'product', now)
      noteHolding(memory, event, 'account-locks', now)
    }
  // A snapshot that a product takes on an array says nothing of the volume that it is of: that is what is protected.
  const ofSource = resource.type === 'snapshot' && ['array', 'hypervisor'].includes(event.backup?.plane ?? '')
  if (writes && !ofSource && (actor?.kind === 'product' || isProductAgent(lists, event.user_agent?.original))) {
    sign(memory, event, set, 'product', now)
    touch(memory, siteOf(event), set, undefined, now)
  } else if (writes || ['object-overwritten', 'file-renamed'].includes(event.event.action))
    touch(memory, siteOf(event), set, actor?.id, now)
  if (detail?.backup_role === true) sign(memory, event, resource.id, 'target', now)
  if (detail?.object_lock === true) sign(memory, event, resource.id, 'lock', now)
  const lock = changes.find(({ setting }) => lockSettings.has(setting))
  const on = lock && isOn(lock)
  if (on !== undefined) noteLock(memory, event, resource.id, on, now)
  if (on === true) touch(memory, siteOf(event), resource.id, undefined, now)
  const versioning = changes.find(({ setting }) => setting === 'versioning')
  if (versioning) merge(memory, event, resource.id, { versioned: versioning.to === 'on' }, now)
  const long = changes.find(
    ({ setting, to }) => setting === 'retention' && (to === 'unlimited' || (typeof to === 'number' && to >= 30)),
  )
  if (long) sign(memory, event, resource.id, 'long', now)
  if (event.event.action === 'replication-changed' && changes.some(({ to }) => to === 'on'))
    sign(memory, event, resource.id, 'replicated', now)
}

const targets = ({ event }: Event): boolean =>
  event.outcome !== 'failure' &&
  ['replication-changed', 'job-created', 'retention-changed', 'job-changed', 'repository-created'].includes(
    event.action,
  )

/** A service or program of a backup product was seen on a host. */
const runsProduct = ({ event, backup }: Event, lists: WordLists): boolean =>
  backup?.plane === 'host' &&
  event.outcome !== 'failure' &&
  (backup.resource?.type === 'service' || backup.detail?.service !== undefined) &&
  wordsOfService(
    lists,
    backup.resource?.type === 'service' ? backup.resource.name : undefined,
    textOf(backup.detail?.service),
  ).product

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Whether a lock stands after the change; undefined where nothing says so. */
function isOn({ setting, to, direction }: Change): boolean | undefined {
  if (setting === 'retention-minimum') return true
  if (to === undefined) return direction === 'strengthened' ? true : undefined
  return to !== 'off' && to !== 0 && to !== null
}

function noteLock(memory: Memory, event: Event, id: string, on: boolean, now: number): void {
  const known = recordOf<KnownCopy>(memory.get('copy', keyOf(siteOf(event), 'copy', id)))
  merge(memory, event, id, { lock: { at: now, on, ever: known.lock?.ever === true || on } }, now)
  if (!on) return
  sign(memory, event, id, 'lock', now)
  noteHolding(memory, event, 'account-locks', now)
}

function sign(memory: Memory, event: Event, id: string, name: string, now: number): void {
  const known = recordOf<KnownCopy>(memory.get('copy', keyOf(siteOf(event), 'copy', id)))
  if (now - (known.signs?.[name] ?? 0) < day) return
  merge(memory, event, id, { signs: { ...known.signs, [name]: now } }, now)
  if (!supporting.has(name)) noteHolding(memory, event, 'account-copies', now)
}

function merge(memory: Memory, event: Event, id: string, more: Partial<KnownCopy>, now: number): void {
  const key = keyOf(siteOf(event), 'copy', id)
  memory.put('copy', key, asJson({ signs: {}, ...recordOf<KnownCopy>(memory.get('copy', key)), ...more }), now + kept)
}
