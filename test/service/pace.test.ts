import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPace } from '../../src/service/pace.ts'

const now = 1_000_000
const limits = new Map([
  [
    'chat',
    [
      { pages: 2, per: 1_000 },
      { pages: 5, per: 60_000 },
    ],
  ],
])

describe('the pace of a channel', () => {
  test('is free up to what the provider takes, and then waits until it takes more', () => {
    const pace = openPace(limits)
    for (const at of [now, now + 100]) {
      expect(pace.wait('chat', at)).toBe(0)
      pace.sent('chat', at)
    }
    expect(pace.wait('chat', now + 300)).toBe(700)
    expect(pace.wait('chat', now + 1_000)).toBe(0)
  })
  test('is none where no limit is documented', () => {
    const pace = openPace(limits)
    for (let time = 0; time < 100; time += 1) pace.sent('phone', now)
    expect(pace.wait('phone', now)).toBe(0)
  })
  test('never exceeds a limit, whenever pages come, and lets each of them through', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 }), (gaps) => {
        const pace = openPace(limits)
        const sent: number[] = []
        let at = now
        for (const gap of gaps) {
          at += gap
          at += pace.wait('chat', at)
          expect(pace.wait('chat', at)).toBe(0)
          pace.sent('chat', at)
          sent.push(at)
        }
        for (const { pages, per } of limits.get('chat') ?? [])
          for (const from of sent)
            expect(sent.filter((time) => time >= from && time < from + per).length).toBeLessThanOrEqual(pages)
      }),
    )
  })
  test('does not stand still when the clock was set back', () => {
    const pace = openPace(limits)
    for (let time = 0; time < 5; time += 1) pace.sent('chat', now)
    expect(pace.wait('chat', now - 86_400_000)).toBe(0)
  })
})
