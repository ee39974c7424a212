import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../../src/lib/duration.ts'
import { instantOf, wallOf } from '../../src/lib/local-time.ts'
import type { Rotation } from '../../src/model/policy.ts'
import { nextHandover, turnsBetween, whoIsOnCall } from '../../src/relay/on-call.ts'

const rotation = (part: Partial<Rotation> = {}): Rotation => ({
  zone: 'Europe/Berlin',
  members: ['ann', 'ben', 'cem'],
  turn: { days: 7 },
  since: '2026-01-05T08:00',
  overrides: [],
  ...part,
})
const at = (text: string): number => Date.parse(text)
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 16)

describe('whoever has the turn', () => {
  test.each([
    ['nobody before the first turn', '2026-01-05T06:59:59Z', undefined],
    ['the first member from its first second', '2026-01-05T07:00:00Z', 'ann'],
    ['the first to the last second of a week', '2026-01-12T06:59:59Z', 'ann'],
    ['the second from the handover on', '2026-01-12T07:00:00Z', 'ben'],
    ['the first again after a round', '2026-01-26T07:00:00Z', 'ann'],
    ['the one before, an hour before a summer handover', '2026-03-30T05:59:59Z', 'cem'],
    ['the next at 08:00 of summer time', '2026-03-30T06:00:00Z', 'ann'],
    ['the next at 08:00 after summer time', '2026-10-26T07:00:00Z', 'ann'],
    ['the one before until 08:00 after summer time', '2026-10-26T06:59:59Z', 'cem'],
  ])('is %s', (_, time, who) => expect(whoIsOnCall(rotation(), at(time))).toBe(who))

  test('changes at 08:00 local on every day of the year, the days of the clocks too', () => {
    for (const zone of [
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Chatham',
    ]) {
      const daily = rotation({ zone, turn: { days: 1 } })
      const turns = turnsBetween(daily, at('2026-02-01T00:00:00Z'), at('2027-02-01T00:00:00Z')).slice(1)
      expect(turns.length).toBeGreaterThan(360)
      for (const { from } of turns) expect(iso(wallOf(from, zone))?.slice(11)).toBe('08:00')
    }
  })

  test('has turns of hours by the local clock: a night is an hour shorter in spring and longer in autumn', () => {
    const shifts = rotation({ turn: { hours: 12 }, since: '2026-01-05T07:00', members: ['early', 'late'] })
    const lengths = (from: string, to: string): readonly number[] =>
      turnsBetween(shifts, at(from), at(to)).map((turn) => (turn.to - turn.from) / hour)
    expect(lengths('2026-03-28T06:00:00Z', '2026-03-29T17:00:00Z')).toEqual([12, 11, 12])
    expect(lengths('2026-10-24T05:00:00Z', '2026-10-25T18:00:00Z')).toEqual([12, 13, 12])
  })

  test('has a handover in the hour that is left out in the moment in which the clock jumps', () => {
    const odd = rotation({ since: '2026-03-28T02:30', turn: { days: 1 } })
    expect(iso(nextHandover(odd, at('2026-03-28T12:00:00Z'))?.at)).toBe('2026-03-29T01:00')
  })

  test('has a handover in the hour that comes twice the first time', () => {
    const odd = rotation({ since: '2026-10-24T02:30', turn: { days: 1 } })
    const first = at('2026-10-25T00:30:00Z')
    expect(iso(nextHandover(odd, at('2026-10-24T12:00:00Z'))?.at)).toBe('2026-10-25T00:30')
    for (const later of [0, 45 * minute, 60 * minute, 90 * minute]) expect(whoIsOnCall(odd, first + later)).toBe('ben')
  })
})

