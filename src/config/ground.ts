// What a policy leans on, of a configuration that need not be whole: who checks a policy elsewhere has none of the secrets.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isObject, type JsonObject } from '../lib/json.ts'
import { at as valueAt } from '../lib/path.ts'
import { ok, type Result } from '../lib/result.ts'
import type { Priority } from '../model/alert.ts'
import type { Problem } from '../model/rule.ts'
import { type ConfigAsk, open } from './load.ts'
import { overrides } from './overrides.ts'
import type { PolicyGround } from './policy.ts'
import { type ReadYaml, readYaml } from './read-yaml.ts'

export interface Ground extends PolicyGround {
  /** The configuration's file; undefined where there is none. */
  readonly file?: string
  readonly site: string
  /** Names, kinds and settings as they are written; undefined where there is no configuration. */
  readonly traits:
    | readonly { readonly name: string; readonly kind: string; readonly settings: JsonObject }[]
    | undefined
  /** The policy that it names. */
  readonly policy?: string
  readonly repeat: string
  readonly lineOf: ReadYaml['lineOf']
}

/** Names of pagers and sites, as far as they can be read; what else is wrong with the configuration is not told here. */
export function loadGround(ask: ConfigAsk): Result<Ground, readonly Problem[]> {
  const opened = open(ask)
  if (!opened.ok) return opened
  const { path, base, at, lineOf } = opened.value
  const value = overrides(opened.value.value, ask.env, at)
  const text = (setting: string): string | undefined => {
    const found = valueAt(value, setting)
    return typeof found === 'string' ? found : undefined
  }
  const traits = (Array.isArray(value.pagers) ? (value.pagers as unknown[]) : []).flatMap((pager) => {
    const [kind, name = kind] = [valueAt(pager, 'kind'), valueAt(pager, 'name')]
    const given = valueAt(pager, 'settings')
    const settings = isObject(given) ? given : {}
    return typeof kind === 'string' && typeof name === 'string' ? [{ name, kind, settings }] : []
  })
  const site = text('site') ?? 'default'
  const sites = sitesOf(text('estate'), base)
  const policy = text('paging.policy')
  return ok({
    ...(path === undefined ? {} : { file: path }),
    site,
    traits: path === undefined ? undefined : traits,
    pagers: path === undefined ? undefined : traits.map(({ name }) => name),
    sites: sites && [site, ...sites],
    zone: text('zone'),
    floor: (text('paging.floor') ?? 'page-now') as Priority,
    ...(policy === undefined ? {} : { policy: resolve(base, policy) }),
    repeat: text('paging.repeat') ?? '15m',
    lineOf,
  })
}

function sitesOf(estate: string | undefined, base: string): readonly string[] | undefined {
  if (estate === undefined) return undefined
  try {
    const file = resolve(base, estate)
    const read = readYaml(readFileSync(file, 'utf8'), file)
    const sites = read.ok ? read.value.value.sites : undefined
    if (!Array.isArray(sites)) return undefined
    return (sites as unknown[]).flatMap((one) => (isObject(one) && typeof one.name === 'string' ? one.name : []))
  } catch {
    return undefined
  }
}
