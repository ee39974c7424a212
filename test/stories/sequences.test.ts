// Every attack at its least and most gaps, with a step left out, late, twice and restarted: somebody is woken in time, and not too often.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownLibrary } from '../support/library.ts'
import { eventsOfJournal, pagesOfJournal } from './journal.ts'
import { hopped, late, type Played, play, type Sequence, twice, until } from './sequence.ts'
import { sequences } from './sequences/all.ts'
import { type Told, tellLines } from './tell.ts'

const paces = { least: 0, most: 1 }
const detections = await ownLibrary()
/** More of the shuffles and restarts: `LASTCOPY_STORIES=20`. */
const runs = Number(process.env.LASTCOPY_STORIES ?? 1)

const pageTimes = ({ lines }: Told): readonly number[] =>
  lines.filter(({ type }) => type === 'page').map(({ at }) => Date.parse(String(at)))
const loud = ({ alerts }: Told): number => alerts.filter((alert) => alert.startsWith('page-now')).length

/** Nobody is woken before the attack; somebody is by the end of its step, or of the story when that step is left out. */
function expectInTime(told: Told, sequence: Sequence, { times, start }: Played): void {
  const last = Math.max(...Object.values(times).map(([, end]) => end))
  const [first = Number.POSITIVE_INFINITY] = pageTimes(told)
  expect(first).toBeGreaterThanOrEqual(start)
  expect(first).toBeLessThanOrEqual(times[sequence.by]?.[1] ?? last)
  expect(told.pages.length).toBeGreaterThan(0)
  expect(loud(told)).toBeLessThanOrEqual(6)
  expect(told.rejects).toBe(0)
}

describe.each(sequences)('$title ($name)', (sequence) => {
  test.each(Object.entries(paces))('wakes somebody in time with the %s gaps', async (_, pace) => {
    const played = play(sequence, pace)
    expectInTime(await tellLines(played.lines), sequence, played)
  })

  test('wakes somebody whichever step is left out', async () => {
    for (const { name } of sequence.steps) {
      const played = play(sequence, sequence.steps.length % 2, [name])
      expectInTime(await tellLines(played.lines), sequence, played)
    }
  })

  test('wakes somebody in time when each step is another account’s, from another address', async () => {
    const played = play(sequence, 0.5)
    expectInTime(await tellLines(hopped(played)), sequence, played)
  })

  test('wakes somebody when records come up to an hour late, and all of them twice', async () => {
    const played = play(sequence, 0.5)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { minLength: 20, maxLength: 40 }), async (delays) => {
        const shuffled = late(twice(played.lines), delays, played.start)
        const due = played.times[sequence.by]?.[1] ?? played.start
        const by = until(
          shuffled,
          played.lines.filter(({ at }) => at <= due),
        )
        expect((await tellLines(by)).pages).not.toEqual([])
        const told = await tellLines(shuffled)
        expect(Math.min(...pageTimes(told))).toBeGreaterThanOrEqual(played.start)
        expect(loud(told)).toBeLessThanOrEqual(6)
      }),
      { numRuns: runs, seed: 31, endOnFailure: true },
    )
  })

  test('wakes the same people wherever the service is restarted', async () => {
    const events = await eventsOfJournal(detections, play(sequence, 0).lines)
    const undisturbed = await pagesOfJournal(detections, events)
    expect(undisturbed.length).toBeGreaterThan(0)
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: events.length - 1 }), { minLength: 3, maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        async (cuts, again) => {
          expect(await pagesOfJournal(detections, events, cuts, (batch) => again[batch % 7] === true)).toEqual(
            undisturbed,
          )
        },
      ),
      { numRuns: runs, seed: 32, endOnFailure: true },
    )
  })
})
