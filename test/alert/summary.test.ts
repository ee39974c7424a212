import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plain, summarize } from '../../src/alert/summary.ts'
import type { Change, Event } from '../../src/model/event.ts'
import { type Act, eventOf, matchOf, start } from './script.ts'

const line = (act: Act, more: Partial<Event> = {}): string =>
  summarize(matchOf(act).rule, { ...eventOf(act, 'e', start), ...more })

describe('the summary line', () => {
  test.each<[string, Act, string]>([
    [
      'a title alone gets copy, actor and address',
      {},
      'Rule protection-weakened on nightly-backup by alice from 192.0.2.10',
    ],
    [
      'a sentence is filled',
      { summary: '{backup.actor.name} cut {backup.resource.name} from {source.ip}' },
      'alice cut nightly-backup from 192.0.2.10',
    ],
    [
      'what a sentence leaves out is added',
      { summary: 'Retention of {backup.resource.name} cut' },
      'Retention of nightly-backup cut by alice from 192.0.2.10',
    ],
    [
      'a field that is not there leaves the title',
      { summary: 'Cut to {backup.change.to} days' },
      'Rule protection-weakened on nightly-backup by alice from 192.0.2.10',
    ],
    [
      'an object is not told',
      { summary: 'Cut {backup}' },
      'Rule protection-weakened on nightly-backup by alice from 192.0.2.10',
    ],
    [
      'hostile names are told plainly',
      { actor: 'a\u202eb\nc\u0007', resource: 'x\u2066y' },
      'Rule protection-weakened on x y by a b c from 192.0.2.10',
    ],
    [
      'prototypes are no fields',
      { summary: '{__proto__} {constructor.name}' },
      'Rule protection-weakened on nightly-backup by alice from 192.0.2.10',
    ],
  ])('%s', (_, act, expected) => {
    expect(line(act)).toBe(expected)
  })

  test.each<[string, Change, string]>([
    ['days', { setting: 'retention', from: 35, to: 1, unit: 'd' }, 'from 35 days to 1 day'],
    ['versions', { setting: 'retention-count', from: 30, to: 5, unit: 'versions' }, 'from 30 versions to 5 versions'],
    ['no end', { setting: 'retention', from: 'unlimited', to: 35, unit: 'd' }, 'from unlimited to 35 days'],
    ['words', { setting: 'lock-mode', from: 'compliance', to: 'off' }, 'from compliance to off'],
    [
      'a date',
      { setting: 'lock-until', from: Date.UTC(2027, 0, 1), to: Number.MAX_VALUE },
      'from 2027-01-01 to +275760-0',
    ],
  ])('a value is told as people say it: %s', (_, change, expected) => {
    const { backup, ...event } = eventOf({}, 'e', start)
    const template = 'Cut from {backup.change.from} to {backup.change.to} by {backup.actor.name}'
    expect(line({ summary: template }, { ...event, backup: { ...backup, change } })).toContain(expected)
  })

  test('long names are cut, and the address is still there', () => {
    const told = line({ actor: 'a'.repeat(5000), resource: 'r'.repeat(5000) })
    expect(told.length).toBeLessThanOrEqual(300)
    expect(told).toMatch(/ from 192\.0\.2\.10$/)
  })

  test('an event without actor or resource still has a line', () => {
    const { backup: _, ...bare } = eventOf({}, 'e', start)
    expect(summarize(matchOf({}).rule, bare as Event)).toBe(
      'Rule protection-weakened on 111122223333 by an unknown actor from 192.0.2.10',
    )
  })

  test('any text becomes one safe line of bounded length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), fc.integer({ min: 1, max: 300 }), (text, longest) => {
        const told = plain(text, longest)
        expect(told.length).toBeLessThanOrEqual(longest)
        expect(told).toBe(told.toWellFormed())
        expect(told).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})
