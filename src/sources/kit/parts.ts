// From the text of a record to the vendor's objects and lines in it, out of whatever shippers put around them.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Reject } from '../../model/source.ts'
import { type CarriedLine, carriedLine } from '../envelope/carried.ts'
import { parseJson } from '../envelope/decode.ts'
import { depthOver } from '../envelope/depth.ts'
import { documentsIn } from '../envelope/documents.ts'
import { noticeIn } from '../envelope/notice.ts'
import { wroteInto } from '../envelope/shipper.ts'
import { parseSyslog, type SyslogLine } from '../envelope/syslog.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { type Unwrapped, unwrap } from '../envelope/unwrap.ts'
import type { Carried, FoundLine, FoundObject, Shape } from './reading.ts'
import { statedTime } from './time.ts'

export type Part =
  | ({ readonly kind: 'object' } & FoundObject)
  | ({ readonly kind: 'line' } & FoundLine)
  | { readonly kind: 'reject'; readonly reject: Reject }

export type Known = Shape & { isRecord(value: JsonObject): boolean }

/** No API call nests deeper; what does is an attack on whoever walks the tree. */
const deepest = 400
const tooDeep: Reject = { reason: `the JSON is nested more than ${deepest} levels deep` }
const isTooDeep = (value: Json): boolean => depthOver(value, deepest)

