// Texts of the file that were checked, as the numbers and names that they stand for.
import { parseDuration } from '../lib/duration.ts'
import { parseSize } from '../lib/size.ts'

/** The host of `host:port`, without brackets. */
export const hostOf = (listen: string): string => listen.slice(0, listen.lastIndexOf(':')).replace(/^\[|\]$/g, '')

export const portOf = (listen: string): number => Number(listen.slice(listen.lastIndexOf(':') + 1))

/** Milliseconds of a duration. @throws when it was not checked */
export function span(text: string): number {
  const parsed = parseDuration(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

/** Bytes of a size. @throws when it was not checked */
export function bytes(text: string): number {
  const parsed = parseSize(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
