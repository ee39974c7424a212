import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import type { Event } from '../../../src/model/event.ts'
import source from '../../../src/sources/gcp.audit/source.ts'
import { eventsOf } from '../samples.ts'

const read = (value: Json) => source.read(Buffer.from(JSON.stringify(value)), Date.UTC(2026, 2, 2))
const entry = (
  serviceName: string,
  methodName: string,
  resourceName: string,
  payload: JsonObject = {},
  more: JsonObject = {},
): JsonObject => ({
  insertId: 'i-1',
  logName: 'projects/acme/logs/cloudaudit.googleapis.com%2Factivity',
  timestamp: '2026-03-02T09:00:00.123456789Z',
  receiveTimestamp: '2026-03-02T09:00:01Z',
  resource: { type: 'x', labels: { project_id: 'acme' } },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName,
    methodName,
    resourceName,
    status: {},
    authenticationInfo: { principalEmail: 'mara@acme.example.com' },
    requestMetadata: { callerIp: '203.0.113.78' },
    ...payload,
  },
  ...more,
})
function eventOf(...given: Parameters<typeof entry>): Event {
  const [event] = eventsOf([read(entry(...given))])
  if (!event) throw new Error('no event')
  return event
}
const bucket = (request: Json | undefined, payload: JsonObject = {}): Event =>
  eventOf('storage.googleapis.com', 'storage.buckets.update', 'projects/_/buckets/nightly-backup', {
    ...(request === undefined ? {} : { request }),
    ...payload,
  })
const told = ({ backup }: Event): readonly string[] =>
  (backup?.changes ?? (backup?.change ? [backup.change] : [])).map(({ setting, to, direction }) =>
    [`${setting}=${String(to)}`, ...(direction ? [direction] : [])].join(' '),
  )

test('an entry is told whole', () => {
  expect(
    eventOf('storage.googleapis.com', 'storage.buckets.delete', 'projects/_/buckets/nightly-backup'),
  ).toMatchObject({
    '@timestamp': '2026-03-02T09:00:00.123Z',
    event: {
      action: 'repository-deleted',
      provider: 'storage.googleapis.com',
      outcome: 'success',
      created: '2026-03-02T09:00:01.000Z',
    },
    source: { ip: '203.0.113.78' },
    cloud: { provider: 'gcp', account: { id: 'acme' } },
    backup: {
      platform: 'gcp.storage',
      actor: { id: 'mara@acme', kind: 'person' },
      resource: { type: 'bucket', id: '//storage.googleapis.com/nightly-backup', name: 'nightly-backup' },
    },
  })
})

describe('an updated bucket', () => {
  test.each<[string, Json, string, readonly string[]]>([
    ['with a shorter lock', { retentionPolicy: { retentionPeriod: '86400' } }, 'immutability-changed', ['lock-days=1']],
    [
      'in the words of the newer API',
      { bucket: { retention_policy: { retention_duration: '604800s' } } },
      'immutability-changed',
      ['lock-days=7'],
    ],
    ['without its lock', { retentionPolicy: null }, 'immutability-changed', ['lock-days=0']],
    ['without versions', { versioning: { enabled: false } }, 'versioning-changed', ['versioning=off']],
    [
      'without soft delete',
      { softDeletePolicy: { retentionDurationSeconds: '0' } },
      'guard-changed',
      ['soft-delete=off'],
    ],
    [
      'with soft delete',
      { softDeletePolicy: { retentionDurationSeconds: 604_800 } },
      'guard-changed',
      ['soft-delete=on', 'undo-window=7'],
    ],
    [
      'whose lifecycle deletes',
      {
        lifecycle: {
          rule: [
            { action: { type: 'Delete' }, condition: { age: 3 } },
            { action: { type: 'Delete' }, condition: { age: 90 } },
          ],
        },
      },
      'retention-changed',
      ['retention=3'],
    ],
    [
      'whose lifecycle only moves',
      { lifecycle: { rule: [{ action: { type: 'SetStorageClass' }, condition: { age: 3 } }] } },
      'retention-changed',
      ['retention=unlimited'],
    ],
    ['without a lifecycle', { lifecycle: {} }, 'retention-changed', ['retention=unlimited']],
    ['by labels', { labels: { a: 'b' } }, 'repository-changed', []],
  ])('%s', (_, request, action, changes) => {
    const event = bucket(request)
    expect([event.event.action, told(event)]).toEqual([action, changes])
  })

  test.each([
    ['nothing said', 'google-cloud-sdk gcloud/548.0.0', 'repository-changed'],
    ['the lifecycle by gsutil', 'apitools gsutil/5.11 command/lifecycle-set', 'retention-changed'],
    ['the retention by gsutil', 'apitools gsutil/5.11 command/retention-clear', 'immutability-changed'],
  ])('with %s', (_, callerSuppliedUserAgent, action) => {
    expect(bucket(undefined, { requestMetadata: { callerSuppliedUserAgent } }).event.action).toBe(action)
  })
})

