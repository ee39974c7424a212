// What is remembered of an alert, and the two indexes that find it again: by class and actor, and by whatever links acts.
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { Alert, AlertClass, Priority } from '../model/alert.ts'
import type { Memory } from '../model/memory.ts'

export interface AlertState {
  readonly alert: Alert
  /** ISO: the event that opened it, whatever older ones were taken in since. */
  readonly began?: string
  /** What it told last, without what that came after. */
  readonly line?: string
  /** Highest `stage` of a rule that joined. */
  readonly ruleStage: number
  /** Epoch milliseconds of the event that last made it page; undefined while it never did. */
  readonly pagedAt?: number
  /** What it covers: resources and their containers, by id. */
  readonly resources: readonly string[]
  readonly containers: readonly string[]
  /** Settings that were weakened, with the resource: `id setting`. */
  readonly settings: readonly string[]
  /** A locked copy was among the resources; an attempt succeeded; everything so far was habit. */
  readonly locked: boolean
  readonly succeeded: boolean
  readonly habit: boolean
  /** What is still undone, by resource: verbs that would have to follow (`key-enabled`). */
  readonly undo: Readonly<Record<string, readonly string[]>>
  /** The story it belongs to: the id of the story's first page-now alert. */
  readonly story?: string
}

/** One line of an index. */
export interface Entry {
  readonly id: string
  readonly class: AlertClass
  readonly priority: Priority
  /** Epoch milliseconds of the last event that counts. */
  readonly at: number
}

/** An alert that nothing joined for so long is forgotten; the next match opens a new one. */
const keptFor = 180 * day
const longestIndex = 64
export const longestList = 200

export const readAlert = (memory: Memory, id: string): AlertState | undefined => {
  const value: unknown = memory.get('alert', id)
  return isObject(value) ? (value as unknown as AlertState) : undefined
}

/** Writes the alert; indexes are the caller's. */
export function writeAlert(memory: Memory, state: AlertState): void {
  memory.put('alert', state.alert.id, state as unknown as Json, Date.parse(state.alert.at) + keptFor)
}

/** Keys are hashes, so that no name, however long or odd, collides with or bloats another. */
export const actorKey = (site: string, alertClass: AlertClass, actor: string): string =>
  hashOf('actor', site, alertClass, actor)
export const linkKey = (site: string, link: string): string => hashOf('link', site, link)
export const storyKey = (site: string, story: string): string => hashOf('story', site, story)

/** Entries of an index, newest first. */
export function readIndex(memory: Memory, key: string): readonly Entry[] {
  const value: unknown = memory.get('alert-index', key)
  return Array.isArray(value) ? (value as Entry[]) : []
}

/** Puts the alert at the head. When the list is full the oldest of the quietest goes first: noise never drives out a page. */
export function index(memory: Memory, key: string, entry: Entry): void {
  const before = readIndex(memory, key)
  const head = before[0]
  if (head && head.id === entry.id && head.at === entry.at && head.priority === entry.priority) return
  const entries = [entry, ...before.filter(({ id }) => id !== entry.id)]
  if (entries.length > longestIndex) entries.splice(oldestQuiet(entries), 1)
  memory.put('alert-index', key, entries as unknown as Json, entry.at + keptFor)
}

function oldestQuiet(entries: readonly Entry[]): number {
  for (let at = entries.length - 1; at > 0; at -= 1) if (entries[at]?.priority !== 'page-now') return at
  return entries.length - 1
}

/** Alerts of an index that later matches may still join. */
export const liveAlerts = (memory: Memory, entries: readonly Entry[]): readonly AlertState[] =>
  liveStates(
    memory,
    entries.map(({ id }) => id),
  )

/** Those of the alerts that are neither closed nor resolved. */
export function liveStates(memory: Memory, ids: readonly string[]): readonly AlertState[] {
  const found: AlertState[] = []
  for (const id of ids) {
    const state = readAlert(memory, id)
    if (state && isLive(state.alert)) found.push(state)
  }
  return found
}

export const isLive = ({ status }: Alert): boolean => status === 'open' || status === 'acknowledged'
