// Reads the configuration: one YAML file and the environment, every mistake named at once, a frozen object or none.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Json } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Config, OidcConfig, WebToken } from '../model/config.ts'
import type { Estate } from '../model/estate.ts'
import { type Mapping, mappingsOf, type ShapedMappings } from '../model/mapping.ts'
import type { AccessRole } from '../model/people.ts'
import type { Problem } from '../model/rule.ts'
import { checkShape } from './check.ts'
import { complete } from './complete.ts'
import { crossCheck } from './cross-check.ts'
import type { ShapedElasticsearch } from './elasticsearch.ts'
import { loadEstate } from './estate.ts'
import type { ShapedExpected, ShapedSelfTest, ShapedWatcher } from './heartbeats.ts'
import type { ShapedIntake } from './intake.ts'
import { checkMappings } from './mappings.ts'
import { overrides } from './overrides.ts'
import { loadPolicy } from './policy.ts'
import { type ReadYaml, readYaml } from './read-yaml.ts'
import { fillSecrets } from './secrets.ts'
import { type Teller, tellInto } from './tell.ts'

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
  /** Tells what is wrong with a console that the site describes. */
  checkMapping(mapping: Mapping, tell: Teller): void
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
export function loadConfig(ask: ConfigAsk): Result<Config, readonly Problem[]> {
  const { env, known } = ask
  const opened = open(ask)
  if (!opened.ok) return opened
  const { value, path, base, problems, at } = opened.value
  const filled = fillSecrets(overrides(value, env, at), { env, base, at })
  checkShape(filled.value, known, at)
  if (problems.length > 0) return fail(problems)
  const shaped = filled.value as unknown as Shaped
  checkMappings(shaped.sources ?? {}, known, at)
  const here = { ...known, sources: [...new Set([...known.sources, ...Object.keys(shaped.sources ?? {})])] }
  crossCheck(shaped, here, at)
  const estate = shaped.estate === undefined ? undefined : loadEstate(resolve(base, shaped.estate), here.sources)
  const policy = readOwnPolicy(shaped, base, estate?.ok ? estate.value : undefined)
  const wrong = [
    ...problems,
    ...(estate && !estate.ok ? estate.error : []),
    ...(policy && !policy.ok ? policy.error : []),
  ]
  if (wrong.length > 0) return fail(wrong)
  const around = { file: path, base, known: here, secrets: filled.secrets }
  const read = { estate: estate?.ok ? estate.value : undefined, policy: policy?.ok ? policy.value.policy : undefined }
  return ok(complete(shaped, { ...around, ...read }))
}

function readOwnPolicy({ paging, pagers, zone, site }: Shaped, base: string, estate: Estate | undefined) {
  if (paging.policy === undefined) return undefined
  return loadPolicy(resolve(base, paging.policy), {
    pagers: pagers.map(({ name, kind }) => name ?? kind),
    // A site's own name is known; which others there are, only an estate says.
    sites: estate?.sites && [site, ...estate.sites.map(({ name }) => name)],
    zone,
    floor: paging.floor,
  })
}

/** Only the sources that a site describes itself, whatever else is in the file; none where there is no file. */
export function loadMappings(ask: ConfigAsk): Result<readonly Mapping[], readonly Problem[]> {
  const { known } = ask
  const opened = open(ask)
  if (!opened.ok) return opened
  const { value, problems, at } = opened.value
  const only: Record<string, unknown> = value.sources === undefined ? {} : { sources: value.sources }
  checkShape(only, known, at)
  if (problems.length > 0) return fail(problems)
  const { sources = {} } = only as unknown as Shaped
  checkMappings(sources, known, at)
  return problems.length > 0 ? fail(problems) : ok(mappingsOf(sources))
}

export interface Opened {
  readonly value: Record<string, unknown>
  /** Absolute; undefined where there is no file. */
  readonly path: string | undefined
  /** Where relative paths start. */
  readonly base: string
  readonly problems: readonly Problem[]
  readonly at: Teller
  readonly lineOf: ReadYaml['lineOf']
}

/** The file as it is written, before anything in it is checked. */
export function open({ file, env, cwd }: ConfigAsk): Result<Opened, readonly Problem[]> {
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
  const read = readYaml(text, name)
  if (!read.ok) return read
  const { value, lineOf } = read.value
  const problems: Problem[] = []
  const at = tellInto(problems, name, lineOf)
  return ok({ value, path: there ? path : undefined, base: there ? dirname(path) : cwd, problems, at, lineOf })
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
  sources?: ShapedMappings
  intake: ShapedIntake
  detections?: string
  estate?: string
  pagers: { name?: string; kind: string; settings: Record<string, Json> }[]
  paging: {
    floor: Config['paging']['floor']
    repeat: string
    allow: string[]
    policy?: string
    selfTest?: ShapedSelfTest
  }
  expected: ShapedExpected[]
  watchers: ShapedWatcher[]
  ready: { without: string[] }
  elasticsearch?: ShapedElasticsearch
  store: {
    kind: 'sqlite' | 'elasticsearch'
    path?: string
    prefix?: string
    replicas?: number
    events?: boolean
    mostEvents?: number
    retention?: string
  }
  web: {
    listen: string
    publicUrl?: string
    linkKey?: string
    factorKey?: string
    secondFactor?: AccessRole
    oidc?: OidcConfig
    tokens: WebToken[]
    proxies: string[]
  }
  log: { level: Config['log']['level'] }
  shutdown: string
}
