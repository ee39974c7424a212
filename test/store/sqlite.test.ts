import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { Journal, JournalRecord } from '../../src/model/journal.ts'
import { projectStage, rebuildStore } from '../../src/store/project.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { alertOf } from './alert.ts'
import { storeContract } from './contract.ts'
import { pageOf } from './page.ts'
import { some } from './queue.ts'

const empty = () => sqliteStore(':memory:')

storeContract('SQLite', empty)

describe('the alert store in a file', () => {
  test('survives a restart', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'lastcopy-store-')), 'alerts.db')
    const first = sqliteStore(path)
    await first.put([{ type: 'alert', alert: alertOf() }])
    await first.close()
    const second = sqliteStore(path)
    expect(await second.get('a1')).toEqual(alertOf())
    await second.close()
  })
})

test('a file of the first version is carried over', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lastcopy-store-')), 'alerts.db')
  const db = new DatabaseSync(path)
  db.exec(`CREATE TABLE alert (id TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL,
    class TEXT NOT NULL, at TEXT NOT NULL, search TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID`)
  const insert = db.prepare('INSERT INTO alert VALUES (?, 1, ?, ?, ?, ?, ?, ?)')
  for (const alert of some)
    insert.run(alert.id, alert.status, alert.priority, alert.class, alert.at, '', JSON.stringify(alert))
  db.close()
  const store = sqliteStore(path)
  expect((await store.find({ limit: 9, text: 'maria' })).total).toBe(6)
  await store.close()
  const again = sqliteStore(path)
  expect((await again.find({ limit: 9, sort: 'oldest' })).alerts).toEqual(some)
  await again.close()
})

test('incidents are found in a store that is older than the incidents', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lastcopy-store-')), 'alerts.db')
  const before = sqliteStore(path)
  await before.put([{ type: 'page', page: pageOf() }])
  await before.close()
  const db = new DatabaseSync(path)
  db.exec('DROP TABLE incident')
  db.close()
  const store = sqliteStore(path)
  expect((await store.incident(pageOf().dedupKey))?.incident).toMatchObject({ id: pageOf().dedupKey, stage: 1 })
  await store.close()
})

describe('the projection', () => {
  const record = (value: unknown): JournalRecord => ({
    topic: 'lastcopy.alerts',
    partition: 0,
    offset: '0',
    key: undefined,
    value: typeof value === 'string' ? Buffer.from(value) : Buffer.from(JSON.stringify(value)),
    timestamp: 0,
    headers: {},
  })
  const records = [
    record({ type: 'alert', alert: alertOf() }),
    record({ type: 'tick', at: '2026-03-01T02:00:00Z' }),
    record('no JSON'),
    record('null'),
    record({ type: 'something new' }),
    { ...record(''), value: undefined },
    record({ type: 'alert', alert: alertOf({ id: 'a2' }) }),
  ]

  test('writes alerts and passes over everything that it does not know', async () => {
    const store = empty()
    await projectStage(store).process(records, { get: () => undefined, scan: () => [] })
    expect((await store.find({ limit: 9 })).total).toBe(2)
  })

  test('is rebuilt from the journal', async () => {
    const store = empty()
    async function* read() {
      yield* records
    }
    const journal = { read } satisfies Pick<Journal, 'read'> as unknown as Journal
    expect(await rebuildStore(store, journal)).toBe(2)
    expect((await store.find({ limit: 9 })).total).toBe(2)
  })
})
