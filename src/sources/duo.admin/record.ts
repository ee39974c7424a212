// A record of Duo as its readers want it: both API versions under the same names.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface DuoRecord {
  readonly raw: JsonObject
  readonly action: string
  /** Who did it, as Duo shows them. */
  readonly who: string | undefined
  /** What it was done to. */
  readonly object: string | undefined
  /** The description: JSON inside a text, or plain words, or nothing. */
  readonly more: JsonObject
  readonly words: string
}

export const isAuthentication = (value: JsonObject): boolean =>
  text(value.event_type) === 'authentication' ||
  text(value.eventtype) === 'auth_log' ||
  text(value.eventtype) === 'authentication' ||
  (text(value.factor) !== undefined && text(value.result) !== undefined)

export function recordOf(raw: JsonObject): DuoRecord {
  const description = text(raw.description)
  const more = descriptionOf(description)
  const action = isObject(raw.action) ? text(raw.action.name) : text(raw.action)
  return {
    raw,
    action: action ?? (isAuthentication(raw) ? 'authentication' : text(raw.eventtype)) ?? 'unknown',
    who: text(object(raw.actor).name) ?? text(object(raw.user).name) ?? text(raw.username),
    object: text(object(raw.target).name) ?? text(raw.object),
    more: Object.keys(more).length > 0 ? more : detailsOf(raw),
    words: Object.keys(more).length > 0 ? '' : (description ?? ''),
  }
}

function descriptionOf(description: string | undefined): JsonObject {
  if (description === undefined || !description.trimStart().startsWith('{')) return {}
  try {
    return object(JSON.parse(description))
  } catch {
    return {}
  }
}

/** Version 2 keeps what was changed in `target.details`, as JSON inside a text. */
const detailsOf = (raw: JsonObject): JsonObject => {
  const details = object(raw.target).details
  return isObject(details) ? details : descriptionOf(text(details))
}

/** Texts with stray blanks (`11: 41: 31+00: 00`), seconds, or ISO. */
export function timeIn(raw: JsonObject): number | undefined {
  for (const name of ['isotimestamp', 'ts', 'timestamp']) {
    const value = raw[name]
    const plain = typeof value === 'string' ? value.replace(/:\s+/g, ':') : value
    const time = statedTime(plain)
    if (time !== undefined) return time
  }
  return undefined
}
