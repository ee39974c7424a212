// What `lastcopy state` tells: lists with filters, one entry and what made it, how much there is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JournalLockedError, openDatabase } from '../../src/journal/sqlite/database.ts'
import { readStateFile } from '../../src/journal/sqlite/read-state.ts'
import { openState } from '../../src/journal/sqlite/state.ts'
import type { StateKind, StateLine, StateQuery } from '../../src/model/state.ts'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { memoryOver } from '../../src/pipeline/memory-state.ts'
import { normalizeBatch } from '../../src/pipeline/normalize.ts'
import { countState, listState, showState } from '../../src/pipeline/state-read.ts'
import { act, at, bob, mallory, onBucket, putLifecycle, quietDays, terraform } from '../stories/acts.ts'
import { inOrder } from '../stories/tell.ts'
import { ownLibrary } from '../support/library.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-state-'))
const path = join(folder, 'journal.db')
const { sources, detector, relevance } = await ownLibrary()
const { windows } = detector.chains
const source = sources.get('aws.cloudtrail')
if (!source) throw new Error('there is no source aws.cloudtrail')

const story = inOrder([
  ...quietDays(0, 12),
  putLifecycle(at(1), terraform, 'acme-backup', 90),
  act(at(9), bob, 'iam AttachUserPolicy', {
    userName: 'mallory',
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  }),
  putLifecycle(at(10), mallory, 'acme-backup', 1),
  onBucket(at(10, '12:00'), mallory, 'DeleteBucketReplication', 'acme-backup'),
])

beforeAll(() => {
  const database = openDatabase(path)
  const state = openState(database, 'detect')
  const memory = memoryOver(state)
  for (const [index, record] of story.entries()) {
    const raw = { source, bytes: Buffer.from(JSON.stringify(record)), received: undefined, position: `a:${index}` }
    for (const { event } of normalizeBatch([raw], relevance).drafts)
      if (event)
        detectEvent(memory, detector, event, {
          source: source.name,
          position: raw.position,
          at: new Date(String(record.eventTime)).toISOString(),
        })
  }
  database.transaction(() => state.write(memory.changes()))
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const list = async (query: Partial<StateQuery> = {}): Promise<readonly StateLine[]> => {
  const { view, close } = readStateFile(path, 'detect')
  const { lines } = await listState([view], { limit: 10_000, ...query }, windows)
  close()
  return lines
}
const show = (key: string): StateLine | undefined => {
  const { view, close } = readStateFile(path, 'detect')
  const line = showState([view], key, windows)
  close()
  return line
}
const of = async (kind: StateKind, text: string): Promise<StateLine> => {
  const [line] = await list({ kinds: [kind], text })
  if (!line) throw new Error(`there is no ${kind} with ${text}`)
  return line
}

describe('a list', () => {
  test('tells open states, windows, settings, actors and habits in words', async () => {
    expect((await of('open-state', 'retention is cut')).what).toMatch(
      /^acme-backup: retention is cut, since .* by mallory$/,
    )
    expect((await of('window', 'slow attack within half a year: 2')).what).toMatch(/missing: 1 more of another kind$/)
    expect((await of('setting', 'acme-backup: retention')).what).toMatch(/retention is 1$/)
    expect((await of('actor', 'user/mallory')).what).toContain('seen from 203.0.113.0/24 with aws-cli')
    expect((await of('habit', 'recovery-point-created')).what).toContain('12 days')
  })

  test('is filtered by kind, site and text, whatever the case, and bounded', async () => {
    expect(new Set((await list({ kinds: ['setting'] })).map(({ kind }) => kind))).toEqual(new Set(['setting']))
    expect(await list({ site: 'elsewhere', kinds: ['open-state', 'window', 'alert'] })).toEqual([])
    expect((await list({ text: 'ACME-BACKUP' })).length).toBe((await list({ text: 'acme-backup' })).length)
    expect(await list({ limit: 3 })).toHaveLength(3)
    expect(await list({ text: 'nothing is called so' })).toEqual([])
  })

  test('counts what there is of each kind', async () => {
    const { view, close } = readStateFile(path, 'detect')
    const counts = countState([view])
    close()
    expect(counts['open-state']).toBeGreaterThan(1)
    // What has run out is counted until it is swept, once a day.
    expect(counts.window).toBeGreaterThan((await list({ kinds: ['window'] })).length)
  })
})

describe('one entry', () => {
  test('of a chain tells each step, what is missing, and until when', async () => {
    const line = show((await of('window', 'slow attack within half a year: 2')).key)
    expect(line?.words?.slice(1, 3)).toEqual([
      expect.stringContaining('AdministratorAccess given to mallory by bob'),
      expect.stringContaining('Retention of acme-backup cut from 90 days to 1 day'),
    ])
    expect(line?.words?.at(-1)).toMatch(/^The first of it leaves the window at 2026-/)
    expect(line?.entry).toMatchObject({ site: 'default' })
  })

  test('of an open state tells what began it and what ends it', async () => {
    const { words } = show((await of('open-state', 'retention is cut')).key) ?? {}
    expect(words?.[1]).toMatch(/^Told by the rule "Retention of a copy weakened" from aws.cloudtrail a:\d+;/)
    expect(words?.[2]).toBe('It stands until retention is back at 90.')
  })

  test.each(['', 'zz', '%', '../..', 'a'.repeat(500), '0000', '\u0000', "'; DROP TABLE state; --"])(
    'is none for the key "%s"',
    (key) => expect(show(key)).toBeUndefined(),
  )

  test('is found by the beginning of its key', async () => {
    const { key } = await of('open-state', 'retention is cut')
    expect(show(key.slice(0, 12))?.key).toBe(key)
  })
})

describe('a file', () => {
  test('that a process owns is left to it', async () => {
    const database = openDatabase(path)
    expect(() => readStateFile(path, 'detect')).toThrow(JournalLockedError)
    database.close()
  })

  test.each([
    ['is not there', join(folder, 'none.db')],
    ['is no journal', join(folder, 'text.db')],
  ])('that %s is told', (words, file) => {
    writeFileSync(join(folder, 'text.db'), 'hello '.repeat(500))
    expect(() => readStateFile(file, 'detect')).toThrow(words)
  })
})
