// The stopwatch: what may be noted when, what it measures, and that the same thing is noted once.
import { describe, expect, test } from 'vitest'
import type { Ask, RefusedReason } from '../../src/model/ask.ts'
import { type Drill, isByOthers, servedIn } from '../../src/model/drill.ts'
import type { StateChange, StateView } from '../../src/model/journal.ts'
import type { AccessRole, Subject } from '../../src/model/people.ts'
import { decide } from '../../src/people/decide.ts'
import { shelfOver } from '../../src/people/shelf.ts'

const at = (hours: number): string => new Date(Date.UTC(2026, 2, 2) + hours * 3_600_000).toISOString()
const empty: StateView = { get: () => undefined, scan: () => [] }
const role = (name: AccessRole): Subject => ({ kind: 'machine', name: 'machine', role: name })

/** A shelf, and what is asked of it at some hour. */
function desk() {
  const shelf = shelfOver(empty)
  let asked = 0
  const ask = (hours: number, what: Ask, who = role('analyst')): RefusedReason | 'done' => {
    asked += 1
    const record = { type: 'ask', id: `a${asked}`, at: at(hours), salt: 's', who, ask: what } as const
    const { refused, entry, told } = decide(shelf, record)
    if (told?.drill) ended.push(told.drill)
    if (entry) acts.push(entry.act)
    return refused ?? 'done'
  }
  const ended: Drill[] = []
  const acts: string[] = []
  const drill = (): Drill => {
    const found = shelf.get('drill', 'D')
    if (!found) throw new Error('no drill')
    return found
  }
  return { ask, drill, told: ended, acts, changes: (): readonly StateChange[] => shelf.changes() }
}
const start = (part: object = {}): Ask => ({
  act: 'drill-start',
  id: 'D',
  site: 'default',
  drill: {
    kind: 'full',
    sets: ['ERP', 'Mail'],
    scenario: 'hall 1 is gone',
    runbook: 'R-7',
    writtenBy: ['backup administration'],
    executedBy: 'night shift',
    decidedAt: at(0),
    lostAt: at(-2),
    copies: [],
    ...part,
  },
})
const step = (name: string, part: object = {}): Ask => ({ act: 'drill-step', drill: 'D', step: { name, ...part } })
const finish = (end: 'served' | 'failed' | 'abandoned', part: object = {}): Ask => ({
  act: 'drill-finish',
  drill: 'D',
  end,
  ...part,
})

describe('a drill', () => {
  test('measures from the decision to service that bears load, and from the loss back to the point', () => {
    const { ask, drill, told, acts } = desk()
    expect(ask(0, start())).toBe('done')
    expect(ask(3, step('network'))).toBe('done')
    expect(ask(8, step('orders', { serves: 'ERP', at: at(7.5), point: at(-8) }))).toBe('done')
    expect(told).toEqual([])
    expect(ask(11, finish('served', { at: at(10), point: at(-3) }))).toBe('done')
    expect(servedIn(drill())).toEqual([
      { of: 'ERP', rtoHours: 7.5, rpoHours: 6 },
      { of: 'Mail', rtoHours: 10, rpoHours: 1 },
    ])
    expect(drill().steps.map(({ name, at: time }) => [name, time])).toEqual([
      ['network', at(3)],
      ['orders', at(7.5)],
      ['Mail bears load', at(10)],
    ])
    expect(told.map(({ id, status }) => [id, status])).toEqual([['D', 'served']])
    expect(acts).toEqual(['drill-start', 'drill-step', 'drill-step', 'drill-finish'])
  })

  test('that failed measures what served all the same, and nothing else', () => {
    const { ask, drill } = desk()
    ask(0, start())
    ask(4, step('orders', { serves: 'ERP' }))
    expect(ask(9, finish('failed', { words: 'the keys of Mail are gone' }))).toBe('done')
    expect(servedIn(drill())).toEqual([{ of: 'ERP', rtoHours: 4 }])
  })

  test.each<readonly [string, Ask, RefusedReason]>([
    ['a step that was noted', step('network'), 'known-step'],
    ['a set that serves already', step('again', { serves: 'ERP' }), 'known-step'],
    ['a set of another drill', step('files', { serves: 'Files' }), 'no-such-set'],
    ['what has not happened yet', step('later', { at: at(9) }), 'ahead'],
    ['what was before the decision', step('early', { at: at(-1) }), 'before-decision'],
    ['a point that is newer than the loss', step('mail', { serves: 'Mail', point: at(-1) }), 'point-after-loss'],
    ['an end before a step', finish('abandoned', { at: at(1) }), 'before-step'],
    ['a drill that is none', { ...step('x'), drill: 'E' } as Ask, 'no-such-drill'],
    ['the same drill again', start(), 'name-taken'],
  ])('refuses %s', (_, what, reason) => {
    const { ask } = desk()
    ask(0, start())
    ask(2, step('network'))
    ask(3, step('orders', { serves: 'ERP' }))
    expect(ask(5, what)).toBe(reason)
  })

  test('has an end', () => {
    const { ask } = desk()
    ask(0, start())
    ask(1, finish('abandoned'))
    for (const what of [step('late'), finish('served')]) expect(ask(2, what)).toBe('not-open')
  })

  test('is timed by analysts, and told to viewers', () => {
    const { ask } = desk()
    expect(ask(0, start(), role('viewer'))).toBe('not-allowed')
    ask(0, start())
    for (const what of [step('network'), finish('abandoned')]) expect(ask(1, what, role('viewer'))).toBe('not-allowed')
  })

  test.each([
    ['Night Shift', false],
    [' night shift ', false],
    ['day shift', true],
  ])('by %s, where the night shift wrote the runbook, is by others: %s', (executedBy, others) =>
    expect(isByOthers({ writtenBy: ['night shift'], executedBy })).toBe(others),
  )
})
