import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import activity from '../../../src/sources/azure.activity/source.ts'
import source from '../../../src/sources/azure.storage/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json) => source.read(Buffer.from(JSON.stringify(value)), Date.UTC(2026, 2, 18))
const account = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/acme'
const id = account.toLowerCase()
const record = (operationName: string, more: JsonObject = {}): JsonObject => ({
  time: '2026-03-17T23:00:00.1Z',
  resourceId: `${account}/blobServices/default`,
  category: 'StorageDelete',
  operationName,
  statusCode: 202,
  statusText: 'Success',
  callerIpAddress: '192.0.2.10:4021',
  identity: { type: 'OAuth', requester: { objectId: 'o-1', upn: 'ann@acme.example.com' } },
  properties: { accountName: 'acme', objectKey: '/acme/b/v/a.vbk', serviceType: 'blob' },
  uri: 'https://acme.blob.core.windows.net:443/b/v/a.vbk',
  ...more,
})
const eventIn = (...given: Parameters<typeof record>) => eventsOf([read(record(...given))])[0]
const container = `${id}/blobservices/default/containers/b`

test.each<[string, JsonObject, string, string, unknown]>([
  ['DeleteBlob', {}, 'object-deleted', `${container}/v/a.vbk`, {}],
  ['deleteblob', {}, 'object-deleted', `${container}/v/a.vbk`, {}],
  [
    'DeleteBlob',
    { uri: 'https://acme.blob.core.windows.net/b/v/a.vbk?versionid=1' },
    'object-deleted',
    `${container}/v/a.vbk`,
    { permanent: true },
  ],
  [
    'DeleteBlob',
    { uri: 'https://acme.blob.core.windows.net/b/v/a.vbk?snapshot=1' },
    'recovery-point-deleted',
    `${container}/v/a.vbk?snapshot=1`,
    { permanent: true },
  ],
  ['DeleteContainer', {}, 'repository-deleted', container, {}],
  ['SetBlobServiceProperties', {}, 'guard-changed', id, {}],
  ['SetBlobLegalHold', {}, 'immutability-changed', `${container}/v/a.vbk`, {}],
  ['DeleteBlobImmutabilityPolicy', {}, 'immutability-changed', `${container}/v/a.vbk`, {}],
  ['SetContainerACL', {}, 'access-policy-changed', container, {}],
  ['GetBlob', {}, 'read', `${container}/v/a.vbk`, {}],
  ['SomethingNew', {}, 'other', `${container}/v/a.vbk`, {}],
  ['constructor', {}, 'other', `${container}/v/a.vbk`, {}],
])('%s %j is %s', (operation, more, action, resource, detail) => {
  const event = eventIn(operation, more)
  expect([event?.event.action, event?.backup?.resource?.id, event?.backup?.detail ?? {}]).toEqual([
    action,
    resource,
    detail,
  ])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-17T23:00:00.100Z',
    event: { dataset: 'azure.storage', outcome: 'success' },
    source: { ip: '192.0.2.10', port: 4021 },
    user: { name: 'ann@acme.example.com' },
    backup: { actor: { id: 'ann@acme', kind: 'person' }, parents: [`${id.slice(0, id.indexOf('/providers'))}`, 's'] },
  })
})

test('a key that ends at the account leaves container and path to the address', () => {
  const event = eventIn('DeleteFile', {
    resourceId: `${account}/fileServices/default`,
    properties: { accountName: 'acme', objectKey: '/acme', serviceType: 'file' },
    uri: 'https://acme.file.core.windows.net:443/share/a%20b/c.docx?sig=x',
  })
  expect(event?.backup?.resource).toMatchObject({
    type: 'file',
    name: 'a b/c.docx',
    container: { type: 'share', name: 'share' },
  })
})

test.each<[number | string, string, string, string | undefined]>([
  [202, 'Success', 'success', undefined],
  ['202', 'SASSuccess', 'success', undefined],
  [409, 'BlobImmutableDueToPolicy', 'failure', 'BlobImmutableDueToPolicy'],
  [403, 'Success', 'failure', '403'],
  [404, 'BlobNotFound', 'failure', 'BlobNotFound'],
])('%s with %s is a %s', (statusCode, statusText, outcome, code) => {
  const event = eventIn('DeleteBlob', { statusCode, statusText })
  expect([event?.event.outcome, event?.error?.code]).toEqual([outcome, code])
})

