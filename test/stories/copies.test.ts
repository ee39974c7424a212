// Contract, section 3, told by CloudTrail: what is a copy, who is a person, what is a habit.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import {
  act,
  alice,
  at,
  bob,
  deletePoint,
  deleteSnapshot,
  mallory,
  objectLock,
  onBucket,
  onVault,
  product,
  putLifecycle,
  quietDays,
  replication,
  terraform,
} from './acts.ts'
import { assumed, person, record, user } from './cloudtrail.ts'
import { alertsOf, tell } from './tell.ts'

/** What the deletion of a bucket leads to after some history. */
const deleted = async (bucket: string, ...history: readonly JsonObject[]): Promise<string> => {
  const alerts = await alertsOf([...history, onBucket(at(20), mallory, 'DeleteBucket', bucket)])
  const found = alerts.find((alert) => alert.includes(`repository-removed ${bucket} `))
  return found?.split(' ')[0] ?? 'nothing'
}

describe('a bucket is a copy', () => {
  test.each(['nightly-backup', 'acme.bkp.eu', 'VeeamRepo01', 'prod-bck-2', 'commvault-library', 'rubrik-archive'])(
    'by a whole word of its name: %s',
    async (name) => expect(await deleted(name)).toBe('page-now'),
  )

  test.each(['backupper-app', 'outback-photos', 'feedback', 'photos', 'archive', 'offsite-photos', 'immutable-web'])(
    'but not by a part of a word, or one that needs a second sign: %s',
    async (name) => expect(await deleted(name)).toBe('nothing'),
  )

  test.each<[string, JsonObject]>([
    [
      'a tag',
      onBucket(at(1), alice, 'PutBucketTagging', 'corp-7', {
        Tagging: { TagSet: { Tag: { Key: 'use', Value: 'backup' } } },
      }),
    ],
    ['a product seen writing there', onBucket(at(1), product, 'PutObject', 'corp-7', { key: 'full.vbk' })],
    [
      'a product’s agent',
      onBucket(at(1), assumed('transfer', 's', '192.0.2.31', 'Veeam Backup/12'), 'PutObject', 'corp-7', { key: 'x' }),
    ],
    [
      'an object lock',
      onBucket(at(1), alice, 'PutBucketObjectLockConfiguration', 'corp-7', objectLock('GOVERNANCE', 30)),
    ],
    ['being the target of a replication', onBucket(at(1), alice, 'PutBucketReplication', 'web', replication('corp-7'))],
  ])('by %s', async (_, sign) => expect(await deleted('corp-7', sign)).toBe('page-now'))

  test.each<[string, string, JsonObject]>([
    [
      'a weak word and a lock',
      'corp-archive',
      onBucket(at(1), alice, 'PutBucketObjectLockConfiguration', 'corp-archive', objectLock('GOVERNANCE', 30)),
    ],
    ['a weak word and a product', 'corp-offsite', onBucket(at(1), product, 'PutObject', 'corp-offsite', { key: 'x' })],
    ['a weak word and a long retention', 'corp-archive', putLifecycle(at(1), alice, 'corp-archive', 400)],
    [
      'a weak word and being a target',
      'corp-vault-copy',
      onBucket(at(1), alice, 'PutBucketReplication', 'web', replication('corp-vault-copy')),
    ],
  ])('by %s', async (_, name, sign) => expect(await deleted(name, sign)).toBe('page-now'))

  test('for 180 days after its tag is gone', async () => {
    const tag = (when: number, value: string) =>
      onBucket(when, alice, 'PutBucketTagging', 'corp-7', {
        Tagging: { TagSet: { Tag: { Key: 'use', Value: value } } },
      })
    expect(await deleted('corp-7', tag(at(1), 'backup'), tag(at(2), 'web'))).toBe('page-now')
    expect(await deleted('corp-7', tag(at(-200), 'backup'), tag(at(-199), 'web'), ...quietDays(-199, 0))).toBe(
      'nothing',
    )
  })

  test.each(['backup-logs', 'ecr-image-backup', 'terraform-state-backup', 'ci-artifacts-backup', 'build-cache-backup'])(
    'not when it stores images, logs, caches, state or artifacts: %s',
    async (name) => expect(await deleted(name)).toBe('nothing'),
  )

  test('unless those have a second sign', async () => {
    expect(await deleted('backup-logs', onBucket(at(1), product, 'PutObject', 'backup-logs', { key: 'x' }))).toBe(
      'page-now',
    )
  })
})

describe('a vault and what is in it', () => {
  test('are copies whatever their name', async () => {
    expect(await alertsOf([onVault(at(1), mallory, 'DeleteBackupVault', 'x')])).toEqual([
      'page-now repository-removed x mallory',
    ])
  })

  test('a key vault or secret store is none', async () => {
    expect(await alertsOf([act(at(1), mallory, 'secretsmanager DeleteSecret', { secretId: 's' })])).toEqual([])
  })
})

