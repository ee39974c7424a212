import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import type { Gap, Journal, JournalRecord } from '../../src/model/journal.ts'
import { until } from '../support/until.ts'
import { journalContract } from './contract.ts'

journalContract('the SQLite journal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-journal-'))
  return {
    async open() {
      const journal = sqliteJournal({ path: join(folder, 'journal.db') })
      await journal.open()
      return journal
    },
    topic: (name) => name,
    clean: async () => rmSync(folder, { recursive: true, force: true }),
  }
})

describe('the SQLite journal alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-journal-'))

  test('belongs to one owner', async () => {
    const path = join(folder, 'owned.db')
    const first = sqliteJournal({ path })
    await first.open()
    await expect(sqliteJournal({ path }).open()).rejects.toThrow('belongs to another running Lastcopy')
    await first.close()
    const next = sqliteJournal({ path })
    await next.open()
    await next.close()
  })

  test('trims only what every stage has read', async () => {
    const journal = sqliteJournal({ path: join(folder, 'trim.db') })
    await journal.open()
    await journal.append([{ topic: 'unread', value: 'a' }])
    expect(await journal.trim?.(Date.now() + 1_000)).toBe(0)
    await journal.close()
  })
})

describe('what is missing in the SQLite journal is told once, and gone around', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-journal-'))
  const cases: readonly (readonly [string, string, Partial<Gap>, readonly string[]])[] = [
    [
      'the oldest records removed',
      'DELETE FROM log WHERE offset <= 5',
      { kind: 'truncated', expected: '3', found: '6' },
      ['6', '7', '8', '9', 'new'],
    ],
    [
      'a hole in the middle',
      'DELETE FROM log WHERE offset IN (5, 6)',
      { kind: 'hole', expected: '5', found: '7' },
      ['3', '4', '7', '8', '9', 'new'],
    ],
    [
      'all records removed',
      "DELETE FROM log WHERE topic = 'in'",
      { kind: 'truncated', expected: '3', found: '10' },
      ['new'],
    ],
    [
      'the topic begun anew',
      "DELETE FROM log WHERE topic = 'in'; DELETE FROM next WHERE topic = 'in'",
      { kind: 'recreated', expected: '3', found: '0' },
      ['new'],
    ],
  ]

  test.each(cases)('%s', async (name, sql, gap, rest) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.db`)
    const gaps: Gap[] = []
    const seen: string[] = []
    const open = async (): Promise<Journal> => {
      const journal = sqliteJournal({
        path,
        onGap(told) {
          gaps.push(told)
          return [{ topic: 'told', value: JSON.stringify(told) }]
        },
      })
      await journal.open()
      return journal
    }
    const run = (journal: Journal, most: number) =>
      journal.run({
        name: 'reader',
        topics: ['in'],
        stateful: false,
        process() {
          if (seen.length >= most) throw new Error('enough')
          return { records: [], state: [] }
        },
        committed: (batch) => void seen.push(...batch.map(textOf)),
      })
    const append = (journal: Journal, values: readonly string[]) =>
      journal.append(values.map((value) => ({ topic: 'in', value })))

    let journal = await open()
    await append(journal, ['0', '1', '2'])
    await run(journal, 3)
    await until(
      () => seen.length,
      (count) => count === 3,
    )
    await append(journal, ['3', '4', '5', '6', '7', '8', '9'])
    await journal.close()
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()

    journal = await open()
    await run(journal, 1_000)
    await append(journal, ['new'])
    await until(
      () => seen.slice(3),
      (found) => found.at(-1) === 'new',
    )
    expect(seen.slice(3)).toEqual(rest)
    expect(gaps).toEqual([{ stage: 'reader', topic: 'in', partition: 0, ...gap }])
    await journal.close()

    journal = await open()
    await run(journal, 1_000)
    const told: JournalRecord[] = []
    for await (const record of journal.read('told')) told.push(record)
    expect(told.length).toBe(1)
    expect(gaps.length).toBe(1)
    await journal.close()
  })
})

const textOf = ({ value }: JournalRecord): string => Buffer.from(value ?? []).toString()
