// Incidents in the alert store: found by their keys at the providers, listed by their newest page.
import type { DatabaseSync } from 'node:sqlite'
import type { Alert } from '../model/alert.ts'
import type { Incident, IncidentList, IncidentQuery, IncidentStory } from '../model/incident.ts'
import type { Delivery, Page } from '../model/page.ts'
import type { AlertHistory } from '../model/store.ts'
import { cursorOf, readCursor } from './cursor.ts'
import { shortestPrefix, storyIn } from './incident.ts'

/** Filled from the pages where a store is older than the table. */
export const incidentTables = `
  CREATE TABLE IF NOT EXISTS incident (
    id TEXT PRIMARY KEY, alert TEXT NOT NULL, stage INTEGER NOT NULL, at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS incident_at ON incident (at DESC, id DESC);
  CREATE INDEX IF NOT EXISTS incident_alert ON incident (alert, stage);
  INSERT INTO incident
    SELECT json_extract(body, '$.dedupKey'), alert, coalesce(max(json_extract(body, '$.stage')), 1), max(at)
    FROM told WHERE kind = 'page' AND NOT EXISTS (SELECT 1 FROM incident) GROUP BY 1;
`

/** Of so many deliveries the newest page of a pager is looked for. */
const mostDeliveries = 2_000

export interface Incidents {
  list(query: IncidentQuery): IncidentList
  find(key: string): IncidentStory | undefined
  newestOf(pager: string): Incident | undefined
}

interface Rest {
  get(id: string): Alert | undefined
  history(id: string): AlertHistory
}

/** Notes the incident of a page. */
export function incidentWriter(db: DatabaseSync): (page: Page) => void {
  const put = db.prepare(
    `INSERT INTO incident (id, alert, stage, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at)`,
  )
  return ({ dedupKey, alert, stage = 1, decidedAt }) => void put.run(dedupKey, alert, stage, decidedAt)
}

export function openIncidents(db: DatabaseSync, { get, history }: Rest): Incidents {
  const storyOf = (id: string, alert: string): IncidentStory | undefined => storyIn(id, get(alert), history(alert))
  const find = (key: string): IncidentStory | undefined => {
    const [row, other] = rowsOf(key)
    return row === undefined || other !== undefined ? undefined : storyOf(String(row.id), String(row.alert))
  }
  const rowsOf = (key: string) => {
    const exact = db.prepare('SELECT id, alert FROM incident WHERE id = ?').all(key)
    if (exact.length > 0) return exact
    const newest = db.prepare('SELECT id, alert FROM incident WHERE alert = ? ORDER BY stage DESC, at DESC LIMIT 1')
    const ofAlert = newest.all(key)
    if (ofAlert.length > 0 || key.length < shortestPrefix || key.length > 300) return ofAlert
    return db.prepare('SELECT id, alert FROM incident WHERE id >= ? AND id < ? LIMIT 2').all(key, `${key}\u{10ffff}`)
  }
  return {
    find,
    list({ open, limit, cursor }) {
      const after = cursor === undefined ? undefined : readCursor(cursor, 'newest')
      const live = "coalesce(listed.status, 'open') IN ('open', 'acknowledged')"
      const newest = `incident.id = (SELECT id FROM incident AS later WHERE later.alert = incident.alert
        ORDER BY stage DESC, at DESC, id LIMIT 1)`
      const where = [
        ...(open ? [live, newest] : []),
        ...(after === undefined ? [] : ['(incident.at, incident.id) < (?, ?)']),
      ]
      const rows = db
        .prepare(
          `SELECT incident.id, incident.alert, incident.at FROM incident LEFT JOIN listed ON listed.id = incident.alert
           ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
           ORDER BY incident.at DESC, incident.id DESC LIMIT ?`,
        )
        .all(...(after === undefined ? [] : [after.at, after.id]), limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        incidents: page.flatMap(({ id, alert }) => storyOf(String(id), String(alert))?.incident ?? []),
        ...(rows.length > limit && last
          ? { next: cursorOf({ at: String(last.at), id: String(last.id) }, 'newest') }
          : {}),
      }
    },
    newestOf(pager) {
      const rows = db
        .prepare(`SELECT body FROM told WHERE kind = 'delivery' ORDER BY at DESC LIMIT ?`)
        .all(mostDeliveries)
      const keys = rows
        .map(({ body }) => JSON.parse(String(body)) as Delivery)
        .filter((delivery) => delivery.pager === pager && delivery.verdict === 'accepted')
        .map(({ dedupKey }) => dedupKey)
      const found = [...new Set(keys)].slice(0, 50).flatMap((key) => find(key)?.incident ?? [])
      return found.find(({ status }) => status === 'open') ?? found[0]
    },
  }
}
