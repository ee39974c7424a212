// One batch's work on the page stage's memory: reads through its own changes, and gathers what the commit will hold.
import type { NewRecord, StageResult, StateChange, StateView } from '../model/journal.ts'
import type { TestRecord } from '../model/self-test.ts'
import { type Action, type AlertsRecord, topics } from '../model/wire.ts'

/** Keys begin with their kind and a zero byte. */
export interface Book {
  get<T>(key: string): T | undefined
  has(key: string): boolean
  /** Undefined deletes. */
  put(key: string, value: unknown): void
  /** In the order of the keys. */
  scan(prefix: string, limit: number): readonly (readonly [key: string, value: string])[]
  write(site: string, record: AlertsRecord): void
  /** Begins a test of the whole way. */
  probe(site: string, record: TestRecord): void
  /** What Lastcopy itself does to an alert: told to detection too. */
  act(site: string, action: Action): void
  result(): StageResult
}

const kindOf = (key: string): string => key.slice(0, key.indexOf('\u0000') + 1)

export function openBook(state: StateView): Book {
  /** By kind, so that a look through one need not pass over all others. */
  const changes = new Map<string, Map<string, string | undefined>>()
  const records: NewRecord[] = []
  const changed = (key: string): Map<string, string | undefined> => {
    const kind = kindOf(key)
    const known = changes.get(kind) ?? new Map<string, string | undefined>()
    changes.set(kind, known)
    return known
  }
  const read = (key: string): string | undefined => {
    const mine = changes.get(kindOf(key))
    return mine?.has(key) ? mine.get(key) : state.get(key)
  }
  const write = (topic: string, key: string, value: unknown): void =>
    void records.push({ topic, key, value: JSON.stringify(value) })
  return {
    get: <T>(key: string) => {
      const text = read(key)
      return text === undefined ? undefined : (JSON.parse(text) as T)
    },
    has: (key) => read(key) !== undefined,
    put: (key, value) => void changed(key).set(key, value === undefined ? undefined : JSON.stringify(value)),
    scan(prefix, limit) {
      const mine = [...(changes.get(kindOf(prefix)) ?? [])].filter(([key]) => key.startsWith(prefix))
      if (mine.length === 0) return state.scan(prefix, limit)
      const all = new Map<string, string | undefined>(state.scan(prefix, limit + mine.length))
      for (const [key, value] of mine) all.set(key, value)
      return [...all]
        .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit)
    },
    write: (site, record) => write(topics.alerts, site, record),
    probe: (site, record) => write(topics.selfTest, site, record),
    act(site, action) {
      write(topics.events, site, action)
      write(topics.alerts, site, action)
    },
    result: () => ({ records, state: [...changes.values()].flatMap((kind): StateChange[] => [...kind]) }),
  }
}
