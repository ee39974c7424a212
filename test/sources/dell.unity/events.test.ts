import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/dell.unity/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'

const line = (message: string, user = 'local/m.stone') =>
  `<86>Mar  1 09:00:00 u1 Unity: 14:60100 username="${user}" message="${message}"`
const event = (...told: Parameters<typeof line>) => eventOf(source, line(...told))

test.each([
  ["LUN 'v1' was deleted", 'repository-deleted', 'volume u1/volume/v1', undefined],
  ["Deleted file system 'f1'", 'repository-deleted', 'file-system u1/file-system/f1', undefined],
  ["NAS server 'n1' was deleted", 'parent-deleted', 'svm u1/svm/n1', undefined],
  ["Pool 'p1' was deleted", 'repository-deleted', 'pool u1/pool/p1', undefined],
  ["Snapshot 's1' of LUN 'v1' was deleted", 'recovery-point-deleted', 'snapshot u1/volume/v1/snapshot/s1', undefined],
  [
    "Snapshot 's1' of file system 'f1' was deleted",
    'recovery-point-deleted',
    'snapshot u1/file-system/f1/snapshot/s1',
    undefined,
  ],
  ["LUN 'v1' was restored from snapshot 's1'", 'object-overwritten', 'volume u1/volume/v1', undefined],
  [
    "Snapshot schedule 'p' was modified: retention changed from 30 days to 12 hours",
    'retention-changed',
    'plan u1/plan/p',
    'retention 0.5',
  ],
  ["Snapshot schedule 'p' was modified", 'job-changed', 'plan u1/plan/p', undefined],
  ["Snapshot schedule was removed from LUN 'v1'", 'policy-assigned', 'volume u1/volume/v1', 'assignment off'],
  ["Replication session 'r' was paused", 'replication-changed', 'replication u1/replication/r', 'replication off'],
  ["Replication session 'r' was resumed", 'replication-changed', 'replication u1/replication/r', 'replication on'],
  [
    "File-level retention of file system 'f1' was disabled",
    'immutability-changed',
    'file-system u1/file-system/f1',
    'lock-mode off',
  ],
  ["User 'x' with role administrator was created", 'admin-added', 'user x@u1', undefined],
  ["User 'x' was deleted", 'user-removed', 'user x@u1', undefined],
  ['Remote logging to host 192.0.2.50 was disabled', 'audit-changed', 'trail u1/log', 'logging off'],
  ['SSH was enabled', 'exposure-changed', 'array u1', 'ssh on'],
  ['The KMIP server was removed', 'key-disabled', 'key-store u1/key-store/keystore', undefined],
  ['Something else happened', 'other', 'array u1', undefined],
])('%s', (message, ...expected) => {
  const told = event(message)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toMatchObject({ id: 'm.stone@u1', kind: 'person' })
  expect([told?.event.code, told?.source, told?.event.outcome]).toEqual(['14:60100', undefined, 'success'])
})

test.each([
  ['local/admin', 'admin@u1'],
  ['acme.example.com/jdoe', 'jdoe@acme'],
  ['N/A', undefined],
])('the user %s is %s', (user, id) => {
  expect(event("LUN 'v1' was deleted", user)?.backup?.actor?.id).toBe(id)
})

test('a refusal is a failure', () => {
  expect(event("Failed to delete snapshot 's1' of LUN 'v1'")?.event.outcome).toBe('failure')
})

test('a sign-in brings its address', () => {
  const told = event('User local/m.stone successfully authenticated in authority Local Users from 192.0.2.1')
  expect([told?.event.action, told?.source?.ip]).toEqual(['sign-in', '192.0.2.1'])
})

test.each([
  '{"id":"e1","messageId":"14:60101","creationTime":"2026-03-01T09:00:00.000Z","username":"m.stone","message":"LUN \'v1\' was deleted"}',
  '[{"content":{"id":"e1","messageId":"14:60101","creationTime":"2026-03-01T09:00:00.000Z","username":"m.stone","message":"LUN \'v1\' was deleted"}}]',
])('the REST interface: %s', (record) => {
  const told = eventOf(source, record)
  expect([told?.event.action, told?.user?.name, told?.['@timestamp'], told?.event.id]).toEqual([
    'repository-deleted',
    'm.stone',
    '2026-03-01T09:00:00.000Z',
    'unity/e1',
  ])
})

describe('lines', () => standsHostility(source, line, ["snapshot 's' of LUN ", 'user by ', 'retention from 1 day to ']))
