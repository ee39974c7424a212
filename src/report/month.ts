// Months as reports name them, in UTC.
import { fail, ok, type Result } from '../lib/result.ts'
import type { Month } from '../model/report.ts'

/** @param text `2026-10` */
export function readMonth(text: string): Result<Month, string> {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  if (!found) return fail(`"${text}" is no month: write it as 2026-10`)
  const [year, month] = [Number(found[1]), Number(found[2])]
  const start = (plus: number): string => new Date(Date.UTC(year, month - 1 + plus, 1)).toISOString()
  return ok({ name: text, from: start(0), to: start(1) })
}

/** The month that a moment lies in. @param iso of a moment */
export const monthOf = (iso: string): string => iso.slice(0, 7)

/** Until when the report of a month speaks. @param now ISO */
export const endOf = ({ to }: Month, now: string): string => (Date.parse(now) < Date.parse(to) ? now : to)
