// Old records fed in: what they tell is remembered, nobody hears of them, and what comes live later is judged by them.
import { expect, test } from 'vitest'
import type { Event } from '../../src/model/event.ts'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { learnEvent } from '../../src/pipeline/learn.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { ownLibrary } from '../support/library.ts'

const { detector } = await ownLibrary()
const retention = (at: string, days: number): Event => ({
  '@timestamp': at,
  event: {
    id: `r-${at}`,
    action: 'retention-changed',
    code: 'set',
    outcome: 'success',
    kind: 'event',
    category: [],
    type: [],
    dataset: 'generic.json',
    module: 'generic',
    original: '{}',
  },
  backup: {
    actor: { id: 'eve', kind: 'person' },
    resource: { type: 'repository', id: 'r-1' },
    change: { setting: 'retention', to: days, unit: 'd' },
  },
})
const old = retention('2026-01-10T08:00:00.000Z', 35)
const fresh = retention('2026-03-02T08:00:00.000Z', 20)
const judge = (memory: ReturnType<typeof memoryMap>, event: Event) =>
  detectEvent(memory, detector, event, { source: 'generic.json', position: event.event.id, at: event['@timestamp'] })

test('a value of before makes the next one shorter, where it would have been a first sight', () => {
  const [taught, untaught] = [memoryMap(), memoryMap()]
  expect(learnEvent(taught, detector, old, Date.parse(old['@timestamp']))).toBe(true)
  const priorities = [taught, untaught].map((memory) => judge(memory, fresh)?.alerts.map(({ priority }) => priority))
  expect(priorities).toEqual([['page-now'], ['notify']])
})

test('it may come after what is newer', () => {
  const memory = memoryMap()
  judge(memory, retention('2026-03-01T08:00:00.000Z', 30))
  learnEvent(memory, detector, old, Date.parse(old['@timestamp']))
  expect(judge(memory, fresh)?.event.backup?.change).toMatchObject({ from: 30, direction: 'weakened' })
})

test('the same event live is one that was here, and twice taught is once taught', () => {
  const memory = memoryMap()
  learnEvent(memory, detector, fresh, Date.parse(fresh['@timestamp']))
  expect(learnEvent(memory, detector, fresh, Date.parse(fresh['@timestamp']))).toBe(false)
  expect(judge(memory, fresh)).toBeUndefined()
})
