// Loaded into a service before its own code: steps its clock and fills its disk, as a file beside it says at the moment.
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** What the file holds. */
interface Orders {
  /** Milliseconds that the wall clock is off. */
  readonly clock?: number
  /** Pages that a SQLite file may have from now on; 0: as many as it likes. */
  readonly pages?: number
}

const file = process.env.CHAOS_HAND ?? ''
const Real = Date
let orders: Orders = {}

class Stepped extends Real {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [Stepped.now()] : given) as [number]))
  }

  static override now(): number {
    return Real.now() + (orders.clock ?? 0)
  }
}
globalThis.Date = Stepped as DateConstructor

const open = new Set<DatabaseSync>()
const { exec, close } = DatabaseSync.prototype
Object.assign(DatabaseSync.prototype, {
  exec(this: DatabaseSync, sql: string) {
    open.add(this)
    exec.call(this, sql)
  },
  close(this: DatabaseSync) {
    open.delete(this)
    close.call(this)
  },
} satisfies Partial<DatabaseSync>)

const look = (): void => {
  const before = orders.pages
  try {
    orders = JSON.parse(readFileSync(file, 'utf8')) as Orders
  } catch {
    // Being written just now.
    return
  }
  if (orders.pages === undefined || orders.pages === before) return
  // Never below what a file has already, which SQLite sees to.
  for (const database of open)
    if (!database.isTransaction) database.exec(`PRAGMA max_page_count = ${orders.pages || 1 << 30}`)
}
look()
setInterval(look, 50).unref()

// A write beyond a file's largest size fails then, as on a full disk, instead of ending the process.
process.on('SIGXFSZ', () => undefined)
