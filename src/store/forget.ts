// What a store in SQLite forgets when evidence has been kept for long enough: alerts that are done, and all that was told of them.
import type { DatabaseSync } from 'node:sqlite'

/** Inside a transaction. @param before ISO @returns how many alerts */
export function forgetDone(db: DatabaseSync, before: string): number {
  const done = db.prepare(`SELECT seq, id FROM listed WHERE status IN ('resolved', 'closed') AND at < ?`).all(before)
  const bySeq = ['listed', 'body', 'judged'].map((table) => db.prepare(`DELETE FROM ${table} WHERE seq = ?`))
  const words = db.prepare('DELETE FROM words WHERE rowid = ?')
  const byAlert = ['told', 'incident'].map((table) => db.prepare(`DELETE FROM ${table} WHERE alert = ?`))
  for (const { seq, id } of done) {
    for (const table of bySeq) table.run(seq as number)
    words.run(seq as number)
    for (const table of byAlert) table.run(String(id))
  }
  return done.length
}
