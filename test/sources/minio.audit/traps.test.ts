import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import type { Event } from '../../../src/model/event.ts'
import source from '../../../src/sources/minio.audit/source.ts'
import { eventsOf } from '../samples.ts'

const read = (value: Json) => source.read(Buffer.from(JSON.stringify(value)), Date.UTC(2026, 2, 2))
const entry = (name: string, api: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  version: '1',
  deploymentid: 'd-1',
  time: '2026-03-02T09:00:00.744431903Z',
  trigger: 'incoming',
  api: { name, bucket: 'nightly-backup', statusCode: 200, ...api },
  remotehost: '203.0.113.78',
  requestID: '17B86CB0ED88EBE9',
  requestHeader: {
    Authorization:
      'AWS4-HMAC-SHA256 Credential=mara/20260302/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=ccb3acdc1763509a',
  },
  accessKey: 'mara',
  ...more,
})
function eventOf(...given: Parameters<typeof entry>): Event {
  const [event] = eventsOf([read(entry(...given))])
  if (!event) throw new Error('no event')
  return event
}

describe('secrets', () => {
  test.each<[string, JsonObject, string]>([
    ['a whole Authorization header', {}, 'ccb3acdc1763509a'],
    [
      'one that stands in a list',
      { requestHeader: { authorization: ['AWS4-HMAC-SHA256 Credential=x, Signature=feedfacefeed'] } },
      'feedfacefeed',
    ],
    [
      'a signed address',
      { requestQuery: { 'X-Amz-Signature': 'feedfacefeed', 'X-Amz-Credential': 'mara/x' } },
      'feedfacefeed',
    ],
    ['a token of a session', { requestHeader: { 'X-Amz-Security-Token': 'feedfacefeed' } }, 'feedfacefeed'],
    [
      'a key that the caller brings',
      { requestHeader: { 'X-Amz-Server-Side-Encryption-Customer-Key': 'feedfacefeed' } },
      'feedfacefeed',
    ],
    ['a cookie of the console', { requestHeader: { Cookie: 'token=feedfacefeed' } }, 'feedfacefeed'],
  ])('%s is masked in the text and in the fields, and its hash kept', (_, more, secret) => {
    const event = eventOf('PutObject', { object: 'a' }, more)
    expect(JSON.stringify(event)).not.toContain(secret)
    expect(event.event.hash).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a call', () => {
  const bypass = { requestHeader: { 'x-amz-bypass-governance-retention': ['true'] } }
  test.each<[string, JsonObject, JsonObject, string]>([
    ['PutBucketLifecycle', {}, {}, 'retention-changed'],
    ['PutBucketObjectLockConfig', {}, {}, 'immutability-changed'],
    ['PutObjectRetention', { object: 'a' }, {}, 'immutability-changed'],
    ['PutObjectRetention', { object: 'a' }, bypass, 'immutability-bypassed'],
    ['DeleteObject', { object: 'a' }, bypass, 'immutability-bypassed'],
    ['DeleteObject', { object: 'a' }, {}, 'object-deleted'],
    ['DeleteBucket', {}, {}, 'repository-deleted'],
    ['SetPolicyForUserOrGroup', {}, { requestQuery: { policyName: 'consoleAdmin', userOrGroup: 'x' } }, 'admin-added'],
    [
      'SetPolicyForUserOrGroup',
      {},
      { requestQuery: { policyName: ['readwrite'], userOrGroup: ['x'] } },
      'role-granted',
    ],
    ['SetConfigKVHandler', {}, {}, 'audit-changed'],
    ['SetConfigKV', {}, {}, 'audit-changed'],
    ['GetObject', { object: 'a' }, {}, 'read'],
    ['ListObjectsV2', {}, {}, 'read'],
    ['constructor', {}, {}, 'other'],
  ])('%s %j %j is %s', (name, api, more, action) => {
    const event = eventOf(name, api, more)
    expect([event.event.action, event.event.code]).toEqual([action, name])
  })

  test('without the bypass a lock can only become longer', () => {
    expect(eventOf('PutObjectRetention', { object: 'a' }).backup?.change?.direction).toBe('strengthened')
  })

  test('that deletes several names those it lists', () => {
    const event = eventOf('DeleteMultipleObjects', {
      objects: [{ objectName: 'a', versionId: 'v' }, { objectName: 'b' }],
    })
    expect(event.backup).toMatchObject({
      resource: { type: 'bucket' },
      related: [{ name: 'a' }, { name: 'b' }],
      detail: { bulk: true, count: 2, permanent: true },
    })
    expect(eventOf('DeleteMultipleObjects', { objects: [{ objectName: 'a' }] }).backup?.resource).toMatchObject({
      type: 'object',
      name: 'a',
    })
  })

  test('onto itself with a key that the caller brings is an overwriting', () => {
    const event = eventOf(
      'CopyObject',
      { object: 'sql 1.vbk' },
      {
        requestHeader: {
          'X-Amz-Copy-Source': '/nightly-backup/sql%201.vbk',
          'X-Amz-Server-Side-Encryption-Customer-Algorithm': 'AES256',
        },
      },
    )
    expect(event).toMatchObject({
      event: { action: 'object-overwritten' },
      backup: { detail: { customer_key: true, in_place: true } },
    })
  })

  test.each([
    [403, 'AccessDenied: no', 'failure', 'AccessDenied'],
    [404, undefined, 'failure', '404'],
    [200, undefined, 'success', undefined],
    [206, undefined, 'success', undefined],
  ])('with code %s is a %s', (statusCode, error, outcome, code) => {
    const event = eventOf('DeleteObject', { object: 'a', statusCode }, error === undefined ? {} : { error })
    expect([event.event.outcome, event.error?.code]).toEqual([outcome, code])
  })
})

describe('who called', () => {
  test.each<[string, JsonObject, object | undefined]>([
    ['a user', {}, { id: 'mara@d-1', kind: 'unknown' }],
    [
      'a service account of a product',
      { accessKey: 'KEY1', parentUser: 'veeam' },
      { id: 'veeam@d-1', kind: 'product', credential: 'KEY1' },
    ],
    [
      'a service account',
      { accessKey: 'KEY1', parentUser: 'mara' },
      { id: 'mara@d-1', kind: 'service', credential: 'KEY1' },
    ],
    [
      'somebody of a directory',
      {
        accessKey: 'K',
        parentUser: 'cn=mara,ou=p,dc=acme,dc=example',
        requestClaims: { ldapUser: 'cn=mara,ou=p,dc=acme,dc=example', exp: 1 },
      },
      { id: 'mara@acme', kind: 'person' },
    ],
    [
      'somebody of single sign-on',
      { accessKey: 'K', requestClaims: { sub: '1', preferred_username: 'mara@acme.example.com' } },
      { id: 'mara@acme', kind: 'person' },
    ],
    ['nobody', { accessKey: '' }, undefined],
    ['the scanner', { event: 'ilm:expiry', trigger: 'ilm:expiry', accessKey: '' }, { kind: 'provider' }],
  ])('%s', (_, more, actor) => {
    const event = eventOf('DeleteObject', { object: 'a' }, more)
    if (actor === undefined) expect(event.backup?.actor).toBeUndefined()
    else expect(event.backup?.actor).toMatchObject(actor)
  })
})
