// What stands in a compacted topic, folded in a file that is thrown away: however much was written, one entry a key.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeScratchFolder } from '../scratch-folder.ts'
import { openScratch } from './database.ts'

export interface Fold {
  /** Undefined deletes. */
  write(partition: number, changes: readonly (readonly [key: string, value: string | undefined])[]): void
  all(): Iterable<readonly [partition: number, key: string, value: string]>
  close(): void
}

export function makeFold(): Fold {
  const folder = makeScratchFolder()
  const database = openScratch(join(folder, 'fold.db'))
  const put = database.statement(
    "INSERT INTO state (stage, partition, key, value) VALUES ('', ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  )
  const drop = database.statement("DELETE FROM state WHERE stage = '' AND partition = ? AND key = ?")
  return {
    write(partition, changes) {
      database.transaction(() => {
        for (const [key, value] of changes)
          value === undefined ? drop.run(partition, key) : put.run(partition, key, value)
      })
    },
    *all() {
      for (const row of database.statement('SELECT partition, key, value FROM state').iterate()) {
        const { partition, key, value } = row as unknown as { partition: number; key: string; value: string }
        yield [partition, key, value]
      }
    },
    close() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
