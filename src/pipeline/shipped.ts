// The way that a record took, as its header tells it. Anybody who may write to the topic may write headers: nothing rests on it.
import { isObject } from '../lib/json.ts'
import { type Shipped, shippedHeader } from '../model/intake.ts'
import type { JournalRecord } from '../model/journal.ts'

const longest = 2_000
const texts = ['via', 'intake', 'from', 'as'] as const

/** Undefined where it tells none. */
export function shippedOf({ headers }: JournalRecord): Shipped | undefined {
  const text = headers[shippedHeader]
  if (text === undefined || text.length > longest) return undefined
  if (text === last.text) return last.shipped
  last = { text, shipped: read(text) }
  return last.shipped
}

/** Records of one sender follow on each other. */
let last: { readonly text: string; readonly shipped: Shipped | undefined } = { text: '', shipped: undefined }

function read(text: string): Shipped | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value) || typeof value.via !== 'string' || typeof value.intake !== 'string') return undefined
    const found = texts.flatMap((name) => (typeof value[name] === 'string' ? [[name, value[name]] as const] : []))
    return Object.fromEntries(found) as unknown as Shipped
  } catch {
    return undefined
  }
}
