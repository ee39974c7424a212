// An embedded journal out of its file and into a new one, row by row. Nobody else may have the file meanwhile.
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { bytesOf, TransferError, type TransferLine, valueFieldsOf } from '../transfer.ts'
import { type Database, openDatabase, openReadOnly } from './database.ts'

interface LogRow {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: string | null
  readonly value: Uint8Array | null
  readonly headers: string | null
  readonly ts: number
}

interface PlaceRow {
  readonly stage: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

interface StateRow {
  readonly stage: string
  readonly partition: number
  readonly key: string
  readonly value: string
}

/**
 * Everything in the file.
 * @throws TransferError where there is none; JournalLockedError while a service runs on it
 */
export function* exportSqlite(path: string): Generator<TransferLine> {
  if (!existsSync(path)) throw new TransferError(`${path} is not there: nothing to export`)
  const database = openReadOnly(path)
  const all = <T>(sql: string): Iterable<T> => database.statement(sql).iterate() as Iterable<unknown> as Iterable<T>
  try {
    for (const { stage, topic, partition, offset } of all<PlaceRow>('SELECT * FROM position'))
      yield { type: 'position', stage, topic, partition, offset: String(offset) }
    for (const { stage, partition, key, value } of all<StateRow>('SELECT * FROM state'))
      yield { type: 'state', stage, partition, key, value }
    for (const { topic, partition, offset } of all<PlaceRow>('SELECT * FROM next'))
      yield { type: 'next', topic, partition, offset: String(offset) }
    for (const { topic, partition, offset, key, value, headers, ts } of all<LogRow>('SELECT * FROM log'))
      yield {
        type: 'record',
        topic,
        partition,
        offset: String(offset),
        ...(key === null ? {} : { key }),
        ...valueFieldsOf(value),
        ...(headers === null ? {} : { headers: JSON.parse(headers) as Record<string, string> }),
        at: ts,
      }
  } finally {
    database.close()
  }
}

/**
 * Writes a new file from the lines, as one step: all of them, or nothing.
 * @returns how many
 * @throws TransferError where the journal holds anything; JournalLockedError while a service runs on it
 */
export async function importSqlite(path: string, lines: AsyncIterable<TransferLine>): Promise<number> {
  mkdirSync(dirname(path), { recursive: true })
  const database = openDatabase(path)
  try {
    if (!isEmpty(database))
      throw new TransferError(
        `${path} holds a journal already, and two cannot be made one: move it away, or name another journal.path`,
      )
    // The lock is SQLite's own, so a transaction may stay open while lines are awaited.
    database.statement('BEGIN IMMEDIATE').run()
    try {
      const write = writer(database)
      let count = 0
      for await (const line of lines) {
        write(line)
        count += 1
      }
      database.statement('COMMIT').run()
      return count
    } catch (cause) {
      database.statement('ROLLBACK').run()
      throw cause
    }
  } finally {
    database.close()
  }
}

const tables = ['log', 'position', 'next', 'state']

const isEmpty = ({ statement }: Database): boolean =>
  tables.every((table) => statement(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined)

function writer({ statement }: Database): (line: TransferLine) => void {
  const position = statement('INSERT INTO position (stage, topic, partition, offset) VALUES (?, ?, ?, ?)')
  const state = statement('INSERT INTO state (stage, partition, key, value) VALUES (?, ?, ?, ?)')
  const next = statement('INSERT INTO next (topic, partition, offset) VALUES (?, ?, ?)')
  const log = statement(
    'INSERT INTO log (topic, partition, offset, key, value, headers, ts) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  return (line) => {
    switch (line.type) {
      case 'position':
        return void position.run(line.stage, line.topic, line.partition, Number(line.offset))
      case 'state':
        return void state.run(line.stage, line.partition, line.key, line.value)
      case 'next':
        return void next.run(line.topic, line.partition, Number(line.offset))
      case 'record':
        return void log.run(
          line.topic,
          line.partition,
          Number(line.offset),
          line.key ?? null,
          bytesOf(line),
          line.headers === undefined ? null : JSON.stringify(line.headers),
          line.at,
        )
    }
  }
}
