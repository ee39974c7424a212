// Dead letters for the API: the newest of them, one of them, and some of them put back on their raw topics.
import { isObject } from '../lib/json.ts'
import type { Journal, JournalRecord, NewRecord } from '../model/journal.ts'
import { type DeadLetter, type ReplayNote, topics } from '../model/wire.ts'
import { replayRecord } from '../pipeline/replayed.ts'
import type { DeadLetterEntry, DeadLetterLine, LetterQuery, WebDeps } from '../web/deps.ts'

export interface DeadLettersParts {
  readonly journal: Journal
  now(): number
}

/** A step of a large replay: so many letters, or so many bytes. */
const stepLetters = 500
/** Of more letters nobody remembers here that they were put back: what then comes once more is an event that was here before. */
const mostKnown = 500_000
const stepBytes = 8 << 20

export function deadLetters({ journal, now }: DeadLettersParts): WebDeps['deadLetters'] {
  /** Letters and what is noted of them, from an offset on. */
  async function* read(from?: string): AsyncGenerator<DeadLetterEntry | ReplayNote> {
    for await (const record of journal.read(topics.deadLetter, from)) {
      const found = entryOf(record)
      if (found) yield found
    }
  }
  const get = async (id: string): Promise<DeadLetterEntry | undefined> => {
    const offset = /^\d{1,9}-(\d{1,19})$/.exec(id)?.[1]
    if (offset === undefined) return undefined
    let found: DeadLetterEntry | undefined
    // Notes of replays may lie behind it, in any partition.
    for await (const entry of read()) {
      if ('letter' in entry) {
        if (entry.id === id) found = entry
        else if (found && entry.letter.before === id) found = { ...found, again: entry.id }
      } else if (found && entry.ids.includes(id)) found = { ...found, replayed: { at: entry.at, by: entry.by } }
    }
    return found
  }
  const put = (entries: readonly DeadLetterEntry[], by: string): Promise<void> => {
    const ids = entries.map(({ id }) => id)
    const note: ReplayNote = { type: 'replayed', ids, at: new Date(now()).toISOString(), by }
    const noted: NewRecord = { topic: topics.deadLetter, value: JSON.stringify(note) }
    return journal.append([...entries.map(({ id, letter }) => replayRecord(id, letter)), noted])
  }
  return {
    async list({ limit, ...query }) {
      const newest = new Map<string, DeadLetterLine>()
      for await (const entry of read()) {
        if ('letter' in entry) {
          const before = newest.get(entry.letter.before ?? '')
          if (before) newest.set(before.id, { ...before, again: entry.id })
          if (!fits(entry, query)) continue
          newest.set(entry.id, lineOf(entry))
          if (newest.size > limit) newest.delete(newest.keys().next().value ?? '')
        } else
          for (const id of entry.ids) {
            const line = newest.get(id)
            if (line) newest.set(id, { ...line, replayed: { at: entry.at, by: entry.by } })
          }
      }
      return [...newest.values()].reverse()
    },
    get,
    async replay(id, { by, again }) {
      const entry = await get(id)
      if (!entry) return undefined
      if (entry.letter.cut) return 'cut'
      if (entry.replayed && !again) return 'before'
      await put([entry], by)
      return 'replayed'
    },
    async replayAll(query, by) {
      const known = new Set<string>()
      for await (const entry of read())
        if (!('letter' in entry)) for (const id of entry.ids) if (known.size < mostKnown) known.add(id)
      let [step, bytes, replayed, before]: [DeadLetterEntry[], number, number, number] = [[], 0, 0, 0]
      const flush = async (): Promise<void> => {
        if (step.length > 0) await put(step, by)
        replayed += step.length
        ;[step, bytes] = [[], 0]
      }
      for await (const entry of read()) {
        if (!('letter' in entry) || entry.letter.cut || !fits(entry, query)) continue
        if (known.has(entry.id)) {
          before += 1
          continue
        }
        step.push(entry)
        bytes += entry.letter.record.length
        if (step.length >= stepLetters || bytes >= stepBytes) await flush()
      }
      await flush()
      return { replayed, before }
    },
  }
}

/** Without the bytes: a list of large records would be larger than anybody wants. */
function lineOf({ id, at, letter: { record, ...letter } }: DeadLetterEntry): DeadLetterLine {
  return { id, at, letter, bytes: Buffer.byteLength(record, 'base64') }
}

function fits({ id, at, letter }: DeadLetterEntry, { source, reason, since, ids }: LetterQuery): boolean {
  if (ids !== undefined && !ids.includes(id)) return false
  if (source !== undefined && letter.source !== source) return false
  if (since !== undefined && at < since) return false
  return reason === undefined || letter.reason.toLowerCase().includes(reason.toLowerCase())
}

function entryOf({ partition, offset, value, timestamp }: JournalRecord): DeadLetterEntry | ReplayNote | undefined {
  if (value === undefined) return undefined
  try {
    const found: unknown = JSON.parse(Buffer.from(value).toString())
    if (!isObject(found)) return undefined
    if (found.type === 'replayed' && Array.isArray(found.ids)) return found as unknown as ReplayNote
    if (typeof found.record !== 'string' || !isObject(found.position)) return undefined
    const at = new Date(timestamp).toISOString()
    return { id: `${partition}-${offset}`, at, letter: found as unknown as DeadLetter }
  } catch {
    return undefined
  }
}
