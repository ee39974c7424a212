// The bench: cases and trials in a thread of their own, over the rules in use and no others, bounded and one after the other.
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Detections, loadDetections } from '../../src/content/load.ts'
import { type Bench, makeBench } from '../../src/service/bench.ts'
import { retention, smallFolder } from '../content/small-folder.ts'
import { until } from '../support/until.ts'

const now = () => Date.parse('2026-03-02T12:00:00Z')
let bench: Bench | undefined
afterEach(() => bench?.stop())

const benchOver = (folder: string, detections: () => Detections): Bench => {
  bench = makeBench({ config: { detections: folder, sources: [], site: 'default' }, detections, now })
  return bench
}
const done = ({ desk }: Bench) =>
  until(
    () => desk.proof(),
    ({ state }) => state !== 'running',
    120_000,
  )
const given = { source: 'aws.cloudtrail', text: JSON.stringify(retention(5, 'e1')) }

describe('the bench', () => {
  test('runs the cases once for each set of rules', async () => {
    const folder = smallFolder()
    let current = await loadDetections(folder)
    const here = benchOver(folder, () => current)
    expect(here.desk.proof()).toEqual({ state: 'running' })
    const first = await done(here)
    expect(first).toMatchObject({ state: 'done', coverage: { ran: 3, failed: 0 }, at: '2026-03-02T12:00:00.000Z' })
    expect(here.desk.proof()).toBe(first)

    appendFileSync(join(folder, 'more.yml'), '# changed\n')
    current = await loadDetections(folder)
    expect(here.desk.proof()).toEqual({ state: 'running' })
    expect(await done(here)).toMatchObject({ state: 'done' })
  })

  test('shows nothing of rules in the folder that are not those in use', async () => {
    const folder = smallFolder()
    const current = await loadDetections(folder)
    appendFileSync(join(folder, 'more.yml'), '# changed and not taken\n')
    const here = benchOver(folder, () => current)
    expect(await done(here)).toMatchObject({ state: 'failed', why: expect.stringContaining('not those in use') })
    expect(await here.desk.trial(given)).toMatchObject({ ok: false, error: { status: 503 } })
  })

  test('tries records in turn, and refuses more than so many at once', async () => {
    const folder = smallFolder()
    const current = await loadDetections(folder)
    const { desk } = benchOver(folder, () => current)
    const answers = await Promise.all(Array.from({ length: 12 }, () => desk.trial(given)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(10)
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { status: 503 } })
    expect(await desk.trial({ text: 'no event' })).toMatchObject({ ok: false, error: { status: 400 } })
    expect(await desk.trial(given)).toMatchObject({
      ok: true,
      value: { records: [{ events: [{ alerts: [{ priority: 'queue' }] }] }] },
    })
  })
})
