import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/cohesity.audit/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (more: JsonObject) =>
  eventsOf([
    read({
      entityType: 'Protection Policy',
      entityName: 'Gold',
      action: 'Modify',
      username: 'mwolf',
      domain: 'local',
      timestampUsecs: 1772442000000000,
      ...more,
    }),
  ])[0]
const policy = (duration: number, unit = 'Days', lock?: number): string =>
  JSON.stringify({
    backupPolicy: {
      regular: {
        retention: {
          unit,
          duration,
          ...(lock === undefined ? {} : { dataLockConfig: { mode: 'Compliance', unit: 'Days', duration: lock } }),
        },
      },
    },
  })

describe('a record of Cohesity', () => {
  test.each([
    ['days', policy(90), policy(7), [{ setting: 'retention', from: 90, to: 7, unit: 'd' }]],
    ['weeks to days', policy(4, 'Weeks'), policy(7), [{ setting: 'retention', from: 28, to: 7, unit: 'd' }]],
    ['a lock taken off', policy(90, 'Days', 30), policy(90), [{ setting: 'lock-days', from: 30, to: 0, unit: 'd' }]],
    ['nothing', policy(90), policy(90), undefined],
  ])('says how a policy changed: %s', (_, previousRecord, newRecord, changes) => {
    const { backup } = eventOf({ previousRecord, newRecord }) ?? {}
    expect(backup?.changes ?? (backup?.change ? [backup.change] : undefined)).toEqual(changes)
  })

  test('is the same with blanks around its colons, behind a header', () => {
    const line =
      '<14>Jan 26 14:20:39 host cluster_audit: {"Timestamp" : "2026-01-26T14:19:27.512Z", "EntityType" : "Protection Group", "EntityName" : "ERP", "User" : "mwolf", "Domain" : "ACME", "Action" : "Delete", "ClusterInfo" : "ClusterName: c1, ClusterId: 17"}'
    expect(eventsOf([read(line)])[0]).toMatchObject({
      '@timestamp': '2026-01-26T14:19:27.512Z',
      event: { action: 'job-stopped', outcome: 'success' },
      observer: { name: 'c1' },
      backup: { actor: { id: 'mwolf@acme' }, parents: ['17'] },
    })
  })

  test('of a failure names nobody but in its words', () => {
    const description =
      '@local attempted to generate new access token for user jdoe on domain local from 192.0.2.7 failed with error Invalid Username or Password specified.'
    const event = eventsOf([
      read({
        Timestamp: '2026-01-26T14:19:27Z',
        EntityType: 'Access Token',
        Action: 'Create',
        User: '',
        Description: description,
      }),
    ])[0]
    expect(event).toMatchObject({
      event: { action: 'sign-in', outcome: 'failure' },
      user: { name: 'jdoe' },
      source: { ip: '192.0.2.7' },
    })
  })

  test('with impossible microseconds has the time of receipt', () => {
    expect(eventOf({ timestampUsecs: 170691857331522 })?.['@timestamp']).toBe('2026-03-02T12:00:00.000Z')
  })

  test('keeps no token of a header', () => {
    const event = eventsOf([
      read({
        method: 'GET',
        urlPath: '/v2/x',
        requestHeader: { Authorization: ['Bearer SECRET.TOKEN'] },
        statusCode: 200,
      }),
    ])[0]
    expect(JSON.stringify(event)).not.toContain('SECRET.TOKEN')
  })

  test.each([
    [204, 'success'],
    [403, 'failure'],
    [500, 'failure'],
  ])('of an API call with status %i is a %s', (statusCode, outcome) => {
    const event = eventsOf([
      read({ method: 'DELETE', urlPath: '/v2/data-protect/protection-groups/1', username: 'a', statusCode }),
    ])[0]
    expect(event?.event).toMatchObject({ action: 'job-stopped', outcome })
  })

  test.each([['hello'], ['{"a":1}'], ['<14>Jan 26 14:20:39 host other: {"a" : 1}'], ['null']])(
    'is not in %s',
    (record) => {
      expect(read(record).ok).toBe(false)
    },
  )

  test('of any shape throws nothing', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom('User', 'Protection Policy', 'Snapshot', 'Cluster'),
        (one, other, entityType) => {
          read({
            entityType,
            action: 'Modify',
            newRecord: JSON.stringify(one),
            previousRecord: other as Json,
            details: one as Json,
            ClusterInfo: other as Json,
          })
          read({ EventMessage: 'x', ClusterInfo: one as Json, Entities: other as Json })
          read({ auditLogs: one as Json })
        },
      ),
      { numRuns: 300 },
    )
  })
})

const files = realOf('cohesity.audit')
test.runIf(files.length > 0)('real records are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).length).toBeGreaterThan(6)
})

test.each([
  [{ EventMessage: 'Recover run failed', EventType: 'Recover' }, 'job-finished', 'failure', { restore: true }],
  [{ EventMessage: 'Clone task finished', EventType: 'Clone' }, 'job-finished', 'success', { restore: true }],
  [{ EventMessage: 'Backup run failed', EventType: 'Backup' }, 'job-finished', 'failure', undefined],
  [{ EventMessage: 'Recovery point of backup run finished' }, 'job-finished', 'success', undefined],
  [{ AlertName: 'RestoreFailed', AlertCode: 'CE1' }, 'job-finished', 'failure', { restore: true }],
])('%j tells of a restore or not', (value, action, outcome, detail) => {
  const event = eventsOf([read({ Timestamp: '2026-03-02T09:40:39.512Z', ...value })])[0]
  expect([event?.event.action, event?.event.outcome, event?.backup?.detail]).toEqual([action, outcome, detail])
})