const mayBegin = /^[\s\ufeff]*[[{"\d.tfn-]/
const begins = /^[\s\ufeff]*(?:\{|\[\s*(?:[[{"\]\d-]|true\b|false\b|null\b))/

/** Everything in a record's text, in order; fails where the whole is none. */
export function partsOf(text: string, shape: Known, received: number): Result<readonly Part[], Reject> {
  // Trying costs more than reading a line: where lines are read, only what begins as a list or an object is tried.
  const json = (shape.line ? begins : mayBegin).test(text) ? parseJson(text) : undefined
  if (json?.ok && (shape.line === undefined || typeof json.value === 'object')) {
    if (text.length > 2 * deepest && isTooDeep(json.value)) return fail(tooDeep)
    return ofValue(json.value, text, shape, received)
  }
  const documents = documentsIn(text)
  if (shape.line === undefined && documents === undefined) return syslogWithJson(text, shape, received)
  const parts: Part[] = []
  for (const part of documents ?? linesIn(text, shape)) {
    const found = ofDocument(part, shape, received)
    if (!found.ok) return found
    parts.push(...found.value)
  }
  return ok(parts)
}

/** A vendor that writes JSON sends it by syslog too: one object behind each header. */
function syslogWithJson(text: string, shape: Known, received: number): Result<readonly Part[], Reject> {
  const found = linesIn(text, shape).map((line) => behindHeader(line, shape, { original: line.trim(), received }))
  if (found.length > 0 && found.every((parts) => parts !== undefined)) return ok(found.flat())
  const parsed = parseJson(text)
  return parsed.ok ? ok([]) : parsed
}

function ofDocument(text: string, shape: Known, received: number): Result<readonly Part[], Reject> {
  if (begins.test(text)) {
    const parsed = parseJson(text)
    if (parsed.ok)
      return isTooDeep(parsed.value)
        ? ok([{ kind: 'reject', reject: tooDeep }])
        : ofValue(parsed.value, text, shape, received)
    if (shape.line === undefined) return ok([{ kind: 'reject', reject: parsed.error }])
  }
  return ok(ofLine(text, shape, { original: text.trim(), received }))
}

function ofValue(value: Json, text: string, shape: Known, received: number): Result<readonly Part[], Reject> {
  if (isObject(value) && shape.isRecord(value) && shape.object) {
    const agent = wroteInto(value)
    const carriers = agent === undefined ? {} : { carriers: [agent] }
    return ok([{ kind: 'object', value, original: text.trim(), received, ...carriers }])
  }
  const found = unwrap(value, shape.isRecord)
  return found.ok ? ok(found.value.flatMap((one) => ofUnwrapped(one, shape, received))) : found
}

/** A record in what a shipper wrapped, the lines that it carried, or why it is neither. */
function ofUnwrapped(found: Unwrapped, shape: Known, received: number): readonly Part[] {
  const { value, known, text, carriers, headers } = found
  const created = timeOf(found.created, received)
  const more = { received, ...(created === undefined ? {} : { created }) }
  if (known && isObject(value) && shape.object) {
    // What stood as text inside another value was not measured with it.
    if (isTooDeep(value)) return [{ kind: 'reject', reject: tooDeep }]
    const agent = wroteInto(value)
    const all = agent === undefined || agent === carriers.at(-1) ? carriers : [...carriers, agent]
    const original = text?.trim() ?? JSON.stringify(value)
    return [{ kind: 'object', value, original, ...more, ...(all.length > 0 ? { carriers: all } : {}) }]
  }
  const own = typeof value === 'string' ? { text: value } : isObject(value) ? carriedLine(value) : undefined
  // What stands behind the tag is kept with the blank before it.
  const lines = own === undefined ? [] : linesIn(own.text.trimStart(), shape)
  const carried = { ...more, ...(carriers.length > 0 ? { carriers } : {}) }
  const behind = lines.map((line) => behindHeader(line, shape, { ...carried, original: line.trim() }))
  const header: Partial<SyslogLine> = Object.assign(
    {},
    ...headers.map(headerOf),
    own === undefined ? {} : headerOf(own),
  )
  if (behind.length > 0 && behind.every((parts) => parts !== undefined))
    return behind
      .flat()
      .map((part) =>
        part.kind === 'object' && part.syslog ? { ...part, syslog: { ...header, ...part.syslog } } : part,
      )
  if (own === undefined || shape.line === undefined)
    return [{ kind: 'reject', reject: whyNot(shape, value, carriers.at(-1)) }]
  const taken = created ?? timeOf(own.time, received)
  const time = timeOf(own.time, received) ?? taken
  return lines.flatMap((line) =>
    ofLine(line, shape, { ...carried, original: line.trim(), ...(taken === undefined ? {} : { created: taken }) }).map(
      (part) =>
        part.kind === 'line'
          ? { ...part, syslog: { ...header, ...(time === undefined ? {} : { time, zoned: true }), ...part.syslog } }
          : part,
    ),
  )
}

/** What an agent says of when: in any form that records know, or as the header of a line had it. */
const timeOf = (value: Json | undefined, received: number): number | undefined =>
  statedTime(value) ?? (typeof value === 'string' ? syslogTime(value.trim(), received)?.time : undefined)

const headerOf = ({ host, app, process, messageId, data }: CarriedLine): Partial<SyslogLine> => ({
  ...(host ? { host } : {}),
  ...(app ? { app } : {}),
  ...(process ? { process } : {}),
  ...(messageId ? { messageId } : {}),
  ...(data ? { data } : {}),
})

function ofLine(line: string, shape: Known, carried: Carried): readonly Part[] {
  const found = behindHeader(line, shape, carried)
  if (found) return found
  if (shape.line === undefined) return [{ kind: 'reject', reject: whyNot(shape, line) }]
  return [{ kind: 'line', syslog: parseSyslog(line, carried.received), ...carried }]
}

/** The objects that stand as JSON behind the header of a line; undefined where none is a record. */
function behindHeader(line: string, shape: Known, carried: Carried): readonly Part[] | undefined {
  if (shape.object === undefined || !line.trimEnd().endsWith('}')) return undefined
  const syslog = parseSyslog(line, carried.received)
  const start = syslog.message.indexOf('{')
  // Braces of a text are no object, and trying them costs more than a whole line does.
  if (start < 0 || start > 200 || !/^\{\s*["}]/.test(syslog.message.slice(start, start + 40))) return undefined
  const parsed = parseJson(syslog.message.slice(start))
  if (!parsed.ok || isTooDeep(parsed.value)) return undefined
  const found = unwrap(parsed.value, shape.isRecord)
  const known = found.ok ? found.value.filter((one) => one.known) : []
  const around = [...(carried.carriers ?? []), ...(syslog.form === 'plain' ? [] : ['syslog'])]
  const [only] = known
  if (only === undefined) return undefined
  return known.map(({ value, text, carriers }) => {
    const original = known.length > 1 ? (text ?? JSON.stringify(value)) : carried.original
    const all = [...around, ...carriers]
    return {
      kind: 'object',
      value: value as JsonObject,
      ...carried,
      original,
      syslog,
      ...(all.length > 0 ? { carriers: all } : {}),
    }
  })
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

/** Why a value is no record of the shape. @param carrier the innermost that it was taken out of */
export function whyNot(shape: Shape, value: Json, carrier?: string): Reject {
  const notice = noticeIn(value)
  return notice === undefined
    ? (shape.whyNot?.(value, carrier) ?? { reason: 'nothing of this source is in the record' })
    : { reason: notice }
}
