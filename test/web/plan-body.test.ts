// What somebody may propose: bounded in time, never without saying what and whom, a rule by its id.
import { describe, expect, test } from 'vitest'
import { readPlan } from '../../src/web/plans/body.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const rules = [{ id: 'r1' }, { id: 'r2' }]
const change = {
  kind: 'change',
  classes: ['protection-weakened'],
  actors: ['svc-backup'],
  resources: ['backup-*'],
  count: 2,
  to: '2026-03-02T12:00:00Z',
  reason: 'the move',
}
const { count: _, ...withoutCount } = change
const mute = { ...withoutCount, kind: 'mute' }
const ofRule = { kind: 'mute', rules: 'r1', to: '2026-03-09T09:00:00Z', reason: 'loud since the upgrade' }

describe('what may be proposed', () => {
  test.each<[string, object]>([
    ['a change', change],
    ['a mute of a class', mute],
    ['a mute of a rule alone', ofRule],
    ['a mute of two rules for one actor', { ...ofRule, rules: ['r1', 'r2'], actors: 'svc-backup' }],
  ])('%s', (_, body) => {
    expect(readPlan(body, now, rules).ok).toBe(true)
  })

  test('a rule that is not named leaves no trace', () => {
    expect(readPlan({ ...mute, rules: '' }, now, rules)).toMatchObject({ ok: true, value: { kind: 'mute' } })
    expect(JSON.stringify(readPlan({ ...mute, rules: '' }, now, rules))).not.toContain('rules')
  })

  test.each<[string, object, RegExp]>([
    ['a change of a rule', { ...change, rules: 'r1' }, /only a mute/],
    ['a rule that is not in use', { ...ofRule, rules: 'r9' }, /no rule "r9"/],
    ['rules and classes at once', { ...mute, rules: 'r1' }, /rules, or classes/],
    ['nothing to mute', { ...ofRule, rules: '' }, /rules or actions are missing/],
    ['a mute of a class for everybody', { ...mute, actors: '' }, /actors are missing/],
    ['a mute of a rule for a star', { ...ofRule, actors: '*' }, /too short/],
    ['a mute of more than 30 days', { ...ofRule, to: '2026-04-09T09:00:00Z' }, /30 days/],
    ['a mute that counts', { ...mute, count: 1 }, /a mute has none/],
    ['a change of what always pages', { ...change, classes: ['key-endangered'] }, /never covered/],
  ])('not %s', (_, body, why) => {
    const read = readPlan(body, now, rules)
    expect(read.ok ? '' : read.error).toMatch(why)
  })
})
