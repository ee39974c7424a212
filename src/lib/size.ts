// Sizes as people write them (`64KB`, `2GB`) in bytes; powers of 1,024.
import { fail, ok, type Result } from './result.ts'

const unit = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 } as const

/** Bytes of a text such as `2GB`; the reason when it is none. */
export function parseSize(text: string): Result<number, string> {
  const found = /^(\d+(?:\.\d+)?)\s?(B|KB|MB|GB|TB)$/.exec(text.trim().toUpperCase())
  if (!found) return fail(`"${text}" is no size: write a number and B, KB, MB, GB or TB, such as 2GB`)
  return ok(Math.round(Number(found[1]) * unit[found[2] as keyof typeof unit]))
}

/** A size as people read it: `512 B`, `1.5 MB`, `40 GB`. */
export function tellSize(bytes: number): string {
  const name = (['TB', 'GB', 'MB', 'KB'] as const).find((one) => bytes >= unit[one]) ?? 'B'
  const value = bytes / unit[name]
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${name}`
}
