import { expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/aws.cloudhsm/source.ts'
import { readsAnything, readsPieces } from '../hostile.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]
const hsm = (opcode: string, more = '', response = '0:HSM Return: SUCCESS') =>
  `Time: 03/02/26 09:00:00.140812, usecs:1772442000140812\nSequence No : 0x1\nReboot counter : 0x107\nCommand Type(hex) : CN_MGMT_CMD (0x0)\nOpcode\t: ${opcode} (0xd)\nSession Handle : 0x7014006\nResponse : ${response}\nLog type : MGMT_USER_DETAILS_LOG (2)\n${more}`
const key = 'Priv/Secret Key Handle : 262152\nPublic Key Handle : 0'
const cloudwatch = (stream: string, ...messages: readonly string[]): Json => ({
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/cloudhsm/cluster-abc',
  logStream: stream,
  logEvents: messages.map((message, index) => ({ id: String(index), timestamp: 1772442000900, message })),
})

test.each([
  [hsm('CN_LOGIN', 'User Name : admin\nUser Type : CN_CRYPTO_OFFICER (2)'), 'sign-in', 'success'],
  [
    hsm('CN_LOGIN', 'User Name : x\nUser Type : CN_CRYPTO_USER (1)', '163:HSM Error: RET_USER_LOGIN_FAILURE'),
    'sign-in',
    'failure',
  ],
  [hsm('CN_CREATE_USER', 'User Name : bob\nUser Type : CN_CRYPTO_USER (1)'), 'user-added', 'success'],
  [hsm('CN_CREATE_CO', 'User Name : alice\nUser Type : CN_CRYPTO_OFFICER (2)'), 'admin-added', 'success'],
  [hsm('CN_DELETE_USER', 'User Name : alice\nUser Type : CN_CRYPTO_OFFICER (2)'), 'user-removed', 'success'],
  [hsm('CN_SET_M_VALUE'), 'four-eyes-changed', 'success'],
  [hsm('CN_TOMBSTONE_OBJECT', key), 'key-destruction-scheduled', 'success'],
  [hsm('CN_DESTROY_OBJECT', key), 'other', 'success'],
  [hsm('CN_GENERATE_KEY', key), 'key-created', 'success'],
  [hsm('CN_ZEROIZE'), 'key-material-deleted', 'success'],
  [hsm('CN_OF_TOMORROW', key), 'other', 'success'],
])('%s', (text, action, outcome) => {
  expect(eventOf({ message: text })).toMatchObject({
    '@timestamp': '2026-03-02T09:00:00.140Z',
    event: { action, outcome },
  })
})

test('only a sign-in says who it is', () => {
  expect(eventOf({ message: hsm('CN_LOGIN', 'User Name : admin') })?.backup?.actor).toMatchObject({
    id: 'admin@cloudhsm',
    session: '0x7014006',
  })
  const made = eventOf({ message: hsm('CN_CREATE_CO', 'User Name : alice\nUser Type : CN_CRYPTO_OFFICER (2)') })
  expect(made?.backup?.actor).toMatchObject({ id: 'cloudhsm session 0x7014006', kind: 'unknown' })
  expect(made?.user).toEqual({ target: { id: 'alice@cloudhsm', name: 'alice' } })
})

test('a subscription tells of which cluster and HSM, and both HSMs of a cluster tell of one act', () => {
  const [one, other] = [
    cloudwatch('hsm-1', hsm('CN_TOMBSTONE_OBJECT', key), hsm('CN_LOGOUT')),
    cloudwatch('hsm-2', hsm('CN_TOMBSTONE_OBJECT', key)),
  ]
  const [first, second, third] = eventsOf([read(one), read(other)])
  expect(first?.backup?.resource).toMatchObject({ id: 'cluster-abc/262152', container: { id: 'cluster-abc' } })
  expect(first?.event).toMatchObject({ id: 'hsm-1/0x107/0x1', created: '2026-03-02T09:00:00.900Z' })
  expect(second?.event.code).toBe('CN_LOGOUT')
  expect(third?.backup?.act).toBe(first?.backup?.act)
  expect(third?.event.id).not.toBe(first?.event.id)
})

test('a handle is longer than a number holds', () => {
  const line =
    '{"object_handle": 463180677312929947, "op_code": "DestroyObject", "response": "OK", "attributes": null, "timestamp": 1725482484559}'
  expect(eventOf(line)?.backup?.resource?.name).toBe('463180677312929947')
})

test.each<[Json | string, string]>([
  ['hello', 'the text is no event of an HSM: it has no opcode'],
  [{ a: 1 }, 'the object is no event of the certificate storage, and holds none of an HSM'],
])('%j is refused', (value, reason) => {
  expect(rejectsOf([read(value)])).toEqual([reason])
})

test('records of any shape throw nothing', () => {
  readsAnything(source, [
    { object_handle: 1, op_code: 'DestroyObject', response: 'OK', attributes: null, timestamp: 1725482484559 },
  ])
  readsPieces(source, [hsm('CN_TOMBSTONE_OBJECT', key)])
})

const files = realOf('aws.cloudhsm')
test.runIf(files.length > 0)('the examples of the documentation are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).every(({ event }) => event.reason === undefined)).toBe(true)
})
