import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/aws.s3access/source.ts'
import { spent } from '../../support/spent.ts'
import { linesOf } from '../golden.ts'
import { eventsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 18))
const owner = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
interface Given {
  readonly key?: string
  readonly who?: string
  readonly uri?: string
  readonly status?: string
  readonly error?: string
  readonly version?: string
  readonly agent?: string
}
const line = (operation: string, given: Given = {}): string =>
  [
    owner,
    'nightly',
    '[17/Mar/2026:23:00:00 +0000]',
    '192.0.2.10',
    given.who ?? 'arn:aws:iam::111122223333:user/ann',
    'REQ1',
    operation,
    given.key ?? '-',
    given.uri ?? '-',
    given.status ?? '204',
    given.error ?? '- - -',
    '1 1 "-"',
    `"${given.agent ?? 'aws-cli/2'}"`,
    `${given.version ?? '-'} host= SigV4 TLS AuthHeader nightly.s3.amazonaws.com TLSv1.3 - - eu-central-1`,
  ].join(' ')
const eventIn = (text: string) => eventsOf([read(text)])[0]

test.each<[string, Given, string, string]>([
  ['REST.PUT.LIFECYCLE', {}, 'retention-changed', 'bucket'],
  ['REST.DELETE.LIFECYCLE', {}, 'retention-changed', 'bucket'],
  ['REST.PUT.VERSIONING', {}, 'versioning-changed', 'bucket'],
  ['REST.PUT.OBJECT_LOCK', {}, 'immutability-changed', 'bucket'],
  ['REST.PUT.OBJECT_LOCK', { key: 'a' }, 'immutability-changed', 'object'],
  ['REST.PUT.RETENTION', { key: 'a' }, 'immutability-changed', 'object'],
  ['REST.PUT.LEGALHOLD', { key: 'a' }, 'immutability-changed', 'object'],
  ['REST.PUT.BUCKETPOLICY', {}, 'access-policy-changed', 'bucket'],
  ['REST.PUT.ACL', {}, 'access-policy-changed', 'bucket'],
  ['REST.PUT.LOGGING_STATUS', {}, 'audit-changed', 'bucket'],
  ['REST.PUT.TAGGING', {}, 'tags-changed', 'bucket'],
  ['REST.PUT.OBJECT_TAGGING', { key: 'a' }, 'other', 'object'],
  ['REST.PUT.BUCKET', {}, 'repository-created', 'bucket'],
  ['REST.DELETE.BUCKET', {}, 'repository-deleted', 'bucket'],
  ['REST.DELETE.OBJECT', { key: 'a' }, 'object-deleted', 'object'],
  ['REST.DELETE.UPLOAD', { key: 'a' }, 'other', 'object'],
  ['BATCH.DELETE.OBJECT', { key: 'a' }, 'object-deleted', 'object'],
  ['REST.POST.MULTI_OBJECT_DELETE', {}, 'object-deleted', 'bucket'],
  ['REST.POST.LOGGING', {}, 'other', 'bucket'],
  ['REST.PUT.PART', { key: 'a' }, 'other', 'object'],
  ['REST.POST.UPLOAD', { key: 'a' }, 'object-written', 'object'],
  ['REST.COPY.OBJECT', { key: 'a' }, 'object-written', 'object'],
  ['REST.GET.OBJECT', { key: 'a' }, 'read', 'object'],
  ['REST.HEAD.stat_bucket', {}, 'read', 'bucket'],
  ['WEBSITE.GET.OBJECT', { key: 'a' }, 'read', 'object'],
  ['SOAP.DeleteBucket', {}, 'repository-deleted', 'bucket'],
  ['S3.EXPIRE.OBJECT', { key: 'a', who: '-' }, 'object-deleted', 'object'],
  ['S3.CREATE.DELETEMARKER', { key: 'a', who: 'AmazonS3' }, 'object-deleted', 'object'],
  ['S3.TRANSITION_GDA.OBJECT', { key: 'a', who: 'AmazonS3' }, 'other', 'object'],
  ['REST.PUT.NEW_THING', { uri: '"PUT /nightly?lifecycle HTTP/1.1"' }, 'retention-changed', 'bucket'],
  ['REST.PUT.constructor', {}, 'other', 'bucket'],
])('%s %j is %s of a %s', (operation, given, action, type) => {
  const event = eventIn(line(operation, given))
  expect([event?.event.action, event?.backup?.resource?.type, event?.event.code]).toEqual([action, type, operation])
  expect(event?.['@timestamp']).toBe('2026-03-17T23:00:00.000Z')
})

test.each<[string, object | undefined]>([
  [
    'arn:aws:iam::111122223333:user/path/ann',
    { id: 'arn:aws:iam::111122223333:user/path/ann', name: 'ann', kind: 'person' },
  ],
  ['arn:aws:iam::111122223333:user/svc-veeam', { kind: 'product' }],
  [
    'arn:aws:sts::111122223333:assumed-role/Backups/i-0123456789abcdef0',
    { id: 'arn:aws:iam::111122223333:role/Backups', kind: 'service' },
  ],
  [
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_1/ann@example.com',
    { kind: 'person', name: 'ann@example.com' },
  ],
  ['arn:aws:iam::111122223333:root', { kind: 'person', name: 'root' }],
  [owner, { id: owner, kind: 'unknown' }],
  ['svc:s3.amazonaws.com', { kind: 'provider' }],
  ['-', undefined],
])('%s is', (who, actor) => {
  const told = eventIn(line('REST.DELETE.OBJECT', { who, key: 'a' }))?.backup?.actor
  if (actor === undefined) expect(told).toBeUndefined()
  else expect(told).toMatchObject(actor)
})

