// The one file of the embedded journal: its tables, its lock, and what is asked of it.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { NewerFormatError, recordFormat } from '../format.ts'

/** Raised when another process owns the file. */
export class JournalLockedError extends Error {
  override readonly name = 'JournalLockedError'
}

const schema = `
  CREATE TABLE IF NOT EXISTS log (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    key TEXT, value BLOB, headers TEXT, ts INTEGER NOT NULL,
    PRIMARY KEY (topic, partition, offset)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS position (
    stage TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (stage, topic, partition)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS next (topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (
    stage TEXT NOT NULL, partition INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (stage, partition, key)) WITHOUT ROWID;`

export interface Database {
  readonly statement: (sql: string) => StatementSync
  /** Runs the work as one durable step: all of it, or nothing. */
  transaction<T>(work: () => T): T
  close(): void
}

/**
 * Opens and owns the file. The lock is SQLite's own and goes with the process, whatever way it ends.
 * @throws JournalLockedError when another process owns it
 */
export function openDatabase(path: string): Database {
  const database = new DatabaseSync(path)
  try {
    database.exec(
      'PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL',
    )
    database.exec('BEGIN IMMEDIATE')
    const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number }
    if (found > recordFormat) throw new NewerFormatError(path, found)
    database.exec(schema)
    database.exec(`PRAGMA user_version = ${recordFormat}; COMMIT`)
  } catch (cause) {
    database.close()
    if (cause instanceof Error && /locked|busy/i.test(cause.message)) throw ownedError(path, cause)
    throw cause
  }
  return wrapped(database)
}

/**
 * Opens a journal's file to look into it only.
 * @throws JournalLockedError when a running process owns the file; Error when it is no journal
 */
export function openReadOnly(path: string): Database {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number }
    const tables = database
      .prepare("SELECT count(*) AS count FROM sqlite_master WHERE name IN ('state', 'position')")
      .get()
    if (found > recordFormat) throw new NewerFormatError(path, found)
    if (found !== recordFormat || (tables as { count: number }).count !== 2)
      throw new Error(`${path} is no journal of this Lastcopy`)
  } catch (cause) {
    database.close()
    if (cause instanceof Error && /locked|busy/i.test(cause.message)) throw ownedError(path, cause)
    if (cause instanceof Error && /not a database/i.test(cause.message))
      throw new Error(`${path} is no journal`, { cause })
    throw cause
  }
  return wrapped(database)
}

const ownedError = (path: string, cause: unknown): JournalLockedError =>
  new JournalLockedError(`${path} belongs to another running Lastcopy; stop that one, or talk to it through its API`, {
    cause,
  })

/** A database whose loss costs nothing but time: no lock, no sync. */
export function openScratch(path: string): Database {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768')
  database.exec(schema)
  return wrapped(database)
}

/**
 * A database that may be lost but must never lie: after a crash of the machine it holds some earlier commit, whole.
 * @returns `in use` when another process owns it; undefined when it is none or broken
 */
export function openCopyFile(path: string): Database | 'in use' | undefined {
  const database = new DatabaseSync(path)
  try {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768',
    )
    database.exec('BEGIN IMMEDIATE')
    database.exec(schema)
    database.exec('COMMIT')
    return wrapped(database)
  } catch (cause) {
    database.close()
    return cause instanceof Error && /locked|busy/i.test(cause.message) ? 'in use' : undefined
  }
}

function wrapped(database: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>()
  return {
    statement(sql) {
      const known = statements.get(sql)
      if (known) return known
      const prepared = database.prepare(sql)
      statements.set(sql, prepared)
      return prepared
    },
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (cause) {
        // A full disk has rolled back by itself already.
        if (database.isTransaction) database.exec('ROLLBACK')
        throw cause
      }
    },
    close() {
      statements.clear()
      database.close()
    },
  }
}
