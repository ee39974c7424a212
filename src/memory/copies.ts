// What counts as a copy, and why: contract, section 3. What was a copy stays one for 180 days.
import { day } from '../lib/duration.ts'
import type { CopyFacts, Event, Resource } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { WordLists } from '../model/words.ts'
import { concernsCopies, devicesOf, holdsLocks, noteHolding } from './parents.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'
import { type KnownCopy, learnSigns, lockSettings, noCopies, signTargets, supporting } from './signs.ts'
import { type Words, wordsIn, wordsOfService } from './words.ts'

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
  'catalogue',
  'console',
])
/** On what makes and keeps copies everything is one, but for those who use it and what it protects. */
const planes = new Set(['console', 'vault'])

const identities = new Set(['user', 'group', 'role', 'principal', 'service-account', 'credential'])

/** What the resource is as a copy, before the event; memory learns what the event says of it and of what it points at. */
export function knowCopy(
  memory: Memory,
  event: Event,
  now: number,
  { words: lists, young }: { readonly words: WordLists; readonly young: boolean },
): CopyFacts | undefined {
  const resource = event.backup?.resource
  signTargets(memory, event, now)
  if (!resource) return undefined
  // Who may use what holds copies is none: an account lies in a console as a copy does.
  const container = identities.has(resource.type) || isEmptyDisk(event) ? undefined : resource.container
  const own = assess(memory, event, resource, now, lists, young)
  const outer = container
    ? assess(memory, event, { ...container, ...(container.name ? { name: container.name } : {}) }, now, lists, false)
    : undefined
  const good = event.event.outcome !== 'failure'
  if (good) learnSigns(memory, event, resource, container?.id ?? resource.id, now, lists)
  const facts =
    outer && (outer.is || !own.is)
      ? {
          ...outer,
          locked: own.locked || outer.locked,
          was_locked: own.was_locked || outer.was_locked,
          is: own.is || outer.is,
        }
      : own
  if (facts.is && good) noteHolding(memory, event, 'account-copies', now)
  return {
    ...facts,
    account: rules(memory, event, now, lists) || concernsCopies(memory, event) || isCalledSo(lists, event),
    ...(holdsLocks(memory, event) ? { lock_host: true } : {}),
    by_name_only: facts.is && facts.sign.length > 0 && facts.sign.every((one) => said.has(one)),
  }
}

/** What a host formats without force held no file system before: of the host's copies there was none on it. */
const isEmptyDisk = ({ backup }: Event): boolean =>
  backup?.resource?.type === 'volume' &&
  backup.resource.container?.type === 'host' &&
  backup.detail?.how === 'formatted' &&
  backup.detail.forced !== true

/** Whether a top role was given over what is a copy itself, whatever else lies beside it: a vault, a bucket. */
const rules = (memory: Memory, event: Event, now: number, lists: WordLists): boolean =>
  event.event.action === 'admin-added' &&
  (event.backup?.related ?? []).some(
    (scope) =>
      (scope.type === 'vault' || scope.type === 'bucket') && assess(memory, event, scope, now, lists, false).is,
  )

/** What somebody says to be a copy is one, as if a record had said so today. @param id as events have it */
export function signAsCopy(memory: Memory, event: Event, id: string, now: number): void {
  const key = keyOf(siteOf(event), 'copy', id)
  const known = recordOf<KnownCopy>(memory.get('copy', key))
  if (now - (known.signs?.estate ?? 0) < day) return
  memory.put('copy', key, asJson({ ...known, signs: { ...known.signs, estate: now } }), now + kept)
}

const said = new Set(['name', 'tag', 'description', 'group', 'remembered'])

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
  const known = recordOf<KnownCopy>(memory.get('copy', key))
  const read = resource.type === 'service' ? wordsOfService : wordsIn
  const names = read(lists, resource.name ?? resource.id, resource.description)
  const tagWords = resource.tags === undefined ? undefined : wordsIn(lists, ...Object.entries(resource.tags).flat())
  const seen = Object.keys(known.signs ?? {}).filter((name) => now - (known.signs?.[name] ?? 0) <= kept)
  const locked = known.lock?.on === true
  const second = locked || seen.some((name) => ['product', 'lock', 'target', 'replicated', 'estate'].includes(name))
  const signs = new Set(seen.filter((name) => !supporting.has(name)))
  const plane = planes.has(event.backup?.plane ?? '') && !noCopies.has(resource.type)
  if (always.has(resource.type) || plane) signs.add('always')
  if (isBackupFile(lists, resource)) signs.add('name')
  if (wordsIn(lists, ...groupsOf(event)).strong && !noCopies.has(resource.type)) signs.add('group')
  if (names.strong) signs.add(resource.description && !wordsIn(lists, resource.name).strong ? 'description' : 'name')
  if (tagWords?.strong) signs.add('tag')
  // Logs are kept for long as well, so a long retention makes a copy only of what is called an archive.
  if ((names.weak || tagWords?.weak) && (second || seen.includes('long'))) signs.add('name')
  if (locked || unlocks(event, resource)) signs.add('lock')
  const named = [...signs].every((name) => said.has(name))
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

/** A machine whose own name says that it is there for backups. */
const isCalledSo = (lists: WordLists, event: Event): boolean =>
  ['array', 'hypervisor', 'host'].includes(event.backup?.plane ?? '') &&
  devicesOf(event).some((name) => {
    const { strong, product } = wordsIn(lists, name)
    return strong || product
  })

/** Names of what a resource was put into by people: resource groups, SVMs, projects. */
const groupsOf = ({ backup }: Event): readonly string[] =>
  (backup?.parents ?? []).map((id) => id.slice(0, 300).replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '')

/** A product’s file on a host or share, by its ending, also where another one was put behind it. */
const isBackupFile = (lists: WordLists, { type, id, name }: Resource): boolean =>
  type === 'file' &&
  (name ?? id)
    .slice(-200)
    .toLowerCase()
    .split('.')
    .slice(1)
    .some((ending) => lists.backupFiles.includes(ending))

/** Tags that would exempt a copy count as they stood a week ago; its name is what it always was. */
function isTest(known: Partial<KnownCopy>, names: Words, tagWords: Words | undefined, now: number): boolean {
  if (names.test) return true
  if (known.before && now - known.before.since < settles) return known.before.test
  return tagWords?.test ?? known.tags === 'test'
}

/** What takes a lock off says that there was one. */
function unlocks({ event, backup }: Event, resource: Resource): boolean {
  if (event.outcome === 'failure' || backup?.resource?.id !== resource.id) return false
  if (event.action === 'immutability-bypassed') return true
  const changes = backup.changes ?? (backup.change ? [backup.change] : [])
  // How long a lock lasts, or who may break it, is asked of what is locked only.
  if (event.action === 'retention-changed') return changes.some(({ setting }) => lockLengths.has(setting))
  return (
    event.action === 'immutability-changed' &&
    changes.some(
      ({ setting, to }) => (lockSettings.has(setting) && (to === 'off' || to === 0)) || setting === 'privileged-delete',
    )
  )
}

const lockLengths = new Set(['lock-days', 'retention-minimum', 'retention-maximum'])

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
  known: Partial<KnownCopy>,
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
