// What detection remembers, for those who ask the running service, and counted for the metrics.
import type { Stage } from '../model/journal.ts'
import type { HeardSource, SeenStream } from '../model/stream.ts'
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
  /** Sources that fell silent. */
  silent(): readonly string[]
  /** Sources that spoke, and streams of theirs that came; undefined where this process does not detect. */
  heard(): { readonly heard: readonly HeardSource[]; readonly seen: readonly SeenStream[] } | undefined
}

export function makeState(windows: () => Telling['windows']): StateDoor {
  const { follow, all } = makeViews()
  return {
    follow,
    api: {
      owned: () => all().length > 0,
      list: async (query) => ({ ...(await listState(all(), query, windows())), counts: countState(all()) }),
      show: (key) => showState(all(), key, windows()),
    },
    counts: () => countState(all()),
    watermark: () => watermarkOf(all()),
    silent: () => silentSources(all()),
    heard: () => (all().length > 0 ? { heard: heardSources(all()), seen: seenStreams(all()) } : undefined),
  }
}
