// Reading what a provider calls with: bytes of strangers until their signature is checked, and short plain values after that.
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { isObject, type JsonObject } from '../../lib/json.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Answered, HookCall } from '../../model/pager.ts'

const largest = 1 << 20
/** Seconds that a signed time may lie off; what Slack, Discord and Standard Webhooks recommend. */
const tolerance = 300

/** The body as text. */
export function textBody({ body }: HookCall): Result<string, string> {
  if (body.byteLength > largest) return fail('the body is larger than 1 MB')
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return fail('the body is no UTF-8')
  }
}

/** The body as a JSON object. */
export function jsonBody(call: HookCall): Result<JsonObject, string> {
  const text = textBody(call)
  return text.ok ? jsonOf(text.value) : text
}

/** A text as a JSON object. */
export function jsonOf(text: string): Result<JsonObject, string> {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? ok(value) : fail('the body is no JSON object')
  } catch {
    return fail('the body is no JSON')
  }
}

/** Whether two texts are the same, in a time that does not tell how much of them is. */
export const same = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))

export const hmac = (
  algorithm: 'sha1' | 'sha256',
  key: string | Uint8Array,
  signed: string | Uint8Array,
  encoding: 'hex' | 'base64',
): string => createHmac(algorithm, key).update(signed).digest(encoding)

/** @param seconds epoch seconds as the provider wrote them */
export const isFresh = (seconds: string | undefined, now: number): boolean =>
  seconds !== undefined && /^\d{1,12}$/.test(seconds) && Math.abs(now / 1_000 - Number(seconds)) <= tolerance

/**
 * For providers that sign nothing but send a header of one's choice: `Authorization: Bearer TOKEN` or `X-Lastcopy-Token: TOKEN`.
 * @returns why the call is not believed; undefined where it is
 */
export function untold({ headers }: HookCall, token: string | undefined): string | undefined {
  if (token === undefined || token === '') return 'hookToken is not set, so nothing can be believed'
  const given = headers['x-lastcopy-token'] ?? /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (given === undefined) return 'the token is missing'
  return same(given, token) ? undefined : 'the token is another'
}

/** A mark that only we can make, for what a provider gives back to us as we gave it. */
export const markOf = (secret: string, dedupKey: string): string =>
  hmac('sha256', secret, `lastcopy hook ${dedupKey}`, 'hex').slice(0, 40)

/** The text at a path of a value that may be anything; '' where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (here, step) => (isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined),
    value,
  )
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : ''
}

interface Told {
  readonly id: string
  readonly dedupKey: string
  readonly act: Answered['act']
  readonly by: string
  /** Anything that `Date` reads; another one counts as now. */
  readonly at?: string | number | undefined
  readonly rings?: Answered['rings'] | undefined
}

/**
 * What somebody did, in short plain values.
 * @returns none where the key cannot be one of ours
 */
export function answered({ id, dedupKey, act, by, at, rings }: Told, now: number): readonly Answered[] {
  if (!/^[\w.:-]{0,255}$/.test(dedupKey) || id === '') return []
  const time = at === undefined ? Number.NaN : new Date(at).getTime()
  const known = Object.entries(rings ?? {}).flatMap(([name, value]) => (value === '' ? [] : [[name, plain(value)]]))
  return [
    {
      id: id.slice(0, 200),
      dedupKey,
      act,
      by: plain(by) || 'somebody',
      at: new Date(Number.isNaN(time) ? now : time).toISOString(),
      ...(known.length === 0 ? {} : { rings: Object.fromEntries(known) as NonNullable<Answered['rings']> }),
    },
  ]
}

const plain = (text: string): string =>
  text
    .slice(0, 400)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 120)
