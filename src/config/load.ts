// Reads the configuration: one YAML file and the environment, every mistake named at once, a frozen object or none.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Json } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Config, WebToken } from '../model/config.ts'
import type { Problem } from '../model/rule.ts'
import { checkShape } from './check.ts'
import { complete } from './complete.ts'
import { crossCheck } from './cross-check.ts'
import { loadEstate } from './estate.ts'
import type { ShapedIntake } from './intake.ts'
import { overrides } from './overrides.ts'
import { readYaml } from './read-yaml.ts'
import { fillSecrets } from './secrets.ts'
import { tellInto } from './tell.ts'

export interface ConfigAsk {
  /** As the person gave it; undefined looks for `lastcopy.yml` and goes on without. */
  readonly file?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where relative paths start when there is no file. */
  readonly cwd: string
  readonly known: Known
}

/** What the house has, that a configuration may name. */
export interface Known {
  readonly sources: readonly string[]
  readonly pagers: ReadonlyMap<string, PagerShape>
  /** Folder of the rules that come with the program. */
  readonly detections: string
}

export interface PagerShape {
  /** JSON Schema of the settings. */
  readonly settings: object
  /** Settings that are secrets. */
  readonly secrets: readonly string[]
}

const defaultFile = 'lastcopy.yml'

/**
 * The configuration, or every mistake in it: each with the path of the setting, the line where the file has it, and what
 * was probably meant.
 */
export function loadConfig({ file, env, cwd, known }: ConfigAsk): Result<Config, readonly Problem[]> {
  const asked = file ?? env.LASTCOPY_CONFIG
  const path = resolve(cwd, asked ?? defaultFile)
  const there = existsSync(path)
  if (asked !== undefined && !there) return fail([{ file: asked, message: 'there is no such file' }])
  const name = asked ?? defaultFile
  let text = ''
  if (there) {
    try {
      text = readFileSync(path, 'utf8')
    } catch (cause) {
      return fail([{ file: name, message: `cannot be read: ${(cause as Error).message}` }])
    }
  }
  const base = there ? dirname(path) : cwd
  const read = readYaml(text, name)
  if (!read.ok) return read
  const { value, lineOf } = read.value
  const problems: Problem[] = []
  const at = tellInto(problems, name, lineOf)
  const raised = overrides(value, env, at)
  const filled = fillSecrets(raised, { env, base, at })
  checkShape(filled.value, known, at)
  if (problems.length > 0) return fail(problems)
  const shaped = filled.value as unknown as Shaped
  crossCheck(shaped, known, at)
  const estate = shaped.estate === undefined ? undefined : loadEstate(resolve(base, shaped.estate), known.sources)
  if (estate && !estate.ok) problems.push(...estate.error)
  if (problems.length > 0) return fail(problems)
  const around = { file: there ? path : undefined, base, known, secrets: filled.secrets }
  return ok(complete(shaped, { ...around, estate: estate?.ok ? estate.value : undefined }))
}

/** The file's value after the schema said yes and put its defaults in. */
export interface Shaped {
  site: string
  zone?: string
  roles: Config['roles']
  journal: {
    kind: 'sqlite' | 'kafka'
    path: string
    prefix: string
    partitions: number
    replication: number
    retention: { age: string }
  }
  kafka?: {
    brokers: string[]
    clientId: string
    groupPrefix: string
    ssl?: boolean | { ca?: string; cert?: string; key?: string; servername?: string; rejectUnauthorized?: boolean }
    sasl?: {
      mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512' | 'oauthbearer'
      username?: string
      password?: string
      token?: string
      tokenUrl?: string
      clientId?: string
      clientSecret?: string
      scope?: string
    }
  }
  topics?: Record<string, string>
  intake: ShapedIntake
  detections?: string
  estate?: string
  pagers: { name?: string; kind: string; settings: Record<string, Json> }[]
  paging: { floor: Config['paging']['floor']; repeat: string }
  store: { path?: string }
  web: { listen: string; publicUrl?: string; tokens: WebToken[]; proxies: string[] }
  log: { level: Config['log']['level'] }
  shutdown: string
}
