// Silence of sources: a page after an attack on what they tell of, a notice alone, nothing over nights, weekends and restarts.
import { describe, expect, test } from 'vitest'
import { asJson } from '../../src/cli/replay/tell.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import type { Event } from '../../src/model/event.ts'
import type { Source } from '../../src/model/source.ts'
import { detectEvent, detectTick } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { replay } from '../../src/pipeline/replay.ts'
import { ownLibrary } from '../support/library.ts'
import { act, at, mallory, onVault, product } from './acts.ts'
import { inOrder } from './tell.ts'

const { sources, detector, relevance } = await ownLibrary()
const cloudtrail = sources.get('aws.cloudtrail')
if (!cloudtrail) throw new Error('there is no source aws.cloudtrail')

/** The same records under another name: a second source of the site. */
const other: Source = {
  ...cloudtrail,
  name: 'test.other',
  read(record, received) {
    const reading = cloudtrail.read(record, received)
    if (!reading.ok) return reading
    const events = reading.value.events.map(
      (event): Event => ({ ...event, event: { ...event.event, id: `other ${event.event.id}`, dataset: 'test.other' } }),
    )
    return { ...reading, value: { ...reading.value, events } }
  },
}
delete (other as { glimpse?: unknown }).glimpse

const hour = 3_600_000
/** What a product does all day: heard, and of no interest. */
const speak = (when: number): JsonObject =>
  act(when, product, 'ec2 CreateSnapshot', { volumeId: 'vol-1' }, { id: `speech ${when}` })
const look = (when: number): JsonObject => act(when, product, 'ec2 DescribeInstances', {}, { id: `look ${when}` })
/** @param every milliseconds @param when hours of the day, UTC, in which it speaks on workdays; all of them without it */
function speech(from: number, to: number, every: number, when?: readonly [number, number], say = speak): JsonObject[] {
  const times = Array.from({ length: Math.ceil((to - from) / every) }, (_, turn) => from + turn * every)
  const works = (time: number): boolean => {
    const [weekday, hours] = [new Date(time).getUTCDay(), new Date(time).getUTCHours()]
    return when === undefined || (weekday > 0 && weekday < 6 && hours >= when[0] && hours < when[1])
  }
  return times.filter(works).map(say)
}

interface Line extends JsonObject {
  readonly type: string
}

async function told(ours: readonly JsonObject[], others: readonly JsonObject[]): Promise<readonly Line[]> {
  const files = [
    { source: cloudtrail as Source, name: 'ours.ndjson', records: inOrder(ours) },
    { source: other, name: 'others.ndjson', records: inOrder(others) },
  ].map(({ records, ...file }) => ({ ...file, before: 0, lines: linesOf(records) }))
  const totals = { records: 0, events: 0, dropped: 0, rejects: 0, alerts: 0, pages: 0 }
  const lines: Line[] = []
  for await (const line of replay(files, { detector, relevance, decide: firstAndWorse() }, totals))
    lines.push(JSON.parse(JSON.stringify(asJson(line))) as Line)
  return lines
}

async function* linesOf(records: readonly JsonObject[]) {
  for (const [index, record] of records.entries())
    yield { number: index + 1, bytes: Buffer.from(JSON.stringify(record)) }
}

const silent = (lines: readonly Line[]) => lines.filter(({ summary }) => String(summary).startsWith('Nothing from'))
const brief = (lines: readonly Line[]) =>
  lines.map(({ type, priority, reason, at: when }) => [type, priority ?? reason, when])

/** A vault with copies is deleted. */
const attack = (when: number): JsonObject => onVault(when, mallory, 'DeleteBackupVault', 'nightly')

