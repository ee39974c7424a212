// Half a year of what matters to backups, evenly over its days: every record is one that detection learns from.

import { day } from '../../src/lib/duration.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { lifecycle, record, service, user, uuid } from '../stories/cloudtrail.ts'

type Make = (number: number, at: number) => JsonObject

/** A backup service at work, administrators at theirs: many distinct points, some containers, keys and people. */
const kinds: readonly Make[] = [
  (n, at) => acted(n, at, 's3 PutBucketVersioning', versioning(`web-${n % 300}`)),
  (n, at) => made(n, at, 'backup RecoveryPointCreated', { recoveryPointArn: point(n) }),
  (n, at) => acted(n, at, 'ec2 CreateSnapshot', { volumeId: `vol-0${n % 500}` }),
  (n, at) => acted(n, at, 'ec2 DeleteSnapshot', { snapshotId: `snap-0${n}` }),
  (n, at) => acted(n, at, 's3 PutBucketLifecycle', lifecycle(`web-${n % 300}`, 30)),
  (n, at) => acted(n, at, 'iam CreateAccessKey', { userName: `robot-${n % 400}` }),
]

const versioning = (bucketName: string): JsonObject => ({
  bucketName,
  VersioningConfiguration: { Status: 'Enabled', xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
})
const point = (number: number): string => `arn:aws:ec2:eu-central-1::snapshot/snap-1${number}`
const made: (n: number, at: number, call: string, params: JsonObject) => JsonObject = (n, at, call, params) =>
  record({
    at,
    who: service('backup'),
    call,
    id: uuid(`history ${n}`),
    params: null,
    more: { serviceEventDetails: params },
  })
const acted: (n: number, at: number, call: string, params: JsonObject) => JsonObject = (n, at, call, params) =>
  record({ at, who: user(`operator-${n % 40}`), call, id: uuid(`history ${n}`), params })

/** Records as lines, oldest first, the last one just before `end` (epoch milliseconds). */
export function* history(count: number, end: number, days = 180): Generator<string> {
  const step = (days * day) / count
  for (let number = 0; number < count; number += 1) {
    const make = kinds[number % kinds.length]
    if (make) yield JSON.stringify(make(number, Math.floor(end - (count - number) * step)))
  }
}
