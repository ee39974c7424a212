// Expected signs of life: missing ones are told once, by the clock's ticks, and never for what merely lies in a backlog.
import { describe, expect, test } from 'vitest'
import type { Expected } from '../../src/model/heartbeat.ts'
import type { AlertsRecord, EventsRecord } from '../../src/model/wire.ts'
import { detectStage } from '../../src/pipeline/stages.ts'
import { ownLibrary } from '../support/library.ts'
import { journalRecord, stateMap } from './state-map.ts'

const { detector } = await ownLibrary()
const start = Date.parse('2026-03-02T00:00:00Z')
const minute = 60_000
const iso = (minutes: number): string => new Date(start + minutes * minute).toISOString()

const nightly: Expected = { name: 'nightly-export', within: 60 * minute, priority: 'notify' }
const loud: Expected = { ...nightly, priority: 'page-now' }
const veeam: Expected = { name: 'veeam.vbr', source: 'veeam.vbr', within: 60 * minute, priority: 'notify' }

/** Minutes after the start, and what the journal holds then; a tick each minute is put between. */
type Script = readonly (readonly [minute: number, record: EventsRecord])[]

const expecting = (...expected: readonly Expected[]): EventsRecord => ({ type: 'expecting', site: 'default', expected })
const beat = (minutes: number, name = 'nightly-export'): EventsRecord => ({
  type: 'beat',
  site: 'default',
  name,
  at: iso(minutes),
})
const heard = (minutes: number, source: string): EventsRecord => ({
  type: 'tally',
  source,
  count: 1,
  last: iso(minutes),
})

/** What is told, and in which minute. @param deaf minutes without a tick: nobody ran */
async function told(script: Script, until: number, deaf: readonly [number, number] = [-1, -1]) {
  const { view, apply } = stateMap()
  const stage = detectStage({ detector: () => detector })
  const found: string[] = []
  let offset = 0
  for (let now = 0; now <= until; now += 1) {
    const records: EventsRecord[] = script.flatMap(([at, record]) => (at === now ? [record] : []))
    if (now < deaf[0] || now > deaf[1]) records.push({ type: 'tick', at: iso(now) })
    if (records.length === 0) continue
    const batch = records.map((record) => ({
      ...journalRecord('lastcopy.events', offset++, JSON.stringify(record)),
      key: 'default',
      timestamp: start + now * minute,
    }))
    const { records: out, state } = await stage.process(batch, view)
    apply(state)
    for (const { value } of out) {
      const record = JSON.parse(String(value)) as AlertsRecord
      if (record.type === 'alert') found.push(`${now} ${record.alert.priority} ${record.alert.summary}`)
    }
  }
  return found
}

describe('an expected sign of life', () => {
  test('that comes in time is told to nobody', async () => {
    const script = [0, 50, 100, 150].map((at) => [at, beat(at)] as const)
    expect(await told([[0, expecting(nightly)], ...script], 200)).toEqual([])
  })
  test('that never comes is missing an hour after it was first waited for', async () => {
    expect(await told([[0, expecting(nightly)]], 180)).toEqual([
      `60 notify Nothing from nightly-export since ${iso(0)}; it is expected every 60 minutes`,
    ])
  })
  test('that stops is told once, and again when it came back and stopped again', async () => {
    const lines = await told(
      [
        [0, expecting(nightly)],
        [10, beat(10)],
        [200, beat(200)],
      ],
      400,
    )
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['70', '260'])
  })
  test('wakes somebody where the site says so', async () => {
    const [line] = await told([[0, expecting(loud)]], 90)
    expect(line).toContain('60 page-now')
  })
  test('of a source is any of its records', async () => {
    const script = [0, 50, 100].map((at) => [at, heard(at, 'veeam.vbr')] as const)
    const lines = await told([[0, expecting(veeam)], ...script], 200)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['159'])
  })
  test('of another source is none', async () => {
    const script = [0, 50, 100].map((at) => [at, heard(at, 'aws.cloudtrail')] as const)
    expect(await told([[0, expecting(veeam)], ...script], 61)).toHaveLength(1)
  })
  test('is not missing while nobody listened, only some time after somebody does again', async () => {
    const lines = await told(
      [
        [0, expecting(nightly)],
        [10, beat(10)],
      ],
      400,
      [20, 300],
    )
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['316'])
  })
  test('is nobody’s any more once the configuration names it no longer', async () => {
    expect(
      await told(
        [
          [0, expecting(nightly)],
          [30, expecting()],
        ],
        200,
      ),
    ).toEqual([])
  })
  test('starts anew for whoever is named again', async () => {
    const lines = await told(
      [
        [0, expecting(nightly)],
        [30, expecting()],
        [100, expecting(nightly)],
      ],
      200,
    )
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['160'])
  })
  test('of somebody nobody expects changes nothing', async () => {
    expect(
      await told(
        [
          [0, expecting(nightly)],
          [0, beat(0)],
          [30, beat(30, 'stranger')],
        ],
        50,
      ),
    ).toEqual([])
  })
})
