// The alert store in one SQLite file: the newest version of each alert, with what was told and done about it.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Alert, AlertStatus } from '../model/alert.ts'
import {
  type AlertChanges,
  type AlertHistory,
  type AlertList,
  type AlertQuery,
  type AlertStore,
  facetNames,
  type StoreEntry,
} from '../model/store.ts'
import { type Cell, type Counted, countFacets } from './cube.ts'
import { cursorOf } from './cursor.ts'
import { deliveriesIn } from './deliveries.ts'
import { forgetDone } from './forget.ts'
import { incidentWriter, openIncidents } from './incidents.ts'
import { type Listed, listedOf } from './listed.ts'
import { readLog } from './log.ts'
import { openMirror } from './mirror.ts'
import { openTallies } from './rule-tallies.ts'
import { numbersOf, orders, page } from './sqlite-query.ts'
import { facets, makeTables } from './sqlite-tables.ts'
import { sortTold, toldOf } from './told.ts'

/** So many found rows are sorted sooner than the whole order is gone through. */
const fewEnough = 5_000

/**
 * Opens or makes the store; a file of an earlier version is carried over. Blocking calls: a query here takes milliseconds, and a
 * put is one transaction.
 * @throws when the file cannot be opened, is no database, or is one of a later version
 */
export function sqliteStore(path: string): AlertStore {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  const tables = makeTables(db)
  const tallies = openTallies(db)
  const writer = makeWriter(db, tallies.note)
  const whole = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (cause) {
      // A full disk has rolled back by itself already.
      if (db.isTransaction) db.exec('ROLLBACK')
      throw cause
    }
  }
  whole(() => {
    for (const body of tables.old()) writer.write({ type: 'alert', alert: parse(body) })
    tables.done()
  })
  let counted = makeCounts(db)
  const get = (id: string): Alert | undefined => {
    const row = db.prepare('SELECT body FROM body JOIN listed USING (seq) WHERE id = ?').get(id)
    return row === undefined ? undefined : parse(row.body)
  }
  const history = (id: string): AlertHistory => {
    const rows = db.prepare('SELECT kind, body FROM told WHERE alert = ? ORDER BY at, id LIMIT 3000').all(id)
    return sortTold(rows.map(({ kind, body }) => ({ kind: String(kind), body: String(body) })))
  }
  const incidents = openIncidents(db, { get, history })
  return {
    async put(entries) {
      if (entries.length > 0)
        whole(() => {
          for (const entry of entries) writer.write(entry)
        })
    },
    async rewrite(entries) {
      whole(() => {
        for (const entry of entries) writer.write(entry, 'anew')
      })
    },
    async forget(before) {
      let gone = 0
      whole(() => {
        gone = forgetDone(db, before)
      })
      // What is kept in memory knows of changes, and not of what is gone.
      if (gone > 0) counted = makeCounts(db)
      return gone
    },
    find: async (query) => find(db, query, counted(query).total),
    facets: async (query) => counted(query).facets,
    changes: async (after, limit) => changes(db, after, limit),
    get: async (id) => get(id),
    history: async (id) => history(id),
    incidents: async (query) => incidents.list(query),
    incident: async (key) => incidents.find(key),
    newestOf: async (pager) => incidents.newestOf(pager),
    log: (span) => readLog(db, span),
    deliveries: async (query) => deliveriesIn(db, query),
    async counts() {
      const counts = { open: 0, acknowledged: 0, resolved: 0, closed: 0, waking: 0 }
      for (const { value, count } of counted({ limit: 1 }).facets.status) counts[value as AlertStatus] = count
      counts.waking = counted({ limit: 1, status: ['open'], priority: ['page-now'] }).total
      return counts
    },
    tallies: async () => tallies.list(),
    fresh: async () => db.prepare('SELECT 1 FROM listed LIMIT 1').get() === undefined,
    async close() {
      db.close()
    },
  }
}

