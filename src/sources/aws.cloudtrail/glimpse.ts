// A look at a record that tells what call it is without parsing it, for the many that nobody can use. docs/decisions/0006.
import type { Glimpse } from '../../model/source.ts'
import { readerOf } from './classify.ts'
import { everydayActs, isBystander, seals } from './everyday.ts'
import { topSpans } from './scan.ts'

/** CloudTrail writes its records in this order and without spaces; over others one has to walk, which takes twice as long. */
const head = /\{"eventVersion":"[\d.]{1,8}","userIdentity":/y
/** What ends an identity; a search goes from one brace to the next. */
const timeMark = '},"eventTime":"'
const call =
  /,"eventTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","eventSource":"[a-z0-9-]{1,60}\.amazonaws\.com(?:\.cn)?","eventName":"[A-Za-z0-9_]{1,80}",/y
/** Where the source stands behind the mark of the time, and what stands between it and the name. */
const sourceAt = `,"eventTime":"2026-03-02T09:00:00Z","eventSource":"`.length
const nameMark = '","eventName":"'
/** A second key of the same name would hold instead of the first, and a key may be spelled with escapes. */
const telling = /"(?:event(?:Name|Source|T(?:ime|ype))|userIdentity|error(?:Code|Message))"|\\u/g
const typeMark = '"eventType":"AwsApiCall"'
const typeName = '"eventType'
const errorNames = ['"errorCode', '"errorMessage']
const memo = new Map<string, Decided>()

/**
 * The call of a single record that no reader knows, or an everyday act that memory learns nothing from; undefined for
 * everything else. Sound for every well-formed record: what it names, `read` would name too.
 */
export function glimpse(record: Uint8Array): Glimpse | undefined {
  if (record[0] !== 0x7b) return undefined
  const bytes = Buffer.isBuffer(record) ? record : Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const text = bytes.toString('latin1')
  const told = asWritten(text)
  return told === undefined ? asAnybodyWrites(bytes, text) : (told ?? undefined)
}

/** Of a record as CloudTrail writes it; null where it must be read, undefined where it looks otherwise. */
function asWritten(text: string): Glimpse | null | undefined {
  head.lastIndex = 0
  if (!head.test(text)) return undefined
  const start = head.lastIndex
  // No string holds these bytes with bare quotes in it, so the identity ends here or further inside; then it is no JSON.
  const end = text.indexOf(timeMark, start) + 1
  call.lastIndex = end
  if (end === 0 || !call.test(text) || !text.endsWith('}')) return undefined
  const behind = call.lastIndex
  const known = decide(text.slice(end + sourceAt, behind - 2))
  if (known === null) return null
  const outcome = outcomeIn(text, behind)
  const bystander = outcome === undefined ? undefined : isBystander(text, start, end)
  if (bystander === undefined) return undefined
  if (known.action === undefined) return known
  if (!bystander || outcome === 'failure') return null
  return known.action === 'object-written' && seals(text, behind) ? null : known
}

const names = ['eventSource', 'eventName', 'eventType', 'userIdentity', 'errorCode', 'errorMessage'].map((name) =>
  Buffer.from(name),
)
const plainSource = /^"[a-z0-9-]{1,60}\.amazonaws\.com(?:\.cn)?"$/
const plainName = /^"[A-Za-z0-9_]{1,80}"$/

/** Of a record whose names stand in any order, with any blanks between. @param text the bytes as latin1 */
function asAnybodyWrites(bytes: Uint8Array, text: string): Glimpse | undefined {
  const spans = topSpans(bytes, names)
  if (spans === undefined) return undefined
  const [source, name, type, identity, ...errors] = spans
  const said = (span: typeof source): string => (span === undefined ? '' : text.slice(span.start, span.end))
  if (!plainSource.test(said(source)) || !plainName.test(said(name))) return undefined
  const known = decide(`${said(source).slice(1)},"eventName":${said(name).slice(0, -1)}`)
  if (known === null || known.action === undefined) return known ?? undefined
  const failed = errors.some((span) => span !== undefined && said(span) !== 'null')
  const isOwn = identity !== undefined && isBystander(text, identity.start, identity.end) === true
  if (failed || !isOwn || said(type) !== '"AwsApiCall"') return undefined
  return known.action === 'object-written' && seals(text, 0) ? undefined : known
}

/**
 * How a call ended, by whether an error stands behind its name; undefined unless the call's own type stands there once,
 * and none of the names that matter again.
 */
function outcomeIn(text: string, from: number): 'success' | 'failure' | undefined {
  let types = 0
  let errors = 0
  telling.lastIndex = from
  while (telling.test(text)) {
    const quote = telling.lastIndex - 1
    if (text[quote] !== '"') return undefined
    if (text.startsWith(typeMark, quote - typeName.length)) types += 1
    else if (errorNames.some((name) => text.startsWith(name, quote - name.length))) errors += 1
    else return undefined
  }
  return types === 1 ? (errors > 0 ? 'failure' : 'success') : undefined
}

/** Calls that came lately, each where its length and some letters say; one takes another's place. */
const lately: (Decided | undefined)[] = Array.from({ length: 1_024 }, () => undefined)

interface Decided {
  readonly named: string
  readonly glimpse: Glimpse | null
}

/** @param named source and name, with what stands between them */
function decide(named: string): Glimpse | null {
  const { length } = named
  const letters = named.charCodeAt(0) * 31 + named.charCodeAt(length - 1) * 7 + named.charCodeAt(length - 5)
  const place = (letters * 33 + named.charCodeAt(length - 8) + length * 131) & (lately.length - 1)
  const known = lately[place]
  if (known !== undefined && known.named === named) return known.glimpse
  const decided = memo.get(named) ?? remembered(named)
  lately[place] = decided
  return decided.glimpse
}

function remembered(slice: string): Decided {
  // A copy of its own: a slice would keep the whole record.
  const named = Buffer.from(slice, 'latin1').toString('latin1')
  const [source = '', name = ''] = named.split(nameMark)
  const decided = { named, glimpse: judge(source, name) }
  if (memo.size < 10_000) memo.set(named, decided)
  return decided
}

function judge(source: string, name: string): Glimpse | null {
  const service = source.split('.')[0] ?? ''
  const action = everydayActs[`${service} ${name}`]
  if (action !== undefined) return { code: name, provider: source, action }
  return readerOf(service, name) === undefined ? { code: name, provider: source } : null
}
