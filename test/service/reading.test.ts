// What a process counts of the sources that it reads: bounded, the most frequent first, and our own words left out.
import { describe, expect, test } from 'vitest'
import { spotOf } from '../../src/pipeline/spot.ts'
import { makeReading } from '../../src/service/reading.ts'

const rejected = (reason: string) => ({ record: {} as never, reject: { reason } })
const spot = () => spotOf([])

describe('what was read of a source', () => {
  test('is nothing, where nothing came', () => {
    expect(makeReading().of('aws.cloudtrail')).toBeUndefined()
  })

  test('is told with the most frequent reasons first', () => {
    const reading = makeReading()
    const rejects = [rejected('is no JSON'), rejected('at is no time'), rejected('is no JSON')]
    reading.note('aws.cloudtrail', { rejects, dropped: new Map([['aws.cloudtrail', { count: 4, last: 0 }]]) }, 9)
    expect(reading.of('aws.cloudtrail')).toMatchObject({
      records: 9,
      dropped: 4,
      rejects: [
        { what: 'is no JSON', count: 2 },
        { what: 'at is no time', count: 1 },
      ],
    })
  })

  test('counts events that have no meaning, whether they were read or only looked at', () => {
    const reading = makeReading()
    const counting = reading.counting(spot())
    counting.ofEvent('aws.cloudtrail', { code: 'MakeTea', action: 'other' })
    counting.ofGlimpse('aws.cloudtrail', { code: 'MakeTea' })
    counting.ofEvent('aws.cloudtrail', { code: 'DeleteBucket', action: 'repository-deleted' })
    counting.ofEvent('lastcopy.audit', { code: 'sign-in', action: 'other' })
    expect(reading.of('aws.cloudtrail')?.unknown).toEqual([{ what: 'MakeTea', count: 2 }])
    expect(reading.of('lastcopy.audit')).toBeUndefined()
  })

  test('keeps a bounded number of names, however many a record makes up', () => {
    const reading = makeReading()
    const counting = reading.counting(spot())
    for (let name = 0; name < 5_000; name += 1) counting.ofGlimpse('aws.cloudtrail', { code: `made-up-${name}` })
    const unknown = reading.of('aws.cloudtrail')?.unknown ?? []
    expect(unknown.length).toBeLessThanOrEqual(50)
    expect(unknown[0]).toEqual({ what: '…', count: 4_500 })
  })

  test('the same spot is counted once', () => {
    const reading = makeReading()
    const one = spot()
    expect(reading.counting(one)).toBe(reading.counting(one))
  })
})
