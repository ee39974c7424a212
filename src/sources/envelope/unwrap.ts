// Takes a vendor's records out of whatever shippers put around them: lists, files, buses, queues, log agents, in each other.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Reject } from '../../model/source.ts'
import { type CarriedLine, carriedLine, lookAt, objectPlaces } from './carried.ts'
import { carrierOf, type Inside, jsonParts, type Part, type Unpack } from './carriers.ts'
import { largestUnfolded, unfoldBase64 } from './decode.ts'
import { noticeIn } from './notice.ts'
import { shipperOf } from './shipper.ts'

/** One thing found inside: a record, a line, or something that is neither. */
export interface Unwrapped {
  readonly value: Json
  /** It is a record of the vendor. */
  readonly known: boolean
  /** Its own text, where it stood inside as text. */
  readonly text?: string
  /** What was around it, from the outside in: `event-hubs`, `filebeat`, `rsyslog` ... */
  readonly carriers: readonly string[]
  /** When the innermost carrier that says so took it. */
  readonly created?: Json
  /** What the agents around a line say of its header, the innermost last. */
  readonly headers: readonly CarriedLine[]
}

/** Shippers nest: a queue around a bus around an agent around an agent. More than this is no shipper. */
const deepest = 12
/** A record with more parts is no record. */
const mostParts = 100_000

const tooMany: Reject = { reason: `the record has more than ${mostParts} parts` }
const tooLarge: Reject = {
  reason: `what is packed inside cannot be unfolded, or unfolds to more than ${largestUnfolded >> 20} MiB`,
}

/** What a carrier holds; of an agent that nothing tells the name is left out. */
type Held = Pick<Inside, 'parts'> & { readonly name: string | undefined }

interface Place {
  readonly depth: number
  readonly carriers: readonly string[]
  readonly headers: readonly CarriedLine[]
  readonly created?: Json | undefined
}

/** The same name twice in a row tells nothing more; what has no name is told only where nothing else is. */
function around({ carriers }: Place, name: string | undefined): readonly string[] {
  if (name === undefined) return carriers.length === 0 ? ['json'] : carriers
  return carriers.at(-1) === name ? carriers : [...carriers, name]
}

/**
 * All records inside a JSON value, in order; fails where it holds more than any shipper sends.
 * @param isRecord says whether an object is already a record of the vendor
 */
export function unwrap(value: Json, isRecord: (value: JsonObject) => boolean): Result<readonly Unwrapped[], Reject> {
  const budget = { bytes: largestUnfolded, parts: mostParts }
  const unpack: Unpack = (text) => unfoldBase64(text, budget)
  const leaf = ({ value, text }: Part, place: Place, known = false): readonly Unwrapped[] => {
    budget.parts -= 1
    const { carriers, headers, created } = place
    return [
      {
        value,
        known,
        carriers,
        headers,
        ...(text === undefined ? {} : { text }),
        ...(created === undefined ? {} : { created }),
      },
    ]
  }
  const open = (part: Part, place: Place): readonly Unwrapped[] => {
    const { value: here } = part
    if (budget.parts < 0) return []
    if (typeof here !== 'object' || here === null || place.depth > deepest) return leaf(part, place)
    if (!isObject(here)) return here.flatMap((inner) => open({ value: inner }, { ...place, depth: place.depth + 1 }))
    if (isRecord(here)) return leaf(part, place, true)
    if (noticeIn(here) !== undefined) return leaf(part, place)
    const particular = carrierOf(here, unpack)
    if (!particular) return ofAgent(part, here, place)
    const found = inside(particular, place)
    return found.some(saysSomething) || carriedLine(here) === undefined ? found : ofAgent(part, here, place)
  }
  const saysSomething = ({ known, value }: Unwrapped): boolean =>
    known || typeof value === 'string' || (isObject(value) && carriedLine(value) !== undefined)
  const inside = ({ name, parts }: Held, place: Place, header?: CarriedLine): readonly Unwrapped[] =>
    parts.flatMap((part) =>
      open(part, {
        depth: place.depth + 1,
        carriers: around(place, name),
        headers: header ? [...place.headers, header] : place.headers,
        created: part.created ?? place.created,
      }),
    )
  /** What an agent wrote: a record in any of its places goes before the line that it carries. */
  const ofAgent = (part: Part, here: JsonObject, place: Place): readonly Unwrapped[] => {
    const line = carriedLine(here)
    const name = shipperOf(here)
    let nested: readonly Unwrapped[] | undefined
    for (const path of objectPlaces) {
      const held = lookAt(here, path)
      const parts = held === undefined ? undefined : jsonParts(held, unpack, line?.time)
      if (!parts) continue
      const isLine = held === line?.text
      const found = inside({ name, parts }, place, isLine ? line : undefined)
      if (found.some(({ known }) => known)) return found
      if (isLine || line === undefined) nested = nested === undefined || found.some(saysSomething) ? found : nested
    }
    if (nested) return nested
    return leaf(part, line ? { ...place, carriers: around(place, name) } : place)
  }
  const found = open({ value }, { depth: 0, carriers: [], headers: [] })
  return budget.parts < 0 ? fail(tooMany) : budget.bytes < 0 ? fail(tooLarge) : ok(found)
}
