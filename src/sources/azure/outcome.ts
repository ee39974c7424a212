// How an act of Azure ended: the HTTP code before any word, for `resultType` says Success on refused calls.
import type { Json } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { text } from '../kit/look.ts'

const names: Readonly<Record<string, number>> = {
  ok: 200,
  created: 201,
  accepted: 202,
  nocontent: 204,
  badrequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notfound: 404,
  methodnotallowed: 405,
  conflict: 409,
  gone: 410,
  preconditionfailed: 412,
  unprocessableentity: 422,
  locked: 423,
  toomanyrequests: 429,
  internalservererror: 500,
  badgateway: 502,
  serviceunavailable: 503,
  gatewaytimeout: 504,
}

const lately = new Map<string, number | undefined>()

/** The HTTP code in a number, a text that is one, its name, or `Failed.Conflict`; undefined where there is none. */
export function codeOf(value: Json | undefined): number | undefined {
  const said = text(value)
  if (said === undefined) return undefined
  // The same few words come in every record.
  if (lately.has(said)) return lately.get(said)
  const code = readCode(said.slice(0, 200))
  if (lately.size < 200 && said.length < 100) lately.set(said, code)
  return code
}

function readCode(said: string): number | undefined {
  const digits = /(?:^|[^\d])([1-5]\d\d)(?:$|[^\d])/.exec(said)
  if (digits) return Number(digits[1])
  const name = (said.split('.').at(-1) ?? '').toLowerCase().replace(/[^a-z]/g, '')
  return Object.hasOwn(names, name) ? names[name] : undefined
}

const failed = /^(fail|error|denied|unauthori|forbidden|conflict|cancel|reject|timeout)/i
const succeeded = /^(succe|complete|accept|ok$|created|resolved|delivered)/i

/**
 * The outcome. What is accepted was let in and is under way: its end is a twin. What only started is unknown.
 * @param word `resultType` or `status`: Success, Succeeded, Accepted, Start, Started, Failed, Failure
 * @param codes what may hold an HTTP code, the most reliable first
 */
export function outcomeOf(
  word: string | undefined,
  ...codes: readonly (Json | undefined)[]
): Event['event']['outcome'] {
  const found = codes.map(codeOf).find((code) => code !== undefined)
  if (found !== undefined && found >= 400) return 'failure'
  if (word !== undefined && failed.test(word)) return 'failure'
  if (word !== undefined && succeeded.test(word)) return 'success'
  if (word === undefined && found !== undefined && found >= 200 && found < 300) return 'success'
  return 'unknown'
}