test('the ids of buckets and objects are those of CloudTrail; keys are escaped once or twice', () => {
  expect(
    ['a%20b', 'a%2520b', '100%25', 'a%zz'].map(
      (key) => eventIn(line('REST.DELETE.OBJECT', { key }))?.backup?.resource?.id,
    ),
  ).toEqual(['a b', 'a b', '100%', 'a%zz'].map((key) => `arn:aws:s3:::nightly/${key}`))
})

test('lines of one request have ids of their own, and a version is what makes a deletion last', () => {
  const [one, two, whole] = ['BATCH.DELETE.OBJECT a', 'BATCH.DELETE.OBJECT b', 'REST.POST.MULTI_OBJECT_DELETE -'].map(
    (told) => {
      const [operation = '', key = ''] = told.split(' ')
      return eventIn(line(operation, { key }))?.event.id
    },
  )
  expect([new Set([one, two, whole]).size, whole]).toEqual([3, 'REQ1'])
  expect(eventIn(line('REST.DELETE.OBJECT', { key: 'a', version: 'v1' }))?.backup?.detail).toEqual({ permanent: true })
  expect(
    eventIn(line('REST.DELETE.OBJECT', { key: 'a', uri: '"DELETE /a?versionId=v1 HTTP/1.1"' }))?.backup?.detail,
  ).toEqual({ permanent: true })
})

test('an error is a failure with the name that S3 gives it', () => {
  expect(eventIn(line('REST.DELETE.OBJECT', { key: 'a', status: '403', error: 'AccessDenied 7 -' }))).toMatchObject({
    event: { outcome: 'failure' },
    error: { code: 'AccessDenied' },
  })
})

test.each([
  ['"GET /a?X-Amz-Credential=x&X-Amz-Signature=SECRETSECRET HTTP/1.1"'],
  ['"GET /a?AWSAccessKeyId=x&Signature=SECRETSECRET%3D&Expires=1 HTTP/1.1"'],
  ['"GET /a?X-Amz-Security-Token=SECRETSECRET HTTP/1.1"'],
])('the signature in %s is masked', (uri) => {
  const event = eventIn(line('REST.GET.OBJECT', { key: 'a', uri }))
  expect(JSON.stringify(event)).not.toContain('SECRETSECRET')
  expect(event?.event.hash).toMatch(/^[0-9a-f]{64}$/)
})

test('quotes and brackets within an agent end nothing', () => {
  expect(eventIn(line('REST.DELETE.OBJECT', { key: 'a', agent: 'an "odd" [one]x', version: 'v1' }))).toMatchObject({
    user_agent: { original: 'an "odd" [one]x' },
    backup: { detail: { permanent: true } },
  })
})

test('a file of lines, lines that an agent carries, and objects of CloudWatch Logs are read', () => {
  const one = line('REST.DELETE.OBJECT', { key: 'a' })
  const object = {
    bucket_name: 'nightly',
    request_time: '2026-03-17T23:00:00.000Z',
    operation: 'REST.DELETE.OBJECT',
    key_name: 'a',
    http_status: 204,
    requester: null,
  }
  const carried = [
    [one, one].join('\n'),
    JSON.stringify({ message: one }),
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(object) }],
    }),
  ]
  expect(carried.map((text) => eventsOf([read(text)]).map(({ event }) => event.action))).toEqual([
    ['object-deleted', 'object-deleted'],
    ['object-deleted'],
    ['object-deleted'],
  ])
})

describe('hostile input', () => {
  test.each([
    'nothing',
    '{}',
    '{"operation":"REST.PUT.OBJECT"}',
    `${owner} b [x] 1 2 3 NOT.AN.OPERATION a b c d`,
    '" [',
  ])('%s is a reject', (text) => {
    const reading = read(text)
    expect(reading.ok && reading.value.events.length > 0).toBe(false)
  })
  test.each([
    ['quotes', line('REST.GET.OBJECT', { uri: '"'.repeat(1_000_000) })],
    ['brackets', '[ '.repeat(100_000)],
    ['fields', 'a '.repeat(1_000_000)],
    ['percent signs', line('REST.GET.OBJECT', { key: '%25'.repeat(300_000) })],
    ['parameters', line('REST.GET.OBJECT', { uri: `"GET /?${'a&'.repeat(500_000)} HTTP/1.1"` })],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    source.glimpse(Buffer.from(text))
    expect(spent() - before).toBeLessThan(2_000)
  })
})

describe('a glimpse', () => {
  const sample = readFileSync(new URL('../../../samples/aws.s3access/requests.raw.ndjson', import.meta.url), 'utf8')
  const lines = linesOf(sample).map(({ text }) => text)
  test('tells what reading tells, of what only looks', () => {
    const told = lines.flatMap((text) => {
      const seen = source.glimpse(Buffer.from(text))
      return seen === undefined ? [] : [[seen, eventIn(text)?.event] as const]
    })
    expect(told.length).toBeGreaterThan(1)
    for (const [seen, event] of told)
      expect([event?.action, event?.code, event?.provider]).toEqual(['read', seen.code, seen.provider])
  })
  test.each([
    ['two lines', `${line('REST.GET.OBJECT')}\n${line('REST.DELETE.OBJECT')}`],
    ['a line that was cut off', line('REST.GET.OBJECT').slice(0, line('REST.GET.OBJECT').indexOf(' 204'))],
    ['an object', '{"operation":"REST.GET.OBJECT"}'],
    ['what is no text', Buffer.concat([Buffer.from(line('REST.GET.OBJECT')), Buffer.from([0xff])])],
    ['a deletion', line('REST.DELETE.OBJECT', { key: 'a' })],
  ])('of %s says nothing', (_, given) => {
    expect(source.glimpse(Buffer.from(given))).toBeUndefined()
  })
})
