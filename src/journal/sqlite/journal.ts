// The embedded journal: one SQLite file that one process owns. Durable when it says so: WAL, `synchronous = FULL`.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Journal, JournalRecord, Mark, NewRecord, StageHandle, StateChange, TellGap } from '../../model/journal.ts'
import { topics } from '../../model/wire.ts'
import { type Database, openDatabase } from './database.ts'
import { type Log, openLog } from './log.ts'
import { runStage } from './runner.ts'
import { committedState } from './state.ts'

export interface SqliteJournalOptions {
  /** The file; its folder is made when it is not there. */
  readonly path: string
  readonly onGap?: TellGap
}

interface Waiting {
  readonly records: readonly NewRecord[]
  readonly mark?: Mark
  readonly gone?: Mark
  readonly done: () => void
  readonly failed: (cause: unknown) => void
}

/** A journal over one file. @throws on `open` JournalLockedError when another process owns it */
export function sqliteJournal({ path, onGap = () => [] }: SqliteJournalOptions): Journal {
  let database: Database | undefined
  let log: Log | undefined
  const handles = new Set<StageHandle>()
  const followers = new Map<string, Set<(changes: readonly StateChange[]) => void>>()
  const listeners = new Set<{ readonly topics: readonly string[]; readonly wake: () => void }>()
  let waiting: Waiting[] = []

  const parts = (): { database: Database; log: Log } => {
    if (!database || !log) throw new Error('the journal is not open')
    return { database, log }
  }
  const announce = (topics: readonly string[]): void => {
    for (const listener of [...listeners]) if (listener.topics.some((topic) => topics.includes(topic))) listener.wake()
  }
  const appended = (topics: readonly string[], stop: AbortSignal): Promise<void> =>
    new Promise((go) => {
      const wake = (): void => {
        listeners.delete(listener)
        stop.removeEventListener('abort', wake)
        go()
      }
      const listener = { topics, wake }
      listeners.add(listener)
      if (stop.aborted) wake()
      else stop.addEventListener('abort', wake, { once: true })
    })

  /** All appends of one turn in one transaction: a sync of the disk a record would cost a thousand times the write. */
  const flush = (): void => {
    const group = waiting
    waiting = []
    try {
      const { database, log } = parts()
      database.transaction(() => {
        for (const { records, mark, gone } of group) {
          log.write(records, Date.now())
          if (mark) keep(database, mark)
          if (gone) drop(database, gone)
        }
      })
      for (const { done } of group) done()
      announce([...new Set(group.flatMap(({ records }) => records.map(({ topic }) => topic)))])
    } catch (cause) {
      for (const { failed } of group) failed(cause)
    }
  }

  const enqueue = (work: Omit<Waiting, 'done' | 'failed'>): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ ...work, done, failed })
      if (waiting.length === 1) setImmediate(flush)
    })

  return {
    async open() {
      if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
      database = openDatabase(path)
      log = openLog(database)
    },
    append(records) {
      return records.length === 0 ? Promise.resolve() : enqueue({ records })
    },
    take: (records, mark) => enqueue({ records, mark }),
    taken(topic, partition) {
      const { statement } = parts().database
      const where = [taking, foreign(topic), partition] as const
      const row = statement('SELECT offset FROM position WHERE stage = ? AND topic = ? AND partition = ?').get(...where)
      if (row === undefined) return undefined
      const kept = statement('SELECT value FROM state WHERE stage = ? AND partition = ? AND key = ?')
      const note = (kept.get(taking, partition, foreign(topic)) as { value: string } | undefined)?.value
      const mark = { topic, partition, offset: String((row as { offset: number }).offset) }
      return note === undefined ? mark : { ...mark, note }
    },
    async marks(prefix) {
      const { statement } = parts().database
      const rows = statement(
        `SELECT position.topic, position.partition, position.offset, state.value FROM position LEFT JOIN state
         ON state.stage = position.stage AND state.partition = position.partition AND state.key = position.topic
         WHERE position.stage = ? AND position.topic >= ? AND position.topic < ? ORDER BY position.topic`,
      ).all(taking, foreign(prefix), `${foreign(prefix)}\uffff`) as unknown as readonly MarkRow[]
      return rows.map(({ topic, partition, offset, value }) => ({
        topic: topic.replace(/^kafka:/, ''),
        partition,
        offset: String(offset),
        ...(value === null ? {} : { note: value }),
      }))
    },
    forget: (gone) => enqueue({ records: [], gone }),
    async run(stage) {
      const handle = runStage(stage, {
        ...parts(),
        appended,
        announce,
        onGap,
        changed: (changes) => {
          for (const hear of followers.get(stage.name) ?? []) hear(changes)
        },
      })
      handles.add(handle)
      return handle
    },
    async follow(stage, hear) {
      const mine = followers.get(stage) ?? new Set()
      followers.set(stage, mine.add(hear))
      return {
        view: committedState(parts().database, stage),
        async stop() {
          mine.delete(hear)
        },
      }
    },
    async *read(topic, from = '0'): AsyncGenerator<JournalRecord> {
      let next = Number(from)
      const end = parts().log.end(topic)
      while (next < end) {
        const page = parts().log.read(topic, next, 500)
        if (page.length === 0) return
        yield* page
        next = Number(page.at(-1)?.offset ?? next) + 1
      }
    },
    async trim(olderThan) {
      const { statement } = parts().database
      const { changes } = statement(`DELETE FROM log WHERE ts < ? AND topic <> ? AND offset < (
        SELECT MIN(offset) FROM position WHERE position.topic = log.topic AND position.partition = log.partition)`).run(
        olderThan,
        topics.audit,
      )
      return Number(changes)
    },
    async close() {
      await Promise.all([...handles].map((handle) => handle.stop()))
      if (waiting.length > 0) flush()
      database?.close()
      database = undefined
      log = undefined
    },
  }
}

/** Positions in another log stand beside the stages' own, under names that no topic of ours has. */
const taking = 'intake'
const foreign = (topic: string): string => (topic.includes('/') ? topic : `kafka:${topic}`)

interface MarkRow {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly value: string | null
}

function drop({ statement }: Database, { topic, partition }: Mark): void {
  const where = [taking, partition, foreign(topic)] as const
  statement('DELETE FROM position WHERE stage = ? AND partition = ? AND topic = ?').run(...where)
  statement('DELETE FROM state WHERE stage = ? AND partition = ? AND key = ?').run(...where)
}

function keep({ statement }: Database, { topic, partition, offset, note }: Mark): void {
  statement(
    'INSERT INTO position (stage, topic, partition, offset) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET offset = excluded.offset',
  ).run(taking, foreign(topic), partition, Number(offset))
  if (note === undefined) return
  statement(
    'INSERT INTO state (stage, partition, key, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(taking, partition, foreign(topic), note)
}
