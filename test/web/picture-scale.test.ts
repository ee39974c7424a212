// The scale of the picture: moments of weeks and of seconds in one width, with words that never lie over each other.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeScale } from '../../src/web/alert/picture-scale.ts'

const start = Date.UTC(2026, 2, 1)
const [from, to] = [120, 900]
/** Of the words below a stop, at the size that they are drawn in. */
const wide = 84

describe('the scale', () => {
  test('words never overlap, never leave the picture, and first and last are told', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 * 86_400_000 }), { minLength: 1, maxLength: 80 }),
        (moments) => {
          const { stops } = makeScale(
            moments.map((at) => start + at),
            from,
            to,
          )
          const spans = stops.flatMap(({ x, words, anchor }) =>
            words === undefined
              ? []
              : [
                  {
                    start: x - { start: 0, middle: wide / 2, end: wide }[anchor],
                    end: x + { start: wide, middle: wide / 2, end: 0 }[anchor],
                  },
                ],
          )
          spans.forEach((span, index) => {
            expect(span.start).toBeGreaterThanOrEqual(from)
            expect(span.end).toBeLessThanOrEqual(to)
            if (index > 0) expect(span.start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0)
          })
          expect(stops[0]?.words).toBeDefined()
          expect(stops.at(-1)?.words).toBeDefined()
        },
      ),
    ))

  test('time only ever goes to the right', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { minLength: 2, maxLength: 80 }), (moments) => {
        const scale = makeScale(moments, from, to)
        const places = [...moments].sort((one, other) => one - other).map((at) => scale.x(at))
        for (const [index, place] of places.entries()) expect(place).toBeGreaterThanOrEqual(places[index - 1] ?? 0)
      }),
    ))
})
