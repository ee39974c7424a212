// Calls of the REST interface as commands: what is sent is named anew, what a path names by UUID is kept as such.
import { isObject, type Json } from '../../lib/json.ts'
import { unescaped } from '../kit/unescape.ts'
import { type Step, stepsOf } from './rest-paths.ts'

export interface Called {
  readonly method: string
  /** The path without query, with `{id}` for what names one thing: so the code of an event is the same for all. */
  readonly code: string
  readonly commands: readonly Step[]
}

/** Undefined where the input is no call by HTTP. */
export function restIn(input: string): Called | undefined {
  const found =
    /^\s*(GET|POST|PATCH|PUT|DELETE|HEAD|OPTIONS|TUNNEL|CONNECT)\s+(\/[^\s?]*)(?:\?(\S*))?\s*(?::?\s*([[{][\s\S]*))?/i.exec(
      input,
    )
  if (!found) return undefined
  const [, verb = '', path = '', query = '', body = ''] = found
  const method = verb.toUpperCase()
  const fields = new Map([...queryFields(query), ...bodyFields(body)])
  const code = `${method} ${path.slice(0, 300).replace(uuidPart, '{id}').replace(/\/+$/, '') || '/'}`
  if (/^(GET|HEAD|OPTIONS)$/.test(method)) return { method, code, commands: [] }
  return { method, code, commands: stepsOf(method, path.replace(/\/+$/, ''), fields) }
}

const uuidPart = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

function queryFields(query: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const part of query.split('&').slice(0, 60)) {
    const equals = part.indexOf('=')
    if (equals > 0)
      fields.set(unescaped(plain(part.slice(0, equals))).toLowerCase(), unescaped(plain(part.slice(equals + 1))))
  }
  return fields
}

const plain = (text: string): string => text.replaceAll('+', ' ')

function bodyFields(body: string): Map<string, string> {
  const fields = new Map<string, string>()
  if (body === '') return fields
  const text = body
    .slice(0, longest)
    .replaceAll('^I', ' ')
    .replace(/[\t\n\r]/g, ' ')
  const value = parsed(text) ?? mended(text)
  if (value !== undefined) flatten(value, '', fields, 0)
  return fields
}

const longest = 50_000

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** A body that the log cut off still says what comes before: everything up to a comma, with what is open closed. */
function mended(text: string): Json | undefined {
  const cuts: { readonly at: number; readonly close: string }[] = []
  let open = ''
  let quoted = false
  for (let place = 0; place < text.length; place += 1) {
    const here = text.charAt(place)
    if (here === '\\') place += 1
    else if (here === '"') quoted = !quoted
    else if (quoted) continue
    else if (here === '{' || here === '[') open = (here === '{' ? '}' : ']') + open
    else if (here === '}' || here === ']') open = open.slice(1)
    else if (here === ',') cuts.push({ at: place, close: open })
    if (open.length > deepest) break
  }
  for (const { at, close } of cuts.slice(-3).reverse()) {
    const value = parsed(text.slice(0, at) + close)
    if (value !== undefined) return value
  }
  return undefined
}

const deepest = 8

function flatten(value: Json, at: string, into: Map<string, string>, depth: number): void {
  if (depth > deepest || into.size > 200) return
  if (isObject(value))
    for (const [name, inner] of Object.entries(value))
      flatten(inner ?? null, at === '' ? name.toLowerCase() : `${at}.${name.toLowerCase()}`, into, depth + 1)
  else if (Array.isArray(value)) {
    const plain = value.filter((one) => typeof one !== 'object')
    if (plain.length > 0) into.set(at, plain.map(String).join(','))
    value.slice(0, 20).forEach((one, index) => {
      if (isObject(one)) flatten(one as Json, at === '' ? String(index) : `${at}.${index}`, into, depth + 1)
    })
  } else if (value !== null && at !== '') into.set(at, String(value))
}
