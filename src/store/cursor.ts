// Where a list of alerts goes on: the last one's time and id, in a form that nobody is tempted to build by hand.
import { isObject } from '../lib/json.ts'

export interface Cursor {
  readonly at: string
  readonly id: string
}

export const cursorOf = ({ at, id }: Cursor): string => Buffer.from(JSON.stringify([at, id])).toString('base64url')

/** Undefined for a text that is no cursor of ours. */
export function readCursor(text: string): Cursor | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text.slice(0, 1_000), 'base64url').toString())
    if (isObject(value) || !Array.isArray(value)) return undefined
    const [at, id] = value as readonly unknown[]
    return typeof at === 'string' && typeof id === 'string' ? { at, id } : undefined
  } catch {
    return undefined
  }
}
