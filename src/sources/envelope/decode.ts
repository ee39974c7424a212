// Bytes to text and text to JSON, with a reason where that fails: nothing here can throw or fill the memory.
import { gunzipSync } from 'node:zlib'
import type { Json } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Reject } from '../../model/source.ts'

/** A gzipped record may unfold to this many bytes: a trail file is at most 50 MB, and a bomb is none. */
export const largestUnfolded = 64 << 20

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of a record: UTF-8, gzip recognised by its first bytes, a byte order mark dropped. */
export function decodeText(record: Uint8Array): Result<string, Reject> {
  const plain = isGzip(record) ? gunzip(record) : record
  if (plain === undefined) return fail({ reason: 'the record begins as gzip and cannot be unfolded' })
  try {
    return ok(utf8.decode(plain))
  } catch {
    return fail({ reason: 'the record is no UTF-8 text' })
  }
}

/** The JSON value of a text. */
export function parseJson(text: string): Result<Json, Reject> {
  try {
    return ok(JSON.parse(text) as Json)
  } catch (cause) {
    const why = cause instanceof RangeError ? 'the JSON is nested too deeply' : 'the record is no JSON'
    return fail({ reason: why })
  }
}

/**
 * What base64 holds, unfolded where it is gzip, as shippers of CloudWatch Logs and Kinesis send it; undefined where it is
 * none. Takes what it unfolds from the budget, which is below zero once somebody packed more than any shipper does.
 */
export function unfoldBase64(text: string, budget: { bytes: number }): string | undefined {
  if (budget.bytes < 0 || !/^[A-Za-z0-9+/=\s]{16,}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  if (!isGzip(bytes)) return utf8Of(bytes)
  const unfolded = gunzip(bytes)
  // What fails may fail at its end.
  budget.bytes -= unfolded?.length ?? Math.min(largestUnfolded, bytes.length * mostRatio)
  return unfolded && budget.bytes >= 0 ? utf8Of(unfolded) : undefined
}

/** Of deflate. */
const mostRatio = 1_032

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

function gunzip(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestUnfolded })
  } catch {
    return undefined
  }
}
