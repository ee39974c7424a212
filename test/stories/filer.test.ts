// The attack at the filer, told otherwise: twice, late, in another form, by two collectors, with a step left out. The pages stay.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { storiesFolder } from './expectation.ts'
import { sourceOf, type Told, tellSources } from './tell.ts'

const source = sourceOf('netapp.ontap')
const story = readFileSync(join(storiesFolder, 'filer-attack/ontap.ndjson'), 'utf8').split('\n').filter(Boolean)
const tell = (...files: readonly (readonly string[])[]): Promise<Told> =>
  tellSources(files.map((records) => ({ source, records })))

/** What was paged, each once: the priorities and things of all loud alerts. */
const loud = ({ alerts }: Told): readonly string[] => alerts.filter((one) => one.startsWith('page-now')).sort()
const whole = await tell(story)

/** The same entry in the form of RFC 5424, as another destination of the same cluster gets it. */
const modern = (line: string): string => {
  const found = /^<190>.*? (\w{3}) (\d\d) (\d{4}) (\S+) \+00:00 \[kern_audit\S+ (.*)$/.exec(line)
  if (!found) return line
  const [, month = '', date = '', year = '', clock = '', rest = ''] = found
  return `<190>1 ${new Date(`${date} ${month} ${year} ${clock} UTC`).toISOString()} na01-02 kern_audit 2094 - - ${rest}`
}

describe('the attack at the filer', () => {
  test('pages at each of its steps', () => expect(loud(whole)).toHaveLength(6))

  test('delivered twice', async () =>
    expect(loud(await tell(story.flatMap((line) => [line, line])))).toEqual(loud(whole)))

  test('in the other form', async () => expect(loud(await tell(story.map(modern)))).toEqual(loud(whole)))

  test('by two collectors, in both forms', async () => {
    const both = await tell(story, story.map(modern))
    expect(loud(both)).toEqual(loud(whole))
    expect(both.pages).toEqual(whole.pages)
  })

  test('without what was only asked for', async () =>
    expect(loud(await tell(story.filter((line) => !line.endsWith(':: Pending'))))).toEqual(loud(whole)))

  test('asked for only, nothing has happened', async () =>
    expect((await tell(story.filter((line) => !/:: (Success|Error)\b/.test(line)))).pages).toEqual([]))

  test.each([
    'sec login create',
    'snap policy modify-sched',
    'multi-admin-verify modify -enabled false',
    'log-forwarding delete',
  ])('with %s left out, the end pages all the same', async (step) => {
    const told = await tell(story.filter((line) => !line.includes(step)))
    expect(loud(told).filter((one) => /points-deleted|repository-removed/.test(one))).toHaveLength(2)
  })
})
