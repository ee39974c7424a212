// What a stage remembers in the embedded journal, with its most used entries at hand.
import type { StateChange, StateView } from '../../model/journal.ts'
import type { Database } from './database.ts'

export interface StageState extends StateView {
  /** Inside a transaction. */
  write(changes: readonly StateChange[]): void
  /** After the commit: what stands in the file is what is at hand. */
  committed(changes: readonly StateChange[]): void
}

/** Entries at hand; more are read from the file again. */
const mostAtHand = 50_000

/** What is committed, read anew each time: for whoever does not write it. */
export function committedState({ statement }: Database, stage: string): StateView {
  const get = statement('SELECT value FROM state WHERE stage = ? AND partition = 0 AND key = ?')
  const range = statement(rangeOf)
  return {
    get: (key) => (get.get(stage, key) as { value: string } | undefined)?.value,
    scan: (prefix, limit) => scanned(range.all(stage, prefix, `${prefix}\uffff`, limit)),
  }
}

const rangeOf =
  'SELECT key, value FROM state WHERE stage = ? AND partition = 0 AND key >= ? AND key < ? ORDER BY key LIMIT ?'

const scanned = (rows: readonly unknown[]): readonly (readonly [string, string])[] =>
  (rows as readonly { key: string; value: string }[]).map(({ key, value }) => [key, value] as const)

export function openState({ statement }: Database, stage: string): StageState {
  const get = statement('SELECT value FROM state WHERE stage = ? AND partition = 0 AND key = ?')
  const put = statement(
    'INSERT INTO state (stage, partition, key, value) VALUES (?, 0, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const drop = statement('DELETE FROM state WHERE stage = ? AND partition = 0 AND key = ?')
  const range = statement(rangeOf)
  const atHand = new Map<string, string | undefined>()
  const keep = (key: string, value: string | undefined): void => {
    if (atHand.size >= mostAtHand) for (const old of [...atHand.keys()].slice(0, mostAtHand / 10)) atHand.delete(old)
    atHand.set(key, value)
  }
  return {
    get(key) {
      if (atHand.has(key)) return atHand.get(key)
      const value = (get.get(stage, key) as { value: string } | undefined)?.value
      keep(key, value)
      return value
    },
    scan: (prefix, limit) => scanned(range.all(stage, prefix, `${prefix}\uffff`, limit)),
    write(changes) {
      for (const [key, value] of changes) value === undefined ? drop.run(stage, key) : put.run(stage, key, value)
    },
    committed(changes) {
      for (const [key, value] of changes) keep(key, value)
    },
  }
}
