// The log of pages: everything that was told and done, read in pieces, so that a year of it needs no memory.
import type { DatabaseSync } from 'node:sqlite'
import type { LogEntry } from '../model/incident.ts'

const piece = 500

/** Oldest first. @param span ISO, from (inclusive) and to (exclusive) */
export async function* readLog(
  db: DatabaseSync,
  { from = '', to = '9' }: { readonly from?: string; readonly to?: string },
): AsyncIterable<LogEntry> {
  const read = db.prepare(
    `SELECT at, alert, kind, id, body FROM told
     WHERE at >= ? AND at < ? AND (at, alert, kind, id) > (?, ?, ?, ?) ORDER BY at, alert, kind, id LIMIT ?`,
  )
  let after: readonly [string, string, string, string] = ['', '', '', '']
  for (;;) {
    const rows = read.all(from, to, ...after, piece)
    for (const { at, alert, kind, id, body } of rows) {
      after = [String(at), String(alert), String(kind), String(id)]
      yield { type: kind, at, [String(kind)]: JSON.parse(String(body)) } as unknown as LogEntry
    }
    if (rows.length < piece) return
  }
}
