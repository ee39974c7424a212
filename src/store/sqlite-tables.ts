// The tables of the alert store in SQLite, and how a file of an earlier version becomes one of this.
import type { DatabaseSync } from 'node:sqlite'
import { deliveryIndices } from './deliveries.ts'
import { incidentTables } from './incidents.ts'

/** Written into the file; another number there means other tables. */
const version = 2

/** In the order in which they are counted. */
export const facets = 'status, priority, class, site, system, tier, assignee, rule'

/**
 * `listed` has one narrow row an alert, so that counting and ordering read little, and an index for each order that holds all of it; `body` the alert whole. `words` finds any part
 * of three characters or more without reading the texts.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS listed (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, touched INTEGER NOT NULL,
    status TEXT NOT NULL, priority TEXT NOT NULL, class TEXT NOT NULL, site TEXT NOT NULL, system TEXT NOT NULL,
    tier TEXT NOT NULL, assignee TEXT NOT NULL, rule TEXT NOT NULL, rank INTEGER NOT NULL, at TEXT NOT NULL, search TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS listed_facets ON listed (${facets}, at);
  CREATE INDEX IF NOT EXISTS listed_newest ON listed (at, id, rank, ${facets});
  CREATE INDEX IF NOT EXISTS listed_urgent ON listed (rank, at, id, ${facets});
  CREATE INDEX IF NOT EXISTS listed_touched ON listed (touched);
  CREATE TABLE IF NOT EXISTS body (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (search, content = '', contentless_delete = 1, tokenize = 'trigram');
  CREATE TABLE IF NOT EXISTS rule (id TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS epoch (id TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS told (
    alert TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (alert, kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS told_at ON told (at, alert, kind, id);
  ${deliveryIndices}
  ${incidentTables}
`

/** @returns bodies of alerts of an earlier version's table, which are to be put anew; the table is gone when `done` is called */
export function makeTables(db: DatabaseSync): { old(): Iterable<string>; done(): void } {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  const early = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alert'`).get() !== undefined
  if (found > version) throw new Error(`the alert store was written by a later version of Lastcopy (${found})`)
  db.exec(tables)
  db.exec(`INSERT INTO epoch SELECT lower(hex(randomblob(6))) WHERE NOT EXISTS (SELECT 1 FROM epoch)`)
  return {
    *old() {
      if (early) for (const { body } of db.prepare('SELECT body FROM alert').iterate()) yield String(body)
    },
    done() {
      if (early) db.exec('DROP TABLE alert')
      if (found !== version) db.exec(`PRAGMA user_version = ${version}`)
    },
  }
}
