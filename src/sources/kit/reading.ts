// From bytes to a vendor's records, whatever shippers put around them; each is read by itself, and fails by itself.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reading, Reject, Source } from '../../model/source.ts'
import { carriedLine } from '../envelope/carried.ts'
import { decodeText, parseJson } from '../envelope/decode.ts'
import { depthOver } from '../envelope/depth.ts'
import { documentsIn } from '../envelope/documents.ts'
import { parseSyslog, type SyslogLine } from '../envelope/syslog.ts'
import { unwrap } from '../envelope/unwrap.ts'
import { statedTime } from './time.ts'

/** What every record brings besides itself. */
interface Carried {
  /** The record's own text. */
  readonly original: string
  /** Epoch milliseconds at which a carrier took it, where it says so. */
  readonly created?: number
  /** Epoch milliseconds of receipt. */
  readonly received: number
}
export interface FoundObject extends Carried {
  readonly value: JsonObject
  /** There when the object came as the message of a syslog line. */
  readonly syslog?: SyslogLine
}
export interface FoundLine extends Carried {
  readonly syslog: SyslogLine
}

export type Read = Result<Event | readonly Event[], Reject>

/** What a vendor's records look like: objects, lines, or both. */
export interface Shape {
  /** Whether an object is a record of the vendor: what is none is looked into. */
  isRecord?(value: JsonObject): boolean
  object?(found: FoundObject): Read
  line?(found: FoundLine): Read
  /** Whether a line goes on with the one before, besides those that begin with a blank. */
  continues?(line: string, before: string): boolean
  /** What a value is instead of a record. @param carrier the innermost envelope that it was taken out of */
  whyNot?(value: Json, carrier?: string): Reject
}

/** No API call nests deeper; what does is an attack on whoever walks the tree. */
const deepest = 400
const tooDeep: Reject = { reason: `the JSON is nested more than ${deepest} levels deep` }
const isTooDeep = (value: Json): boolean => depthOver(value, deepest)

/** A `Source.read` for records of a shape. */
export function readerOf(shape: Shape): Source['read'] {
  const isRecord = shape.isRecord ?? (() => false)
  return (record, received) => {
    const decoded = decodeText(record)
    if (!decoded.ok) return decoded
    const parts = partsOf(decoded.value, { ...shape, isRecord }, received)
    return parts.ok ? reading(parts.value, shape) : parts
  }
}

type Part =
  | ({ readonly kind: 'object' } & FoundObject)
  | ({ readonly kind: 'line' } & FoundLine)
  | { readonly kind: 'reject'; readonly reject: Reject }

type Known = Shape & { isRecord(value: JsonObject): boolean }

