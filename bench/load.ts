// The everyday traffic of an account with one backup service, as CloudTrail delivers it: what the bench streams.
import type { JsonObject } from '../src/lib/json.ts'
import { assumed, lifecycle, record, service, user, uuid } from '../test/stories/cloudtrail.ts'

type Make = (number: number, at: number) => JsonObject

const app = (number: number) =>
  assumed(`app-${number % 12}`, `i-0${number % 40}`, `192.0.2.${number % 250}`, 'aws-sdk-java/2.25')

/** Kind, its share of a thousand, and how it looks. */
const mix: readonly (readonly [share: number, make: Make])[] = [
  [300, (n, at) => call(n, at, 'kms Decrypt', { encryptionContext: { tenant: `t${n % 90}` } })],
  [120, (n, at) => call(n, at, 'kms GenerateDataKey', { keyId: `alias/app-${n % 12}`, keySpec: 'AES_256' })],
  [150, (n, at) => call(n, at, 's3 GetObject', { bucketName: `app-data-${n % 20}`, key: `object/${n}` })],
  [60, (n, at) => call(n, at, 's3 PutObject', { bucketName: `app-data-${n % 20}`, key: `object/${n}` })],
  [140, (n, at) => call(n, at, 'ec2 DescribeInstances', { filterSet: {}, instancesSet: {} })],
  [60, (n, at) => call(n, at, 's3 GetBucketLocation', { bucketName: `app-data-${n % 20}` })],
  [60, (n, at) => call(n, at, 'logs CreateLogStream', { logGroupName: '/app', logStreamName: `s${n}` })],
  [50, (n, at) => call(n, at, 'sts GetCallerIdentity', {})],
  [
    30,
    (n, at) =>
      call(n, at, 'sts AssumeRole', {
        roleArn: `arn:aws:iam::111122223333:role/app-${n % 12}`,
        roleSessionName: `s${n}`,
      }),
  ],
  [15, (n, at) => call(n, at, 'ec2 RunInstances', { instanceType: 'm7g.large' })],
  [
    8,
    (n, at) =>
      record({ at, who: service('backup'), call: 'backup RecoveryPointCreated', id: uuid(`load ${n}`), params: null }),
  ],
  [5, (n, at) => call(n, at, 'ec2 CreateSnapshot', { volumeId: `vol-0${n % 50}` })],
  [
    2,
    (n, at) =>
      record({
        at,
        who: user('platform'),
        call: 's3 PutBucketLifecycle',
        id: uuid(`load ${n}`),
        params: lifecycle(`web-${n % 9}`, 30),
      }),
  ],
]

function call(number: number, at: number, name: string, params: JsonObject): JsonObject {
  return record({ at, who: app(number), call: name, params, id: uuid(`load ${number}`) })
}

const deck: readonly Make[] = mix.flatMap(([share, make]) => Array.from({ length: share }, () => make))

/** The record with that number: about 1.2 kB. The mix is even from the first thousand on. */
export function loadRecord(number: number, at: number): string {
  const make = deck[(number * 7_919) % deck.length]
  return make === undefined ? '' : JSON.stringify(make(number, at))
}
