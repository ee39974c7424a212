// The projection: what the alerts topic says, written into the alert store. Idempotent, so it may be told anything twice.
import { isObject } from '../lib/json.ts'
import type { Journal, JournalRecord, Stage } from '../model/journal.ts'
import type { AlertStore, EventStore, StoreEntry } from '../model/store.ts'
import { type AlertsRecord, type EventsRecord, topics } from '../model/wire.ts'

const batchSize = 500

/** The stage that keeps the store up to date. */
export function projectStage(store: AlertStore): Stage {
  return {
    name: 'project',
    topics: [topics.alerts],
    stateful: false,
    async process(batch) {
      await store.put(batch.flatMap(entryOf))
      return { records: [], state: [] }
    },
  }
}

/** The stage that keeps events beside the alerts. */
export function evidenceStage(store: EventStore): Stage {
  return {
    name: 'evidence',
    topics: [topics.events],
    stateful: false,
    // Nobody waits to search what was just read, and each commit sorts the index of words anew.
    gathers: 300,
    async process(batch) {
      const records = batch.map(({ value }) => parse<EventsRecord>(value))
      await store.putEvents(records.filter((record) => record?.type === 'event'))
      return { records: [], state: [] }
    },
  }
}

/** Fills an empty store from the journal's beginning: the file was lost or moved, the journal was not. @returns entries written */
export async function rebuildStore(store: AlertStore, journal: Journal): Promise<number> {
  let waiting: StoreEntry[] = []
  let written = 0
  const flush = async (): Promise<void> => {
    await store.put(waiting)
    written += waiting.length
    waiting = []
  }
  for await (const record of journal.read(topics.alerts)) {
    waiting.push(...entryOf(record))
    if (waiting.length >= batchSize) await flush()
  }
  await flush()
  return written
}

/** Ticks and what no version of ours wrote are passed over: one odd record must not stop the view of all others. */
function entryOf({ value }: JournalRecord): readonly StoreEntry[] {
  const record = parse<AlertsRecord>(value)
  if (record === undefined) return []
  switch (record.type) {
    case 'alert':
      return [{ type: 'alert', alert: record.alert }]
    case 'page':
      return [{ type: 'page', page: record.page }]
    case 'delivery':
      return [{ type: 'delivery', delivery: record.delivery }]
    case 'action':
      return [{ type: 'action', action: record }]
    case 'rings':
      return [{ type: 'rings', rings: record.rings }]
    case 'decision':
      return [{ type: 'decision', decision: record }]
    default:
      return []
  }
}

function parse<T>(value: Uint8Array | undefined): T | undefined {
  if (value === undefined) return undefined
  try {
    const record: unknown = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString())
    return isObject(record) ? (record as unknown as T) : undefined
  } catch {
    return undefined
  }
}
