import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../src/lib/duration.ts'
import type { Verdict } from '../../src/model/page.ts'
import { everyone, night, policyOf } from './night.ts'

const tonight = (part = {}) => night(policyOf(part), everyone)

describe('an alert that nobody answers', () => {
  test('rings the first person, the second channel, the next step, and all of it again', () => {
    const line = tonight()
    line.alert()
    line.pass(16 * minute)
    expect(line.rings()).toEqual(['0 phone', '120 sms', '300 bob', '300 chat', '900 phone'])
    expect(line.why()).toEqual(['first phone', 'not-answered sms', 'step bob', 'step chat', 'repeat phone'])
  })
  test('says in each page who else was woken', () => {
    const line = tonight()
    line.alert()
    line.pass(6 * minute)
    expect(line.rung.map(({ pager, page }) => [pager, page.text.others])).toEqual([
      ['phone', undefined],
      ['sms', undefined],
      ['bob', 'backup team, first line'],
      ['chat', 'backup team, first line, deputy'],
    ])
  })
  test('tells each person the time in their own zone, and everybody else in the policy’s', () => {
    const { people } = policyOf()
    const bob = { ...people.bob, title: 'deputy', channels: people.bob?.channels ?? [], zone: 'America/New_York' }
    const line = tonight({ zone: 'Europe/Berlin', people: { ...people, bob } })
    line.provider('bob', () => 'retry')
    line.alert()
    line.pass(5 * minute)
    const times = () => line.rung.map(({ pager, page }) => `${pager} ${page.text.headline.split(', ').at(-1)}`)
    const bobs = 'bob 2026-02-28 21:00 EST (2026-03-01 02:00 UTC)'
    expect(new Set(times())).toEqual(
      new Set(['phone', 'sms', 'chat'].map((name) => `${name} 2026-03-01 03:00 CET (02:00 UTC)`).concat(bobs)),
    )
    // A newer text of what still waits is for the same reader.
    line.alert({ version: 2, change: 'joined', eventCount: 2 })
    line.provider('bob', () => 'accepted')
    line.pass(3 * minute)
    expect(times().at(-1)).toBe(bobs)
  })
  test('is one page of the log however many channels ring, and another each time that all begins anew', () => {
    const line = tonight()
    line.alert()
    line.pass(31 * minute)
    expect(line.pages.map(({ reason }) => reason)).toEqual(['first', 'repeat', 'repeat'])
    expect(new Set(line.pages.map(({ dedupKey }) => dedupKey)).size).toBe(1)
  })
  test('that pages at once is never forgotten, also where the policy ends', () => {
    const { escalations } = policyOf()
    const urgent = { ...escalations.urgent, repeat: 0 } as never
    const line = tonight({ escalations: { urgent } })
    line.alert()
    line.pass(14 * minute)
    const before = line.rings().length
    line.pass(2 * minute)
    expect(line.why().at(-1)).toBe('escalation-over')
    line.pass(58 * minute)
    expect(line.rings().length).toBe(before)
    line.pass(2 * minute)
    expect(line.rings().length).toBe(before + 1)
  })
})

describe('a first channel that is down', () => {
  const ways: readonly (readonly [string, Verdict | 'silent', number, string])[] = [
    ['refuses', 'refused', 0, 'refused sms'],
    ['is broken', 'retry', 30, 'not-accepted sms'],
    ['hangs', 'silent', 30, 'not-accepted sms'],
  ]
  test.each(ways)('%s: the second rings within a minute', (_, verdict, after, why) => {
    const line = tonight()
    line.provider('phone', () => verdict)
    line.alert()
    line.pass(minute)
    expect(line.rings()).toEqual([`${after} sms`])
    expect(line.why()).toEqual(['first phone', why])
  })
  test('and the second too: the next step begins at once when both refuse', () => {
    const line = tonight()
    line.provider('phone', () => 'refused')
    line.provider('sms', () => 'refused')
    line.alert()
    expect(line.why()).toEqual(['first phone', 'refused sms', 'step bob', 'step chat'])
    expect(line.rings()).toEqual(['0 bob', '0 chat'])
  })
  test('and comes back: what it did not take it takes, once', () => {
    const line = tonight()
    line.provider('phone', () => 'retry')
    line.alert()
    line.pass(10 * minute)
    line.provider('phone', () => 'accepted')
    line.pass(4 * minute)
    expect(line.rings().filter((ring) => ring.endsWith('phone')).length).toBe(1)
  })
})

