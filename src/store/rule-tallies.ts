// What became of the alerts of each rule, in SQLite: one narrow row an alert, so that no body is read to count them.
import type { DatabaseSync } from 'node:sqlite'
import type { Alert, AlertStatus, Disposition } from '../model/alert.ts'
import type { RuleTally } from '../model/store.ts'

const table = `
  CREATE TABLE IF NOT EXISTS judged (
    seq INTEGER PRIMARY KEY, rule TEXT NOT NULL, status TEXT NOT NULL, disposition TEXT NOT NULL, at TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS judged_by_rule ON judged (rule, status, disposition, at);
`

/** A file of an earlier version gets the rows of the alerts that lie in it. */
const fill = `
  INSERT INTO judged
  SELECT seq, body ->> '$.rule.id', body ->> '$.status', coalesce(body ->> '$.disposition', ''), body ->> '$.at' FROM body
  WHERE NOT EXISTS (SELECT 1 FROM judged)
`

export function openTallies(db: DatabaseSync) {
  db.exec(table)
  db.exec(fill)
  const put = db.prepare('INSERT OR REPLACE INTO judged (seq, rule, status, disposition, at) VALUES (?, ?, ?, ?, ?)')
  const list = db.prepare(
    'SELECT rule, status, disposition, count(*) AS alerts, max(at) AS last FROM judged GROUP BY rule, status, disposition',
  )
  return {
    note: (seq: number, { rule, status, disposition, at }: Alert): void =>
      void put.run(seq, rule.id, status, disposition ?? '', at),
    list: (): readonly RuleTally[] =>
      list.all().map(({ rule, status, disposition, alerts, last }) => ({
        rule: String(rule),
        status: status as AlertStatus,
        ...(disposition === '' ? {} : { disposition: disposition as Disposition }),
        alerts: Number(alerts),
        last: String(last),
      })),
  }
}
