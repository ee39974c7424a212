import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../src/lib/duration.ts'
import { everyone, night, policyOf } from './night.ts'

const tonight = (part = {}) => night(policyOf(part), everyone)

describe('an acknowledgement', () => {
  test('stops all ringing, and tells every channel that was told, and no other', () => {
    const line = tonight()
    line.alert()
    line.pass(3 * minute)
    line.act()
    line.pass(30 * minute)
    expect(line.rings()).toEqual(['0 phone', '120 sms'])
    expect(line.ends()).toEqual(['acknowledge phone', 'acknowledge sms'])
  })
  test('withdraws what waits', () => {
    const line = tonight()
    line.provider('phone', () => 'retry')
    line.alert()
    line.pass(minute)
    line.act()
    line.provider('phone', () => 'accepted')
    line.pass(30 * minute)
    expect(line.rings()).toEqual(['30 sms'])
  })
  test('tells nothing to the channel through which it came', () => {
    const line = tonight()
    line.alert()
    line.pass(3 * minute)
    const { dedupKey = '' } = line.pages[0] ?? {}
    line.act({ via: 'hook', pager: 'phone', dedupKey, stage: 1 })
    expect(line.ends()).toEqual(['acknowledge sms'])
  })
  test('told twice counts once', () => {
    const line = tonight()
    line.alert()
    line.act()
    line.act()
    expect(line.ends()).toEqual(['acknowledge phone'])
    expect(line.why()).toEqual(['first phone', 'acknowledged'])
  })
  test('is told again to a channel that took the page after it', () => {
    const line = tonight()
    line.provider('phone', () => 'silent')
    line.alert()
    const [waits] = line.outbox()
    line.act()
    if (!waits) throw new Error('nothing waited')
    line.provider('phone', () => 'accepted')
    line.pass(2_000)
    expect(line.ends()).toEqual(['acknowledge phone'])
    const { page, pager } = waits
    line.feed({
      type: 'delivery',
      delivery: {
        page: page.id,
        dedupKey: page.dedupKey,
        alert: 'a1',
        pager,
        attempt: 1,
        at: page.at,
        verdict: 'accepted',
        detail: '',
        tookMs: 9_000,
      },
    })
    line.pass(2_000)
    expect(line.ends()).toEqual(['acknowledge phone', 'acknowledge phone'])
  })
  test('runs out: it rings again from the first step, in an incident that nobody has acknowledged', () => {
    const line = tonight()
    line.alert()
    line.pass(minute)
    line.act()
    line.pass(60 * minute)
    expect(line.rings()).toEqual(['0 phone', '3660 phone'])
    expect(line.why().at(-1)).toBe('acknowledgement-over phone')
    expect(new Set(line.pages.map(({ dedupKey }) => dedupKey)).size).toBe(2)
    expect(line.actions).toMatchObject([{ act: 'unacknowledge', alert: 'a1', by: 'lastcopy', via: 'lastcopy' }])
  })
  test('of what is over by then rings nobody', () => {
    const line = tonight()
    line.alert()
    line.act()
    line.alert({ version: 2, status: 'closed', change: 'acted' })
    line.pass(3 * hour, minute)
    expect(line.rings()).toEqual(['0 phone'])
    expect(line.ends()).toEqual(['acknowledge phone', 'resolve phone'])
  })
  test('that is given back rings again at once', () => {
    const line = tonight()
    line.alert()
    line.act()
    line.pass(minute)
    line.act({ act: 'unacknowledge' })
    expect(line.rings()).toEqual(['0 phone', '60 phone'])
    expect(line.why().at(-1)).toBe('unacknowledged phone')
  })
  test('of what nobody was woken for wakes nobody when it runs out', () => {
    const line = tonight({ floor: 'page-now' })
    line.alert({ priority: 'notify' })
    line.act()
    line.pass(2 * hour, minute)
    expect(line.rings()).toEqual([])
  })
})

describe('a worse stage', () => {
  test('wakes again although the earlier one was acknowledged', () => {
    const line = tonight()
    line.alert()
    line.act()
    line.pass(minute)
    line.alert({ version: 3, status: 'acknowledged', stage: 2, change: 'worse' })
    expect(line.rings()).toEqual(['0 phone', '60 phone'])
    line.pass(3 * minute)
    expect(line.rings()).toEqual(['0 phone', '60 phone', '180 sms'])
  })
  test('rings on when a provider tells that somebody has the earlier one', () => {
    const line = tonight()
    line.alert()
    line.alert({ version: 2, stage: 2, change: 'worse' })
    const [first] = line.pages
    line.act({ via: 'hook', pager: 'phone', dedupKey: first?.dedupKey ?? '', stage: 1 })
    line.pass(3 * minute)
    expect(line.rings()).toEqual(['0 phone', '0 phone', '120 sms'])
    line.act({ stage: 2 })
    line.pass(hour / 2)
    expect(line.rings().length).toBe(3)
  })
  test('and the earlier ones end together when the alert is over', () => {
    const line = tonight()
    line.alert()
    line.alert({ version: 2, stage: 2, change: 'worse' })
    line.alert({ version: 3, stage: 2, status: 'resolved', change: 'resolved' })
    expect(line.ends()).toEqual(['resolve phone', 'resolve phone'])
    expect(new Set(line.rung.map(({ page }) => page.dedupKey)).size).toBe(2)
    expect(line.pages.map(({ reason }) => reason)).toEqual(['first', 'worse', 'resolved'])
  })
})

describe('a test page', () => {
  test('goes through every channel of whoever would be woken first, and leaves nothing behind', () => {
    const line = tonight()
    line.feed({ type: 'test', id: 'test-1', site: 'default', by: 'ann', at: '2026-03-02T21:00:00Z' })
    line.pass(10 * minute)
    expect(line.rings()).toEqual(['1 phone', '1 sms'])
    expect(line.rung.every(({ page }) => page.reason === 'test' && page.alert === 'test-1')).toBe(true)
    expect(line.outbox()).toEqual([])
  })
})