describe('who stands in', () => {
  const covered = rotation({
    overrides: [
      { from: '2026-01-07T18:00', to: '2026-01-09T06:00', who: 'dee' },
      { from: '2026-01-08T12:00Z', to: '2026-01-08T14:00Z', who: 'eva' },
    ],
  })
  test.each([
    ['2026-01-07T16:59:59Z', 'ann'],
    ['2026-01-07T17:00:00Z', 'dee'],
    ['2026-01-08T12:00:00Z', 'eva'],
    ['2026-01-08T14:00:00Z', 'dee'],
    ['2026-01-09T05:00:00Z', 'ann'],
  ])('at %s is %s', (time, who) => expect(whoIsOnCall(covered, at(time))).toBe(who))

  test('is told as the next to take over, and who after them', () => {
    const moments: (string | undefined)[] = []
    let here = at('2026-01-06T00:00:00Z')
    for (let count = 0; count < 5; count += 1) {
      const next = nextHandover(covered, here)
      moments.push(`${iso(next?.at)} ${next?.who}`)
      here = next?.at ?? here
    }
    expect(moments).toEqual([
      '2026-01-07T17:00 dee',
      '2026-01-08T12:00 eva',
      '2026-01-08T14:00 dee',
      '2026-01-09T05:00 ann',
      '2026-01-12T07:00 ben',
    ])
  })

  test('fills a rotation that has no members, and leaves gaps', () => {
    const only = rotation({
      members: [],
      overrides: [{ from: '2026-01-07T08:00', to: '2026-01-08T08:00', who: 'ann' }],
    })
    const turns = turnsBetween(only, at('2026-01-06T00:00:00Z'), at('2026-01-10T00:00:00Z'))
    expect(turns.map(({ who }) => who)).toEqual([undefined, 'ann', undefined])
    expect(nextHandover(only, at('2026-02-01T00:00:00Z'))).toBeUndefined()
  })

  test('is nobody new where one member has all turns', () => {
    const alone = rotation({ members: ['ann'], turn: { hours: 1 } })
    expect(nextHandover(alone, at('2026-02-01T00:00:00Z'))).toBeUndefined()
    expect(nextHandover(alone, at('2025-02-01T00:00:00Z'))?.who).toBe('ann')
  })

  test('is found at once in a list of a thousand', () => {
    const overrides = Array.from({ length: 1_000 }, (_, index) => {
      const from = new Date(Date.UTC(2026, 0, 6 + index)).toISOString().slice(0, 16)
      return { from, to: from.replace('T00', 'T12'), who: 'dee' }
    })
    const busy = rotation({ overrides })
    const begun = process.hrtime.bigint()
    for (let index = 0; index < 200; index += 1) whoIsOnCall(busy, at('2027-06-01T00:00:00Z') + index * hour)
    expect(Number(process.hrtime.bigint() - begun) / 1e6).toBeLessThan(1_500)
  })
})

const zones = Intl.supportedValuesOf('timeZone')
const within = { min: at('2024-01-01T00:00:00Z'), max: at('2032-01-01T00:00:00Z') }
const anyWall = fc.integer(within).map((time) => new Date(time - (time % minute)).toISOString().slice(0, 16))
const anyOverride = fc
  .record({ from: anyWall, length: fc.integer({ min: 1, max: 400 }), who: fc.constantFrom('dee', 'eva') })
  .map(({ from, length, who }) => ({
    from,
    to: new Date(Date.parse(`${from}Z`) + length * hour).toISOString().slice(0, 16),
    who,
  }))
const anyRotation = fc.record({
  zone: fc.constantFrom(...zones),
  members: fc.array(fc.constantFrom('ann', 'ben', 'cem', 'dee'), { minLength: 1, maxLength: 5 }),
  turn: fc.oneof(
    fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ hours: fc.integer({ min: 1, max: 30 }) }),
  ),
  since: anyWall,
  overrides: fc.array(anyOverride, { maxLength: 3 }),
})

describe('in every zone', () => {
  test('turns follow one another without gap or overlap, and say what anybody who asks is told', () => {
    fc.assert(
      fc.property(anyRotation, fc.integer(within), fc.integer({ min: hour, max: 30 * day }), (one, from, length) => {
        const to = from + length
        const turns = turnsBetween(one, from, to)
        expect([turns[0]?.from, turns.at(-1)?.to]).toEqual([from, to])
        for (const [index, turn] of turns.entries()) {
          if (index > 0) expect(turn.from).toBe(turns[index - 1]?.to)
          if (index > 0) expect(turn.who).not.toBe(turns[index - 1]?.who)
          expect(turn.to).toBeGreaterThan(turn.from)
          for (const moment of [turn.from, Math.floor((turn.from + turn.to) / 2), turn.to - 1])
            expect(whoIsOnCall(one, moment)).toBe(turn.who)
        }
        const next = nextHandover(one, from)
        if (turns.length > 1) expect(next).toEqual({ at: turns[1]?.from, who: turns[1]?.who })
        else expect(next === undefined || next.at >= to).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('a wall time comes at the first moment that shows it or more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer(within), (zone, wall) => {
        const moment = instantOf(wall, zone)
        expect(wallOf(moment, zone)).toBeGreaterThanOrEqual(wall)
        expect(wallOf(moment - 1, zone)).toBeLessThan(wall)
      }),
      { numRuns: 500 },
    )
  })

  test('later wall times never come earlier around a change of the clocks', () => {
    for (const zone of [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Pacific/Apia',
    ]) {
      let before = Number.NEGATIVE_INFINITY
      for (const start of ['2011-12-29', '2026-02-14', '2026-03-28', '2026-10-24'])
        for (let wall = at(`${start}T00:00:00Z`); wall < at(`${start}T00:00:00Z`) + 4 * day; wall += 15 * minute) {
          const moment = instantOf(wall, zone)
          expect(moment).toBeGreaterThanOrEqual(before)
          before = moment
        }
    }
  })
})
