// From the hand of a sender into the journal: a queue with a bound, written again and again until it is durable.
import { setTimeout as wait } from 'node:timers/promises'
import type { Journal, NewRecord, StageLag } from '../model/journal.ts'
import { type Writing, writeFitting } from './write.ts'

export interface HandOver {
  put(records: readonly NewRecord[]): void
  /** True: whoever can wait waits for `room`, whoever cannot loses what comes. */
  full(): boolean
  /** Resolves when there is room, or when it stops. */
  room(): Promise<void>
  lag(topic: string): StageLag
  /** Tries once more to write what is left. @returns how many records are lost for all that */
  stop(): Promise<number>
}

export interface HandOverParts extends Omit<Writing, 'write'> {
  readonly journal: Pick<Journal, 'append'>
  /** Bytes that wait at most before it is full. */
  readonly most: number
}

const stepRecords = 2_000
const stepBytes = 4 << 20
const firstPause = 50
const longestPause = 1_000
/** About what a record takes beside its bytes. */
const overhead = 100

export function handOver({ journal, most, ...writing }: HandOverParts): HandOver {
  const { name, counts } = writing
  const stopping = new AbortController()
  const queue: NewRecord[] = []
  let bytes = 0
  let progressAt = Date.now()
  let trouble: string | undefined
  let running: Promise<void> | undefined
  let waiters: (() => void)[] = []
  const wake = (): void => {
    for (const go of waiters) go()
    waiters = []
  }
  const step = async (): Promise<void> => {
    const now = stepOf(queue)
    await writeFitting(now, { ...writing, write: (records) => journal.append(records) })
    queue.splice(0, now.length)
    for (const record of now) bytes -= sizeOf(record)
    counts.waiting(name, bytes)
    progressAt = Date.now()
    trouble = undefined
    if (bytes <= most / 2) wake()
  }
  const run = async (): Promise<void> => {
    for (let pause = firstPause; queue.length > 0; ) {
      try {
        await step()
        pause = firstPause
      } catch (cause) {
        trouble = `the journal does not take records: ${cause instanceof Error ? cause.message : String(cause)}`
        if (stopping.signal.aborted) break
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
        pause = Math.min(pause * 2, longestPause)
      }
    }
    running = undefined
  }
  return {
    put(records) {
      if (records.length === 0) return
      if (queue.length === 0) progressAt = Date.now()
      for (const record of records) {
        queue.push(record)
        bytes += sizeOf(record)
      }
      counts.waiting(name, bytes)
      running ??= run()
    },
    full: () => bytes >= most,
    room: () =>
      bytes < most || stopping.signal.aborted ? Promise.resolve() : new Promise<void>((go) => void waiters.push(go)),
    lag: (topic) => ({
      topic,
      partition: 0,
      records: queue.length,
      progressAt,
      ...(trouble === undefined ? {} : { trouble }),
    }),
    async stop() {
      stopping.abort()
      wake()
      await running
      return queue.length
    },
  }
}

const sizeOf = ({ value }: NewRecord): number => (value?.length ?? 0) + overhead

function stepOf(queue: readonly NewRecord[]): readonly NewRecord[] {
  let bytes = 0
  const end = queue.slice(0, stepRecords).findIndex((record, index) => {
    bytes += sizeOf(record)
    return bytes > stepBytes && index > 0
  })
  return queue.slice(0, end === -1 ? stepRecords : end)
}