describe('the outcome', () => {
  test.each<[string, JsonObject, JsonObject, string, string | undefined]>([
    ['an empty status', {}, {}, 'success', undefined],
    ['no status', { status: null }, {}, 'success', undefined],
    ['a refusal', { status: { code: 7, message: 'no' } }, {}, 'failure', 'PERMISSION_DENIED'],
    ['nothing there', { status: { code: 5 } }, {}, 'failure', 'NotFound'],
    ['a right not granted', { authorizationInfo: [{ granted: false }] }, {}, 'failure', 'PERMISSION_DENIED'],
    ['the beginning of a long act', {}, { operation: { id: 'o', first: true } }, 'unknown', undefined],
    ['its end', {}, { operation: { id: 'o', last: true } }, 'success', undefined],
    ['one that was over at once', {}, { operation: { id: 'o', first: true, last: true } }, 'success', undefined],
  ])('of %s', (_, payload, more, outcome, code) => {
    const event = eventOf('storage.googleapis.com', 'storage.buckets.delete', 'projects/_/buckets/x', payload, more)
    expect([event.event.outcome, event.error?.code]).toEqual([outcome, code])
  })
})

describe('a policy', () => {
  const set = (bindingDeltas: Json, extra: JsonObject = {}): Event =>
    eventOf('cloudresourcemanager.googleapis.com', 'SetIamPolicy', 'projects/acme', {
      serviceData: { policyDelta: { bindingDeltas } },
      ...extra,
    })
  test.each<[string, Json, string, string | undefined]>([
    [
      'an owner',
      [{ action: 'ADD', role: 'roles/owner', member: 'user:helper@acme.example.com' }],
      'admin-added',
      'helper@acme',
    ],
    [
      'an owner behind a viewer',
      [
        { action: 'ADD', role: 'roles/viewer', member: 'user:x@acme.example.com' },
        { action: 'ADD', role: 'roles/owner', member: 'user:helper@acme.example.com' },
      ],
      'admin-added',
      'helper@acme',
    ],
    [
      'the service of backups',
      [{ action: 'ADD', role: 'roles/backupdr.admin', member: 'serviceAccount:r@acme.iam.gserviceaccount.com' }],
      'admin-added',
      'r@acme.iam.gserviceaccount.com',
    ],
    [
      'a viewer of backups',
      [{ action: 'ADD', role: 'roles/backupdr.viewer', member: 'user:x@acme.example.com' }],
      'role-granted',
      'x@acme',
    ],
    [
      'a custom role that reads',
      [{ action: 'ADD', role: 'projects/acme/roles/backupAdminReader', member: 'user:x@acme.example.com' }],
      'role-granted',
      'x@acme',
    ],
    [
      'one taken',
      [{ action: 'REMOVE', role: 'roles/owner', member: 'deleted:user:x@acme.example.com?uid=123' }],
      'role-revoked',
      'x@acme',
    ],
    [
      'everybody',
      [{ action: 'ADD', role: 'roles/storage.objectViewer', member: 'allUsers' }],
      'access-policy-changed',
      'acme',
    ],
  ])('for %s', (_, deltas, action, id) => {
    const event = set(deltas)
    expect([event.event.action, event.backup?.resource?.id]).toEqual([action, id])
  })

  test('that switches a log of access off', () => {
    const event = eventOf('cloudresourcemanager.googleapis.com', 'SetIamPolicy', 'projects/acme', {
      serviceData: {
        policyDelta: { auditConfigDeltas: [{ action: 'REMOVE', service: 'allServices', logType: 'DATA_WRITE' }] },
      },
    })
    expect([event.event.action, told(event)]).toEqual(['audit-changed', ['logging=off weakened']])
  })
})

describe('who acted', () => {
  test.each([
    ['mara@acme.example.com', {}, 'person'],
    ['terraform@acme.iam.gserviceaccount.com', {}, 'service'],
    ['veeam@acme.iam.gserviceaccount.com', {}, 'product'],
    ['service-1@gcp-sa-backupdr.iam.gserviceaccount.com', {}, 'product'],
    ['service-1@compute-system.iam.gserviceaccount.com', {}, 'provider'],
    [
      'terraform@acme.iam.gserviceaccount.com',
      { serviceAccountDelegationInfo: [{ firstPartyPrincipal: { principalEmail: 'mara@acme.example.com' } }] },
      'person',
    ],
  ])('%s %j is a %s', (principalEmail, more, kind) => {
    const event = eventOf('storage.googleapis.com', 'storage.buckets.delete', 'projects/_/buckets/x', {
      authenticationInfo: { principalEmail, ...more },
    })
    expect(event.backup?.actor?.kind).toBe(kind)
  })
})

test('small letters, other names and a blank in the time say the same', () => {
  const plain = entry('storage.googleapis.com', 'storage.buckets.delete', 'projects/_/buckets/x')
  const { insertId, logName, receiveTimestamp, ...rest } = plain
  const [one, other] = eventsOf([
    read(plain),
    read({
      ...rest,
      insertid: insertId,
      logname: logName,
      receivetimestamp: receiveTimestamp,
      timestamp: '2026-03-02 09:00:00.123',
    } as JsonObject),
  ])
  expect(other?.event.id).toBe(one?.event.id)
  expect(other?.['@timestamp']).toBe(one?.['@timestamp'])
})
