// One thing under several ids, as memory holds it: a UUID beside a name, a rename, and a name that is taken anew.
import { describe, expect, test } from 'vitest'
import { knowAliases } from '../../src/memory/aliases.ts'
import type { Event, Resource } from '../../src/model/event.ts'
import type { Memory } from '../../src/model/memory.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { eventOf } from '../support/planes.ts'

const now = Date.UTC(2026, 2, 2)
const uuid = '6f2c1e90-0a11-4c5e-9d3a-00a098d0c101'
const named: Resource = { type: 'volume', id: 'na01/svm1/v1', name: 'v1', aliases: [uuid] }

const about = (
  resource: Resource,
  action = 'repository-changed',
  outcome: Event['event']['outcome'] = 'success',
): Event => {
  const event = eventOf({ at: now, action })
  return { ...event, event: { ...event.event, outcome }, backup: { ...event.backup, resource } }
}
const renamed = (from: string, to: string): Event => {
  const event = about({ type: 'volume', id: to, name: to.split('/').at(-1) ?? to })
  return { ...event, backup: { ...event.backup, detail: { former_id: from } } }
}
const tell = (memory: Memory, ...events: readonly Event[]): Resource | undefined => {
  let last: Event | undefined
  for (const event of events) last = knowAliases(memory, event, now)
  return last?.backup?.resource
}

describe('a thing with several ids', () => {
  test('goes by the first, with its name, once both were told together', () => {
    expect(tell(memoryMap(), about(named), about({ type: 'volume', id: uuid }))).toMatchObject({
      id: 'na01/svm1/v1',
      name: 'v1',
    })
  })

  test('stays apart as long as nobody told so', () => {
    expect(tell(memoryMap(), about({ type: 'volume', id: uuid }))).toEqual({ type: 'volume', id: uuid })
  })

  test.each(['unknown', 'failure'] as const)('is not learned from what came out as %s', (outcome) => {
    expect(
      tell(memoryMap(), about(named, 'repository-changed', outcome), about({ type: 'volume', id: uuid }))?.id,
    ).toBe(uuid)
  })

  test('takes along what lies in it', () => {
    const inside: Resource = { type: 'snapshot', id: `${uuid}/snapshot/s`, container: { type: 'volume', id: uuid } }
    expect(tell(memoryMap(), about(named), about(inside))).toMatchObject({
      id: 'na01/svm1/v1/snapshot/s',
      container: { id: 'na01/svm1/v1', name: 'v1' },
    })
  })

  test('goes by its new name after a rename, by whichever of its ids', () => {
    const memory = memoryMap()
    tell(memory, about(named), renamed('na01/svm1/v1', 'na01/svm1/w'))
    expect(tell(memory, about({ type: 'volume', id: uuid }))).toMatchObject({ id: 'na01/svm1/w', name: 'w' })
    expect(tell(memory, about({ type: 'volume', id: 'na01/svm1/v1' }))?.id).toBe('na01/svm1/w')
  })

  test('is told by a UUID what its new name is', () => {
    const memory = memoryMap()
    const byUuid: Resource = { type: 'volume', id: 'na01/svm1/w', name: 'w', aliases: [uuid] }
    expect(tell(memory, about(named), about(byUuid))?.id).toBe('na01/svm1/v1')
    expect(tell(memory, about({ type: 'volume', id: 'na01/svm1/w', name: 'w' }))?.id).toBe('na01/svm1/v1')
  })

  test('leaves its name to a new one', () => {
    const memory = memoryMap()
    const made: Resource = { type: 'volume', id: 'a', name: 'a' }
    expect(tell(memory, renamed('a', 'b'), about(made, 'repository-created'), about(made))?.id).toBe('a')
  })

  test('may come back to its first name, and change places with another', () => {
    const memory = memoryMap()
    const one = (id: string): Event => about({ type: 'volume', id })
    expect(tell(memory, renamed('a', 'b'), renamed('b', 'a'), one('a'))?.id).toBe('a')
    expect(tell(memory, renamed('a', 'c'), renamed('d', 'a'), one('a'))?.id).toBe('a')
    expect(tell(memory, one('d'))?.id).toBe('a')
  })
})
