// Erasure from the audit log: entries lose what names a person, the chain over them holds, and the log says which they are.

import { isObject } from '../lib/json.ts'
import type { BareEntry, EraseAsk } from '../model/ask.ts'
import type { AuditEntry } from '../model/audit.ts'
import { hashOf } from './chain.ts'
import { type Decision, done, refuse } from './decision.ts'
import type { Shelf } from './shelf.ts'

/** Entries must be those of the log: whoever cannot give one with its hash cannot have it replaced. */
export function erase(shelf: Shelf, { bare, detail }: EraseAsk): Decision {
  const end = shelf.get('chain')?.seq ?? 0
  if (
    !Array.isArray(bare) ||
    bare.some((entry) => 'personal' in entry || hashOf(entry) !== entry.hash || entry.seq > end)
  )
    return refuse('no-entry')
  shelf.put('erased', '', (shelf.get('erased') ?? 0) + bare.length)
  return done({ ...detail, entries: bare.map(({ seq }) => seq) })
}

/** The entry as it stays. */
export function bareOf({ personal: _, ...bare }: AuditEntry): BareEntry {
  return bare
}

/** A line of the log; undefined where it is none. */
export function entryOf(text: string): AuditEntry | undefined {
  try {
    const entry: unknown = JSON.parse(text)
    return isObject(entry) && typeof entry.seq === 'number' ? (entry as unknown as AuditEntry) : undefined
  } catch {
    return undefined
  }
}

/**
 * The log in the order of its numbers. Where a topic is compacted later, an entry without its personal part lies behind the one
 * that it takes the place of, or behind others once that is gone.
 * @param read gives the log as it lies, each time anew
 */
export async function* inOrder(read: () => AsyncIterable<string>): AsyncGenerator<string> {
  const bare = new Map<number, string>()
  for await (const text of read()) {
    if (text.includes('"personal":')) continue
    const entry = entryOf(text)
    if (entry && entry.personal === undefined) bare.set(entry.seq, text)
  }
  const waiting = [...bare.keys()].sort((one, other) => one - other)
  const upTo = function* (seq: number): Generator<string> {
    for (let next = waiting[0]; next !== undefined && next <= seq; next = waiting[0]) {
      yield bare.get(next) ?? ''
      waiting.shift()
    }
  }
  for await (const text of read()) {
    const seq = entryOf(text)?.seq
    if (seq === undefined) yield text
    else {
      yield* upTo(seq)
      if (!bare.has(seq)) yield text
    }
  }
  yield* upTo(Number.POSITIVE_INFINITY)
}
