// The states of a stage's partitions as this process holds them, for whoever asks the running service.
import type { Stage, StateView } from '../model/journal.ts'

export interface Views {
  /** The stage as it was, its partitions' states noted. */
  follow(stage: Stage): Stage
  all(): readonly StateView[]
  byPartition(): ReadonlyMap<number, StateView>
}

export function makeViews(): Views {
  const views = new Map<number, StateView>()
  return {
    follow: (stage) => ({
      ...stage,
      owned(partition, owns, state) {
        if (owns) views.set(partition, state)
        else views.delete(partition)
        stage.owned?.(partition, owns, state)
      },
    }),
    all: () => [...views.values()],
    byPartition: () => views,
  }
}
