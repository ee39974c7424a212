// What detection remembers, for those who ask the running service, and counted for the metrics.
import type { Stage } from '../model/journal.ts'
import type { HeardSource, SeenStream } from '../model/stream.ts'
import { memoryOver } from '../pipeline/memory-state.ts'
import type { Telling } from '../pipeline/state-lines.ts'
import {
  countState,
  heardSources,
  listState,
  seenStreams,
  showState,
  silentSources,
  watermarkOf,
} from '../pipeline/state-read.ts'
import type { WebDeps } from '../web/deps.ts'
import { makeViews } from './views.ts'

export interface StateDoor {
  /** The detect stage as it was, its partitions' states noted. */
  follow(stage: Stage): Stage
  readonly api: WebDeps['state']
  counts(): Readonly<Record<string, number>>
  /** Epoch milliseconds: everything up to this event time is judged; undefined where this process does not detect. */
  watermark(): number | undefined
  /** Event time of each partition that has one. */
  clocks(): ReadonlyMap<number, number>
  /** Sources that fell silent. */
  silent(): readonly string[]
  /** Each source that spoke, over all sites: when last, and whether it is silent at one. */
  sources(): ReadonlyMap<string, { readonly last: number; readonly silent: boolean }>
  /** Sources that spoke, and streams of theirs that came; undefined where this process does not detect. */
  heard(): { readonly heard: readonly HeardSource[]; readonly seen: readonly SeenStream[] } | undefined
}

export function makeState(windows: () => Telling['windows']): StateDoor {
  const { follow, all, byPartition } = makeViews()
  return {
    follow,
    api: {
      owned: () => all().length > 0,
      list: async (query) => ({ ...(await listState(all(), query, windows())), counts: countState(all()) }),
      show: (key) => showState(all(), key, windows()),
    },
    counts: () => countState(all()),
    watermark: () => watermarkOf(all()),
    clocks: () =>
      new Map(
        [...byPartition()]
          .map(([partition, view]) => [partition, memoryOver(view).clock] as const)
          .filter(([, clock]) => Number.isFinite(clock)),
      ),
    silent: () => silentSources(all()),
    sources() {
      const found = new Map<string, { readonly last: number; readonly silent: boolean }>()
      for (const { source, last = 0, silent } of heardSources(all())) {
        const before = found.get(source)
        found.set(source, { last: Math.max(last, before?.last ?? 0), silent: silent || before?.silent === true })
      }
      return found
    },
    heard: () => (all().length > 0 ? { heard: heardSources(all()), seen: seenStreams(all()) } : undefined),
  }
}