describe('a source that falls silent', () => {
  const ours = (to: number) => speech(at(0), to, 0.25 * hour)
  const others = (to: number) => speech(at(0), to, 0.2 * hour)

  test('after an attack on its assets joins the alert and pages once more, with the watermark as its time', async () => {
    const lines = await told([...ours(at(15, '12:00')), attack(at(15, '11:00'))], others(at(17)))
    const [page, worse, ...more] = lines.filter(({ type }) => type === 'page')
    expect(more).toEqual([])
    expect(page).toMatchObject({ reason: 'first', at: new Date(at(15, '11:00')).toISOString() })
    expect(worse).toMatchObject({ reason: 'worse', alert: page?.alert })
    // A quarter of an hour is usual; half as long again, on a Tuesday.
    expect(Date.parse(String(worse?.at)) - at(15, '11:45')).toBeLessThan(0.6 * hour)
    const [alert] = silent(lines)
    expect(alert).toMatchObject({ priority: 'page-now', class: 'repository-removed' })
    expect(String(alert?.summary)).toContain('Nothing from aws.cloudtrail for')
  })

  test('after an attack, and back within a quarter of an hour, is no news', async () => {
    const back = [...speech(at(0), at(15, '11:30'), 0.05 * hour), ...speech(at(15, '11:43'), at(17), 0.05 * hour)]
    expect(silent(await told([...back, attack(at(15, '11:00'))], others(at(17))))).toEqual([])
  })

  test('more than three days after an attack is a notice', async () => {
    const lines = await told([...ours(at(21)), attack(at(15))], others(at(23)))
    expect(brief(silent(lines)).map(([, priority]) => priority)).toEqual(['notify'])
  })

  test('alone is a notice after four hours, told once, and again when it spoke meanwhile', async () => {
    const broken = [...ours(at(15, '12:00')), ...speech(at(17), at(17, '12:00'), 0.25 * hour)]
    const lines = await told(broken, others(at(19)))
    expect(silent(lines).map(({ priority }) => priority)).toEqual(['notify', 'notify'])
    const late = Date.parse(String(silent(lines)[0]?.at)) - at(15, '11:45')
    expect(late).toBeGreaterThanOrEqual(4 * hour)
    expect(late).toBeLessThan(4.5 * hour)
    expect(lines.filter(({ type }) => type === 'page')).toEqual([])
  })

  test('that was heard for less than a week is not known well enough', async () => {
    expect(silent(await told(speech(at(0), at(5), 0.25 * hour), others(at(9))))).toEqual([])
  })

  test('over night and over the weekend, as it always is, is no news', async () => {
    // 2 March 2026 is a Monday.
    const office = speech(at(0), at(26), 0.25 * hour, [7, 18])
    expect(silent(await told(office, others(at(26))))).toEqual([])
  })

  test('on a working day, though it never is, is told within that day', async () => {
    const office = speech(at(0), at(22, '12:00'), 0.25 * hour, [7, 18])
    const [notice, ...more] = silent(await told(office, others(at(25))))
    expect(more).toEqual([])
    expect(Date.parse(String(notice?.at)) - at(22, '12:00')).toBeLessThan(30 * hour)
  })

  test('while records of it come that nothing can use, speaks', async () => {
    const quiet = [...ours(at(15)), ...speech(at(15), at(20), 0.5 * hour, undefined, look)]
    expect(silent(await told([...quiet, speak(at(20))], others(at(20))))).toEqual([])
  })
})

describe('when nothing comes at all, by the clock', () => {
  /** Events of both sources, then ticks every ten seconds. @returns summaries of the alerts */
  function live(hours: number, from: number): readonly string[] {
    const memory = memoryMap()
    const records = inOrder([
      ...speech(at(0), at(15, '12:00'), 0.25 * hour),
      ...speech(at(0) + 1, at(15, '12:00'), 0.2 * hour),
    ])
    const found: string[] = []
    for (const [index, record] of records.entries()) {
      const source = index % 2 ? other : cloudtrail
      const reading = source?.read(Buffer.from(JSON.stringify(record)), 0)
      for (const event of reading?.ok ? reading.value.events : []) {
        const ref = { source: event.event.dataset, position: 'x', at: event['@timestamp'] }
        for (const alert of detectEvent(memory, detector, event, ref)?.alerts ?? []) found.push(alert.summary)
      }
    }
    for (let time = from; time < from + hours * hour; time += 10_000)
      for (const alert of detectTick(memory, detector, new Date(time).toISOString())) found.push(alert.summary)
    return found
      .filter((summary) => summary.startsWith('Nothing from'))
      .map((summary) => summary.split(' since')[0] ?? '')
  }

  test('it is one thing that stopped, not one a source', () => {
    expect(live(12, at(15, '12:00'))).toEqual(['Nothing from every source'])
  })

  test('and Lastcopy itself was away: it listens for a quarter of an hour before it judges', () => {
    expect(live(0.2, at(16, '12:00'))).toEqual([])
    expect(live(0.5, at(16, '12:00'))).toEqual(['Nothing from every source'])
  })
})
