// Reads what detection remembers from its state, piece by piece: lists with filters, one entry by its key, how much there is.
import { isObject, type Json } from '../lib/json.ts'
import { usualPause } from '../memory/pauses.ts'
import { isSilent, type Voice } from '../memory/silence.ts'
import type { StateView } from '../model/journal.ts'
import { type StateFound, type StateKind, type StateLine, type StateQuery, stateKinds } from '../model/state.ts'
import type { HeardSource, SeenStream } from '../model/stream.ts'
import { readMark } from './chains.ts'
import type { ClockedMemory } from './memory-map.ts'
import { memoryOver, tallyOf } from './memory-state.ts'
import { type StateEntry, type Telling, tellEntry } from './state-lines.ts'

type Windows = Telling['windows']

/** Keys are hashes: each piece holds those that begin with the same two digits, so that no list is ever large. */
const pieces = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, '0'))
const largestPiece = 100_000

/** Entries that fit, the newest first among those that were found. Between two pieces everybody else has a turn. */
export async function listState(views: readonly StateView[], query: StateQuery, windows: Windows): Promise<StateFound> {
  const lines: StateLine[] = []
  for (const kind of query.kinds ?? stateKinds)
    for (const view of views) {
      const memory = memoryOver(view)
      for (const piece of pieces) {
        await turn()
        for (const [name, text] of view.scan(`${kind}\u0000${piece}`, largestPiece)) {
          const line = told(kind, name, text, memory, windows, false)
          if (!line || !fits(line, query)) continue
          if (lines.length >= query.limit) return { lines: sorted(lines), more: true }
          lines.push(line)
        }
      }
    }
  return { lines: sorted(lines), more: false }
}

const turn = (): Promise<void> => new Promise((go) => setImmediate(go))

/** The entry whose key begins so, whole; undefined where none or several do. */
export function showState(views: readonly StateView[], key: string, windows: Windows): StateLine | undefined {
  if (!/^[0-9a-f]{4,64}$/.test(key)) return undefined
  const found = stateKinds.flatMap((kind) =>
    views.flatMap((view) => {
      const memory = memoryOver(view)
      return view
        .scan(`${kind}\u0000${key}`, 2)
        .flatMap(([name, text]) => told(kind, name, text, memory, windows, true) ?? [])
    }),
  )
  return found.length === 1 ? found[0] : undefined
}

/** Whole sources that are silent, by name, sorted. */
export const silentSources = (views: readonly StateView[]): readonly string[] =>
  [...new Set(heardSources(views).flatMap(({ source, silent }) => (silent ? [source] : [])))].sort()

/** Whole sources that spoke in the last weeks, each of its site. */
export const heardSources = (views: readonly StateView[]): readonly HeardSource[] =>
  valuesOf<Voice>(views, 'voice').flatMap((voice) => {
    const { part, site, source, first, last } = voice
    const usual = usualPause(voice, last)
    return part === undefined
      ? [{ site, source, first, last, silent: isSilent(voice), ...(usual > 0 ? { usual } : {}) }]
      : []
  })

/** Epoch milliseconds: the least of the partitions' clocks; undefined where none has begun. */
export function watermarkOf(views: readonly StateView[]): number | undefined {
  const clocks = views.map((view) => memoryOver(view).clock).filter(Number.isFinite)
  return clocks.length === 0 ? undefined : Math.min(...clocks)
}

/** Streams that came in the last half year, each of its site. */
export const seenStreams = (views: readonly StateView[]): readonly SeenStream[] => valuesOf<SeenStream>(views, 'stream')

/** Entries of a kind that name a source: there are some hundreds of them at most. */
const valuesOf = <T>(views: readonly StateView[], kind: 'voice' | 'stream'): readonly T[] =>
  views.flatMap((view) =>
    view.scan(`${kind}\u0000`, mostValues).flatMap(([, text]) => {
      const held: unknown = JSON.parse(text)
      const value = isObject(held) ? held.v : undefined
      return isObject(value) && typeof value.source === 'string' ? [value as unknown as T] : []
    }),
  )
const mostValues = 2_000

/** Entries of each kind, over all partitions. */
export function countState(views: readonly StateView[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const view of views)
    for (const [kind, count] of Object.entries(tallyOf(view))) counts.set(kind, (counts.get(kind) ?? 0) + count)
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function told(
  kind: StateKind,
  name: string,
  text: string,
  memory: ClockedMemory,
  windows: Windows,
  whole: boolean,
): StateLine | undefined {
  const held: unknown = JSON.parse(text)
  if (!isObject(held)) return undefined
  const until = typeof held.u === 'number' ? held.u : undefined
  if (until !== undefined && until < memory.clock) return undefined
  const entry: StateEntry = { kind, key: name.slice(kind.length + 1), value: (held.v ?? null) as Json, until }
  return tellEntry(entry, { windows, mark: (id) => readMark(memory, id) }, whole)
}

const fits = ({ site, what }: StateLine, query: StateQuery): boolean =>
  (query.site === undefined || site === undefined || site === query.site) &&
  (query.text === undefined || what.toLowerCase().includes(query.text.toLowerCase()))

const sorted = (lines: readonly StateLine[]): readonly StateLine[] =>
  lines.toSorted((one, other) => ((one.since ?? '') < (other.since ?? '') ? 1 : -1))
