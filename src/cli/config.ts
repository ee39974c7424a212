// How commands get the configuration: with every mistake told in one place and in one form.
import { join } from 'node:path'
import { loadConfig, loadMappings } from '../config/load.ts'
import type { Teller } from '../config/tell.ts'
import { outsideSources } from '../content/sources.ts'
import type { Config } from '../model/config.ts'
import type { Mapping } from '../model/mapping.ts'
import type { Problem } from '../model/rule.ts'
import { loadPagers } from '../service/pagers.ts'
import { checkMapping } from '../sources/generic/check.ts'
import { UsageError } from './command.ts'
import type { Io } from './io.ts'

/** The configuration; undefined after every mistake in it was told. */
export async function readConfig(file: string | undefined, io: Pick<Io, 'say'>): Promise<Config | undefined> {
  const loaded = loadConfig({ file, env: process.env, cwd: process.cwd(), known: await knownThings() })
  if (loaded.ok) return loaded.value
  tellAll(loaded.error, io)
  return undefined
}

/** The sources that a site describes itself; undefined after every mistake in them was told. */
export async function readMappings(
  file: string | undefined,
  io: Pick<Io, 'say'>,
): Promise<readonly Mapping[] | undefined> {
  const loaded = loadMappings({ file, env: process.env, cwd: process.cwd(), known: await knownThings() })
  if (loaded.ok) return loaded.value
  tellAll(loaded.error, io)
  return undefined
}

function tellAll(problems: readonly Problem[], io: Pick<Io, 'say'>): void {
  for (const problem of problems) io.say(tellProblem(problem))
  io.say(
    problems.length === 1
      ? 'lastcopy: 1 mistake in the configuration'
      : `lastcopy: ${problems.length} mistakes in the configuration`,
  )
}

/** What a configuration may name here. */
export const knownThings = async () => ({
  sources: outsideSources(),
  checkMapping: (mapping: Mapping, tell: Teller) => checkMapping(mapping, outsideSources(), tell),
  pagers: await loadPagers(),
  detections: join(import.meta.dirname, '../../detections'),
})

/** `lastcopy.yml:12: web.listen: must be ... (did you mean ...?)` */
export const tellProblem = ({ file, line, message, hint }: Problem): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${message}${hint === undefined ? '' : ` (${hint})`}`

/** Roles as they are typed; undefined keeps the configuration's. @throws UsageError for an unknown one */
export function readRoles(text: string | undefined, known: readonly string[]): readonly string[] | undefined {
  if (text === undefined) return undefined
  const asked = text.split(',').map((role) => role.trim())
  const odd = asked.find((role) => !known.includes(role))
  if (odd !== undefined) throw new UsageError(`there is no role "${odd}"; there are: ${known.join(', ')}`)
  return asked
}