test.each<[JsonObject, object | undefined]>([
  [
    { type: 'SAS', tokenHash: 'key1(A),SasSignature(B)' },
    { id: 'key1(a),sassignature(b)', kind: 'unknown', credential: 'key1(A),SasSignature(B)' },
  ],
  [{ type: 'AccountKey' }, { id: 'account key@acme', name: 'account key', kind: 'unknown' }],
  [
    { type: 'OAuth', requester: { objectId: 'O-2', appId: 'x' } },
    { id: 'o-2', kind: 'service' },
  ],
  [{ type: 'TrustedAccess' }, { kind: 'provider' }],
  [{ type: 'Anonymous' }, undefined],
  [{}, undefined],
])('who %j is', (identity, actor) => {
  const told = eventIn('DeleteBlob', { identity })?.backup?.actor
  if (actor === undefined) expect(told).toBeUndefined()
  else expect(told).toMatchObject({ ...actor, id: expect.stringMatching(/^[^A-Z]+$/) })
})

test.each<[string, string, string, number, string, string | undefined]>([
  ['Close', 'StorageDelete', 'FileCloseAndDelete', 0, 'object-deleted', undefined],
  ['Close', 'StorageDelete', 'FileCloseAndDelete', -1073741790, 'object-deleted', 'STATUS_ACCESS_DENIED'],
  ['Close', 'StorageWrite', 'DirectoryClose', 0, 'read', undefined],
  ['SetInfo', 'StorageWrite', 'FileRenameInformation', 0, 'file-renamed', undefined],
  ['Create', 'StorageWrite', 'FileOverwrite', 0, 'object-overwritten', undefined],
  ['Write', 'StorageWrite', '', 0, 'object-written', undefined],
  ['ChangeNotify', 'StorageRead', '', -1073741536, 'read', 'STATUS_CANCELLED'],
])('over SMB %s (%s, %s) with status %i is %s', (operation, category, minor, statusCode, action, code) => {
  const event = eventIn(operation, {
    resourceId: `${account}/fileServices/default`,
    category,
    statusCode,
    statusText: '',
    protocol: 'SMB',
    identity: { type: 'Kerberos', requester: { smbPrimarySID: 'S-1-5-21-1-2-3-1104' } },
    properties: {
      accountName: 'acme',
      serviceType: 'file',
      objectKey: '\\\\acme.file.core.windows.net\\share\\a\\b.docx',
      smbCommandMinor: minor,
    },
    uri: '\\\\acme.file.core.windows.net\\share\\a\\b.docx',
  })
  expect([event?.event.action, event?.error?.code, event?.event.outcome]).toEqual([
    action,
    code,
    code === undefined ? 'success' : 'failure',
  ])
  expect(event).toMatchObject({
    user: { id: 'S-1-5-21-1-2-3-1104' },
    backup: { resource: { type: 'file', name: 'a/b.docx', container: { type: 'share', name: 'share' } } },
  })
})

test('a signature in an address is masked, and one event hub may carry several logs', () => {
  const given = record('DeleteBlob', { uri: 'https://acme.blob.core.windows.net/b/v/a.vbk?sv=1&sig=SECRETSECRET&se=2' })
  const [event] = eventsOf([activity.read(Buffer.from(JSON.stringify({ records: [given] })), 0)])
  expect(event?.event.dataset).toBe('azure.storage')
  expect(JSON.stringify(event)).not.toContain('SECRETSECRET')
})

describe('hostile input', () => {
  test.each<[Json]>([[null], [[]], [{}], [{ operationName: { value: 1 } }], [{ category: 'StorageDelete' }]])(
    '%j is no event',
    (value) => {
      const reading = read(value)
      expect(reading.ok && reading.value.events.length > 0).toBe(false)
    },
  )
  test('wrong kinds of values are an event without them', () => {
    const event = eventIn('DeleteBlob', {
      identity: 7,
      properties: [1],
      uri: {},
      callerIpAddress: null,
      statusCode: [],
    })
    expect(event?.event.action).toBe('object-deleted')
  })
})

const files = realOf('azure.storage')
test.runIf(files.length > 0)('the real records are read', () => {
  const readings = files.flatMap(([, text]) => readingsOf(source, text))
  expect(rejectsOf(readings)).toEqual([])
  expect(
    eventsOf(readings).map((one) => [one['@timestamp'], one.event.action, one.backup?.resource?.name, one.source?.ip]),
  ).toEqual([
    ['2023-12-01T17:55:31.469Z', 'object-deleted', 'docs/myimage.jpg', '1.2.3.4'],
    ['2023-12-01T17:54:47.271Z', 'object-written', 'docs/myimage.jpg', '1.2.3.4'],
  ])
})