describe('nobody who could be rung', () => {
  test('in a gap of a rotation: the next step begins at once', () => {
    const rotation = {
      zone: 'UTC',
      members: ['ann'],
      turn: { days: 7 },
      since: '2027-01-01T08:00',
      overrides: [],
    } as const
    const line = tonight({
      rotations: { storage: rotation },
      escalations: {
        urgent: {
          steps: [
            { notify: [{ rotation: 'storage' }], wait: 5 * minute },
            { notify: [{ person: 'bob' }], wait: 5 * minute },
          ],
          repeat: 'always',
        },
      },
    })
    line.alert()
    expect(line.why()).toEqual(['nobody', 'step bob'])
  })
  test('at all: every channel that there is rings', () => {
    const line = tonight({ routes: [{ name: 'all', match: {}, escalation: 'gone' }] })
    line.alert()
    expect(line.rings()).toEqual(['0 bob', '0 chat', '0 phone', '0 sms'])
  })
})

describe('all channels down for two hours', () => {
  const outage = (verdict: 'retry' | 'refused') => {
    const line = tonight({ acknowledgementLasts: 12 * hour })
    for (const name of everyone) line.provider(name, () => verdict)
    line.alert()
    line.alert({ id: 'a2', actor: { ...actor, id: 'other' } })
    line.alert({ id: 'a3', actor: { ...actor, id: 'third' } })
    line.pass(hour)
    line.act({ alert: 'a2' })
    line.alert({ id: 'a3', version: 2, status: 'resolved', change: 'resolved', actor: { ...actor, id: 'third' } })
    line.alert({ version: 2, change: 'joined', eventCount: 7, summary: 'the newest state of a1' })
    line.pass(hour)
    for (const name of everyone) line.provider(name, () => 'accepted')
    line.pass(3 * minute)
    return line
  }
  const actor = { id: 'one', name: 'one', kind: 'person', addresses: [], agents: [] }
  test.each(['retry', 'refused'] as const)('%s: what still matters is told once, in its newest state', (verdict) => {
    const line = outage(verdict)
    const told = line.rung.filter(({ verdict: took, page }) => took === 'accepted' && page.action === 'trigger')
    expect(new Set(told.map(({ page }) => page.alert))).toEqual(new Set(['a1']))
    const phone = told.filter(({ pager }) => pager === 'phone')
    expect(phone.length).toBe(1)
    expect(phone[0]?.page.summary).toContain('the newest state of a1')
  })
})

describe('quiet hours', () => {
  const quiet = [{ zone: 'UTC', from: '22:00', to: '06:00', days: [], priority: ['notify'] }] as const
  test('keep what need not wake anybody until they end, and then tell its newest state once', () => {
    const line = tonight({ quiet })
    line.pass(2 * hour, minute)
    line.alert({ priority: 'notify' })
    line.alert({ priority: 'notify', version: 2, change: 'joined', summary: 'the newest state' })
    expect(line.rings()).toEqual([])
    expect(line.why()).toEqual(['quiet-hours'])
    line.pass(7 * hour, minute)
    expect(line.rings()).toEqual([`${9 * 3_600} phone`])
    expect(line.rung[0]?.page.summary).toContain('the newest state')
  })
  test('tell nothing of what was over before they ended', () => {
    const line = tonight({ quiet })
    line.pass(2 * hour, minute)
    line.alert({ priority: 'notify' })
    line.alert({ priority: 'notify', version: 2, change: 'resolved', status: 'resolved' })
    line.pass(8 * hour, minute)
    expect(line.rung).toEqual([])
  })
  test('never keep what pages at once, also what rises to it', () => {
    const line = tonight({ quiet })
    line.pass(2 * hour, minute)
    line.alert({ priority: 'notify' })
    line.alert({ version: 2, change: 'raised' })
    expect(line.rings()).toEqual([`${2 * 3_600} phone`])
    expect(line.pages.map(({ reason }) => reason)).toEqual(['first'])
  })
})

describe('a clock', () => {
  test('that is set back by a day makes nobody wait', () => {
    const line = tonight()
    line.alert()
    line.pass(minute)
    line.jump(-24 * hour)
    line.pass(2 * minute)
    expect(line.why()).toEqual(['first phone', 'not-answered sms'])
  })
})
