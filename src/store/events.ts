// Events in a SQLite file of their own: the newest millions, found by words, the newest first.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { hashOf } from '../lib/hash.ts'
import { type EventList, type EventQuery, type EventStore, eventFields, mostCounted } from '../model/store.ts'
import type { EventRecord } from '../model/wire.ts'
import { termsOf, wordsOfEvent } from './event-words.ts'

/** Written into the file; another number there means other tables, and that it is filled anew. */
const version = 1
const columns = [...eventFields, 'other'] as const

/**
 * The number of an event is its time and some bits of its name, so that the index of words lies in the order of time: the newest of
 * a million that have a word are read without the others. Words are ours, made before; only blanks part them.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, mark INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS held (n INTEGER NOT NULL);
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (${columns.join(', ')},
    content = '', contentless_delete = 1, detail = column, tokenize = "ascii tokenchars '!#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'");
  INSERT INTO held SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM held);
`
const places = 1_024
const latest = Date.UTC(2240, 0)

/**
 * Opens or makes the file. Blocking calls, as for alerts.
 * @param most so many are kept; of what is over it the oldest go
 * @throws when the file cannot be opened, or is one of a later version
 */
export function sqliteEvents(path: string, most: number): EventStore {
  const db = new DatabaseSync(path)
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000',
  )
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (found > version) throw new Error(`the event store was written by a later version of Lastcopy (${found})`)
  db.exec(`${tables} PRAGMA user_version = ${version}`)
  const write = makeWriter(db, most)
  const drop = makeDropper(db)
  return {
    async putEvents(events) {
      if (events.length === 0) return
      db.exec('BEGIN IMMEDIATE')
      try {
        write(events)
        db.exec('COMMIT')
      } catch (cause) {
        // A full disk has rolled back by itself already.
        if (db.isTransaction) db.exec('ROLLBACK')
        throw cause
      }
    },
    async dropEvents(events) {
      for (const event of events) drop.one(event)
    },
    async forgetEvents(before) {
      const old = db.prepare('SELECT seq FROM event WHERE seq < ? ORDER BY seq LIMIT 500')
      let gone = 0
      for (;;) {
        const rows = old.all(firstAt(before))
        for (const { seq } of rows) drop.at(seq as number)
        gone += rows.length
        if (rows.length < 500) return gone
        await new Promise((go) => setImmediate(go))
      }
    },
    findEvents: async (query) => find(db, query),
    async close() {
      db.close()
    },
  }
}

function makeWriter(db: DatabaseSync, most: number): (events: readonly EventRecord[]) => void {
  const markAt = db.prepare('SELECT mark FROM event WHERE seq = ?')
  const putEvent = db.prepare('INSERT INTO event (seq, mark, body) VALUES (?, ?, ?)')
  const putWords = db.prepare(
    `INSERT INTO words (rowid, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`,
  )
  const held = db.prepare('SELECT n FROM held')
  const hold = db.prepare('UPDATE held SET n = ?')
  const oldest = db.prepare('SELECT seq FROM event ORDER BY seq LIMIT ?')
  const dropEvent = db.prepare('DELETE FROM event WHERE seq = ?')
  const dropWords = db.prepare('DELETE FROM words WHERE rowid = ?')
  return (events) => {
    let n = Number(held.get()?.n)
    // In their order: the index begins a new piece each time that a number is smaller than the one before.
    const inOrder = events.map((record) => ({ record, ...placeOf(record) })).sort((a, b) => a.seq - b.seq)
    for (const { record, seq: first, mark } of inOrder) {
      let seq = first
      let there = markAt.get(seq)
      while (there !== undefined && there.mark !== mark) {
        seq += 1
        there = markAt.get(seq)
      }
      if (there !== undefined) continue
      const words = wordsOfEvent(record.event)
      putEvent.run(seq, mark, JSON.stringify(record))
      putWords.run(seq, ...columns.map((column) => words[column].join(' ')))
      n += 1
    }
    if (n > most)
      for (const { seq } of oldest.all(n - most)) {
        dropEvent.run(seq as number)
        dropWords.run(seq as number)
      }
    hold.run(Math.min(n, most))
  }
}

function makeDropper(db: DatabaseSync) {
  const markAt = db.prepare('SELECT mark FROM event WHERE seq = ?')
  const event = db.prepare('DELETE FROM event WHERE seq = ?')
  const words = db.prepare('DELETE FROM words WHERE rowid = ?')
  const fewer = db.prepare('UPDATE held SET n = n - 1')
  const at = (seq: number): void => {
    event.run(seq)
    words.run(seq)
    fewer.run()
  }
  return {
    at,
    one(record: EventRecord): void {
      const { seq: first, mark } = placeOf(record)
      for (let seq = first; ; seq += 1) {
        const there = markAt.get(seq)
        if (there === undefined) return
        if (there.mark !== mark) continue
        at(seq)
        return
      }
    },
  }
}

function placeOf({ event, ref }: EventRecord): { readonly seq: number; readonly mark: number } {
  const mark = Number.parseInt(hashOf(event.event.dataset, event.event.id, ref.position).slice(0, 12), 16)
  return { seq: firstAt(ref.at) + (mark % places), mark }
}

const firstAt = (iso: string): number => Math.min(Math.max(Date.parse(iso) || 0, 0), latest) * places

function find(db: DatabaseSync, query: EventQuery): EventList {
  const { limit, from, to, cursor } = query
  const terms = termsOf(query.text ?? '')
  const sought = terms.map(({ field, word }) => `${field ? `${field} : ` : ''}"${word.replaceAll('"', '""')}"`)
  const [table, number] = sought.length > 0 ? ['words', 'rowid'] : ['event', 'seq']
  const parts: (readonly [string, SQLInputValue])[] = [
    ...(sought.length > 0 ? [['words MATCH ?', sought.join(' AND ')] as const] : []),
    ...(from === undefined ? [] : [[`${number} >= ?`, firstAt(from)] as const]),
    ...(to === undefined ? [] : [[`${number} < ?`, firstAt(to)] as const]),
  ]
  const where = (all: typeof parts): string => (all.length > 0 ? `WHERE ${all.map(([sql]) => sql).join(' AND ')}` : '')
  const values = parts.map(([, value]) => value)
  const total =
    parts.length === 0
      ? Math.min(Number(db.prepare('SELECT n FROM held').get()?.n), mostCounted)
      : db
          .prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} ${where(parts)} LIMIT ${mostCounted})`)
          .get(...values)?.n
  const before = readPlace(cursor)
  const shown = before === undefined ? parts : [...parts, [`${number} < ?`, before] as const]
  const rows = db
    .prepare(`SELECT ${number} AS seq FROM ${table} ${where(shown)} ORDER BY ${number} DESC LIMIT ?`)
    .all(...shown.map(([, value]) => value), limit + 1)
  const body = db.prepare('SELECT body FROM event WHERE seq = ?')
  const page = rows.slice(0, limit).map(({ seq }) => Number(seq))
  return {
    events: page.map((seq) => JSON.parse(String(body.get(seq)?.body)) as EventRecord),
    total: Number(total),
    ...(rows.length > limit && page.length > 0 ? { next: (page.at(-1) ?? 0).toString(36) } : {}),
  }
}

/** Undefined for what is no place of ours: the list then begins at its beginning. */
function readPlace(cursor: string | undefined): number | undefined {
  const place = /^[0-9a-z]{1,11}$/.test(cursor ?? '') ? Number.parseInt(cursor ?? '', 36) : Number.NaN
  return Number.isSafeInteger(place) ? place : undefined
}
