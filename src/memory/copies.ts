// What counts as a copy, and why: contract, section 3. What was a copy stays one for 180 days.
import { day } from '../lib/duration.ts'
import type { CopyFacts, Event, Resource } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { touch } from './creations.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'
import { isProductAgent, type Words, wordsIn } from './words.ts'

const kept = 180 * day
const settles = 7 * day

/** Kinds of things that are copies, or hold nothing else, wherever they stand. */
const always = new Set([
  'vault',
  'recovery-point',
  'plan',
  'legal-hold',
  'restore-test',
  'tape',
  'repository',
  'recycle-rule',
])
const platforms = new Set(['aws.backup'])
/** Signs that make no copy alone. */
const supporting = new Set(['long', 'replicated'])
const lockSettings = new Set(['lock-mode', 'lock-days', 'lock-until', 'legal-hold', 'retention-minimum'])

interface Known {
  /** Signs and when each was last seen, in epoch milliseconds. */
  readonly signs: Readonly<Record<string, number>>
  readonly lock?: { readonly at: number; readonly on: boolean; readonly ever: boolean }
  readonly tags?: string
  /** Words of the tags as they stood, and since when others hold. */
  readonly before?: { readonly test: boolean; readonly since: number }
  readonly strongTag?: boolean
  readonly versioned?: boolean
}

/** What the resource is as a copy, before the event; memory learns what the event says of it and of what it points at. */
export function knowCopy(
  memory: Memory,
  event: Event,
  now: number,
  { words: lists, young }: { readonly words: WordLists; readonly young: boolean },
): CopyFacts | undefined {
  const resource = event.backup?.resource
  for (const target of event.backup?.related ?? []) if (targets(event)) sign(memory, event, target.id, 'target', now)
  if (!resource) return undefined
  const container = resource.container
  const own = assess(memory, event, resource, now, lists, young)
  const outer = container
    ? assess(memory, event, { ...container, ...(container.name ? { name: container.name } : {}) }, now, lists, false)
    : undefined
  const good = event.event.outcome !== 'failure'
  if (good) learn(memory, event, resource, container?.id ?? resource.id, now, lists)
  const facts =
    outer && (outer.is || !own.is)
      ? {
          ...outer,
          locked: own.locked || outer.locked,
          was_locked: own.was_locked || outer.was_locked,
          is: own.is || outer.is,
        }
      : own
  if (facts.is && good) holdsCopies(memory, event, now)
  return {
    ...facts,
    account: concerned(memory, event, resource),
    by_name_only:
      facts.is &&
      facts.sign.length > 0 &&
      facts.sign.every((one) => ['name', 'tag', 'description', 'remembered'].includes(one)),
  }
}

interface Assessed extends CopyFacts {
  readonly is: boolean
  readonly sign: readonly string[]
  readonly locked: boolean
  readonly was_locked: boolean
}

function assess(
  memory: Memory,
  event: Event,
  resource: Resource,
  now: number,
  lists: WordLists,
  young: boolean,
): Assessed {
  const key = keyOf(siteOf(event), 'copy', resource.id)
  const known = recordOf<Known>(memory.get('copy', key))
  const names = wordsIn(lists, resource.name ?? resource.id, resource.description)
  const tagWords = resource.tags === undefined ? undefined : wordsIn(lists, ...Object.entries(resource.tags).flat())
  const seen = Object.keys(known.signs ?? {}).filter((name) => now - (known.signs?.[name] ?? 0) <= kept)
  const locked = known.lock?.on === true
  const second = locked || seen.some((name) => ['product', 'lock', 'target', 'replicated', 'estate'].includes(name))
  const signs = new Set(seen.filter((name) => !supporting.has(name)))
  if (always.has(resource.type) || platforms.has(event.backup?.platform ?? '')) signs.add('always')
  if (names.strong) signs.add(resource.description && !wordsIn(lists, resource.name).strong ? 'description' : 'name')
  if (tagWords?.strong) signs.add('tag')
  // Logs are kept for long as well, so a long retention makes a copy only of what is called an archive.
  if ((names.weak || tagWords?.weak) && (second || seen.includes('long'))) signs.add('name')
  if (locked || unlocks(event, resource)) signs.add('lock')
  const named = [...signs].every((name) => ['name', 'tag', 'description'].includes(name))
  const is = signs.size > 0 && !(named && names.noCopies && !second)
  remember(memory, key, known, { signs: is && named ? [...signs] : [], tagWords, young }, now)
  const test = isTest(known, names, tagWords, now) && !second && !seen.includes('long') && !signs.has('always')
  return {
    is,
    sign: [...signs].sort(),
    locked,
    was_locked: known.lock?.ever === true || locked,
    ...(test ? { test: true } : {}),
    ...(known.versioned === undefined ? {} : { versioned: known.versioned }),
  }
}

/** Tags that would exempt a copy count as they stood a week ago; its name is what it always was. */
function isTest(known: Partial<Known>, names: Words, tagWords: Words | undefined, now: number): boolean {
  if (names.test) return true
  if (known.before && now - known.before.since < settles) return known.before.test
  return tagWords?.test ?? known.tags === 'test'
}

