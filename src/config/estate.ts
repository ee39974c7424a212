// Reads `estate.yaml`: every mistake named at once with its line, and what its parts say against each other.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest } from '../lib/nearest.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import { type Estate, setOf } from '../model/estate.ts'
import type { Problem } from '../model/rule.ts'
import { checkAgainst } from './check.ts'
import { readYaml } from './read-yaml.ts'
import { type Teller, tellInto } from './tell.ts'

const schemaFile = join(import.meta.dirname, '../../schemas/estate.schema.json')

/** @param sources names that a console may have as its source */
export function loadEstate(file: string, sources: readonly string[]): Result<Estate, readonly Problem[]> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return fail([{ file, message: 'there is no such file, or it cannot be read' }])
  }
  return readEstate(text, file, sources)
}

/** The same for a text. */
export function readEstate(text: string, file: string, sources: readonly string[]): Result<Estate, readonly Problem[]> {
  const read = readYaml(text, file)
  if (!read.ok) return read
  const problems: Problem[] = []
  const tell = tellInto(problems, file, read.value.lineOf)
  checkAgainst(schemaFile, read.value.value, tell)
  if (problems.length > 0) return fail(problems)
  const estate = read.value.value as Estate
  crossCheck(estate, sources, tell)
  return problems.length > 0 ? fail(problems) : ok(estate)
}

function crossCheck(estate: Estate, sources: readonly string[], tell: Teller): void {
  const { copies = [], consoles = [], drills = [], people = {} } = estate
  const sites = estate.sites?.map(({ name }) => name)
  for (const list of ['sites', 'copies', 'sets'] as const) once(list, estate[list] ?? [], tell)
  onceOfAll(estate, tell)
  namesMeant(estate, tell)
  for (const [index, { source }] of consoles.entries())
    if (!sources.includes(source))
      tell(['consoles', index, 'source'], `there is no source "${source}"`, meant(source, sources))
  for (const list of ['consoles', 'platforms', 'copies'] as const)
    for (const [index, { site }] of (estate[list] ?? []).entries())
      if (site !== undefined && sites && !sites.includes(site))
        tell([list, index, 'site'], `there is no site "${site}"`, meant(site, sites))
  const sets = [...new Set([...copies.map(setOf), ...(estate.sets ?? []).map(({ name }) => name)])]
  for (const [index, { of }] of drills.entries())
    if (!sets.includes(of)) tell(['drills', index, 'of'], `no copy is of "${of}"`, meant(of, sets))
  const services = new Set((people['service-accounts'] ?? []).map((name) => name.toLowerCase()))
  for (const [index, name] of (people.administrators ?? []).entries())
    if (services.has(name.toLowerCase()))
      tell(['people', 'administrators', index], `"${name}" is a service account, too`)
}

/** What copies lie on and what lets people in share one list of names, so that each can name the others. */
function onceOfAll(estate: Estate, tell: Teller): void {
  const seen = new Set<string>()
  for (const list of ['consoles', 'platforms', 'identities'] as const)
    for (const [index, { name }] of (estate[list] ?? []).entries()) {
      if (seen.has(name.toLowerCase())) tell([list, index, 'name'], `"${name}" is there twice`)
      seen.add(name.toLowerCase())
    }
}

const namesOf = (some: readonly { readonly name: string }[] | undefined): readonly string[] =>
  (some ?? []).map(({ name }) => name)

/** Every name that a part of the estate gives another part is one that is there. */
function namesMeant(estate: Estate, tell: Teller): void {
  const identities = namesOf(estate.identities)
  const consoles = namesOf(estate.consoles)
  const platforms = [...namesOf(estate.platforms), ...consoles]
  const known: Readonly<Record<string, readonly string[]>> = {
    identity: identities,
    'four-eyes': identities,
    'runs-on': platforms,
    holds: [...platforms, ...identities],
    'administered-from': platforms,
    on: platforms,
    'managed-by': consoles,
    'keys-at': platforms,
    'revocable-by': [...platforms, ...identities, 'vendor-support'],
  }
  for (const list of ['consoles', 'platforms', 'identities', 'sets', 'copies'] as const)
    for (const [index, part] of (estate[list] ?? []).entries())
      for (const [field, given] of Object.entries(part)) {
        const names = known[field]
        if (!names) continue
        for (const name of [given].flat().map(String))
          if (!names.includes(name))
            tell([list, index, field], `there is no "${name}" that it could mean`, meant(name, names))
      }
}

function once(list: string, all: readonly { readonly name: string }[], tell: Teller): void {
  const seen = new Set<string>()
  for (const [index, { name }] of all.entries()) {
    if (seen.has(name.toLowerCase())) tell([list, index, 'name'], `"${name}" is there twice`)
    seen.add(name.toLowerCase())
  }
}

function meant(word: string, known: readonly string[]): string | undefined {
  const close = nearest(word, known)
  if (close !== undefined) return `did you mean ${close}?`
  return known.length === 0 ? undefined : `there are ${known.slice(0, 20).join(', ')}`
}
