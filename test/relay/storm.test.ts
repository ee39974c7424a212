import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../src/lib/duration.ts'
import { usualTiers } from '../../src/model/policy.ts'
import { builtInPolicy } from '../../src/relay/built-in.ts'
import { alertOf } from '../store/alert.ts'
import { everyone, night, policyOf } from './night.ts'

const many = 400
const limits = Object.fromEntries(everyone.map((name) => [name, usualTiers]))
type Line = ReturnType<typeof night>

/** So many alerts within a minute. */
function storm(line: Line, of: (index: number) => Partial<Parameters<typeof alertOf>[0]>, count = many): void {
  for (let index = 0; index < count; index += 1) {
    line.feed({
      type: 'alert',
      alert: alertOf({ id: `s${index}`, summary: `Thing ${index} was deleted`, ...of(index) }),
    })
    if (index % Math.ceil(count / 60) === 0) line.pass(1_000)
  }
}
const actor = (name: string) => ({ id: name, name, kind: 'person', addresses: ['203.0.113.7'], agents: [] })
const attack = () => ({ actor: actor('mallory'), site: 'hamburg' })
const sites = (index: number) => ({ actor: actor(`actor ${index % 700}`), site: `site ${index % 500}` })
const triggers = (line: Line, pager: string) =>
  line.rung.filter((one) => one.pager === pager && one.page.action === 'trigger' && one.verdict === 'accepted')

/** Alerts that this channel rang for alone, and those that one of its summaries told of. */
function toldAt(line: Line, pager: string): ReadonlySet<string> {
  const accepted = new Set(triggers(line, pager).map(({ page }) => page.dedupKey))
  return new Set(
    line.decisions.flatMap(({ alert, channel, dedupKey = '' }) =>
      channel === pager && accepted.has(dedupKey) ? [alert] : [],
    ),
  )
}

describe.each([
  ['of one attack', attack],
  ['from 500 sites', sites],
])('a storm %s', (_, of) => {
  test('becomes pages that a person can read, and every alert is in one of them', () => {
    const line = night(policyOf({ limits }), everyone)
    storm(line, of)
    line.pass(6 * minute)
    expect(triggers(line, 'phone').length).toBeLessThanOrEqual(35)
    expect(toldAt(line, 'phone').size).toBe(many)
    expect(line.pages.filter(({ reason }) => reason === 'first').length).toBe(many)
  })
  test('is told as a number, with the worst and the way to the list', () => {
    const line = night(policyOf({ limits }), everyone)
    storm(line, of)
    line.feed({
      type: 'alert',
      alert: alertOf({ id: 'worst', class: 'repository-removed', summary: 'The vault was deleted', ...of(1) }),
    })
    line.pass(6 * minute)
    const summaries = triggers(line, 'phone').filter(({ page }) => page.reason === 'summary')
    expect(summaries.length).toBeGreaterThan(0)
    const told = summaries.map(({ page }) => page.summary).join('\n')
    expect(told).toMatch(/\d{3} alerts in one page/)
    expect(told).toContain('The vault was deleted')
    expect(summaries[0]?.page.link).toBe('https://lastcopy.example.com/')
  })
  test('goes on ringing in summaries until somebody answers, and not in thousands of repeats', () => {
    const line = night(policyOf({ limits }), everyone)
    storm(line, of, 120)
    line.pass(2 * hour, 30_000)
    expect(triggers(line, 'phone').length).toBeLessThan(120)
    expect(triggers(line, 'phone').at(-1)?.at).toBeGreaterThan(6_000)
  })
})

describe('a summary', () => {
  const stormy = () => {
    const line = night(policyOf({ limits, acknowledgementLasts: 12 * hour }), everyone)
    storm(line, attack, 100)
    line.pass(4.2 * minute)
    const summary = triggers(line, 'phone').find(({ page }) => page.reason === 'summary')?.page
    if (!summary) throw new Error('there was no summary')
    return { line, summary }
  }
  test('that somebody acknowledges has answered all that it tells of', () => {
    const { line, summary } = stormy()
    line.act({ alert: summary.alert, dedupKey: summary.dedupKey, via: 'hook', pager: 'phone' })
    expect(line.actions.filter(({ act }) => act === 'acknowledge').length).toBeGreaterThan(90)
    const alone = new Set(triggers(line, 'phone').map(({ page }) => page.alert))
    for (const id of alone) line.act({ alert: id })
    const rung = line.rings().length
    line.pass(2 * hour, 10_000)
    expect(line.rings().length).toBe(rung)
  })
  test('ends at the provider when all that it tells of is over', () => {
    const { line, summary } = stormy()
    for (let index = 0; index < 100; index += 1)
      line.feed({
        type: 'alert',
        alert: alertOf({ ...attack(), id: `s${index}`, version: 2, status: 'resolved', change: 'resolved' }),
      })
    line.pass(2_000)
    const ends = line.rung.filter(({ page }) => page.dedupKey === summary.dedupKey && page.action !== 'trigger')
    expect(ends.map(({ page }) => page.action)).toEqual(['resolve'])
    expect(line.outbox()).toEqual([])
  })
  test('is not sent where everybody was answered before it was due', () => {
    const line = night(policyOf({ limits }), everyone)
    storm(line, attack, 10)
    for (let index = 0; index < 10; index += 1) line.act({ alert: `s${index}` })
    line.pass(30 * minute, 5_000)
    expect(line.pages.filter(({ reason }) => reason === 'summary')).toEqual([])
  })
  test('that a channel never took is told whole by the next one', () => {
    const line = night(policyOf({ limits }), everyone)
    line.provider('phone', () => 'retry')
    storm(line, attack, 50)
    line.pass(20 * minute, 5_000)
    line.provider('phone', () => 'accepted')
    line.pass(10 * minute, 5_000)
    expect(toldAt(line, 'phone').size).toBeGreaterThan(0)
    expect(triggers(line, 'phone').length).toBeLessThanOrEqual(8)
  })
})

describe('without a policy', () => {
  test('another attacker’s first page rings at once, in the middle of a storm', () => {
    const line = night(builtInPolicy({ pagers: ['phone'], floor: 'page-now', repeat: 15 * minute }), ['phone'])
    storm(line, attack, 300)
    line.alert({ id: 'other', actor: actor('other'), site: 'hamburg' })
    expect(triggers(line, 'phone').at(-1)?.page.alert).toBe('other')
  })
})