const mayBegin = /^[\s\ufeff]*[[{"\d.tfn-]/
const begins = /^[\s\ufeff]*(?:\{|\[\s*(?:[[{"\]\d-]|true\b|false\b|null\b))/

function partsOf(text: string, shape: Known, received: number): Result<readonly Part[], Reject> {
  // Trying costs more than reading a line: where lines are read, only what begins as a list or an object is tried.
  const json = (shape.line ? begins : mayBegin).test(text) ? parseJson(text) : undefined
  if (json?.ok && (shape.line === undefined || typeof json.value === 'object')) {
    if (text.length > 2 * deepest && isTooDeep(json.value)) return fail(tooDeep)
    const { value } = json
    if (isObject(value) && shape.isRecord(value) && shape.object)
      return ok([{ kind: 'object', value, original: text.trim(), received }])
    return ok(inside(value, shape, received))
  }
  const documents = documentsIn(text)
  if (shape.line === undefined)
    return documents === undefined
      ? syslogWithJson(text, shape, received)
      : ok(documents.flatMap((part) => ofDocument(part, shape, received)))
  return ok((documents ?? linesIn(text, shape)).flatMap((line) => ofDocument(line, shape, received)))
}

/** A vendor that writes JSON sends it by syslog too: one object behind each header. */
function syslogWithJson(text: string, shape: Known, received: number): Result<readonly Part[], Reject> {
  const parts = linesIn(text, shape).map((line) => objectBehindHeader(line, line, shape, received))
  const found = parts.filter((part) => part !== undefined)
  if (found.length > 0 && found.length === parts.length) return ok(found)
  const parsed = parseJson(text)
  return parsed.ok ? ok([]) : parsed
}

function ofDocument(text: string, shape: Known, received: number): readonly Part[] {
  if (begins.test(text)) {
    const parsed = parseJson(text)
    if (parsed.ok) {
      if (isTooDeep(parsed.value)) return [{ kind: 'reject', reject: tooDeep }]
      const { value } = parsed
      return isObject(value) && shape.isRecord(value) && shape.object
        ? [{ kind: 'object', value, original: text.trim(), received }]
        : inside(value, shape, received)
    }
    if (shape.line === undefined) return [{ kind: 'reject', reject: parsed.error }]
  }
  return [ofLine(text, text, shape, received)]
}

/** Records in what a shipper wrapped: objects of the vendor, and lines that stand as text in objects that are none. */
function inside(value: Json, shape: Known, received: number): readonly Part[] {
  const isLine = (held: JsonObject): boolean => shape.line !== undefined && carriedLine(held) !== undefined
  return unwrap(value, shape.isRecord, isLine).flatMap(
    ({ value: leaf, created: stated, envelopes }): readonly Part[] => {
      const created = statedTime(stated)
      const more = created === undefined ? {} : { created }
      if (isObject(leaf) && shape.isRecord(leaf) && shape.object) {
        // What stood as text inside another value was not measured with it.
        if (isTooDeep(leaf)) return [{ kind: 'reject', reject: tooDeep }]
        return [{ kind: 'object', value: leaf, original: JSON.stringify(leaf), received, ...more }]
      }
      const carried = typeof leaf === 'string' ? { text: leaf } : isObject(leaf) ? carriedLine(leaf) : undefined
      const lines = carried === undefined ? [] : linesIn(carried.text, shape)
      const behind = lines.map((line) => objectBehindHeader(line, line, shape, received, more))
      if (carried && behind.length > 0 && behind.every((part) => part !== undefined)) return behind
      if (carried === undefined || shape.line === undefined)
        return [{ kind: 'reject', reject: whyNot(shape, leaf, envelopes.at(-1)) }]
      const taken = created ?? statedTime(carried.time)
      return lines.map((line) => {
        const part = ofLine(line, line, shape, received, taken === undefined ? {} : { created: taken })
        return part.kind === 'line' ? { ...part, syslog: { ...headerOf(carried, taken), ...part.syslog } } : part
      })
    },
  )
}

const headerOf = (
  { host, app, process, messageId }: ReturnType<typeof carriedLine> & object,
  time: number | undefined,
): Partial<SyslogLine> => ({
  ...(host ? { host } : {}),
  ...(app ? { app } : {}),
  ...(process ? { process } : {}),
  ...(messageId ? { messageId } : {}),
  ...(time === undefined ? {} : { time, zoned: true }),
})

function ofLine(line: string, original: string, shape: Known, received: number, more: Partial<Carried> = {}): Part {
  const found = objectBehindHeader(line, original, shape, received, more)
  if (found) return found
  if (shape.line === undefined) return { kind: 'reject', reject: whyNot(shape, line) }
  return { kind: 'line', syslog: parseSyslog(line, received), original: original.trim(), received, ...more }
}

function objectBehindHeader(
  line: string,
  original: string,
  shape: Known,
  received: number,
  more: Partial<Carried> = {},
): Part | undefined {
  if (shape.object === undefined || !line.trimEnd().endsWith('}')) return undefined
  const syslog = parseSyslog(line, received)
  const start = syslog.message.indexOf('{')
  // Braces of a text are no object, and trying them costs more than a whole line does.
  if (start < 0 || start > 200 || !/^\{\s*["}]/.test(syslog.message.slice(start, start + 40))) return undefined
  const parsed = parseJson(syslog.message.slice(start))
  if (!parsed.ok || isTooDeep(parsed.value) || !isObject(parsed.value)) return undefined
  const [found] = unwrap(parsed.value, shape.isRecord)
  return found && isObject(found.value) && shape.isRecord(found.value)
    ? { kind: 'object', value: found.value, original: original.trim(), received, syslog, ...more }
    : undefined
}

/** Lines of a text; one that begins with a blank goes on with the one before. */
function linesIn(text: string, { continues }: Shape): readonly string[] {
  if (!text.includes('\n')) return text.trim() === '' ? [] : [text]
  const lines: string[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const before = lines.at(-1)
    const goesOn = before !== undefined && (/^[ \t]/.test(line) || continues?.(line, before) === true)
    if (goesOn) lines.push(`${lines.pop()}\n${line}`)
    else lines.push(line)
  }
  return lines
}

const whyNot = (shape: Shape, value: Json, carrier?: string): Reject =>
  shape.whyNot?.(value, carrier) ?? { reason: 'nothing of this source is in the record' }

function reading(parts: readonly Part[], shape: Shape): Reading {
  const events: Event[] = []
  const rejects: Reject[] = []
  const several = parts.length > 1
  parts.forEach((part, index) => {
    const read = readPart(part, shape)
    if (!read.ok) rejects.push(several ? { ...read.error, part: index } : read.error)
    else if (Array.isArray(read.value)) events.push(...(read.value as readonly Event[]))
    else events.push(read.value as Event)
  })
  const only = rejects[0]
  return events.length === 0 && rejects.length === 1 && only ? fail(only) : ok({ events, rejects })
}

function readPart(part: Part, shape: Shape): Read {
  if (part.kind === 'reject') return fail(part.reject)
  if (part.kind === 'object') return shape.object?.(part) ?? fail(whyNot(shape, part.value))
  return shape.line?.(part) ?? fail(whyNot(shape, part.original))
}
