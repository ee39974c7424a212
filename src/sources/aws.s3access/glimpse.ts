// A look at one line that tells its operation, for the many that only read. docs/decisions/0006.
import type { Glimpse } from '../../model/source.ts'

/** Owner, bucket, time, address, requester, request, operation, key, address of the request, status: without these it is no line. */
const head =
  /^[^\s"[]{1,200} [^\s"[]{1,255} \[[^\]\s]{10,30} [+-]\d{4}\] [^\s"[]{1,60} [^\s"[]{1,1100} [^\s"[]{1,100} ((?:REST|WEBSITE)\.(?:GET|HEAD|OPTIONS)\.[A-Z_]{2,40}) [^\s"[]{1,3500} (?:"[^"]{1,3500}"|-) [\d-]{1,3} /
const memo = new Map<string, Glimpse>()

/** Undefined for everything but a single line of a request that reads. */
export function glimpse(record: Uint8Array): Glimpse | undefined {
  const first = record[0]
  // An object, a list, a syslog header, gzip: read it.
  if (first === undefined || first === 0x7b || first === 0x5b || first === 0x3c || first === 0x1f) return undefined
  const bytes = Buffer.isBuffer(record) ? record : Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const line = bytes.indexOf(0x0a)
  if (line >= 0 && line < bytes.length - 1) return undefined
  const code = head.exec(bytes.toString('latin1', 0, 8_000))?.[1]
  if (code === undefined || !wellFormed(bytes)) return undefined
  const known = memo.get(code)
  if (known) return known
  const made = { code, provider: 's3.amazonaws.com' }
  if (memo.size < 200) memo.set(code, made)
  return made
}

/** What is no UTF-8 is a reject and must be seen as one. */
const wellFormed = (bytes: Buffer): boolean => {
  for (const byte of bytes) if (byte > 0x7f) return false
  return true
}
