import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import { at, call, read } from './records.ts'

const one = call('s3 DeleteBucket', { bucketName: 'nightly-backup' })
const two = call('kms DisableKey', { keyId: '0f1e2d3c-4b5a-4697-8887-766554433221' })
const text = JSON.stringify
const both = ['DeleteBucket', 'DisableKey']
const packed = (value: Json): string => gzipSync(text(value)).toString('base64')
const plain64 = (value: Json): string => Buffer.from(text(value)).toString('base64')

const bridge = (detail: Json, type = 'AWS API Call via CloudTrail'): JsonObject => ({
  version: '0',
  id: 'e1',
  'detail-type': type,
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-03-02T09:01:00Z',
  region: 'eu-central-1',
  resources: [],
  detail,
})
const logs = (...records: readonly JsonObject[]): JsonObject => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'trail',
  logStream: 's',
  subscriptionFilters: ['all'],
  logEvents: records.map((record, index) => ({
    id: String(index),
    timestamp: 1_772_442_000_000,
    message: text(record),
  })),
})

const codes = (value: Uint8Array | string | Json): readonly string[] =>
  read(value).events.map(({ event }) => event.code)
const reasons = (value: Uint8Array | string | Json): readonly string[] =>
  read(value).rejects.map(({ reason }) => reason)

describe('records are found', () => {
  test.each<readonly [string, Uint8Array | string | Json, readonly string[]]>([
    ['alone', one, ['DeleteBucket']],
    ['in a trail file', { Records: [one, two] }, both],
    ['in a gzipped trail file', gzipSync(text({ Records: [one, two] })), both],
    ['behind a byte order mark', `\ufeff${text(one)}`, ['DeleteBucket']],
    ['in a file that is laid out over lines', JSON.stringify({ Records: [one, two] }, null, 2), both],
    ['in a list', [one, two], both],
    ['in lists of files', [{ Records: [one] }, { Records: [two] }], both],
    ['in lines', `${text(one)}\n${text(two)}\n`, both],
    ['in lines of files', `${text({ Records: [one] })}\r\n${text({ Records: [two] })}`, both],
    ['joined without a break', `${text(one)}${text(two)}`, both],
    ['in gzipped lines', gzipSync(`${text(one)}\n${text(two)}`), both],
    ['on EventBridge', bridge(one), ['DeleteBucket']],
    ['on EventBridge, as sign-in', bridge(one, 'AWS Console Sign In via CloudTrail'), ['DeleteBucket']],
    ['from CloudWatch Logs', logs(one, two), both],
    ['from CloudWatch Logs, gzipped', gzipSync(text(logs(one, two))), both],
    ['from CloudWatch Logs, in base64 as Lambda gets them', { awslogs: { data: packed(logs(one, two)) } }, both],
    ['in an export of CloudWatch Logs', `2026-03-02T09:00:00.000Z ${text(one)}`, ['DeleteBucket']],
    ['from CloudWatch Logs in Kinesis', { kinesis: { data: packed(logs(one, two)) } }, both],
    [
      'from CloudWatch Logs in Firehose, joined',
      { records: [{ data: Buffer.from(text(logs(one)) + text(logs(two))).toString('base64') }] },
      both,
    ],
    [
      'from Firehose',
      { requestId: 'r', timestamp: 1, records: [{ data: plain64(one) }, { data: plain64(two) }] },
      both,
    ],
    [
      'as Lambda gets them from Kinesis',
      {
        Records: [
          {
            eventSource: 'aws:kinesis',
            eventName: 'aws:kinesis:record',
            eventVersion: '1.0',
            kinesis: { data: plain64(one) },
          },
        ],
      },
      ['DeleteBucket'],
    ],
    [
      'as Lambda gets them from SQS',
      { Records: [{ messageId: 'm', body: text(bridge(one)), eventSource: 'aws:sqs' }] },
      ['DeleteBucket'],
    ],
    [
      'as Lambda gets them from SNS',
      { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Message: text(one) } }] },
      ['DeleteBucket'],
    ],
    ['in SQS', { MessageId: 'm', Body: text(one) }, ['DeleteBucket']],
    ['in SNS', { Type: 'Notification', Message: text(bridge(two)) }, ['DisableKey']],
    [
      'in SQS in SNS on EventBridge',
      { Body: text({ Type: 'Notification', Message: text(bridge(one)) }) },
      ['DeleteBucket'],
    ],
    [
      'in the event history',
      {
        Events: [
          { EventId: 'x', CloudTrailEvent: text(one) },
          { EventId: 'y', CloudTrailEvent: text(two) },
        ],
      },
      both,
    ],
    [
      'in a query of CloudTrail Lake',
      { QueryStatus: 'FINISHED', QueryResultRows: [[{ eventJson: text(one) }], [{ eventJson: text(two) }]] },
      both,
    ],
    [
      'in Lake, by column',
      {
        QueryStatus: 'FINISHED',
        QueryResultRows: [
          [
            { eventName: 'DeleteBucket' },
            { eventSource: 's3.amazonaws.com' },
            { requestParameters: text({ bucketName: 'b' }) },
          ],
        ],
      },
      ['DeleteBucket'],
    ],
    ['from Filebeat', { '@timestamp': at, message: text(one), agent: { type: 'filebeat' } }, ['DeleteBucket']],
    [
      'from Elastic Agent',
      { '@timestamp': at, event: { original: text(one), action: 'DeleteBucket' } },
      ['DeleteBucket'],
    ],
    ['from Fluent Bit', { date: 1, log: `${text(one)}\n` }, ['DeleteBucket']],
    ['from Vector', { message: text(one), source_type: 'aws_s3', timestamp: at }, ['DeleteBucket']],
    ['from Splunk', { time: 1, sourcetype: 'aws:cloudtrail', event: one }, ['DeleteBucket']],
    ['from Kafka Connect', { schema: { type: 'string' }, payload: text(one) }, ['DeleteBucket']],
  ])('%s', (_, value, expected) => {
    expect(codes(value)).toEqual(expected)
  })

  test('an empty file, and a probe of CloudWatch Logs, hold none', () => {
    for (const value of [
      { Records: [] },
      [],
      { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE' }] },
    ])
      expect(read(value)).toEqual({ events: [], rejects: [] })
  })

  test('each keeps its own text, as it came where it stood alone', () => {
    const spaced = JSON.stringify(one, null, 1)
    expect(read(`  ${spaced}\n`).events[0]?.event.original).toBe(spaced)
    expect(read(`${text(one)}\n${text(two)}`).events.map(({ event }) => event.original)).toEqual([text(one), text(two)])
    expect(read({ Records: [one, two] }).events.map(({ event }) => event.original)).toEqual([text(one), text(two)])
  })

  test('the time of the carrier is kept beside the time of the act', () => {
    const [event] = read(bridge(one)).events
    expect([event?.['@timestamp'], event?.event.created]).toEqual([
      '2026-03-02T09:00:00.000Z',
      '2026-03-02T09:01:00.000Z',
    ])
  })
})

