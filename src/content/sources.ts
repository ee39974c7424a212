// Finds the log sources in their folder, so that nobody lists them by hand.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Form, forms, type Mapping } from '../model/mapping.ts'
import type { Source } from '../model/source.ts'

const folder = join(import.meta.dirname, '../sources')
const loaded = new Map<string, Promise<Source>>()

/** Names of all sources, sorted. A source is a folder with a `source.ts`. */
export const sourceNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'source.ts')))
    .sort()

/** Those that records of others may be sent to: what Lastcopy tells about itself has no topic and no intake. */
export const outsideSources = (): readonly string[] => sourceNames().filter((name) => !name.startsWith('lastcopy.'))

/** The source of that name, loaded on first use; undefined where there is none. */
export async function loadSource(name: string): Promise<Source | undefined> {
  if (!sourceNames().includes(name)) return undefined
  const found = loaded.get(name)
  if (found) return found
  const loading = import(pathToFileURL(join(folder, name, 'source.ts')).href).then(
    (module: { default: Source }) => module.default,
  )
  loaded.set(name, loading)
  return loading
}

/** Every source, by name. */
export async function loadSources(names: readonly string[] = sourceNames()): Promise<ReadonlyMap<string, Source>> {
  const pairs = await Promise.all(names.map(async (name) => [name, await loadSource(name)] as const))
  return new Map(pairs.flatMap(([name, source]) => (source ? [[name, source] as const] : [])))
}

/** With those that a site describes, each under its own name; one that describes a form as such stands for it. */
export async function withMapped(
  sources: ReadonlyMap<string, Source>,
  mappings: readonly Mapping[],
): Promise<ReadonlyMap<string, Source>> {
  const mapped = await Promise.all(mappings.map(mappedSource))
  return new Map([...sources, ...mapped.flatMap((source) => (source ? [[source.name, source] as const] : []))])
}

const mappedSource = async (mapping: Mapping): Promise<Source | undefined> =>
  (await loadSource(mapping.read))?.mapped?.(mapping)

/** Whether only what a site says makes this name a source, or more of one. */
export const asksForMapping = (name: string): boolean => !sourceNames().includes(name) || forms.includes(name as Form)
