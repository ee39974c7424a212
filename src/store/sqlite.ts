// The alert store in one SQLite file: the newest version of each alert, with what was told and done about it.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Alert, AlertStatus } from '../model/alert.ts'
import type { AlertList, AlertQuery, AlertStore, StoreEntry } from '../model/store.ts'
import { cursorOf, readCursor } from './cursor.ts'
import { searchText, wordsOf } from './search-text.ts'

const tables = `
  CREATE TABLE IF NOT EXISTS alert (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL, class TEXT NOT NULL,
    at TEXT NOT NULL, search TEXT NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS alert_at ON alert (at DESC, id DESC);
  CREATE INDEX IF NOT EXISTS alert_status ON alert (status, at DESC, id DESC);
  CREATE TABLE IF NOT EXISTS told (
    alert TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (alert, kind, id)
  ) WITHOUT ROWID;
`

/**
 * Opens or makes the store. Blocking calls: a query here takes about a millisecond, and a put is one transaction.
 * @throws when the file cannot be opened or is no database
 */
export function sqliteStore(path: string): AlertStore {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  db.exec(tables)
  const putAlert = db.prepare(
    `INSERT INTO alert (id, version, status, priority, class, at, search, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, priority = excluded.priority,
       class = excluded.class, at = excluded.at, search = excluded.search, body = excluded.body
     WHERE excluded.version > alert.version`,
  )
  const putTold = db.prepare(
    `INSERT INTO told (alert, kind, id, at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (alert, kind, id) DO UPDATE SET at = excluded.at, body = excluded.body`,
  )
  const write = (entry: StoreEntry): void => {
    if (entry.type === 'alert') {
      const { id, version, status, priority, class: row, at } = entry.alert
      putAlert.run(id, version, status, priority, row, at, searchText(entry.alert), JSON.stringify(entry.alert))
      return
    }
    const [alert, id, at, body] = toldOf(entry)
    putTold.run(alert, entry.type, id, at, JSON.stringify(body))
  }
  return {
    async put(entries) {
      if (entries.length === 0) return
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const entry of entries) write(entry)
        db.exec('COMMIT')
      } catch (cause) {
        db.exec('ROLLBACK')
        throw cause
      }
    },
    find: async (query) => find(db, query),
    async get(id) {
      const row = db.prepare('SELECT body FROM alert WHERE id = ?').get(id)
      return row === undefined ? undefined : parse(row.body)
    },
    async history(id) {
      const rows = db.prepare('SELECT kind, body FROM told WHERE alert = ? ORDER BY at, id LIMIT 3000').all(id)
      const of = <T>(kind: string): readonly T[] =>
        rows.filter((row) => row.kind === kind).map((row) => parse<T>(row.body))
      return { pages: of('page'), deliveries: of('delivery'), actions: of('action'), decisions: of('decision') }
    },
    async counts() {
      const counts = { open: 0, acknowledged: 0, resolved: 0, closed: 0, waking: 0 }
      for (const { status, n } of db.prepare('SELECT status, count(*) AS n FROM alert GROUP BY status').all())
        counts[status as AlertStatus] = Number(n)
      const waking = `SELECT count(*) AS n FROM alert WHERE status = 'open' AND priority = 'page-now'`
      return { ...counts, waking: Number(db.prepare(waking).get()?.n ?? 0) }
    },
    fresh: async () => db.prepare('SELECT 1 FROM alert LIMIT 1').get() === undefined,
    async close() {
      db.close()
    },
  }
}

type Told = Exclude<StoreEntry, { type: 'alert' }>

function toldOf(entry: Told): readonly [alert: string, id: string, at: string, body: unknown] {
  switch (entry.type) {
    case 'page':
      return [entry.page.alert, entry.page.id, entry.page.decidedAt, entry.page]
    case 'delivery': {
      const { alert, page, pager, attempt, at } = entry.delivery
      return [alert, `${page} ${pager} ${attempt}`, at, entry.delivery]
    }
    case 'action':
      return [entry.action.alert, entry.action.id, entry.action.at, entry.action]
    case 'decision':
      return [entry.decision.alert, entry.decision.id, entry.decision.at, entry.decision]
  }
}

function find(db: DatabaseSync, query: AlertQuery): AlertList {
  const [where, values] = conditions(query)
  const total = db.prepare(`SELECT count(*) AS n FROM alert ${where(false)}`).get(...values(false))
  const rows = db
    .prepare(`SELECT body FROM alert ${where(true)} ORDER BY at DESC, id DESC LIMIT ?`)
    .all(...values(true), query.limit + 1)
  const alerts = rows.slice(0, query.limit).map(({ body }) => parse<Alert>(body))
  const last = alerts.at(-1)
  return {
    alerts,
    total: Number(total?.n ?? 0),
    ...(rows.length > query.limit && last ? { next: cursorOf(last) } : {}),
  }
}

/** SQL of what a query asks, once for the page (behind the cursor) and once for the total (without it). */
function conditions(query: AlertQuery) {
  const parts: string[] = []
  const given: string[] = []
  const oneOf = (column: string, allowed: readonly string[] | undefined): void => {
    if (allowed === undefined) return
    parts.push(`${column} IN (${allowed.map(() => '?').join(', ')})`)
    given.push(...allowed)
  }
  oneOf('status', query.status)
  oneOf('priority', query.priority)
  oneOf('class', query.class)
  for (const word of wordsOf(query.text ?? '')) {
    parts.push('instr(search, ?) > 0')
    given.push(word)
  }
  if (query.from !== undefined) parts.push('at >= ?')
  if (query.to !== undefined) parts.push('at < ?')
  given.push(...[query.from, query.to].filter((time) => time !== undefined))
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const where = (paged: boolean): string => {
    const all = paged && after ? [...parts, '(at, id) < (?, ?)'] : parts
    return all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`
  }
  const values = (paged: boolean): SQLInputValue[] => (paged && after ? [...given, after.at, after.id] : given)
  return [where, values] as const
}

const parse = <T = Alert>(body: SQLInputValue | undefined): T => JSON.parse(String(body)) as T
