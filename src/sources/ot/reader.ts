// How the products of a plant that log rows are read: rows of a database, Windows events, lines.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import type { Facts } from '../kit/facts.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { type Product, rowEvent, serverOf } from './event.ts'
import { type Columns, hasColumns, isWindowsRow, lineRow, type Row, rowOf, windowsRow } from './row.ts'

export interface Rows extends Product {
  readonly columns: Columns
  /** The parts that every row has. */
  readonly needs: readonly (keyof Columns)[]
  /** Names of the product's providers among Windows events, and of its programs among lines. */
  readonly programs: RegExp
  /** What a row says beyond its columns. */
  refine?(row: Row): Row
  facts(row: Row, server: string): Facts
  outcome(row: Row): Event['event']['outcome']
  /** Reads a line that is none of a program of the product; undefined for a stranger. */
  line?(found: FoundLine): Row | undefined
}

export function rowReader(rows: Rows): Source['read'] {
  const isWindows = (value: JsonObject): boolean => isWindowsRow(value, rows.programs)
  const isRow = (value: JsonObject): boolean => hasColumns(value, rows.columns, ...rows.needs)
  const whyNot = (value: Json): Reject =>
    isObject(value)
      ? {
          reason: `the object is no row of ${rows.product} and no Windows event of it`,
          field: rows.needs.map(String).join(', '),
        }
      : { reason: `the line is none of ${rows.product}` }
  const toEvent = (row: Row, found: FoundLine | FoundObject): Event => {
    const refined = rows.refine?.(row) ?? row
    return rowEvent(rows, refined, rows.facts(refined, serverOf(rows, refined, found)), rows.outcome(refined), found)
  }
  return readerOf({
    isRecord: (value) => isWindows(value) || isRow(value),
    whyNot,
    object: (found) =>
      ok(toEvent(isWindows(found.value) ? windowsRow(found.value) : rowOf(found.value, rows.columns), found)),
    line(found): Result<Event, Reject> {
      const own = rows.programs.test(found.syslog.app ?? '') || rows.programs.test(found.syslog.message.slice(0, 100))
      const row = rows.line?.(found) ?? (own ? lineRow(found.syslog) : undefined)
      return row ? ok(toEvent(row, found)) : fail(whyNot(found.original))
    },
  })
}
