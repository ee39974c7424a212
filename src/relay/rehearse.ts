// Plays the page stage over a clock that is moved by hand: who would ring when, with providers that answer or do not. For
// simulation and replay; the stage is the service's own.
import { second } from '../lib/duration.ts'
import type { Alert } from '../model/alert.ts'
import type { JournalRecord, StageResult, StateView } from '../model/journal.ts'
import type { OutboxEntry } from '../model/pager.ts'
import { type Action, type AlertsRecord, type Decision, type PageRecord, topics } from '../model/wire.ts'
import { nextDue } from './next-due.ts'
import { outboxPrefix } from './outbox.ts'
import { type PageStageOptions, pageStage } from './stage.ts'

/** What the stage said, with the wall clock in epoch milliseconds. */
export type Told = (PageRecord | Decision) & { readonly wall: number }

export interface Rehearsal {
  /** An alert's version, or what somebody does to it, at a moment that is not before the last one. */
  hear(record: Action | { readonly type: 'alert'; readonly alert: Alert }, wall: number): readonly Told[]
  /** Lets time pass up to a moment. @param most so many things said are enough; time stands still there */
  pass(until: number, most?: number): readonly Told[]
}

/**
 * Nobody has been told of anything yet.
 * @param down names of pagers whose provider gives no answer; all others take every page at once
 */
export function rehearse(options: PageStageOptions, down: ReadonlySet<string> = new Set()): Rehearsal {
  const state = stateOf()
  const stage = pageStage(options)
  let clock = Number.NEGATIVE_INFINITY

  const step = (record: AlertsRecord, wall: number): readonly Told[] => {
    // The stage is a pure step and never keeps anybody waiting.
    const result = stage.process([recordOf(record, wall)], state.view) as StageResult
    const entries = state.take(result.state)
    const told = result.records.flatMap(({ topic, value }) => {
      const found =
        topic === topics.alerts && value !== undefined ? (JSON.parse(String(value)) as AlertsRecord) : undefined
      return found?.type === 'page' || found?.type === 'decision' ? [{ ...found, wall }] : []
    })
    return [...told, ...entries.flatMap((entry) => step(deliveryOf(entry, wall, down), wall))]
  }
  const tick = (wall: number): readonly Told[] => step({ type: 'tick', at: new Date(wall).toISOString() }, wall)

  const pass = (until: number, most = Number.POSITIVE_INFINITY): readonly Told[] => {
    const told: Told[] = []
    while (told.length < most) {
      const due = nextDue(state.view, options)
      if (due === undefined || due > until) break
      // The service's clock ticks once a second: nothing rings between two ticks.
      const wall = Math.max(Math.ceil(due / second) * second, clock + second)
      if (wall > until) break
      clock = wall
      told.push(...tick(wall))
    }
    if (told.length < most) clock = Math.max(clock, until)
    return told
  }
  return {
    pass,
    hear(record, wall) {
      const before = pass(wall)
      clock = Math.max(clock, wall)
      return [...before, ...step(record as AlertsRecord, clock)]
    },
  }
}

const recordOf = (record: AlertsRecord, wall: number): JournalRecord => ({
  topic: topics.alerts,
  partition: 0,
  offset: '0',
  key: undefined,
  value: Buffer.from(JSON.stringify(record)),
  timestamp: wall,
  headers: {},
})

const deliveryOf = ({ page, pager, attempts }: OutboxEntry, wall: number, down: ReadonlySet<string>): AlertsRecord => ({
  type: 'delivery',
  delivery: {
    page: page.id,
    dedupKey: page.dedupKey,
    alert: page.alert,
    pager,
    attempt: attempts + 1,
    at: new Date(wall).toISOString(),
    verdict: down.has(pager) ? 'retry' : 'accepted',
    detail: down.has(pager) ? 'timeout' : '200',
    tookMs: 0,
  },
})

/** State in memory, by kind: keys begin with it and a zero byte. */
function stateOf() {
  const kinds = new Map<string, Map<string, string>>()
  const kindOf = (key: string): string => key.slice(0, key.indexOf('\u0000') + 1)
  const view: StateView = {
    get: (key) => kinds.get(kindOf(key))?.get(key),
    scan: (prefix, limit) =>
      [...(kinds.get(kindOf(prefix)) ?? [])]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit),
  }
  return {
    view,
    /** @returns entries of the outbox that are new, or whose page is */
    take(changes: readonly (readonly [key: string, value: string | undefined])[]): readonly OutboxEntry[] {
      const fresh: OutboxEntry[] = []
      for (const [key, value] of changes) {
        const kind = kinds.get(kindOf(key)) ?? new Map<string, string>()
        kinds.set(kindOf(key), kind)
        const before = kind.get(key)
        if (value === undefined) kind.delete(key)
        else kind.set(key, value)
        if (value === undefined || !key.startsWith(outboxPrefix)) continue
        const entry = JSON.parse(value) as OutboxEntry
        if (before === undefined || (JSON.parse(before) as OutboxEntry).page.id !== entry.page.id) fresh.push(entry)
      }
      return fresh
    },
  }
}
