import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../../src/lib/duration.ts'
import { type ClockedMemory, memoryMap } from '../../src/pipeline/memory-map.ts'
import { memorySpilling } from '../../src/pipeline/memory-spill.ts'
import { memoryOver, tallyOf } from '../../src/pipeline/memory-state.ts'
import { stateMap } from './state-map.ts'

/** Memory over a state, a batch at a time. */
function batches() {
  const { map, view, apply } = stateMap()
  const batch = (work: (memory: ClockedMemory) => void): void => {
    const memory = memoryOver(view)
    work(memory)
    apply(memory.changes())
  }
  return { map, view, batch }
}

/** A memory that lets go of everything after so many readings and writings. */
function spill(most: number): ClockedMemory {
  const { view, apply } = stateMap()
  return memorySpilling(() => ({ view, write: apply }), most)
}

describe.each(['map', 'state', 'spill'] as const)('memory over a %s', (kind) => {
  /** Runs steps, each in a batch of its own where there are batches. */
  function run(...steps: readonly ((memory: ClockedMemory) => void)[]): void {
    const plain = memoryMap()
    const { batch } = batches()
    const spilling = spill(1)
    for (const step of steps) kind === 'state' ? batch(step) : step(kind === 'map' ? plain : spilling)
  }

  test('what was put is there in the same batch and in the next', () => {
    run(
      (memory) => {
        memory.put('copy', 'a', { x: [1] })
        expect(memory.get('copy', 'a')).toEqual({ x: [1] })
      },
      (memory) => {
        expect(memory.get('copy', 'a')).toEqual({ x: [1] })
        expect(memory.get('setting', 'a')).toBeUndefined()
        memory.drop('copy', 'a')
        expect(memory.get('copy', 'a')).toBeUndefined()
      },
      (memory) => expect(memory.get('copy', 'a')).toBeUndefined(),
    )
  })

  test('what has run out is gone, and time never goes back', () => {
    run(
      (memory) => {
        memory.advance(day)
        memory.put('count', 'a', 1, 2 * day)
        memory.advance(2 * day)
      },
      (memory) => {
        expect(memory.get('count', 'a')).toBe(1)
        memory.advance(2 * day + 1)
        memory.advance(0)
        expect(memory.get('count', 'a')).toBeUndefined()
      },
    )
  })

  test('odd keys are keys', () => {
    run((memory) => {
      for (const key of ['__proto__', 'constructor', '', 'a\u0000b']) {
        expect(memory.get('copy', key)).toBeUndefined()
        memory.put('copy', key, key)
        expect(memory.get('copy', key)).toBe(key)
      }
    })
  })
})

test('all memories agree on any history', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.nat(9),
    ends: fc.option(fc.nat(12)),
    act: fc.constantFrom('put', 'drop', 'get'),
    wait: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 8 }), (history) => {
      const plain = memoryMap()
      const spilling = spill(3)
      const { batch } = batches()
      let now = 0
      for (const steps of history) {
        batch((memory) => {
          for (const { key, value, ends, act, wait } of steps) {
            now += wait * day
            for (const each of [plain, memory, spilling]) {
              each.advance(now)
              if (act === 'put') each.put('seen', key, value, ends === null ? undefined : now + (ends - 2) * day)
              if (act === 'drop') each.drop('seen', key)
            }
            for (const name of ['a', 'b', 'c'])
              for (const other of [memory, spilling]) expect(other.get('seen', name)).toEqual(plain.get('seen', name))
          }
        })
      }
    }),
  )
})

test('the state forgets what has run out: its size follows what is still of use', () => {
  const { map, batch } = batches()
  for (let today = 0; today < 60; today += 1) {
    batch((memory) => {
      memory.advance(today * day)
      for (let count = 0; count < 20; count += 1) memory.put('seen', `${today} ${count}`, 1, (today + 3) * day)
    })
  }
  expect(map.size).toBeLessThan(20 * 5 * 2 + 5)
  const plain = memoryMap()
  for (let today = 0; today < 60; today += 1) {
    plain.advance(today * day)
    for (let count = 0; count < 20; count += 1) plain.put('seen', `${today} ${count}`, 1, (today + 3) * day)
  }
  expect(plain.size).toBeLessThanOrEqual(20 * 5)
})

test('the state knows how many entries of each kind it has, whatever was put, dropped and forgotten', () => {
  const { map, view, batch } = batches()
  const step = fc.record({ key: fc.nat(20), days: fc.nat(6), act: fc.constantFrom('put', 'put', 'drop') })
  let today = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      today += 1
      batch((memory) => {
        memory.advance(today * day)
        for (const { key, days, act } of steps)
          if (act === 'put') memory.put(key % 2 ? 'seen' : 'count', `${key}`, 1, (today + days) * day)
          else memory.drop(key % 2 ? 'seen' : 'count', `${key}`)
      })
      const counted = Object.entries(tallyOf(view)).sort()
      const there = new Map<string, number>()
      for (const key of map.keys())
        if (key.startsWith('seen\u0000') || key.startsWith('count\u0000'))
          there.set(key.split('\u0000')[0] ?? '', 1 + (there.get(key.split('\u0000')[0] ?? '') ?? 0))
      expect(counted).toEqual([...there].sort())
    }),
  )
})
