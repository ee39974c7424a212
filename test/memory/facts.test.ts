// Every fact that memory adds, each brought about by records, against the list in docs/facts.md.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/lib/json.ts'
import { remember } from '../../src/memory/remember.ts'
import type { Event } from '../../src/model/event.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import {
  act,
  alice,
  at,
  backedUp,
  bob,
  createPlan,
  deletePlan,
  deletePoint,
  keyArn,
  mallory,
  onBucket,
  onKey,
  onVault,
  policy,
  product,
  putLifecycle,
  replication,
  terraform,
} from '../stories/acts.ts'
import { account, record, user } from '../stories/cloudtrail.ts'
import { inOrder } from '../stories/tell.ts'
import { ownLibrary } from '../support/library.ts'
import { type Act, eventOf } from '../support/planes.ts'

const { sources, detector } = await ownLibrary()
const source = sources.get('aws.cloudtrail')

/** The last of some records, in order of time, with what memory knows of it. */
const lastOf = (records: readonly JsonObject[]): Event | undefined =>
  lastTold(
    inOrder(records).flatMap((one) => {
      const reading = source?.read(Buffer.from(JSON.stringify(one)), 0)
      return reading?.ok ? reading.value.events : []
    }),
  )

/** The same of events as any source gives them. */
function lastTold(events: readonly Event[]): Event | undefined {
  const memory = memoryMap()
  let last: Event | undefined
  for (const event of events) {
    memory.advance(Date.parse(event['@timestamp']))
    last = remember(memory, event, Date.parse(event['@timestamp']), detector.words)
  }
  return last
}
type Told = readonly JsonObject[] | readonly Act[]
const areActs = (told: Told): told is readonly Act[] => told.every((one) => typeof one.action === 'string')
const historyOf = (told: Told): Readonly<Record<string, Json>> =>
  (areActs(told) ? lastTold(told.map(eventOf)) : lastOf(told))?.backup?.history ?? {}

const trail = (when: number, call: string, params: JsonObject = {}, name = 'main') =>
  act(when, alice, `cloudtrail ${call}`, { name, ...params })
