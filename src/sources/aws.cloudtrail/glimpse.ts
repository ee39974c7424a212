// A look at a record's bytes that tells what call it is without parsing it, for records that nobody can use.
import type { Glimpse } from '../../model/source.ts'
import { genericAction, readerOf } from './classify.ts'

const nameMark = Buffer.from('"eventName":')
const sourceMark = Buffer.from('"eventSource":')
/** A key may be spelled with escapes, and then a mark that stands once says nothing. */
const unicodeEscape = Buffer.from('\\u')
const quote = 0x22
const backslash = 0x5c
const space = 0x20
const memo = new Map<string, Glimpse | undefined>()

/**
 * The call of a single plain record that no reader knows; undefined for everything else: several records, escapes,
 * marks that stand twice, unusual spacing. Sound: what it names, `read` would name too.
 */
export function glimpse(record: Uint8Array): Glimpse | undefined {
  const bytes = Buffer.isBuffer(record) ? record : Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  if (bytes[0] !== 0x7b || bytes.at(-1) !== 0x7d) return undefined
  const name = onlyValue(bytes, nameMark)
  if (name === undefined) return undefined
  const source = onlyValue(bytes, sourceMark)
  if (source === undefined || bytes.indexOf(unicodeEscape) !== -1 || !atTop(bytes)) return undefined
  const key = `${source}\n${name}`
  if (memo.has(key)) return memo.get(key)
  const known = decide(source, name)
  if (memo.size < 10_000) memo.set(key, known)
  return known
}

/** True when both marks are keys of the outermost object: braces are counted up to the later one, strings are skipped. */
function atTop(bytes: Buffer): boolean {
  const marks = [bytes.indexOf(nameMark), bytes.indexOf(sourceMark)]
  const last = Math.max(...marks)
  let depth = 0
  for (let place = 0; place <= last; place += 1) {
    const byte = bytes[place]
    if (byte === quote) {
      if (marks.includes(place) && depth !== 1) return false
      place = endOfString(bytes, place)
      if (place === -1) return false
    } else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) depth -= 1
    if (depth === 0) return false
  }
  return true
}

/** The place of the quote that ends the string which begins at `start`. */
function endOfString(bytes: Buffer, start: number): number {
  let end = bytes.indexOf(quote, start + 1)
  while (end !== -1) {
    let slashes = 0
    while (bytes[end - 1 - slashes] === backslash) slashes += 1
    if (slashes % 2 === 0) return end
    end = bytes.indexOf(quote, end + 1)
  }
  return -1
}

function decide(source: string, name: string): Glimpse | undefined {
  const service = source.split('.')[0] ?? ''
  if (!/^[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(source) || !/^[A-Za-z0-9_]{1,80}$/.test(name)) return undefined
  return readerOf(service, name) === undefined && genericAction(name) !== undefined
    ? { code: name, provider: source }
    : undefined
}

/** The string behind a mark that stands exactly once; undefined otherwise, and where a backslash is in it. */
function onlyValue(bytes: Buffer, mark: Buffer): string | undefined {
  const place = bytes.indexOf(mark)
  if (place === -1 || bytes.indexOf(mark, place + mark.length) !== -1) return undefined
  let start = place + mark.length
  if (bytes[start] === space) start += 1
  if (bytes[start] !== quote) return undefined
  const end = bytes.indexOf(quote, start + 1)
  if (end === -1 || end - start > 120) return undefined
  const value = bytes.toString('latin1', start + 1, end)
  return value.includes(String.fromCharCode(backslash)) ? undefined : value
}
