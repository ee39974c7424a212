// What detection remembers, for those who ask the running service, and counted for the metrics.
import type { Stage, StateView } from '../model/journal.ts'
import type { Telling } from '../pipeline/state-lines.ts'
import { countState, listState, showState, silentSources } from '../pipeline/state-read.ts'
import type { WebDeps } from '../web/deps.ts'

export interface StateDoor {
  /** The detect stage as it was, its partitions' states noted. */
  follow(stage: Stage): Stage
  readonly api: WebDeps['state']
  counts(): Readonly<Record<string, number>>
  /** Sources that fell silent. */
  silent(): readonly string[]
}

export function makeState(windows: () => Telling['windows']): StateDoor {
  const views = new Map<number, StateView>()
  const all = (): readonly StateView[] => [...views.values()]
  return {
    follow: (stage) => ({
      ...stage,
      owned(partition, owns, state) {
        if (owns) views.set(partition, state)
        else views.delete(partition)
        stage.owned?.(partition, owns, state)
      },
    }),
    api: {
      owned: () => views.size > 0,
      list: async (query) => ({ ...(await listState(all(), query, windows())), counts: countState(all()) }),
      show: (key) => showState(all(), key, windows()),
    },
    counts: () => countState(all()),
    silent: () => silentSources(all()),
  }
}