describe('a sandbox', () => {
  test.each(['dev-backup', 'backup-test', 'sandbox-veeam', 'lab1-backup', 'backup.preview'])(
    'is a notice at most: %s',
    async (name) => expect(await deleted(name)).toBe('notify'),
  )

  test('until a second resource by that actor within 24 h', async () => {
    const { pages } = await tell([
      onBucket(at(1), mallory, 'DeleteBucket', 'dev-backup'),
      onBucket(at(1, '20:00'), mallory, 'DeleteBucket', 'lab-backup'),
    ])
    expect(pages).toHaveLength(1)
  })

  test('until a second class by that actor within 24 h', async () => {
    const { pages } = await tell([
      putLifecycle(at(1), mallory, 'dev-backup', 1),
      onBucket(at(1, '20:00'), mallory, 'DeleteBucket', 'dev-backup'),
    ])
    expect(pages).toHaveLength(1)
  })

  test('of one resource each day stays quiet', async () => {
    const { pages } = await tell([
      onBucket(at(1), mallory, 'DeleteBucket', 'dev-backup'),
      onBucket(at(2, '10:00'), mallory, 'DeleteBucket', 'lab-backup'),
    ])
    expect(pages).toEqual([])
  })

  test('with a lock is no sandbox', async () => {
    expect(
      await deleted(
        'dev-backup',
        onBucket(at(1), alice, 'PutBucketObjectLockConfiguration', 'dev-backup', objectLock('GOVERNANCE', 30)),
      ),
    ).toBe('page-now')
  })

  test('by a tag that is younger than 7 days is none yet', async () => {
    const tag = (when: number) =>
      onBucket(when, mallory, 'PutBucketTagging', 'acme-backup', {
        Tagging: { TagSet: { Tag: { Key: 'env', Value: 'dev' } } },
      })
    expect(await deleted('acme-backup', tag(at(14)))).toBe('page-now')
    expect(await deleted('acme-backup', tag(at(12)))).toBe('notify')
  })
})

describe('a habit', () => {
  const cleaner = assumed('snapshot-cleaner-lambda', 'cleaner', '192.0.2.44', 'Boto3/1.34')
  const nightly = (days: readonly number[], who = cleaner, each = 2) =>
    days.flatMap((day) =>
      Array.from({ length: each }, (_, index) =>
        deleteSnapshot(at(day, '05:00') + index * 1000, who, day * 100 + index),
      ),
    )
  const burst = (day: number, count: number, who = cleaner) =>
    Array.from({ length: count }, (_, index) => deleteSnapshot(at(day, '05:00') + index * 1000, who, 9000 + index))
  const settled = [0, 5, 10, 14]

  test('of 4 days over at least 14 turns the page into a notice', async () => {
    expect((await tell([...nightly(settled), ...burst(16, 6)])).pages).toEqual([])
  })

  test.each<[string, readonly JsonObject[]]>([
    ['of 3 days is none', [...nightly([0, 5, 14]), ...burst(16, 6)]],
    ['of 13 days is none', [...nightly([0, 3, 6, 9]), ...burst(12, 6)]],
    ['does not hold above three times its largest day', [...nightly(settled), ...burst(16, 7)]],
    [
      'does not hold from another network',
      [...nightly(settled), ...burst(16, 6, { ...cleaner, address: '203.0.113.9' })],
    ],
    ['does not hold with another program', [...nightly(settled), ...burst(16, 6, { ...cleaner, agent: 'aws-cli/2' })]],
    ['of a person is none', [...nightly(settled, alice), ...burst(16, 6, alice)]],
    [
      'is void for 7 days after a person changed its trust',
      [
        ...nightly(settled),
        act(at(15), bob, 'iam UpdateAssumeRolePolicy', {
          roleName: 'snapshot-cleaner-lambda',
          policyDocument: '{"Statement":[]}',
        }),
        ...burst(16, 6),
      ],
    ],
  ])('%s', async (_, records) => expect((await tell(records)).pages).toHaveLength(1))

  test('never holds for keys, audit or containers', async () => {
    const often = (call: (day: number) => JsonObject) => settled.map(call)
    const { pages } = await tell([
      ...often((day) => onVault(at(day), terraform, 'DeleteBackupVault', `v${day}`)),
      onVault(at(20), terraform, 'DeleteBackupVault', 'v20'),
    ])
    expect(pages).toHaveLength(5)
  })
})

describe('a person', () => {
  const consoleSignIn = (who: ReturnType<typeof user>, when: number) =>
    record({
      at: when,
      who,
      call: 'signin ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      more: { eventType: 'AwsConsoleSignIn' },
    })

  test('is whoever signed in to a console, whatever the name', async () => {
    const robot = user('svc-clean', '192.0.2.50')
    const { lines } = await tell([consoleSignIn(robot, at(0)), deletePoint(at(1), robot, 'vault', 'a')])
    expect(lines[0]).toMatchObject({ actor: { kind: 'person' } })
  })

  test('is a role assumed through single sign-on', async () => {
    const { lines } = await tell([deletePoint(at(1), person('maria'), 'vault', 'a')])
    expect(lines[0]).toMatchObject({ actor: { kind: 'person', name: 'maria@example.com' } })
  })
})
