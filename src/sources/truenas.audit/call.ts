// A call of TrueNAS' middleware, what its parameters name, and datasets as every record calls them.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Given } from '../appliance/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'

export interface Call {
  readonly method: string
  readonly params: readonly Json[]
  /** `Snapshot task update: tank/backup …`: a sentence with the name of what the first parameter numbers. */
  readonly description: string
}
export type CallReader = (call: Call, given: Given) => Facts

/** As a command in a shell names it: `nas1:tank`. */
export const pool = (given: Given, name: string): Resource => ({ type: 'pool', id: `${given.device}:${name}`, name })

/** `tank/backup`. */
export function dataset(given: Given, name: string): Resource {
  const [of = ''] = name.split('/', 1)
  return {
    type: 'file-system',
    id: `${given.device}:${name}`,
    name,
    ...(of === name || of === '' ? {} : { container: pool(given, of) }),
  }
}

export const first = ({ params }: Call): string => text(params[0]) ?? '?'
export const body = ({ params }: Call): JsonObject => object(params.find(isObject))
/** What stands behind the colon, or behind the words, of a description: the name of what was changed. */
export const named = ({ description }: Call, words: RegExp): string | undefined =>
  text(
    description
      .replace(words, '')
      .replace(/^[\s:]+/, '')
      .trim()
      .slice(0, 300),
  )
