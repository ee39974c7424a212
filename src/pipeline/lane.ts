// The events of one file or one input partition, each placed in time; a few are held back so that what follows can be asked.
import type { Event } from '../model/event.ts'
import { lookahead, placeInTime } from './sane-time.ts'

/** An event on its way; `event` is undefined when nothing can use it and only its time counts. */
export interface Draft {
  readonly event: Event | undefined
  readonly source: string
  readonly position: string
  /** Its own time, and what no time can lie after; epoch milliseconds. */
  readonly time: number
  readonly latest: number
}

export interface LaneEvent extends LaneTime {
  readonly event: Event
}

/** What nothing can use has a time all the same. */
export interface LaneTime {
  readonly event: Event | undefined
  readonly source: string
  readonly position: string
  /** Sane event time, and the running time of the lane after it; epoch milliseconds. */
  readonly at: number
  readonly running: number
}

export interface Lane {
  /** Takes the next events in their order and gives those that can be placed. */
  push(drafts: readonly Draft[]): readonly LaneTime[]
  /** Gives the rest: what follows is not known, or there is nothing more. */
  flush(): readonly LaneTime[]
  readonly running: number | undefined
}

export function lane(): Lane {
  let running: number | undefined
  let pending: Draft[] = []
  const place = (keep: number): readonly LaneTime[] => {
    const placed: LaneTime[] = []
    const count = Math.max(pending.length - keep, 0)
    for (let at = 0; at < count; at += 1) {
      const draft = pending[at]
      if (!draft) continue
      const following = (): readonly number[] => pending.slice(at + 1, at + 1 + lookahead).map(({ time }) => time)
      const sane = placeInTime(draft.time, running, following, draft.latest)
      running = sane.running
      const { event, source, position } = draft
      placed.push({ event, source, position, at: sane.at, running: sane.running })
    }
    pending = pending.slice(count)
    return placed
  }
  return {
    push(drafts) {
      for (const draft of drafts) pending.push(draft)
      return place(lookahead)
    },
    flush: () => place(0),
    get running() {
      return running
    },
  }
}

/** Those that something can use. */
export const usable = (placed: readonly LaneTime[]): readonly LaneEvent[] =>
  placed.flatMap((one) => (one.event ? { ...one, event: one.event } : []))
