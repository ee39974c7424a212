// A flood of fresh groups between two steps of a chain: the chain fires, memory lies on disk and is counted. The full size: bench/chain.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { floodEvent } from '../../bench/flood.ts'
import { type SiteEvent, windowsOf } from '../../src/correlate/windows.ts'
import { openScratch } from '../../src/journal/sqlite/database.ts'
import { openState } from '../../src/journal/sqlite/state.ts'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { memoryOver, type StateMemory, tallyOf } from '../../src/pipeline/memory-state.ts'
import { correlation, open } from '../correlate/script.ts'
import { ownLibrary } from '../support/library.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-flood-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const day = 86_400_000

/** A stage's state on disk: each batch reads what it touches, and all that it changed is written as one. */
function stateOnDisk(name: string) {
  const database = openScratch(join(folder, name))
  const state = openState(database, 'detect')
  const batch = (work: (memory: StateMemory) => void): void => {
    const memory = memoryOver(state)
    work(memory)
    const changes = memory.changes()
    database.transaction(() => state.write(changes))
    state.committed(changes)
  }
  return { state, batch, close: () => database.close() }
}

test('of 20,000 groups in a 30-day chain', { timeout: 120_000 }, () => {
  const { plans, matcher } = open([
    correlation('type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 30d'),
  ])
  const [a, b, c] = matcher.rules.map(({ meta }) => meta)
  if (!a || !b || !c) throw new Error('no rules')
  const windows = windowsOf(plans, 3_600_000)
  const { state, batch, close } = stateOnDisk('windows.db')
  const event = (group: string, at: number): SiteEvent => ({ id: `${group} ${at}`, at, site: 'x', read: () => [group] })
  const send = (memory: StateMemory, rule: typeof a, group: string, at: number) => {
    memory.advance(at)
    return windows.match(memory, rule, event(group, at), at)
  }
  batch((memory) => void send(memory, a, 'slow', 0))
  batch((memory) => void send(memory, b, 'slow', day))
  for (let from = 0; from < 20_000; from += 2_000)
    batch((memory) => {
      for (let at = from; at < from + 2_000; at += 1) send(memory, at % 2 ? a : b, `fresh ${at}`, 2 * day + at * 30_000)
    })
  expect(tallyOf(state).window).toBe(20_001)
  let fired = 0
  batch((memory) => {
    fired = send(memory, c, 'slow', 29 * day).length
  })
  expect(fired).toBe(1)
  close()
})

test('of 3,000 keys through detection as it ships', { timeout: 120_000 }, async () => {
  const { detector } = await ownLibrary()
  const { state, batch, close } = stateOnDisk('detect.db')
  const start = Date.parse('2026-03-02T00:00:00Z')
  const fired: string[] = []
  const send = (memory: StateMemory, { event, at }: ReturnType<typeof floodEvent>): void => {
    const position = { source: 'generic.json', position: event.event.id, at: new Date(at).toISOString() }
    for (const firing of detectEvent(memory, detector, event, position)?.firings ?? [])
      fired.push(firing.correlation.title)
  }
  batch((memory) => send(memory, floodEvent('custody', 'victim', start)))
  for (let from = 0; from < 3_000; from += 500)
    batch((memory) => {
      for (let at = from; at < from + 500; at += 1)
        send(memory, floodEvent('custody', `fresh-${at}`, start + day + at * 60_000))
    })
  batch((memory) => send(memory, floodEvent('destruction', 'victim', start + 29 * day)))
  expect(fired).toContain('Key endangered after its custody changed')
  expect(tallyOf(state).window).toBeGreaterThanOrEqual(3_000)
  close()
})
