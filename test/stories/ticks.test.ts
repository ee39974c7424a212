// The same stories live: where no event comes any more, the wall clock raises what stands open, and never while events come.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import type { AlertsRecord } from '../../src/model/wire.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { journalRecord, runStage } from '../pipeline/state-map.ts'
import { ownLibrary } from '../support/library.ts'
import { at, mallory, onBucket, quietDays, replication, terraform } from './acts.ts'
import { inOrder } from './tell.ts'

const { sources, detector, relevance } = await ownLibrary()
const topic = 'audit.aws.cloudtrail'
const source = sources.get('aws.cloudtrail')

/** Priorities of the alerts that records and then ticks lead to, each version. @param ticks epoch milliseconds */
async function live(records: readonly JsonObject[], ticks: readonly number[]): Promise<readonly string[]> {
  const stage = normalizeStage({ sources: new Map(source ? [[topic, source]] : []), relevance: () => relevance })
  const raw = inOrder(records).map((record, offset) => ({
    ...journalRecord(topic, offset, JSON.stringify(record)),
    timestamp: Date.parse(String(record.eventTime)),
  }))
  const events = (await runStage(stage, raw)).map(({ value }) => String(value))
  const beats = ticks.map((tick) => JSON.stringify({ type: 'tick', at: new Date(tick).toISOString() }))
  const all = [...events, ...beats].map((value, offset) => journalRecord('lastcopy.events', offset, value, 'default'))
  const out = await runStage(detectStage({ detector: () => detector }), all, [
    all.length - ticks.length,
    all.length - 1,
  ])
  return out
    .map(({ value }) => JSON.parse(String(value)) as AlertsRecord)
    .flatMap((record) => (record.type === 'alert' ? [`${record.alert.change} ${record.alert.priority}`] : []))
}

const off = onBucket(at(20), mallory, 'DeleteBucketReplication', 'acme-data')
const minute = 60_000

describe('an open state', () => {
  test('rises by the clock when its week is over and nothing comes', async () => {
    const ticks = [at(20, '09:01'), at(20, '09:05'), at(26), at(27, '09:01'), at(27, '09:02')]
    expect(await live([...quietDays(0, 20), off], ticks)).toEqual(['opened notify', 'raised page-now'])
  })

  test('does not rise before', async () => {
    expect(await live([off], [at(20, '09:01'), at(27, '08:59')])).toEqual(['opened notify'])
  })

  test('of a backlog does not rise while its events are still coming in', async () => {
    const now = at(60)
    expect(await live([off], [now, now + minute])).toEqual(['opened notify'])
  })

  test('that was reverted never does', async () => {
    const on = onBucket(at(21), terraform, 'PutBucketReplication', 'acme-data', replication('far'))
    expect(await live([off, on], [at(21, '10:00'), at(21, '11:00'), at(40)])).toEqual([
      'opened notify',
      'joined notify',
    ])
  })
})
