// Finds the pagers in their folder, so that nobody lists them by hand.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Pager } from '../model/pager.ts'

const folder = join(import.meta.dirname, '../pagers')

/** Every pager, by its name. */
export async function loadPagers(): Promise<ReadonlyMap<string, Pager>> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
  const pagers = await Promise.all(
    files.map(async (file) => ((await import(pathToFileURL(join(folder, file)).href)) as { default: Pager }).default),
  )
  return new Map(pagers.map((pager) => [pager.name, pager]))
}
