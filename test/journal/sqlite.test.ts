import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
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
