// What alerts are counted by, in memory: a number of eight bytes and two of four an alert, brought up to date before each count.
import type { DatabaseSync } from 'node:sqlite'
import type { Cell } from './cube.ts'
import { facets } from './sqlite-tables.ts'

export interface Mirror {
  /** Grows with every change, whoever wrote it. */
  place(): number
  /**
   * Alerts counted by all facets at once, as the file has them now.
   * @param seqs of which alerts; all, when left out
   * @param from ISO, inclusive @param to ISO, exclusive
   */
  cells(which: { readonly seqs?: readonly number[]; readonly from?: string; readonly to?: string }): readonly Cell[]
}

/** So many rows are read at a time. */
const piece = 10_000

/** Reads everything at the first count: a second for a million alerts. */
export function openMirror(db: DatabaseSync): Mirror {
  const changed = db.prepare(
    `SELECT seq, touched, at, ${facets} FROM listed WHERE touched > ? ORDER BY touched LIMIT ?`,
  )
  changed.setReturnArrays(true)
  const names: (readonly string[])[] = []
  const known = new Map<string, number>()
  /** By the alert's number in the file: which cell, plus one; 0 where there is no such alert. */
  let cellOf = new Uint32Array(1_024)
  let timeOf = new Float64Array(1_024)
  let highest = 0
  let seen = 0

  const cellFor = (values: readonly string[]): number => {
    const key = values.join('\0')
    let cell = known.get(key)
    if (cell === undefined) {
      cell = names.push(values)
      known.set(key, cell)
    }
    return cell
  }
  const follow = (): void => {
    for (;;) {
      const rows = changed.all(seen, piece) as unknown as readonly (readonly [number, number, string, ...string[]])[]
      for (const [seq, touched, at, ...values] of rows) {
        if (seq >= cellOf.length) {
          cellOf = grown(cellOf, new Uint32Array(seq * 2))
          timeOf = grown(timeOf, new Float64Array(seq * 2))
        }
        cellOf[seq] = cellFor(values)
        timeOf[seq] = Date.parse(at)
        highest = Math.max(highest, seq)
        seen = touched
      }
      if (rows.length < piece) return
    }
  }
  return {
    place() {
      follow()
      return seen
    },
    cells({ seqs, from, to }) {
      follow()
      const counts = new Uint32Array(names.length + 1)
      const [first, end] = [
        from === undefined ? -Infinity : Date.parse(from),
        to === undefined ? Infinity : Date.parse(to),
      ]
      const timed = from !== undefined || to !== undefined
      const count = (seq: number): void => {
        const time = timeOf[seq] ?? Number.NaN
        if (timed && !(time >= first && time < end)) return
        const cell = cellOf[seq] ?? 0
        counts[cell] = (counts[cell] ?? 0) + 1
      }
      if (seqs) for (const seq of seqs) count(seq)
      else for (let seq = 1; seq <= highest; seq += 1) count(seq)
      return names.flatMap((values, index): readonly Cell[] => {
        const n = counts[index + 1] ?? 0
        return n === 0 ? [] : [[...values, n] as unknown as Cell]
      })
    },
  }
}

function grown<T extends Uint32Array | Float64Array>(old: T, next: T): T {
  next.set(old)
  return next
}
