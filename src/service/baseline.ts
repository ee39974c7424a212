// The baseline from outside: what settings were, told to the detect stage as records, and read from what it remembers.
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import { ok } from '../lib/result.ts'
import { settingOf } from '../memory/held.ts'
import type { Journal, Stage, StateView } from '../model/journal.ts'
import { type BaselineEntry, type Seed, topics } from '../model/wire.ts'
import type { WebDeps } from '../web/deps.ts'
import { appendAll } from './append.ts'
import { makeViews } from './views.ts'

export interface Baseline {
  /** The detect stage as it was, its memory noted. */
  follow(stage: Stage): Stage
  readonly api: WebDeps['baseline']
}

/** As memory-state names entries of the kind. */
const settingPrefix = 'setting\u0000'
const mostRead = 200_000

export function makeBaseline(journal: Journal, sites: readonly string[]): Baseline {
  const { follow, all } = makeViews()
  return {
    follow,
    api: {
      list: async ({ prefix, limit }) => list(all(), prefix, limit),
      async import(entries) {
        const everywhere = entries.flatMap((entry) => sites.map((site) => ({ entry, site })))
        await appendAll(journal, everywhere, ({ entry, site }) => recordOf(entry, site))
        return ok(entries.length)
      },
    },
  }
}

const recordOf = (entry: BaselineEntry, site: string) => ({
  topic: topics.events,
  key: site,
  value: JSON.stringify({ type: 'seed', site, ...entry } satisfies Seed),
})

function list(views: readonly StateView[], prefix: string | undefined, limit: number): readonly BaselineEntry[] {
  const found = new Map<string, BaselineEntry>()
  for (const view of views)
    for (const [, text] of view.scan(settingPrefix, mostRead)) {
      const held: unknown = JSON.parse(text)
      const entry = isObject(held) ? settingOf((held.v ?? null) as Json) : undefined
      if (!entry || (prefix !== undefined && !entry.resource.startsWith(prefix))) continue
      found.set(hashOf(entry.resource, entry.setting), entry)
    }
  return [...found.values()]
    .sort((a, b) => (a.resource === b.resource ? compare(a.setting, b.setting) : compare(a.resource, b.resource)))
    .slice(0, limit)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
