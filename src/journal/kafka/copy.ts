// The local copy of what stands in a partition of a state topic. It outlives the process, so that a start reads only what came since.
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { recordFormat } from '../format.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { type Database, openCopyFile, openScratch } from '../sqlite/database.ts'
import { oldestCopy } from './table.ts'

/** Everything before the offset is in the copy, where this marker stands at it. */
export interface Ground {
  readonly offset: string
  readonly nonce: string
}

export interface Copy {
  readonly database: Database
  /** Undefined: nothing that the copy holds can be used. */
  readonly ground: Ground | undefined
  /** Inside a transaction, with what was written up to it. */
  stand(ground: Ground): void
  close(): void
}

const tables = `CREATE TABLE IF NOT EXISTS ground (
  id INTEGER PRIMARY KEY CHECK (id = 0), offset TEXT NOT NULL, nonce TEXT NOT NULL, at INTEGER NOT NULL)`

/**
 * Opens the copy, emptied where it is too old, of another format, or broken. Where there is no folder, where it cannot be written,
 * or where another process has the file, it is one that ends with the process.
 */
export function openCopy(folder: string | undefined, name: string, now: number): Copy {
  if (folder === undefined) return scratchCopy()
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    clearOld(folder, now)
    const path = join(folder, `${name}.db`)
    return keptCopy(path, now) ?? emptied(path, now) ?? scratchCopy()
  } catch {
    return scratchCopy()
  }
}

/** The copy is not what it was held for: it begins anew. */
export function beginAnew(copy: Copy): void {
  copy.database.transaction(() => {
    copy.database.statement('DELETE FROM state').run()
    copy.database.statement('DELETE FROM ground').run()
  })
}

/** Undefined where what is in it cannot be used. */
function keptCopy(path: string, now: number): Copy | undefined {
  const database = openCopyFile(path)
  if (database === 'in use') return scratchCopy()
  if (database === undefined) return undefined
  chmodSync(path, 0o600)
  const { user_version: format } = database.statement('PRAGMA user_version').get() as { user_version: number }
  if (format !== recordFormat && format !== 0) {
    database.close()
    return undefined
  }
  database.statement(tables).run()
  database.statement(`PRAGMA user_version = ${recordFormat}`).run()
  const found = database.statement('SELECT offset, nonce, at FROM ground').get() as
    | (Ground & { at: number })
    | undefined
  const some = database.statement('SELECT 1 FROM state LIMIT 1').get() !== undefined
  const young = found !== undefined && found.at <= now && found.at > now - oldestCopy
  if (some && !young) {
    database.close()
    return undefined
  }
  const put = database.statement('INSERT OR REPLACE INTO ground (id, offset, nonce, at) VALUES (0, ?, ?, ?)')
  return {
    database,
    ground: young ? { offset: found.offset, nonce: found.nonce } : undefined,
    stand: ({ offset, nonce }) => void put.run(offset, nonce, Date.now()),
    close: () => database.close(),
  }
}

function emptied(path: string, now: number): Copy | undefined {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  return keptCopy(path, now)
}

function scratchCopy(): Copy {
  const folder = makeScratchFolder()
  const database = openScratch(join(folder, 'state.db'))
  return {
    database,
    ground: undefined,
    stand: () => undefined,
    close() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What nobody has written for a day belongs to partitions that others have now. */
function clearOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (/\.db(-wal|-shm)?$/.test(name) && statSync(path).mtimeMs < now - 4 * oldestCopy) rmSync(path, { force: true })
  }
}

/** Bytes of the copies in a folder. */
export function copyBytes(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  } catch {
    return 0
  }
}
