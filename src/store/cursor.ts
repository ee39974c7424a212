// Where a list of alerts goes on: the last one's place in its order, in a form that nobody is tempted to build by hand.
import type { AlertSort } from '../model/store.ts'

export interface Cursor {
  /** Only in the order `urgent`. */
  readonly rank?: number
  readonly at: string
  readonly id: string
}

export const cursorOf = ({ rank, at, id }: Cursor, sort: AlertSort): string =>
  Buffer.from(JSON.stringify(sort === 'urgent' ? [rank, at, id] : [at, id])).toString('base64url')

/** Undefined for a text that is no cursor of ours, or one of another order. */
export function readCursor(text: string, sort: AlertSort): Cursor | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text.slice(0, 1_000), 'base64url').toString())
    if (!Array.isArray(value) || value.length !== (sort === 'urgent' ? 3 : 2)) return undefined
    const [at, id, rank] = sort === 'urgent' ? [value[1], value[2], value[0] as unknown] : value
    if (typeof at !== 'string' || typeof id !== 'string') return undefined
    if (sort !== 'urgent') return { at, id }
    return typeof rank === 'number' ? { rank, at, id } : undefined
  } catch {
    return undefined
  }
}
