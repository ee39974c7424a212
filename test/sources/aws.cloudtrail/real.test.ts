import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/aws.cloudtrail/source.ts'
import { eventsOf, readingsOf, realOf } from '../samples.ts'

const files = realOf('aws.cloudtrail')

describe.runIf(files.length > 0)('real records', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  const events = eventsOf(readings)
  const counted = Map.groupBy(events, ({ event }) => event.action)
  const count = (action: string): number => counted.get(action)?.length ?? 0

  test('are all read', () => {
    expect(readings.filter(({ ok }) => !ok)).toEqual([])
    expect(readings.flatMap((reading) => (reading.ok ? reading.value.rejects : []))).toEqual([])
    expect(events).toHaveLength(176)
  })

  test.each([
    ['retention-changed', 4],
    ['versioning-changed', 7],
    ['immutability-changed', 0],
    ['repository-deleted', 12],
    ['recovery-point-deleted', 6],
    ['recovery-point-shared', 3],
    ['key-disabled', 3],
    ['key-destruction-scheduled', 3],
    ['key-policy-changed', 3],
    ['replication-changed', 4],
    ['access-policy-changed', 9],
    ['audit-changed', 13],
    ['admin-added', 2],
    ['mfa-changed', 2],
    ['organization-left', 2],
    ['role-trust-changed', 3],
    ['object-overwritten', 4],
    ['object-deleted', 3],
  ])('have %s %i times', (action, expected) => {
    expect(count(action)).toBe(expected)
  })

  // Two calls of S3 stand there under EC2's name: a hand wrote them, for CloudTrail never would.
  test('leave little that no word stands for, and nothing of it guards copies', () => {
    const others = [...new Set((counted.get('other') ?? []).map(({ event }) => event.code))].sort()
    expect(others).toEqual([
      'AssumeRole',
      'AwsCloudTrailInsight',
      'CreateElasticsearchDomain',
      'CreateInstanceExportTask',
      'CreateServiceLinkedRole',
      'DeleteBucketReplication',
      'ModifyDBInstance',
      'ModifyInstanceAttribute',
      'PutBucketVersioning',
      'PutClusterCapacityProviders',
      'PutResourcePolicy',
      'SetQueueAttributes',
      'SetRepositoryPolicy',
    ])
  })

  // What is left has no parameters, or a policy alone, and no message that names it.
  test('name what they concern wherever they say it', () => {
    const silent = events.filter(
      ({ event, backup }) => !['read', 'other', 'sign-in'].includes(event.action) && backup?.resource === undefined,
    )
    expect(silent.map(({ event }) => event.code).sort()).toEqual([
      'DeleteFileSystem',
      'PutBucketPolicy',
      'PutBucketPolicy',
      'PutBucketPolicy',
      'PutKeyPolicy',
    ])
  })
})
