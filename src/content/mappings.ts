// Consoles that a case file describes itself, checked as those of the configuration are.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { mappingsOf, type ShapedMappings } from '../model/mapping.ts'
import { checkMapping } from '../sources/generic/check.ts'
import { sourceNames } from './sources.ts'

const schema = new URL('../../schemas/config.schema.json', import.meta.url)
let check: ReturnType<Ajv2020['compile']> | undefined

/** The part of the configuration's schema that tells of one console. */
function shape(): ReturnType<Ajv2020['compile']> {
  const { $defs } = JSON.parse(readFileSync(schema, 'utf8')) as { readonly $defs: object }
  return new Ajv2020({ allErrors: true, useDefaults: true, strict: false }).compile({ $ref: '#/$defs/mapping', $defs })
}

/** Every mistake in a sentence. Puts in what the schema has as defaults. */
export function mappingMistakes(shaped: ShapedMappings): readonly string[] {
  const mistakes: string[] = []
  for (const [name, mapping] of Object.entries(shaped)) {
    check ??= shape()
    if (!check(mapping))
      mistakes.push(
        ...(check.errors ?? []).map(
          ({ instancePath, message }) => `/sources/${name}${instancePath} ${message ?? 'is wrong'}`,
        ),
      )
  }
  if (mistakes.length > 0) return mistakes
  for (const mapping of mappingsOf(shaped))
    checkMapping(mapping, sourceNames(), (path, message, hint) =>
      mistakes.push(`/${['sources', mapping.name, ...path].join('/')} ${message}${hint ? ` (${hint})` : ''}`),
    )
  return mistakes
}
