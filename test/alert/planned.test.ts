import { describe, expect, test } from 'vitest'
import { isPlanned, notePlan, planMatches, unplanned } from '../../src/alert/planned.ts'
import { day, hour, minute } from '../../src/lib/duration.ts'
import type { Alert, Difference } from '../../src/model/alert.ts'
import type { Plan } from '../../src/model/plan.ts'
import { decidePage } from '../../src/relay/decide.ts'
import { type Act, eventOf, matchOf, script, start } from './script.ts'

const iso = (offset: number): string => new Date(start + offset).toISOString()

/** Alice may weaken the protection of `vault` twice, from nine to one. */
const planOf = (part: Partial<Plan> = {}): Plan => ({
  id: 'CHG-1',
  kind: 'change',
  site: 'default',
  status: 'approved',
  classes: ['protection-weakened'],
  actions: [],
  actors: ['alice'],
  resources: ['vault'],
  count: 2,
  from: iso(0),
  to: iso(4 * hour),
  reason: 'shorter retention after the move',
  proposedBy: { name: 'ann', person: 'ann' },
  proposedAt: iso(-day),
  decidedBy: { name: 'bob', person: 'bob' },
  decidedAt: iso(-hour),
  ...part,
})

const act: Act = { actor: 'alice', resource: 'vault', weakened: 'retention' }

function planned(...plans: readonly Plan[]) {
  const line = script()
  for (const plan of plans) notePlan(line.memory, plan)
  return line
}
const last = (alerts: readonly Alert[]): Alert => {
  const alert = alerts.at(-1)
  if (!alert) throw new Error('no alert')
  return alert
}

describe('a match that fits a planned change', () => {
  test('is recorded and shown, names the change and pages nobody', () => {
    const alert = last(planned(planOf()).send(minute, act))
    expect(alert).toMatchObject({ change: 'opened', priority: 'queue', planned: [{ plan: 'CHG-1', differs: [] }] })
    expect(alert.summary).toMatch(/^Planned \(CHG-1\): /)
  })

  test.each<[string, Partial<Plan>, Act]>([
    ['by the verb', { classes: [], actions: ['retention-changed'] }, { ...act, action: 'retention-changed' }],
    ['by a pattern', { resources: ['va*t'], actors: ['ali*'] }, act],
    ['by what the resource lies in', { resources: ['box'] }, { ...act, container: 'box' }],
    ['to the last moment', { to: iso(minute) }, act],
    ['a notify item as well', {}, { ...act, priority: 'notify' }],
  ])('%s', (_, plan, happened) => {
    expect(last(planned(planOf(plan)).send(minute, happened)).priority).toBe('queue')
  })

  test('counts for no correlation', () => {
    const { memory } = planned(planOf())
    const event = eventOf(act, 'e', start + minute)
    const base = { rule: { ...matchOf(act).rule, id: 'base' } }
    const { lastcopy: _, ...meta } = base.rule
    const judged = planMatches(memory, event, [matchOf(act), { rule: meta }], start + minute)
    expect(judged.map(isPlanned)).toEqual([true, false])
    expect(unplanned(judged)).toEqual([])
  })
})

describe('a match that differs in any part pages and says in what', () => {
  test.each<[Difference, Partial<Plan>, Act, number]>([
    ['class', {}, { ...act, class: 'repository-removed' }, minute],
    ['actor', {}, { ...act, actor: 'mallory' }, minute],
    ['resource', {}, { ...act, resource: 'other' }, minute],
    ['count', { count: 1 }, act, 2 * minute],
    ['time', {}, act, 4 * hour + 1],
    ['time', { from: iso(hour) }, act, minute],
    ['time', { decidedAt: iso(hour) }, act, minute],
    ['never-planned', { classes: ['key-endangered'] }, { ...act, class: 'key-endangered' }, minute],
    ['never-planned', { classes: ['audit-stopped'] }, { ...act, class: 'audit-stopped' }, minute],
    ['never-planned', { classes: ['gate-weakened'] }, { ...act, class: 'gate-weakened' }, minute],
    ['never-planned', { actions: ['key-disabled'] }, { ...act, action: 'key-disabled' }, minute],
    ['never-planned', { actions: ['mfa-changed'] }, { ...act, action: 'mfa-changed' }, minute],
  ])('%s', (difference, plan, happened, at) => {
    const line = planned(planOf(plan))
    if (difference === 'count') line.send(minute, { ...act, resource: 'vault' })
    const alert = last(line.send(at, happened))
    expect(alert.priority).toBe('page-now')
    expect(alert.planned?.at(-1)).toEqual({ plan: 'CHG-1', differs: [difference] })
    expect(alert.summary).toMatch(/; not as planned in CHG-1: \S/)
    expect(alert.summary.length).toBeLessThanOrEqual(300)
  })

  test.each([
    ['as memory knows', { history: { last: true } }],
    ['as the estate says', { copy: { left: 0 } }],
  ])('the last copy of a set is never covered, %s', (_, facts) => {
    const { memory } = planned(planOf({ classes: ['points-deleted'] }))
    const happened = eventOf({ ...act, class: 'points-deleted' }, 'e', start)
    const event = { ...happened, backup: { ...happened.backup, ...facts } }
    const [match] = planMatches(memory, event, [matchOf({ ...act, class: 'points-deleted' })], start + minute)
    expect(match?.planned).toEqual({ plan: 'CHG-1', differs: ['never-planned'] })
  })

  test('a call over many counts as five', () => {
    const { memory } = planned(planOf({ count: 4 }))
    const happened = eventOf(act, 'e', start)
    const event = { ...happened, backup: { ...happened.backup, detail: { bulk: true } } }
    expect(planMatches(memory, event, [matchOf(act)], start + minute)[0]?.planned?.differs).toEqual(['count'])
  })

  test('what has nothing to do with a plan says nothing of it', () => {
    const alert = last(planned(planOf()).send(minute, { ...act, actor: 'mallory', resource: 'elsewhere' }))
    expect(alert).toMatchObject({ priority: 'page-now' })
    expect(alert.planned).toBeUndefined()
  })
})