/** What takes a lock off says that there was one. */
function unlocks({ event, backup }: Event, resource: Resource): boolean {
  if (event.outcome === 'failure' || backup?.resource?.id !== resource.id) return false
  if (event.action === 'immutability-bypassed') return true
  const changes = backup.changes ?? (backup.change ? [backup.change] : [])
  return (
    event.action === 'immutability-changed' &&
    changes.some(({ setting, to }) => setting === 'lock-mode' && to === 'off')
  )
}

interface Told {
  readonly signs: readonly string[]
  readonly tagWords: Words | undefined
  /** Made within a day: its first tags are what it always had. */
  readonly young: boolean
}

/** A copy by its name or tag alone is remembered as one, so that a rename or a retag does not make it forgotten. */
function remember(
  memory: Memory,
  key: string,
  known: Partial<Known>,
  { signs, tagWords, young }: Told,
  now: number,
): void {
  const tags = tagWords === undefined ? known.tags : tagWords.test ? 'test' : 'plain'
  const changed = tagWords !== undefined && known.tags !== undefined && known.tags !== tags
  const before = changed
    ? { before: { test: known.tags === 'test', since: now } }
    : tagWords !== undefined && known.tags === undefined && !young
      ? { before: { test: false, since: now } }
      : {}
  if (signs.length === 0 && tags === known.tags) return
  // Written once a day at most: a copy is looked at far more often than it changes.
  const fresh = signs.every((name) => now - (known.signs?.[name] ?? 0) < day) && signs.length > 0
  if (fresh && !changed && tags === known.tags) return
  const stamped = Object.fromEntries(signs.map((name) => [name, now]))
  memory.put(
    'copy',
    key,
    asJson({ ...known, signs: { ...known.signs, ...stamped }, ...(tags === undefined ? {} : { tags }), ...before }),
    now + kept,
  )
}

/** What the event itself says: a lock set or taken off, a product at work, versioning, a long retention. */
function learn(memory: Memory, event: Event, resource: Resource, set: string, now: number, lists: WordLists): void {
  const { actor, detail } = event.backup ?? {}
  const changes = event.backup?.changes ?? (event.backup?.change ? [event.backup.change] : [])
  const writes = ['object-written', 'recovery-point-created', 'job-finished'].includes(event.event.action)
  if (writes && (actor?.kind === 'product' || isProductAgent(lists, event.user_agent?.original))) {
    sign(memory, event, set, 'product', now)
    touch(memory, siteOf(event), set, undefined, now)
  } else if (writes || event.event.action === 'object-overwritten') touch(memory, siteOf(event), set, actor?.id, now)
  if (detail?.object_lock === true) sign(memory, event, resource.id, 'lock', now)
  const lock = changes.find(({ setting }) => lockSettings.has(setting))
  if (lock) {
    const on =
      lock.setting === 'retention-minimum' ||
      (lock.to !== 'off' && lock.to !== 0 && lock.to !== null && lock.to !== undefined)
    noteLock(memory, event, resource.id, on, now)
    if (on) touch(memory, siteOf(event), resource.id, undefined, now)
  }
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
  ['replication-changed', 'job-created', 'retention-changed', 'job-changed'].includes(event.action)

function noteLock(memory: Memory, event: Event, id: string, on: boolean, now: number): void {
  const known = recordOf<Known>(memory.get('copy', keyOf(siteOf(event), 'copy', id)))
  merge(memory, event, id, { lock: { at: now, on, ever: known.lock?.ever === true || on } }, now)
  if (on) sign(memory, event, id, 'lock', now)
}

function sign(memory: Memory, event: Event, id: string, name: string, now: number): void {
  const known = recordOf<Known>(memory.get('copy', keyOf(siteOf(event), 'copy', id)))
  if (now - (known.signs?.[name] ?? 0) < day) return
  merge(memory, event, id, { signs: { ...known.signs, [name]: now } }, now)
  if (!supporting.has(name)) holdsCopies(memory, event, now)
}

function merge(memory: Memory, event: Event, id: string, more: Partial<Known>, now: number): void {
  const key = keyOf(siteOf(event), 'copy', id)
  memory.put('copy', key, asJson({ signs: {}, ...recordOf<Known>(memory.get('copy', key)), ...more }), now + kept)
}

/** An account that is dealt with by name is looked up by it; an organisation's unit or root may hold any of the site's copies. */
function concerned(memory: Memory, event: Event, resource: Resource): boolean {
  if (resource.type !== 'account' || resource.id === event.cloud?.account?.id) return accountHoldsCopies(memory, event)
  return /^\d{12}$/.test(resource.id)
    ? accountHoldsCopies(memory, event, resource.id)
    : memory.get('copy', keyOf(siteOf(event), 'any-copies')) !== undefined
}

const accountKey = (event: Event): string =>
  keyOf(siteOf(event), 'account-copies', event.cloud?.account?.id ?? event.host?.name ?? event.event.module)

function holdsCopies(memory: Memory, event: Event, now: number): void {
  const key = accountKey(event)
  const last = memory.get('copy', key)
  if (typeof last === 'number' && now - last <= day) return
  memory.put('copy', key, now, now + kept)
  memory.put('copy', keyOf(siteOf(event), 'any-copies'), now, now + kept)
}

/** A copy was seen in the account of the event within 180 days. */
const accountHoldsCopies = (memory: Memory, event: Event, id?: string): boolean =>
  memory.get('copy', id === undefined ? accountKey(event) : keyOf(siteOf(event), 'account-copies', id)) !== undefined
