// Runs one stage over the embedded journal: a batch, its results, its state and its position in one transaction.
import { setTimeout as wait } from 'node:timers/promises'
import type {
  Gap,
  JournalRecord,
  Stage,
  StageHandle,
  StageLag,
  StageResult,
  StateChange,
  TellGap,
} from '../../model/journal.ts'
import type { Database } from './database.ts'
import type { Log } from './log.ts'
import { openState } from './state.ts'

const batchRecords = 2_000
const batchBytes = 8 << 20
const longestPause = 5_000

export interface RunnerParts {
  readonly database: Database
  readonly log: Log
  /** Resolves when something was appended to one of the topics. */
  readonly appended: (topics: readonly string[], stop: AbortSignal) => Promise<void>
  readonly announce: (topics: readonly string[]) => void
  /** After the commit, for those that follow the stage. */
  readonly changed: (changes: readonly StateChange[]) => void
  readonly onGap: TellGap
}

/** Starts the stage's loop. A batch that fails is tried again, later and later; `lag` says why it stands. */
export function runStage(
  stage: Stage,
  { database, log, appended, announce, changed, onGap }: RunnerParts,
): StageHandle {
  const { statement, transaction } = database
  const stopping = new AbortController()
  const state = openState(database, stage.name)
  const place = statement('SELECT offset FROM position WHERE stage = ? AND topic = ? AND partition = 0')
  const move = statement(
    'INSERT INTO position (stage, topic, partition, offset) VALUES (?, ?, 0, ?) ON CONFLICT DO UPDATE SET offset = excluded.offset',
  )
  /** A stage that is new to a topic begins with the oldest record that is there. */
  const positionOf = (topic: string): number =>
    (place.get(stage.name, topic) as { offset: number } | undefined)?.offset ?? log.start(topic)
  let progressAt = Date.now()
  let trouble: string | undefined

  const commit = (topic: string, batch: readonly JournalRecord[], result: StageResult): void => {
    const next = Number(batch.at(-1)?.offset ?? -1) + 1
    transaction(() => {
      log.write(result.records, Date.now())
      state.write(result.state)
      move.run(stage.name, topic, next)
    })
    state.committed(result.state)
    changed(result.state)
    announce([...new Set(result.records.map((record) => record.topic))])
    progressAt = Date.now()
    stage.committed?.(batch, result)
  }

  /** Tells what is missing and goes on behind it, as one step. */
  const skip = (topic: string, gap: Pick<Gap, 'kind' | 'expected' | 'found'>, to: number): void => {
    const records = onGap({ stage: stage.name, topic, partition: 0, ...gap })
    transaction(() => {
      log.write(records, Date.now())
      move.run(stage.name, topic, to)
    })
    announce([...new Set(records.map((record) => record.topic))])
  }
  /** The next records that follow on each other without a hole. */
  const next = (topic: string): readonly JournalRecord[] => {
    const position = positionOf(topic)
    const end = log.end(topic)
    if (position > end) {
      const start = log.start(topic)
      skip(topic, { kind: 'recreated', expected: String(position), found: String(end) }, start)
      return next(topic)
    }
    const found = log.read(topic, position, batchRecords)
    const first = Number(found[0]?.offset ?? end)
    if (first > position) {
      const kind = first === log.start(topic) ? 'truncated' : 'hole'
      skip(topic, { kind, expected: String(position), found: String(first) }, first)
    }
    const broken = found.findIndex(({ offset }, index) => Number(offset) !== first + index)
    return small(broken === -1 ? found : found.slice(0, broken))
  }

  /** More is left than one step takes. */
  const behind = (): boolean => stage.topics.some((topic) => log.end(topic) - positionOf(topic) > batchRecords)

  const round = async (): Promise<boolean> => {
    let some = false
    for (const topic of stage.topics) {
      const batch = next(topic)
      if (batch.length === 0) continue
      commit(topic, batch, await stage.process(batch, state))
      some = true
      if (stopping.signal.aborted) break
    }
    return some
  }

  const gather = async (began: number): Promise<void> => {
    const rest = behind() ? 0 : (stage.gathers ?? 0) - (performance.now() - began)
    await (rest > 0 ? wait(rest, undefined, { signal: stopping.signal }).catch(() => undefined) : yieldTurn())
  }

  const loop = async (): Promise<void> => {
    stage.owned?.(0, true, state)
    for (let pause = 50; !stopping.signal.aborted; ) {
      try {
        const listening = appended(stage.topics, stopping.signal)
        const began = performance.now()
        const some = await round()
        trouble = undefined
        pause = 50
        if (!some) await listening
        else await gather(began)
      } catch (cause) {
        trouble = cause instanceof Error ? cause.message : String(cause)
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
        pause = Math.min(pause * 2, longestPause)
      }
    }
    stage.owned?.(0, false, state)
  }
  const ended = loop()

  return {
    async stop() {
      stopping.abort()
      await ended
    },
    async lag(): Promise<readonly StageLag[]> {
      return stage.topics.map((topic) => {
        const position = positionOf(topic)
        const records = log.end(topic) - position
        const oldest = records > 0 ? log.read(topic, position, 1)[0]?.timestamp : undefined
        return {
          topic,
          partition: 0,
          records,
          progressAt,
          ...(oldest === undefined ? {} : { oldest }),
          ...(trouble === undefined ? {} : { trouble }),
        }
      })
    },
  }
}

/** Lets timers, sockets and the other stages run between two batches. */
const yieldTurn = (): Promise<void> => new Promise((go) => setImmediate(go))

/** The beginning of the batch that stays under the limit in bytes, and at least one record. */
function small(records: readonly JournalRecord[]): readonly JournalRecord[] {
  let bytes = 0
  const end = records.findIndex(({ value }, index) => {
    bytes += value?.length ?? 0
    return bytes > batchBytes && index > 0
  })
  return end === -1 ? records : records.slice(0, end)
}