describe('a plan', () => {
  test('ends when it is taken back', () => {
    const line = planned(planOf(), planOf({ status: 'withdrawn' }))
    expect(last(line.send(minute, act))).toMatchObject({ priority: 'page-now', change: 'opened' })
  })

  test('of another site covers nothing here', () => {
    expect(last(planned(planOf({ site: 'plant' })).send(minute, act)).priority).toBe('page-now')
  })

  test('what exceeds it raises the alert that it kept quiet', () => {
    const line = planned(planOf())
    expect([minute, 2 * minute, 3 * minute].map((at) => line.words(at, act))).toEqual([
      ['opened queue'],
      ['joined queue'],
      ['raised page-now'],
    ])
  })

  test('gives way to another that fits', () => {
    const line = planned(planOf({ actors: ['somebody'] }), planOf({ id: 'CHG-2' }))
    expect(last(line.send(minute, act)).planned).toEqual([{ plan: 'CHG-2', differs: [] }])
  })

  test('a pattern with many stars ends at once', () => {
    const line = planned(planOf({ resources: [`a${'*a'.repeat(200)}`] }))
    const began = performance.now()
    line.send(minute, { ...act, resource: `${'a'.repeat(300)}b` })
    expect(performance.now() - began).toBeLessThan(200)
  })

  test('there may be many, and the one that is over first gives way', () => {
    const many = Array.from({ length: 320 }, (_, step) =>
      planOf({ id: `CHG-x${step}`, actors: ['somebody'], resources: ['elsewhere'], to: iso(5 * hour + step) }),
    )
    const line = planned(planOf(), ...many)
    expect(last(line.send(minute, act)).priority).toBe('page-now')
    expect(JSON.stringify(line.memory.get('plan', 'default')).length).toBeLessThan(200_000)
  })
})

describe('a mute', () => {
  const mute = planOf({ id: 'MUT-1', kind: 'mute' })
  const quiet = (alert: Alert) => decidePage(alert, { pages: 0, acknowledged: false }, 'queue')

  test('keeps a notify item from telling anybody', () => {
    const alert = last(planned(mute).send(minute, { ...act, priority: 'notify' }))
    expect(alert).toMatchObject({ priority: 'notify', muted: 'MUT-1' })
    expect(quiet(alert)).toEqual({ page: false, reason: 'muted' })
  })

  test('never keeps a page from ringing', () => {
    const alert = last(planned(mute).send(minute, act))
    expect(alert.priority).toBe('page-now')
    expect(quiet(alert)).toEqual({ page: true, reason: 'first' })
  })

  test('nor what it muted from rising', () => {
    const line = planned(mute)
    line.send(minute, { ...act, priority: 'notify' })
    const alert = last(
      line.send(2 * minute, { ...act, class: 'protection-stopped', priority: 'notify', resource: 'job' }),
    )
    expect(alert).toMatchObject({ priority: 'page-now' })
    expect(quiet(alert)).toEqual({ page: true, reason: 'first' })
  })

  describe('of a rule', () => {
    const rule = matchOf({ ...act, priority: 'notify' }).rule.id
    const ofRule = { id: 'MUT-2', kind: 'mute', classes: [], actions: [], actors: [], resources: [] } as const

    test('holds for anybody and anything, where nothing else is named', () => {
      const alert = last(planned(planOf({ ...ofRule, rules: [rule] })).send(minute, { ...act, priority: 'notify' }))
      expect(alert.muted).toBe('MUT-2')
    })

    test.each<[string, Partial<Plan>]>([
      ['another rule', { rules: ['another'] }],
      ['another actor', { rules: [rule], actors: ['mallory'] }],
      ['another resource', { rules: [rule], resources: ['elsewhere'] }],
      ['a time that is over', { rules: [rule], from: iso(-hour), to: iso(-minute) }],
      ['no rule', { rules: [] }],
    ])('and not for %s', (_, part) => {
      const alert = last(planned(planOf({ ...ofRule, ...part })).send(minute, { ...act, priority: 'notify' }))
      expect(alert.muted).toBeUndefined()
    })

    test('never for what pages at once', () => {
      const alert = last(planned(planOf({ ...ofRule, rules: [matchOf(act).rule.id] })).send(minute, act))
      expect(quiet(alert)).toEqual({ page: true, reason: 'first' })
    })
  })
})
