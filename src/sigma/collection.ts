// Collections of version 1: documents that give their content to the documents behind them.
import { isObject, type Json, type JsonObject, tellJson } from '../lib/json.ts'

export const actions = 'it is global, reset or repeat'

/**
 * Takes the documents of a file one after the other. Gives the whole document; undefined when it only says what the
 * following ones share; the reason when its action is none.
 */
export function collections(): (document: JsonObject) => JsonObject | undefined | string {
  let global: JsonObject = {}
  let previous: JsonObject = {}
  return (document) => {
    const { action, ...own } = document
    if (action === 'global') {
      global = own
      previous = own
      return undefined
    }
    if (action === 'reset') {
      global = {}
      return undefined
    }
    if (action !== undefined && action !== null && action !== 'repeat')
      return `there is no action "${tellJson(action)}"`
    previous = merged(action === 'repeat' ? previous : global, own)
    return previous
  }
}

/** What stands above, below what the document says itself; maps are merged, everything else is replaced. */
function merged(above: JsonObject, own: JsonObject): JsonObject {
  const whole = new Map<string, Json | undefined>(Object.entries(above))
  for (const [key, value] of Object.entries(own)) {
    const held = whole.get(key)
    whole.set(key, isObject(value) && isObject(held) ? merged(held, value) : value)
  }
  return Object.fromEntries(whole)
}
