import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts'
import type { Event } from '../../../src/model/event.ts'
import type { Source } from '../../../src/model/source.ts'
import { type Normalized, normalizeBatch } from '../../../src/pipeline/normalize.ts'
import { everydayActs } from '../../../src/sources/aws.cloudtrail/everyday.ts'
import source from '../../../src/sources/aws.cloudtrail/source.ts'
import { service, user } from '../../stories/cloudtrail.ts'
import { ownLibrary } from '../../support/library.ts'
import { linesOf } from '../golden.ts'
import { ownSamples, realOf } from '../samples.ts'
import { bytesOf, call } from './records.ts'

const own = (await ownSamples()).filter(({ source: { name } }) => name === 'aws.cloudtrail')
const lines = [...own.map(({ raw }) => raw), ...realOf('aws.cloudtrail').map(([, raw]) => raw)].flatMap((raw) =>
  linesOf(raw).map(({ text }) => text),
)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** By neither a product nor the provider, with no key or copy that memory would want to know of. */
const isEveryday = ({ backup }: Event): boolean =>
  backup?.actor?.kind !== 'product' &&
  backup?.actor?.kind !== 'provider' &&
  ['customer_key', 'foreign_key', 'copied_from'].every((fact) => backup?.detail?.[fact] === undefined)

/** What a glimpse names, reading names too, and neither rules nor memory would have had more of it. */
function expectSound(bytes: Buffer): boolean {
  const glimpse = source.glimpse(bytes)
  if (!glimpse) return false
  const reading = source.read(bytes, 0)
  const events = reading.ok ? reading.value.events : []
  expect(events.map(({ event }) => [event.code, event.provider])).toEqual([[glimpse.code, glimpse.provider]])
  for (const event of events) {
    expect(glimpse.action === undefined ? ['other', 'read'] : [glimpse.action]).toContain(event.event.action)
    if (glimpse.action !== undefined) expect(isEveryday(event)).toBe(true)
  }
  return true
}

describe('a glimpse', () => {
  test('says of every sample what reading says, or nothing', () => {
    const answered = lines.filter((text) => expectSound(Buffer.from(text)))
    expect(answered.length).toBeGreaterThan(2)
    expect(answered.length).toBeLessThan(lines.length / 2)
  })

  test('saves the reading of lookups, unknown calls and everyday acts', () => {
    for (const name of [
      'ec2 DescribeInstances',
      's3 ListBuckets',
      'newservice FrobnicateWidget',
      ...Object.keys(everydayActs),
    ])
      expect([name, expectSound(bytesOf(call(name)))]).toEqual([name, true])
  })

  test('never answers for what a reader knows', () => {
    for (const name of [
      's3 DeleteBucket',
      'kms DisableKey',
      'ec2 DeleteSnapshot',
      's3 DeleteObjects',
      'iam CreateUser',
    ])
      expect(source.glimpse(bytesOf(call(name)))).toBeUndefined()
  })

  test('never answers for a product, the provider, or a key that the caller brings', () => {
    const veeam = user('veeam-svc')
    for (const record of [
      call('s3 PutObject', {}, { who: veeam }),
      call('kms Decrypt', {}, { who: service('backup') }),
      call('s3 PutObject', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }),
    ])
      expect(source.glimpse(bytesOf(record))).toBeUndefined()
  })

  test('never answers for a record that is cut off, of a call that matters', () => {
    const whole = bytesOf(call('s3 DeleteBucket', { bucketName: 'nightly-backup', tags: { a: { b: {} } } }))
    for (let length = 0; length < whole.length; length += 1)
      expect(source.glimpse(whole.subarray(0, length))).toBeUndefined()
  })

  test('holds whatever one field of a record is', () => {
    const fields = Object.keys(call('ec2 DescribeInstances'))
    const names = fc.constantFrom('ec2 DescribeInstances', 's3 PutObject', 'kms Decrypt', 'lambda Invoke')
    fc.assert(
      fc.property(names, fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }), (name, field, value) => {
        expectSound(bytesOf({ ...call(name), [field]: value }))
      }),
      { numRuns: 1_500 },
    )
  })

  test('says the same of a record whose names stand in any order, with any blanks between', () => {
    const forms: readonly ((record: JsonObject) => string)[] = [
      (record) => JSON.stringify(record, null, 1),
      (record) => JSON.stringify(record, null, 1).replaceAll('\n', ' '),
      (record) =>
        JSON.stringify(Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))),
      (record) => JSON.stringify(Object.fromEntries(Object.entries(record).reverse())),
    ]
    for (const name of ['ec2 DescribeInstances', 'newservice FrobnicateWidget', ...Object.keys(everydayActs)])
      for (const form of forms)
        expect([name, expectSound(Buffer.from(` ${form(call(name))}\n`.trimStart()))]).toEqual([name, true])
    for (const text of lines) {
      const value: unknown = jsonOf(text)
      if (isObject(value)) for (const form of forms) expectSound(Buffer.from(form(value)))
    }
  })

  test('holds for any order of names, whatever one of them is', () => {
    const names = fc.constantFrom('ec2 DescribeInstances', 's3 PutObject', 'kms Decrypt')
    const fields = Object.keys(call('ec2 DescribeInstances'))
    const order = fc.shuffledSubarray(fields, { minLength: fields.length - 2 })
    fc.assert(
      fc.property(
        names,
        order,
        fc.constantFrom(...fields),
        fc.jsonValue({ maxDepth: 2 }),
        fc.nat(2),
        (name, keys, field, value, indent) => {
          const record: JsonObject = { ...call(name), [field]: value as Json }
          expectSound(
            Buffer.from(JSON.stringify(Object.fromEntries(keys.map((key) => [key, record[key]])), null, indent)),
          )
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('the first stage gives and counts the same with it and without', async () => {
    const { relevance } = await ownLibrary()
    const { glimpse: _, ...slow } = source
    const batch = (of: Source) =>
      lines.map((text, index) => ({ source: of, bytes: Buffer.from(text), received: 0, position: `a:${index}` }))
    const quick = normalizeBatch(batch(source), relevance)
    const whole = normalizeBatch(batch(slow), relevance)
    const kept = ({ drafts }: Normalized) => drafts.flatMap(({ event, position }) => (event ? [[position, event]] : []))
    expect(kept(quick)).toEqual(kept(whole))
    expect(quick.rejects.map(({ reject }) => reject)).toEqual(whole.rejects.map(({ reject }) => reject))
    expect(quick.dropped.get(source.name)?.count).toBe(whole.dropped.get(source.name)?.count)
  })

  test.each([
    ['a name that stands twice', (text: string) => text.replace(/\}$/, ',"eventName":"DeleteBucket"}')],
    ['a name that stands twice, with a space', (text: string) => text.replace(/\}$/, ',"eventName" :"DeleteBucket"}')],
    ['a name spelled with escapes', (text: string) => text.replace(/\}$/, ',"event\\u004eame":"DeleteBucket"}')],
    ['a name inside the parameters', (text: string) => text.replace('{}', '{"eventName":"DeleteBucket"}')],
    ['an envelope', (text: string) => `{"Records":[${text}]}`],
    ['a line behind it', (text: string) => `${text}\n${text}`],
    ['another account of who acted', (text: string) => text.replace(/\}$/, ',"userIdentity":{"type":"Root"}}')],
  ])('is right or silent about %s', (_, change) => {
    for (const name of ['ec2 DescribeInstances', 's3 PutObject'])
      expectSound(Buffer.from(change(JSON.stringify(call(name) satisfies JsonObject))))
  })
})
