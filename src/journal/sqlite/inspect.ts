// Whether the file of an embedded journal is whole, as far as that is seen without a service on it.
import { JournalLockedError, openReadOnly } from './database.ts'

export type Inspected =
  | { readonly kind: 'owned' }
  | { readonly kind: 'bad'; readonly why: string }
  | { readonly kind: 'whole'; readonly records: number; readonly entries: number }

export function inspectSqlite(path: string): Inspected {
  try {
    const database = openReadOnly(path)
    try {
      const [first] = database.statement('PRAGMA quick_check(1)').all() as unknown as { quick_check: string }[]
      if (first?.quick_check !== 'ok') return { kind: 'bad', why: String(first?.quick_check ?? 'it cannot be checked') }
      const count = (table: string): number =>
        (database.statement(`SELECT count(*) AS count FROM ${table}`).get() as { count: number }).count
      return { kind: 'whole', records: count('log'), entries: count('state') }
    } finally {
      database.close()
    }
  } catch (cause) {
    if (cause instanceof JournalLockedError) return { kind: 'owned' }
    return { kind: 'bad', why: cause instanceof Error ? cause.message : String(cause) }
  }
}
