// A look at a record that tells what call it is without parsing it, for the many that nobody can use. docs/decisions/0006.
import type { Glimpse } from '../../model/source.ts'
import { genericAction, readerOf } from './classify.ts'
import { everydayActs, isBystander, seals } from './everyday.ts'

/** CloudTrail writes its records in this order and without spaces; what looks otherwise is read. */
const head = /^\{"eventVersion":"[\d.]{1,8}","userIdentity":/
const call =
  /,"eventTime":"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)","eventSource":"([a-z0-9-]{1,60}\.amazonaws\.com(?:\.cn)?)","eventName":"([A-Za-z0-9_]{1,80})",/y
const timeMark = ',"eventTime":"'
/** A second key of the same name would hold instead of the first, and a key may be spelled with escapes. */
const again = /"(?:eventName|eventSource|eventTime|userIdentity|eventType)"|\\u/g
const typeMark = '"eventType":"AwsApiCall"'
const failed = /"error(?:Code|Message)"/g
const memo = new Map<string, Glimpse | null>()

/**
 * The call of a single plain record that no reader knows, or an everyday act that memory learns nothing from; undefined
 * for everything else. Sound for every well-formed record: what it names, `read` would name too.
 */
export function glimpse(record: Uint8Array): Glimpse | undefined {
  if (record[0] !== 0x7b || record[record.length - 1] !== 0x7d) return undefined
  const bytes = Buffer.isBuffer(record) ? record : Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const text = bytes.toString('latin1')
  const start = head.exec(text)?.[0].length
  if (start === undefined) return undefined
  // No string holds these bytes with bare quotes in it, so the identity ends here or further inside; then it is no JSON.
  const end = text.indexOf(timeMark, start)
  if (end === -1) return undefined
  call.lastIndex = end
  const found = call.exec(text)
  if (found === null) return undefined
  const known = decide(found[1] ?? '', found[2] ?? '')
  if (known === null || !isPlain(text, call.lastIndex)) return undefined
  const bystander = isBystander(text.slice(start, end))
  if (bystander === undefined || (known.action !== undefined && !bystander)) return undefined
  if (known.action === undefined) return known
  failed.lastIndex = call.lastIndex
  if (failed.test(text)) return undefined
  return known.action === 'object-written' && seals(text, call.lastIndex) ? undefined : known
}

/** The call's own type stands once behind its name, and none of the names that matter stands there again. */
function isPlain(text: string, from: number): boolean {
  again.lastIndex = from
  const only = again.exec(text)
  if (only === null || !text.startsWith(typeMark, only.index)) return false
  return again.exec(text) === null
}

function decide(source: string, name: string): Glimpse | null {
  const key = `${source}\n${name}`
  const known = memo.get(key)
  if (known !== undefined) return known
  const answer = judge(source, name)
  if (memo.size < 10_000) memo.set(key, answer)
  return answer
}

function judge(source: string, name: string): Glimpse | null {
  const service = source.split('.')[0] ?? ''
  const action = everydayActs[`${service} ${name}`]
  if (action !== undefined) return { code: name, provider: source, action }
  return readerOf(service, name) === undefined && genericAction(name) !== undefined
    ? { code: name, provider: source }
    : null
}