describe('what holds no record is told', () => {
  test.each<readonly [string, Uint8Array | string | Json, RegExp]>([
    [
      'a notice of S3',
      {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            eventTime: at,
            eventName: 'ObjectCreated:Put',
            s3: { bucket: { name: 'b' } },
          },
        ],
      },
      /notice that a file was written/,
    ],
    ['a test of S3', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' }, /notice that a file was written/],
    [
      'a notice of CloudTrail',
      { Message: text({ s3Bucket: 'b', s3ObjectKey: ['k'] }) },
      /notice that a file was written/,
    ],
    ['a digest', { awsAccountId: '111122223333', digestStartTime: at, digestS3Object: 'k', logFiles: [] }, /digest/],
    ['an event of Security Lake', { metadata: { product: { name: 'CloudTrail' } }, class_uid: 6003, api: {} }, /OCSF/],
    [
      'an event about backup jobs',
      bridge({ backupJobId: 'j', state: 'EXPIRED' }, 'Backup Job State Change'),
      /EventBridge/,
    ],
    ['a query that runs', { QueryStatus: 'RUNNING' }, /query result/],
    ['another object', { hello: 'world' }, /nothing of a CloudTrail record/],
    ['a word', '"word"', /no JSON object/],
    ['a number', '5', /no JSON object/],
    ['null', 'null', /no JSON object/],
    ['nothing', '', /no JSON/],
    ['a line of text', 'hello', /no JSON/],
    ['half a record', text(one).slice(0, 200), /no JSON/],
    ['half a gzip', gzipSync(text(one)).subarray(0, 60), /gzip/],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), /UTF-8/],
  ])('%s', (_, value, reason) => {
    expect(codes(value)).toEqual([])
    expect(reasons(value)).toHaveLength(1)
    expect(reasons(value)[0]).toMatch(reason)
  })

  test('a bad part spoils no other, and says which it is', () => {
    expect(read({ Records: [one, 'text', { eventName: 5 }, two] }).rejects).toMatchObject([
      { part: 1 },
      { part: 2, field: 'eventName' },
    ])
    expect(codes({ Records: [one, 'text', { eventName: 5 }, two] })).toEqual(both)
    expect(codes(`${text(one)}\n{"half":\n${text(two)}`)).toEqual(both)
    expect(codes(`${text(one).slice(0, 90)}\n${text(two)}`)).toEqual(['DisableKey'])
    expect(codes(`${text(one)}\nhello\n${text(one)}${text(two)}`)).toEqual(['DeleteBucket', ...both])
    expect(codes(`${text(one)}\n{"whole":1}\n${text(two)}`)).toEqual(both)
    expect(read(logs(one, { nothing: true })).rejects).toMatchObject([{ part: 1 }])
  })

  test('what unfolds to more than a trail file can be is refused', () => {
    const bomb = gzipSync(Buffer.alloc(65 << 20, 0x20))
    expect(bomb.length).toBeLessThan(100_000)
    expect(reasons(bomb)[0]).toContain('gzip')
  })
})
