// Which fields an event can have, and which words some of them are limited to: the event's schema, read for people who write rules.
import { readFileSync } from 'node:fs'
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { nearest } from '../../lib/nearest.ts'
import { details } from '../../model/detail.ts'

export interface EventFields {
  /** By their paths. */
  readonly all: ReadonlyMap<string, Field>
  /** Whether some event may have a field of that path. */
  has(path: string): boolean
  /** A field of that path holds one value at most. */
  isSingle(path: string): boolean
  /** The words that a field is limited to; undefined where it is not. */
  wordsOf(path: string): readonly string[] | undefined
  /** The field that was probably meant. */
  near(path: string): string | undefined
}

export interface Field {
  readonly description?: string
  readonly words?: readonly string[]
  readonly single: boolean
  /** Anything may stand below it. */
  readonly open: boolean
}

/** Facts that only correlations ask for. */
const ofMatches = ['lastcopy.class', 'lastcopy.detection']

/** The fields of `schemas/event.schema.json`, the facts of `src/model/detail.ts`, and the vendors' own below their names. */
export function eventFields(): EventFields {
  const schema = JSON.parse(
    readFileSync(new URL('../../../schemas/event.schema.json', import.meta.url), 'utf8'),
  ) as JsonObject
  const fields = new Map<string, Field>()
  gather(schema, '', schema, true, fields)
  for (const [name, description] of Object.entries(details))
    fields.set(`backup.detail.${name}`, { single: false, open: false, description })
  for (const name of ofMatches) fields.set(name, { single: true, open: false })
  const vendors = Object.keys(isObject(schema.patternProperties) ? schema.patternProperties : {}).map(
    (pattern) => new RegExp(pattern),
  )
  const names = [...fields.keys()]
  return {
    all: fields,
    has: (path) =>
      fields.has(path) ||
      vendors.some((vendor) => vendor.test(path.split('.')[0] ?? '') && path.includes('.')) ||
      parentsOf(path).some((parent) => fields.get(parent)?.open === true),
    isSingle: (path) => fields.get(path)?.single === true,
    wordsOf: (path) => fields.get(path)?.words,
    near: (path) => nearest(path, names),
  }
}

function gather(node: JsonObject, path: string, root: JsonObject, single: boolean, fields: Map<string, Field>): void {
  const schema = resolved(node, root)
  if (path !== '') {
    const words = Array.isArray(schema.enum)
      ? schema.enum.filter((word): word is string => typeof word === 'string')
      : undefined
    const open = isObject(schema.additionalProperties)
    const description = node.description ?? schema.description
    fields.set(path, {
      single: single && schema.type !== 'array',
      open,
      ...(words ? { words } : {}),
      ...(typeof description === 'string' ? { description } : {}),
    })
  }
  const below = schema.type === 'array' && isObject(schema.items) ? resolved(schema.items, root) : schema
  const parts: Json | undefined = below.properties
  if (!isObject(parts)) return
  for (const [name, part] of Object.entries(parts))
    if (isObject(part)) gather(part, path === '' ? name : `${path}.${name}`, root, single && below === schema, fields)
}

function resolved(node: JsonObject, root: JsonObject): JsonObject {
  if (typeof node.$ref !== 'string') return node
  const found = node.$ref
    .replace('#/', '')
    .split('/')
    .reduce<Json | undefined>((here, step) => (isObject(here) ? here[step] : undefined), root)
  return isObject(found) ? found : node
}

const parentsOf = (path: string): readonly string[] => {
  const steps = path.split('.')
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'))
}