const deny = onBucket(at(20), mallory, 'PutBucketPolicy', 'acme-backup', {
  bucketPolicy: JSON.parse(policy({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' })),
})
const signIn = record({
  at: at(20, '10:00'),
  who: user('carol'),
  call: 'signin ConsoleLogin',
  response: { ConsoleLogin: 'Success' },
  more: { eventType: 'AwsConsoleSignIn' },
})
const made = (key: string) =>
  onKey(at(10), terraform, 'CreateKey', key, {}, { response: { keyMetadata: { arn: keyArn(key) } } })
const ends = (key: string) => onKey(at(20), terraform, 'ScheduleKeyDeletion', key)
const points = Array.from({ length: 3 }, (_, index) => deletePoint(at(20 + index), mallory, 'v', `p${index}`))
const refusals = [0, 1, 2].map((index) =>
  deletePoint(at(20) + index * 1000, index === 2 ? bob : mallory, 'v', index ? 'p' : 'q', { error: 'AccessDenied' }),
)
const failed = (when: number) =>
  act(
    when,
    { ...alice, identity: { type: 'AWSService', invokedBy: 'backup.amazonaws.com' } },
    'backup RestoreCompleted',
    null,
    {
      more: {
        eventType: 'AwsServiceEvent',
        serviceEventDetails: { state: 'FAILED', backupVaultName: 'v', status: 'FAILED' },
      },
    },
  )
const sealed = (when: number) =>
  onBucket(when, mallory, 'PutObject', 'acme-backup', {
    key: 'k',
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  })
const rotations = [0, 60, 120].map((day) => onKey(at(day), alice, 'RotateKeyOnDemand', 'k'))
const replicated = onBucket(at(1), terraform, 'PutBucketReplication', 'data', replication('far', 'near'))

const madeBucket: Act = {
  at: at(20),
  action: 'repository-created',
  platform: 'minio.audit',
  backup: { resource: { type: 'bucket', id: 'b' } },
}
const host = { host: { name: 'repo01' } }
const clock = (when: number, step: number): Act => ({
  at: when,
  action: 'clock-changed',
  platform: 'linux.audit',
  more: host,
  backup: { resource: { type: 'host', id: 'repo01' }, detail: { step_seconds: step } },
})
const job = { type: 'job', id: 'vbr01/nightly', name: 'nightly' }
const madeLocal = (name: string): Act => ({
  at: at(20),
  action: 'admin-added',
  platform: 'windows.security',
  more: { host: { name }, user: { target: { name: 'ops' } } },
  backup: {
    resource: { type: 'user', id: `ops@${name}`, name: 'ops' },
    detail: { role: 'Administrators', machine: true },
  },
})
const copied = { type: 'recovery-point', id: 'p1', container: { type: 'repository', id: 'r1' } }

/** Fact, what it should be, and the records that lead to it; the last one carries it. */
const facts: readonly (readonly [fact: string, value: Json, records: Told])[] = [
  ['site_days', 19, [clock(at(1), 0), clock(at(20), 0)]],
  ['clock_step_hours', 2, [clock(at(20), 7200)]],
  ['clock_sum_hours', 3, [clock(at(19), 7200), clock(at(20), 3600)]],
  ['booted', true, [{ ...clock(at(20), 0), action: 'host-started' }, clock(at(20, '09:05'), 7200)]],
  [
    'excess_runs',
    4,
    [0, 1, 2, 3].map((hour) => ({ at: at(20, `0${hour}:00`), action: 'run-started', backup: { resource: job } })),
  ],
  [
    'admin_group',
    true,
    [
      {
        at: at(20),
        action: 'role-granted',
        platform: 'windows.directory',
        backup: { resource: { type: 'user', id: 'eve@acme' }, detail: { role: 'ESX Admins' } },
      },
    ],
  ],
  ['made_elsewhere', 2, ['srv1', 'srv2', 'srv3'].map(madeLocal)],
  [
    'renamed_by_actor_10m',
    3,
    ['a', 'b', 'c'].map((id) => ({
      at: at(20),
      action: 'file-renamed',
      platform: 'samba.audit',
      backup: { resource: { type: 'file', id } },
    })),
  ],
  ['young', true, [madeBucket, { ...madeBucket, at: at(20, '10:00'), action: 'tags-changed' }]],
  [
    'early',
    true,
    [
      {
        at: at(1),
        action: 'retention-changed',
        backup: { resource: { type: 'repository', id: 'r1' }, change: { setting: 'retention', to: 30 } },
      },
      { at: at(2), action: 'recovery-point-created', backup: { resource: copied } },
      { at: at(20), action: 'recovery-point-deleted', backup: { resource: copied } },
    ],
  ],
  [
    'emptied',
    true,
    [
      { at: at(1), action: 'repository-created', backup: { resource: { type: 'repository', id: 'r1' } } },
      { at: at(2), action: 'recovery-point-created', backup: { resource: copied } },
      {
        at: at(20),
        action: 'recovery-point-deleted',
        who: { id: 'SYSTEM', kind: 'provider' },
        backup: { resource: copied, detail: { expired: true } },
      },
      { at: at(21), action: 'repository-deleted', backup: { resource: { type: 'repository', id: 'r1' } } },
    ],
  ],
  [
    'replaced',
    true,
    [
      { at: at(10), action: 'job-created', backup: { resource: { type: 'job', id: 'new' } } },
      { at: at(11), action: 'job-finished', backup: { resource: { type: 'job', id: 'new' } } },
      { at: at(20), action: 'job-stopped', backup: { resource: { type: 'job', id: 'old' } } },
    ],
  ],
  ['account_days', 19, [trail(at(1), 'StartLogging'), trail(at(20), 'StopLogging')]],
  ['severe', true, [putLifecycle(at(20), mallory, 'acme-backup', 7)]],
  [
    'scratch',
    true,
    [
      onVault(at(20), terraform, 'CreateBackupVault', 'v'),
      onVault(at(20, '10:00'), terraform, 'DeleteBackupVault', 'v'),
    ],
  ],
  ['usual', true, [1, 2].map((day) => onBucket(at(day), product, 'DeleteObject', 'acme-backup', { key: `${day}` }))],
  ['newest', true, [backedUp(at(1), 'v', 'a'), backedUp(at(2), 'v', 'b'), deletePoint(at(3), mallory, 'v', 'b')]],
  ['last', true, [backedUp(at(1), 'v', 'a'), deletePoint(at(3), mallory, 'v', 'a')]],
  [
    'sets',
    ['arn:aws:s3:::far', 'arn:aws:s3:::near'],
    [replicated, onBucket(at(20), mallory, 'DeleteBucketReplication', 'data')],
  ],
  ['dropped_targets', 1, [replicated, onBucket(at(20), mallory, 'PutBucketReplication', 'data', replication('far'))]],
  ['interval_hours', 24, [backedUp(at(1), 'v', 'a'), backedUp(at(2), 'v', 'b'), deletePoint(at(3), mallory, 'v', 'a')]],
  ['deleted_by_actor_48h', 3, points],
  ['deleted_by_actor_30d', 3, points],
  ['deleted_of_set_48h', 3, points],
  ['deleted_of_set_30d', 3, points],
  ['refused', true, refusals],
  ['refused_to_actor_1h', 1, refusals],
  ['refused_to_actor_7d', 1, refusals],
  ['refused_actors_24h', 2, refusals],
  ['stopped_by_actor_7d', 1, [createPlan(at(1), alice, 'p', 'v'), deletePlan(at(20), mallory, 'p')]],
  [
    'stopped_half',
    true,
    [createPlan(at(1), alice, 'p', 'v'), createPlan(at(1), alice, 'q', 'v'), deletePlan(at(20), mallory, 'p')],
  ],
  ['only_copy', true, [replicated, onBucket(at(20), mallory, 'DeleteBucketReplication', 'data')]],
  ['restores_failed', 2, [failed(at(1)), failed(at(2))]],
  ['key_mapped', false, [ends('k')]],
  ['key_own_young', true, [made('k'), ends('k')]],
  ['own_keys_ended_24h', 2, [made('k'), made('l'), ends('k'), ends('l')]],
  ['rotation_expected', true, rotations],
  ['new_key', true, [sealed(at(20))]],
  [
    'factor_reset_24h',
    true,
    [
      act(at(20), alice, 'iam DeactivateMFADevice', {
        userName: 'carol',
        serialNumber: `arn:aws:iam::${account}:mfa/carol`,
      }),
      signIn,
    ],
  ],
  [
    'target_is_product',
    true,
    [
      onBucket(at(1), product, 'PutObject', 'x', { key: 'k' }),
      act(at(20), mallory, 'iam DetachRolePolicy', { roleName: 'VeeamBackupRole', policyArn: 'p' }),
    ],
  ],
  ['denies_product', true, [deny]],
  ['product_works', true, [onBucket(at(15), product, 'PutObject', 'acme-backup', { key: 'k' }), deny]],
  ['other_log', true, [trail(at(19), 'StartLogging', {}, 'next'), trail(at(20), 'StopLogging')]],
  [
    'target_ready',
    true,
    [onBucket(at(19), alice, 'CreateBucket', 'new-logs'), trail(at(20), 'UpdateTrail', { s3BucketName: 'new-logs' })],
  ],
  [
    'covered',
    true,
    [
      trail(at(1), 'CreateTrail', { isOrganizationTrail: true }, 'org'),
      trail(at(1, '10:00'), 'StartLogging', {}, 'org'),
      trail(at(20), 'StopLogging'),
    ],
  ],
]

const page = readFileSync(new URL('../../docs/facts.md', import.meta.url), 'utf8')
const listed = [...page.matchAll(/^\| `backup\.history\.(\w+)` \| (\w+) \| .* \| `([\w-]+\.ts)` \|$/gm)]

describe('memory', () => {
  test.each(facts)('writes %s: %j', (fact, value, records) => expect(historyOf(records)[fact]).toEqual(value))

  test('writes no other fact, and docs/facts.md lists these and no others', () => {
    const written = facts.flatMap(([, , records]) => Object.keys(historyOf(records)))
    const known = facts.map(([fact]) => fact).sort()
    expect([...new Set(written)].sort()).toEqual(known)
    expect(listed.map(([, fact]) => fact).sort()).toEqual(known)
  })

  test.each(listed.map(([, fact, type, file]) => [fact ?? '', type ?? '', file ?? ''] as const))(
    'writes %s as %s in %s, as docs/facts.md says',
    (fact, type, file) => {
      const text = readFileSync(new URL(`../../src/memory/${file}`, import.meta.url), 'utf8')
      const said = new RegExp(`\\b${fact}\\b`)
      const among = ['scratch', 'usual', 'severe', 'young'].includes(fact) ? 'remember.ts' : file
      expect(
        said.test(text) || said.test(readFileSync(new URL(`../../src/memory/${among}`, import.meta.url), 'utf8')),
      ).toBe(true)
      const value = facts.find(([name]) => name === fact)?.[1]
      const kind = Array.isArray(value) ? 'list' : value === true && type === 'true' ? 'true' : typeof value
      expect(kind).toBe(type)
    },
  )
})

test('what was never seen gives the quietest facts', () => {
  const known = lastOf([putLifecycle(at(1), alice, 'photos', 30)])
  expect(known?.backup).toMatchObject({ actor: { new: true, habit: false }, copy: { is: false, locked: false } })
})
