// Writes the wall clock into the journal, a record a second: whatever waits, waits for these.
import type { Journal, NewRecord, Stage } from '../model/journal.ts'
import type { Tick } from '../model/wire.ts'
import type { Logger } from './log.ts'
import { messageOf } from './supervise.ts'

export interface Ticker {
  /** The stage as it was, its partitions noted: only the process that owns one ticks it. @param seconds between two ticks */
  follow(stage: Stage, seconds?: number): Stage
  start(): void
  stop(): void
}

export interface TickerParts {
  readonly journal: Journal
  readonly log: Logger
  now(): number
}

const every = 1_000

export function makeTicker({ journal, log, now }: TickerParts): Ticker {
  const owned = new Map<string, { readonly partitions: Set<number>; readonly seconds: number }>()
  let beats = 0
  let timer: NodeJS.Timeout | undefined
  let writing = false
  const tick = async (): Promise<void> => {
    // A slow disk or broker must not pile up ticks behind itself: the next one tells the time as well.
    if (writing) return
    const value = JSON.stringify({ type: 'tick', at: new Date(now()).toISOString() } satisfies Tick)
    beats += 1
    const records = [...owned].flatMap(([topic, { partitions, seconds }]) =>
      beats % seconds === 0 ? [...partitions].map((partition): NewRecord => ({ topic, partition, value })) : [],
    )
    writing = true
    try {
      await journal.append(records)
    } catch (cause) {
      log.warn({ error: messageOf(cause) }, 'the clock could not be written')
    } finally {
      writing = false
    }
  }
  return {
    follow(stage, seconds = 1) {
      const partitions = new Set<number>()
      for (const topic of stage.topics) owned.set(topic, { partitions, seconds })
      return {
        ...stage,
        owned(partition, owns, state) {
          if (owns) partitions.add(partition)
          else partitions.delete(partition)
          stage.owned?.(partition, owns, state)
        },
      }
    },
    start() {
      timer ??= setInterval(() => void tick(), every)
    },
    stop() {
      clearInterval(timer)
    },
  }
}