/** Writes entries; each that changes anything takes the next place among the changes. */
function makeWriter(db: DatabaseSync, note: (seq: number, alert: Alert) => void) {
  const columns = `id, version, touched, ${facets}, rank, at, search`
  const putListed = db.prepare(
    `INSERT INTO listed (${columns}) VALUES (${columns.replaceAll(/\w+/g, ':$&')}) ON CONFLICT (id) DO UPDATE SET
     ${columns.replaceAll(/\w+/g, '$& = excluded.$&')} WHERE excluded.version > listed.version RETURNING seq`,
  )
  const search = db.prepare('SELECT search FROM listed WHERE id = ?')
  const putBody = db.prepare('INSERT OR REPLACE INTO body (seq, body) VALUES (?, ?)')
  const dropWords = db.prepare('DELETE FROM words WHERE rowid = ?')
  const putWords = db.prepare('INSERT INTO words (rowid, search) VALUES (?, ?)')
  const putRule = db.prepare('INSERT OR REPLACE INTO rule (id, title) VALUES (?, ?)')
  const putTold = db.prepare(
    `INSERT INTO told (alert, kind, id, at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (alert, kind, id) DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.body <> told.body`,
  )
  const putIncident = incidentWriter(db)
  const olderThan = db.prepare('UPDATE listed SET version = version - 1 WHERE id = ? AND version = ?')
  const touch = db.prepare('UPDATE listed SET touched = ? WHERE id = ?')
  let touched = Number(db.prepare('SELECT max(touched) AS n FROM listed').get()?.n ?? 0)

  const writeAlert = (alert: Alert): void => {
    const listed: Listed = listedOf(alert)
    const before = search.get(listed.id)?.search
    const row = putListed.get({ ...listed, touched: touched + 1 })
    if (row === undefined) return
    touched += 1
    const seq = row.seq as number
    putBody.run(seq, JSON.stringify(alert))
    putRule.run(alert.rule.id, alert.rule.title)
    note(seq, alert)
    if (before === listed.search) return
    if (before !== undefined) dropWords.run(seq)
    putWords.run(seq, listed.search)
  }
  return {
    /** @param anew also where the alert's version stands already */
    write(entry: StoreEntry, anew?: 'anew'): void {
      if (entry.type === 'alert') {
        if (anew) olderThan.run(entry.alert.id, entry.alert.version)
        writeAlert(entry.alert)
        return
      }
      const [alert, id, at, body] = toldOf(entry)
      if (putTold.run(alert, entry.type, id, at, JSON.stringify(body)).changes === 0) return
      if (entry.type === 'page') putIncident(entry.page)
      touched += 1
      touch.run(touched, alert)
    },
  }
}

/** Counts by facets over text and time, and what follows of them for a query; the last few are kept until something is written. */
function makeCounts(db: DatabaseSync) {
  const mirror = openMirror(db)
  const label = db.prepare('SELECT title FROM rule WHERE id = ?')
  const titleOf = (rule: string): string | undefined => label.get(rule)?.title as string | undefined
  const kept = new Map<string, readonly Cell[] | Counted>()
  let keptAt = -1
  const once = <T extends readonly Cell[] | Counted>(key: string, make: () => T): T => {
    const known = kept.get(key)
    if (known) return known as T
    if (kept.size >= 32) kept.clear()
    const made = make()
    kept.set(key, made)
    return made
  }
  const having = (text: string | undefined): readonly number[] | undefined => {
    const sought = numbersOf(text)
    if (!sought) return undefined
    const found = db.prepare(sought.sql)
    found.setReturnArrays(true)
    return (found.all(...sought.values) as unknown as readonly (readonly [number])[]).map(([seq]) => seq)
  }
  return (query: AlertQuery): Counted => {
    const place = mirror.place()
    if (keptAt !== place) kept.clear()
    keptAt = place
    const { text, from, to } = query
    const chosen = facetNames.map((facet) => query[facet])
    return once(JSON.stringify([text, from, to, chosen]), () => {
      const cells = once(JSON.stringify([text, from, to]), () => {
        const seqs = having(text)
        return mirror.cells({ ...(seqs && { seqs }), ...(from && { from }), ...(to && { to }) })
      })
      return countFacets(cells, query, titleOf)
    })
  }
}

function find(db: DatabaseSync, query: AlertQuery, total: number): AlertList {
  const { sort = 'newest', limit } = query
  const { where, values } = page(query, total < fewEnough)
  const found = db
    .prepare(`SELECT seq, rank, at, id FROM listed${where} ORDER BY ${orders[sort]} LIMIT ?`)
    .all(...values, limit + 1)
  const body = db.prepare('SELECT body FROM body WHERE seq = ?')
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    alerts: rows.map(({ seq }) => parse<Alert>(body.get(seq as number)?.body)),
    total,
    ...(found.length > limit && last
      ? { next: cursorOf({ rank: Number(last.rank), at: String(last.at), id: String(last.id) }, sort) }
      : {}),
  }
}

/** A place is the file's own mark and a number: after the file was made anew, earlier places mean nothing. */
function changes(db: DatabaseSync, after: string | undefined, limit: number): AlertChanges {
  const epoch = String(db.prepare('SELECT id FROM epoch').get()?.id)
  const last = Number(db.prepare('SELECT max(touched) AS n FROM listed').get()?.n ?? 0)
  if (after === undefined) return { alerts: [], next: `${epoch}-${last}`, more: false }
  const [whose, number] = after.split('-')
  const from = Number(number)
  if (whose !== epoch || !Number.isSafeInteger(from) || from > last)
    return { alerts: [], next: `${epoch}-${last}`, more: false, reset: true }
  const rows = db
    .prepare('SELECT body, touched FROM listed JOIN body USING (seq) WHERE touched > ? ORDER BY touched LIMIT ?')
    .all(from, limit)
  const next = rows.at(-1)?.touched ?? from
  return { alerts: rows.map(({ body }) => parse<Alert>(body)), next: `${epoch}-${next}`, more: Number(next) < last }
}

const parse = <T = Alert>(body: SQLInputValue | undefined): T => JSON.parse(String(body)) as T
