// Which commands a call of the REST interface stands for, with its fields under their names in these.

import { unescaped } from '../kit/unescape.ts'
import type { Typed } from './cli.ts'
import { readers } from './readers/all.ts'
import { optionOf, optionOfPart } from './rest-names.ts'
import { decisions, type Fields, places } from './rest-places.ts'

/** A command, and by UUID what the call does not name. */
export type Step = Typed & { readonly uuids: Readonly<Record<string, string>> }

/**
 * The commands of a call; none for a path that guards nothing.
 * @param path without query: `/api/storage/volumes/…`
 */
export function stepsOf(method: string, path: string, fields: Fields): readonly Step[] {
  const privately = /^\/api\/private\/cli\/(.+)$/.exec(path)?.[1]
  if (privately !== undefined) return privateCli(method, privately, fields)
  const parts = path.replace(/^\/api\//, '').split('/')
  for (const [place, table, names] of byLength.get(parts.length) ?? []) {
    const ids = idsOf(names, parts)
    if (!ids) continue
    const command = table.get(method)
    const paths = command === '?' ? (decisions[place]?.(fields) ?? []) : command === undefined ? [] : [command]
    return paths.filter((one) => Object.hasOwn(readers, one)).map((one) => stepOf(one, place, fields, ids))
  }
  return []
}

type Row = readonly [place: string, table: ReadonlyMap<string, string>, names: readonly string[]]

const byLength: ReadonlyMap<number, readonly Row[]> = Map.groupBy(
  Object.entries(places).map(
    ([place, told]): Row => [
      place,
      new Map(
        told.split(', ').map((one): [string, string] => {
          const [method = '', ...words] = one.split(' ')
          return [method, words.join(' ')]
        }),
      ),
      place.split('/'),
    ],
  ),
  ([, , names]) => names.length,
)

function idsOf(pattern: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (!pattern.every((part, index) => part.startsWith(':') || part === parts[index])) return undefined
  const ids = new Map<string, string>()
  pattern.forEach((part, index) => {
    if (part.startsWith(':')) ids.set(part.slice(1), unescaped(parts[index] ?? ''))
  })
  return ids
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

function stepOf(path: string, place: string, fields: Fields, ids: ReadonlyMap<string, string>): Step {
  const options = new Map<string, string>()
  for (const [field, value] of fields) options.set(optionOf(place, field), value)
  const uuids: Record<string, string> = Object.create(null)
  for (const [name, value] of ids) {
    if (isUuid(value)) uuids[name] = value.toLowerCase()
    else if (!options.has(optionOfPart(name))) options.set(optionOfPart(name), value)
  }
  for (const name of ['volume', 'svm']) {
    const told = fields.get(`${name}.uuid`) ?? ''
    if (uuids[name] === undefined && isUuid(told)) uuids[name] = told.toLowerCase()
  }
  return { path, known: true, options, rest: [], uuids }
}

const verbs: ReadonlyMap<string, string> = new Map([
  ['POST', 'create'],
  ['PATCH', 'modify'],
  ['PUT', 'modify'],
  ['DELETE', 'delete'],
])

/** The shell's own commands by HTTP: the path is the command, and the method its last word where the path has none. */
function privateCli(method: string, path: string, fields: Fields): readonly Step[] {
  const words = path.toLowerCase().split('/').join(' ')
  const whole = Object.hasOwn(readers, words) ? words : `${words} ${verbs.get(method) ?? 'show'}`
  return Object.hasOwn(readers, whole) ? [stepOf(whole, '', fields, new Map())] : []
}
