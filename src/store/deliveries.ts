// Attempts and decisions in the alert store, newest first: by pager, by what came of them, by alert.
import type { DatabaseSync } from 'node:sqlite'
import type { DeliveryEntry, DeliveryList, DeliveryQuery } from '../model/store.ts'
import { cursorOf, readCursor } from './cursor.ts'

/** The same words stand in the indices and in what is asked, else no index is used. */
const pager = `coalesce(body ->> '$.pager', body ->> '$.channel')`
const outcome = `coalesce(body ->> '$.verdict', CASE WHEN body ->> '$.page' IS NULL THEN 'kept' ELSE 'rang' END)`
const ofThem = `kind IN ('delivery', 'decision')`

export const deliveryIndices = `
  CREATE INDEX IF NOT EXISTS told_pager ON told (${pager}, at, id) WHERE ${ofThem};
  CREATE INDEX IF NOT EXISTS told_outcome ON told (${outcome}, at, id) WHERE ${ofThem};
  CREATE INDEX IF NOT EXISTS told_attempts ON told (at, id) WHERE ${ofThem};
`

export function deliveriesIn(db: DatabaseSync, query: DeliveryQuery): DeliveryList {
  const { limit, cursor } = query
  const after = cursor === undefined ? undefined : readCursor(cursor, 'newest')
  const asked = [
    ['alert = ?', query.alert],
    [`${pager} = ?`, query.pager],
    [`${outcome} = ?`, query.outcome],
  ] as const
  const given = asked.flatMap(([where, value]) => (value === undefined ? [] : [{ where, value }]))
  const where = [ofThem, ...given.map((one) => one.where), ...(after ? ['(at, id) < (?, ?)'] : [])]
  const rows = db
    .prepare(`SELECT kind, id, at, body FROM told WHERE ${where.join(' AND ')} ORDER BY at DESC, id DESC LIMIT ?`)
    .all(...given.map(({ value }) => value), ...(after ? [after.at, after.id] : []), limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map(
      ({ kind, at, body }) =>
        ({ type: kind, at, [String(kind)]: JSON.parse(String(body)) }) as unknown as DeliveryEntry,
    ),
    ...(rows.length > limit && last ? { next: cursorOf({ at: String(last.at), id: String(last.id) }, 'newest') } : {}),
  }
}
