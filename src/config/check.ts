// Checks the file's value against schemas/config.schema.json, puts the defaults in, and says what is wrong in plain words.
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parseDuration } from '../lib/duration.ts'
import { nearest } from '../lib/nearest.ts'
import { at as valueAt } from '../lib/path.ts'
import { parseSize } from '../lib/size.ts'
import type { Known } from './load.ts'
import { policyFormats } from './policy-forms.ts'
import type { Teller } from './tell.ts'

const schemaFile = join(import.meta.dirname, '../../schemas/config.schema.json')

/** Tells every mistake of shape. The value gets the schema's defaults where it has none. */
export function checkShape(value: Record<string, unknown>, known: Known, tell: Teller): void {
  checkAgainst(schemaFile, value, tell)
  checkPagers(value, known, tell)
}

/** Tells every mistake against a schema of `schemas/`. The value gets the schema's defaults where it has none. */
export function checkAgainst(schemaPath: string, value: Record<string, unknown>, tell: Teller): void {
  const check = strictAjv().compile(JSON.parse(readFileSync(schemaPath, 'utf8')) as object)
  if (!check(value)) tellErrors(check.errors ?? [], value, [], tell)
}

function checkPagers(value: Record<string, unknown>, known: Known, tell: Teller): void {
  const kinds = [...known.pagers.keys()]
  const pagers = Array.isArray(value.pagers) ? (value.pagers as unknown[]) : []
  for (const [index, pager] of pagers.entries()) {
    const kind = valueAt(pager, 'kind')
    if (typeof kind !== 'string') continue
    const shape = known.pagers.get(kind)
    if (!shape) {
      tell(['pagers', index, 'kind'], `there is no pager "${short(kind)}"`, meant(kind, kinds))
      continue
    }
    const settings = valueAt(pager, 'settings') ?? {}
    const check = strictAjv().compile(shape.settings)
    if (!check(settings)) tellErrors(check.errors ?? [], settings, ['pagers', index, 'settings'], tell)
  }
}

const strictAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, verbose: true, strict: false })
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format.test)
  return ajv
}

/** Formats of ours: what holds, and the words when it does not. */
const formats: Readonly<Record<string, { readonly test: (text: string) => boolean; readonly words: string }>> = {
  span: { test: (text) => parseDuration(text).ok, words: 'must be a duration such as 90s, 15m, 24h or 30d' },
  size: { test: (text) => parseSize(text).ok, words: 'must be a size such as 64MB or 2GB' },
  endpoint: {
    test: (text) => {
      const found = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/.exec(text)
      return found !== null && Number(found[1]) <= 65_535
    },
    words: 'must be host:port, such as 127.0.0.1:8480',
  },
  date: {
    test: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
    words: 'must be a date such as 2026-01-31',
  },
  'http-url': {
    test: isHttpUrl,
    words: 'must be a URL that begins with http:// or https://, without a name or password in it',
  },
  uri: { test: (text) => URL.canParse(text), words: 'must be a URL' },
  network: {
    test: (text) => {
      const [address = '', length, ...more] = text.split('/')
      const bits = isIP(address) === 6 ? 128 : 32
      return (
        isIP(address) > 0 &&
        more.length === 0 &&
        (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits))
      )
    },
    words: 'must be an address or a network, such as 192.0.2.10 or 198.51.100.0/24',
  },
  zone: { test: isZone, words: 'must be an IANA time zone such as Europe/Berlin' },
  ...policyFormats,
}

function tellErrors(
  errors: readonly ErrorObject[],
  value: unknown,
  under: readonly (string | number)[],
  tell: Teller,
): void {
  const told = new Set<string>()
  for (const error of errors) {
    // A choice between shapes says its own word; what each shape misses would only confuse, unless the value chose one.
    if (['anyOf', 'oneOf', 'if'].includes(error.keyword) && errors.some((other) => isDeeper(other, error))) continue
    if (/\/(anyOf|oneOf)\/\d+\/type$/.test(error.schemaPath) && errors.some((other) => isDeeper(other, error))) continue
    const where = [...under, ...stepsOf(error.instancePath, value)]
    const { path, message, hint } = wordsOf(error, where)
    const line = JSON.stringify([path, message])
    if (told.has(line)) continue
    told.add(line)
    tell(path, message, hint)
  }
}

const isDeeper = (other: ErrorObject, error: ErrorObject): boolean =>
  other !== error &&
  other.keyword !== 'type' &&
  other.instancePath.startsWith(error.instancePath) &&
  other.keyword !== 'anyOf'

interface Words {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly hint?: string | undefined
}

function wordsOf(error: ErrorObject, path: readonly (string | number)[]): Words {
  const params = error.params as Readonly<Record<string, unknown>>
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {})
      return { path: [...path, key], message: 'there is no such setting', hint: meant(key, known) }
    }
    case 'required':
      return { path: [...path, String(params.missingProperty)], message: 'is missing' }
    case 'enum': {
      const allowed = (params.allowedValues as readonly unknown[]).map(String)
      return { path, message: `must be one of ${allowed.join(', ')}`, hint: meant(String(error.data), allowed, false) }
    }
    case 'type':
      return { path, message: `must be ${kinds[String(params.type)] ?? params.type}, not ${kindOf(error.data)}` }
    case 'format': {
      const name = String(params.format)
      return { path, message: formats[name]?.words ?? `must be a ${name}` }
    }
    case 'propertyNames':
    case 'uniqueItems':
      return {
        path,
        message: error.keyword === 'uniqueItems' ? 'names the same twice' : 'has a name that cannot be used',
      }
    case 'minItems':
      return { path, message: params.limit === 1 ? 'needs an entry' : `needs ${params.limit} entries` }
    case 'pattern':
      return { path, message: `"${short(error.data)}" has a character or a length that is not allowed here` }
    default:
      return { path, message: error.message ?? 'is not allowed' }
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

const kindOf = (value: unknown): string =>
  value === null ? 'nothing' : Array.isArray(value) ? 'a list' : (kinds[typeof value] ?? typeof value)

const short = (value: unknown): string => String(value).slice(0, 60)

function meant(word: string, known: readonly string[], list = true): string | undefined {
  const close = known.find((name) => name.length > 2 && word.startsWith(name)) ?? nearest(word, known)
  if (close !== undefined) return `did you mean ${close}?`
  return list && known.length > 0 ? `there are ${known.join(', ')}` : undefined
}

/** A JSON pointer's steps; digits are positions where a list stands. */
function stepsOf(pointer: string, root: unknown): readonly (string | number)[] {
  let here = root
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
      const key = Array.isArray(here) ? Number(name) : name
      here = (here as Record<string | number, unknown> | undefined)?.[key]
      return key
    })
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && username === '' && password === ''
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
