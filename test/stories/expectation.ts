// What a replay of a sample story tells, in the short form of its `expected.json`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Json, JsonObject } from '../../src/lib/json.ts'
import { isObject } from '../../src/lib/json.ts'
import { sourceOf, tellSources } from './tell.ts'

export const storiesFolder = resolve(import.meta.dirname, '../../samples/stories')
export const storyNames = readdirSync(storiesFolder).sort()

/** Alerts as they stood in the end, with their pages; and how much there was of everything. */
export async function expectationOf(name: string): Promise<JsonObject> {
  const folder = join(storiesFolder, name)
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    records: { source: string; file: string }[]
  }
  const files = manifest.records.map(({ source, file }) => ({
    source: sourceOf(source),
    records: readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean),
  }))
  const { lines, totals } = await tellSources(files)
  const alerts = new Map<string, JsonObject>()
  for (const line of lines) {
    const known = alerts.get(String(line.type === 'page' ? line.alert : line.id))
    if (line.type === 'alert')
      alerts.set(String(line.id), { ...short(line), pages: Array.isArray(known?.pages) ? known.pages : [] })
    else if (line.type === 'page' && known)
      alerts.set(String(line.alert), {
        ...known,
        pages: [...listOf(known.pages), `${String(line.reason)} ${String(line.at)}`],
      })
  }
  const { records, rejects, pages } = totals
  return { alerts: [...alerts.values()], summary: { records, rejects, alerts: totals.alerts, pages } }
}

const short = ({ rule, title, priority, class: alertClass, at, resource, actor }: JsonObject): JsonObject => ({
  at: at ?? null,
  priority: priority ?? null,
  class: alertClass ?? null,
  rule: rule ?? null,
  title: title ?? null,
  resource: isObject(resource) ? (resource.name ?? null) : null,
  actor: isObject(actor) ? (actor.name ?? null) : null,
})

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
