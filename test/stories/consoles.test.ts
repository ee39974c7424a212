// One attack over three consoles, under three accounts: at any gap, with a step left out, late, twice, and restarted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownLibrary } from '../support/library.ts'
import { at } from './acts.ts'
import { type Step, steps, threeConsoles } from './consoles.ts'
import { eventsOfJournal, pagesOfJournal } from './journal.ts'
import { late, twice } from './sequence.ts'
import { type Told, tellLines } from './tell.ts'

const minute = 60_000
const day = 1440 * minute
const gaps = { 'a minute': minute, 'twelve weeks': 84 * day }
const pageOf: Readonly<Record<Step, RegExp>> = {
  retention: /^first protection-weakened Nightly servers$/,
  lock: /^first protection-weakened veeam_repo01$/,
  key: /^first key-endangered /,
}
const detections = await ownLibrary()

const worse = ({ pages }: Told): readonly string[] => pages.filter((page) => page.startsWith('worse'))

describe.each(Object.entries(gaps))('three consoles with %s between the steps', (_, gap) => {
  const story = threeConsoles(gap)
  const whole = tellLines(story)

  test('page at each step, and at the last as one attack', async () => {
    const told = await whole
    for (const step of steps) expect(told.pages.filter((page) => pageOf[step].test(page))).toHaveLength(1)
    expect(told.pages.at(-1)).toMatch(/^worse key-endangered /)
    expect(told.alerts).toHaveLength(3)
    expect(told.rejects).toBe(0)
  })

  test('say in the last page where it began', async () => {
    const summaries = (await whole).lines.filter(({ type }) => type === 'alert').map(({ summary }) => summary)
    expect(summaries.at(-1)).toMatch(
      /^Third stage of a slow attack: .* by svc-reporting from 203\.0\.113\.78, after: Retention of Nightly servers cut from 14 days to 2 days by ACME\\m\.stone from 203\.0\.113\.78$/,
    )
  })

  test.each(steps)('page at the others when %s is left out', async (missing) => {
    const left = steps.filter((step) => step !== missing)
    const told = await tellLines(threeConsoles(gap, left))
    expect(told.pages.filter((page) => page.startsWith('first'))).toHaveLength(2)
    for (const step of left) expect(told.pages.filter((page) => pageOf[step].test(page))).toHaveLength(1)
    expect(worse(told)).toHaveLength(gap < day ? 1 : 0)
  })

  test('give the same when every record comes twice', async () => {
    const told = await tellLines(twice(story))
    const once = await whole
    expect([told.ids, told.pages]).toEqual([once.ids, once.pages])
  })

  test('give as many pages when records come up to an hour late', async () => {
    const once = await whole
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { minLength: 20, maxLength: 40 }), async (delays) => {
        const told = await tellLines(late(story, delays, at(14)))
        expect(told.pages.filter((page) => page.startsWith('first')).sort()).toEqual(
          once.pages.filter((page) => page.startsWith('first')).sort(),
        )
        expect(worse(told)).toHaveLength(worse(once).length)
      }),
      { numRuns: 3, seed: 21 },
    )
  })

  test('give the same pages wherever the service is restarted, whichever batches it takes again', {
    timeout: 60_000,
  }, async () => {
    const events = await eventsOfJournal(detections, story)
    const undisturbed = await pagesOfJournal(detections, events)
    expect(undisturbed).toHaveLength((await whole).pages.length)
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(2000), { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
        async (cuts, again) => {
          expect(await pagesOfJournal(detections, events, cuts, (batch) => again[batch % 9] === true)).toEqual(
            undisturbed,
          )
        },
      ),
      { numRuns: gap < day ? 3 : 1, seed: 22 },
    )
  })
})

test('are no silence of a source whose topic is read after the others of that week', async () => {
  const week = ({ at }: { readonly at: number }): number => Math.floor(at / (7 * 86_400_000))
  const lines = threeConsoles(21 * 86_400_000)
  const aside = [...lines].sort((one, other) => week(one) - week(other) || (one.source < other.source ? -1 : 1))
  const pages = await pagesOfJournal(detections, await eventsOfJournal(detections, aside))
  expect(pages).toEqual(await pagesOfJournal(detections, await eventsOfJournal(detections, lines)))
})

test('with four months between them they are no longer one attack, and page all the same', async () => {
  const told = await tellLines(threeConsoles(120 * day))
  expect(told.pages.filter((page) => page.startsWith('first'))).toHaveLength(3)
  expect(worse(told)).toEqual([])
})
