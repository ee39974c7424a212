// A journal's state as a sorted map, and a stage run over it batch by batch: what the journal does, without a disk.
import type { JournalRecord, NewRecord, Stage, StateChange, StateView } from '../../src/model/journal.ts'

export function stateMap() {
  const map = new Map<string, string>()
  const view: StateView = {
    get: (key) => map.get(key),
    scan: (prefix, limit) =>
      [...map]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit),
  }
  const apply = (changes: readonly StateChange[]): void => {
    for (const [key, value] of changes) {
      if (value === undefined) map.delete(key)
      else map.set(key, value)
    }
  }
  return { map, view, apply }
}

/** Runs records through a stage in batches cut at the given places; each batch may be lost once and taken again. */
export async function runStage(
  stage: Stage,
  records: readonly JournalRecord[],
  cuts: readonly number[] = [],
  lost: (batch: number) => boolean = () => false,
): Promise<readonly NewRecord[]> {
  const { view, apply } = stateMap()
  const out: NewRecord[] = []
  const places = [...new Set([0, ...cuts, records.length])].sort((one, other) => one - other)
  for (const [index, from] of places.slice(0, -1).entries()) {
    const batch = records.slice(from, places[index + 1])
    if (lost(index)) await stage.process(batch, view)
    const { records: made, state } = await stage.process(batch, view)
    apply(state)
    out.push(...made)
  }
  return out
}

export const journalRecord = (
  topic: string,
  offset: number,
  value: string | undefined,
  key?: string,
): JournalRecord => ({
  topic,
  partition: 0,
  offset: String(offset),
  key,
  value: value === undefined ? undefined : Buffer.from(value),
  timestamp: Date.parse('2026-03-02T12:00:00Z'),
  headers: {},
})
