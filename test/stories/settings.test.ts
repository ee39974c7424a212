// Contract, section 4, told by CloudTrail: settings that guard copies.
import { describe, expect, test } from 'vitest'
import {
  act,
  alice,
  at,
  bob,
  createPlan,
  mallory,
  objectLock,
  onBucket,
  onVault,
  point,
  putLifecycle,
  terraform,
  updatePlan,
  versioning,
} from './acts.ts'
import { account, lifecycle } from './cloudtrail.ts'
import { alertsOf, tell } from './tell.ts'

const copy = 'nightly-backup'
const weakened = (priority: string, who = 'mallory', what = copy) => `${priority} protection-weakened ${what} ${who}`
const first = weakened('notify', 'terraform-apply/GitHubActions')
const known = (days: number) => putLifecycle(at(0), terraform, copy, days)

describe('a first setting', () => {
  test('within 24 h of the seen creation is the baseline: no alert', async () => {
    expect(
      await alertsOf([
        onBucket(at(0), alice, 'CreateBucket', copy),
        putLifecycle(at(0, '10:00'), alice, copy, 3),
        onBucket(at(0, '10:01'), alice, 'PutBucketVersioning', copy, versioning('Suspended')),
        onVault(at(0), alice, 'CreateBackupVault', 'vault'),
        onVault(at(0, '11:00'), alice, 'PutBackupVaultLockConfiguration', 'vault', { minRetentionDays: 1 }),
      ]),
    ).toEqual([])
  })

  test('later than that is a first sight', async () => {
    expect(
      await alertsOf([onBucket(at(0), alice, 'CreateBucket', copy), putLifecycle(at(1, '09:01'), alice, copy, 30)]),
    ).toEqual([weakened('notify', 'alice')])
  })

  test('of a name deleted in the last 30 days is no baseline', async () => {
    expect(
      await alertsOf([
        onBucket(at(0), mallory, 'DeleteBucket', copy),
        onBucket(at(1), mallory, 'CreateBucket', copy),
        putLifecycle(at(1, '10:00'), mallory, copy, 1),
      ]),
    ).toEqual([`page-now repository-removed ${copy} mallory`, weakened('page-now')])
  })

  test.each([
    [8, 'notify'],
    [7, 'page-now'],
    [1, 'page-now'],
  ])('seen first at %i days: %s', async (days, priority) => {
    expect(await alertsOf([putLifecycle(at(0), mallory, copy, days)])).toEqual([weakened(priority)])
  })

  test('that switches protection off pages', async () => {
    expect(await alertsOf([onBucket(at(0), mallory, 'PutBucketVersioning', copy, versioning('Suspended'))])).toEqual([
      weakened('page-now'),
    ])
  })

  test('that locks, enables or protects is no alert', async () => {
    expect(
      await alertsOf([
        onBucket(at(0), alice, 'PutBucketVersioning', copy, versioning('Enabled')),
        onBucket(at(1), alice, 'PutBucketObjectLockConfiguration', 'b-backup', objectLock('COMPLIANCE', 30)),
        act(at(2), alice, 'ec2 LockSnapshot', { snapshotId: 'snap-1', lockMode: 'governance', lockDuration: 30 }),
      ]).then((alerts) => alerts.filter((alert) => alert.startsWith('page-now'))),
    ).toEqual([])
  })

  test('on what is no copy is no alert', async () => {
    expect(await alertsOf([putLifecycle(at(0), alice, 'photos', 1)])).toEqual([])
  })
})

describe('a known setting', () => {
  test('that gets shorter pages', async () => {
    expect(await alertsOf([known(35), putLifecycle(at(9), mallory, copy, 34)])).toEqual([first, weakened('page-now')])
  })

  test('that gets longer, stays or never ends, never does', async () => {
    expect(
      await alertsOf([
        known(35),
        putLifecycle(at(9), mallory, copy, 35),
        putLifecycle(at(10), mallory, copy, 365),
        onBucket(at(11), mallory, 'DeleteBucketLifecycle', copy),
      ]),
    ).toEqual([first])
  })

  test('back to the value of 24 h before by the same actor is a notice', async () => {
    expect(
      await alertsOf([
        known(30),
        putLifecycle(at(9), mallory, copy, 90),
        putLifecycle(at(9, '15:00'), mallory, copy, 30),
      ]),
    ).toEqual([first, weakened('notify')])
  })

  test('back to it by somebody else pages', async () => {
    expect(
      await alertsOf([
        known(30),
        putLifecycle(at(9), alice, copy, 90),
        putLifecycle(at(9, '15:00'), mallory, copy, 30),
      ]),
    ).toEqual([first, weakened('page-now')])
  })

  test('is remembered for longer than a year', async () => {
    expect(await alertsOf([known(365), putLifecycle(at(399), mallory, copy, 30)])).toEqual([
      first,
      weakened('page-now'),
    ])
  })

  test('that was refused changes nothing', async () => {
    expect(
      await alertsOf([
        known(35),
        putLifecycle(at(8), alice, copy, 5, { error: 'AccessDenied' }),
        putLifecycle(at(9), mallory, copy, 34),
      ]).then((alerts) => alerts.filter((alert) => alert.includes('weakened'))),
    ).toEqual([first, weakened('page-now')])
  })
})

describe('the value of a lifecycle', () => {
  const put = (when: number, ...rules: readonly object[]) =>
    act(when, mallory, 's3 PutBucketLifecycle', {
      ...lifecycle(copy, 1),
      LifecycleConfiguration: { Rule: rules.map((rule) => ({ Status: 'Enabled', Filter: '', ...rule })) },
    } as never)

  test.each<[string, readonly object[]]>([
    ['non-current versions', [{ Expiration: { Days: 90 } }, { NoncurrentVersionExpiration: { NoncurrentDays: 1 } }]],
    ['a date', [{ Expiration: { Date: '2026-03-13T00:00:00Z' } }]],
    [
      'one filter of several',
      [{ Expiration: { Days: 90 } }, { Filter: { Prefix: 'daily/' }, Expiration: { Days: 2 } }],
    ],
    [
      'newer versions',
      [
        { Expiration: { Days: 90 }, NoncurrentVersionExpiration: { NoncurrentDays: 90 } },
        { NoncurrentVersionExpiration: { NoncurrentDays: 20, NewerNoncurrentVersions: 1 } },
      ],
    ],
  ])('is its smallest: %s', async (_, rules) => {
    expect(await alertsOf([known(90), put(at(9), ...rules)])).toEqual([first, weakened('page-now')])
  })

  test.each<[string, readonly object[]]>([
    [
      'multipart clean-up',
      [{ Expiration: { Days: 90 } }, { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
    ],
    ['delete markers', [{ Expiration: { Days: 90 } }, { Expiration: { ExpiredObjectDeleteMarker: true } }]],
    ['rules that are switched off', [{ Expiration: { Days: 90 } }, { Status: 'Disabled', Expiration: { Days: 1 } }]],
    ['a prefix of logs', [{ Expiration: { Days: 90 } }, { Filter: { Prefix: 'logs/' }, Expiration: { Days: 1 } }]],
    ['a colder storage class', [{ Expiration: { Days: 90 } }, { Transition: { Days: 1, StorageClass: 'GLACIER' } }]],
  ])('is not moved by %s', async (_, rules) => {
    expect(await alertsOf([known(90), put(at(9), ...rules)])).toEqual([first])
  })

  test('that the record does not carry is a weakening, once a resource and actor in 24 h', async () => {
    const bare = (when: number) => act(when, mallory, 's3 PutBucketLifecycle', { bucketName: copy })
    const { alerts, pages } = await tell([known(35), bare(at(9)), bare(at(9, '20:00')), bare(at(10, '08:00'))])
    expect(alerts).toEqual([first, weakened('page-now')])
    expect(pages).toHaveLength(1)
  })
})

describe('immutability', () => {
  const lock = (when: number, who: typeof alice, mode: string | undefined, days = 30) =>
    onBucket(when, who, 'PutBucketObjectLockConfiguration', copy, objectLock(mode, days))

  test.each<[string, ReturnType<typeof lock>]>([
    ['governance over compliance', lock(at(9), mallory, 'GOVERNANCE')],
    ['fewer days', lock(at(9), mallory, 'COMPLIANCE', 7)],
    ['no rule any more', lock(at(9), mallory, undefined)],
    ['versioning suspended', onBucket(at(9), mallory, 'PutBucketVersioning', copy, versioning('Suspended'))],
    [
      'a lock bypassed',
      onBucket(at(9), mallory, 'DeleteObject', copy, {
        key: 'full.vbk',
        versionId: '1',
        'x-amz-bypass-governance-retention': 'true',
      }),
    ],
  ])('%s pages', async (_, change) => {
    const { alerts, pages } = await tell([lock(at(0), terraform, 'COMPLIANCE'), change])
    expect(alerts.filter((alert) => alert.startsWith('page-now protection-weakened'))).toHaveLength(1)
    expect(pages).toHaveLength(1)
  })

  test('compliance over governance and more days never do', async () => {
    const { pages } = await tell([
      lock(at(0), terraform, 'GOVERNANCE', 30),
      lock(at(9), mallory, 'COMPLIANCE', 30),
      lock(at(10), mallory, 'COMPLIANCE', 90),
    ])
    expect(pages).toEqual([])
  })

  test('a vault’s lock removed pages', async () => {
    expect(
      await alertsOf([
        onVault(at(0), terraform, 'PutBackupVaultLockConfiguration', 'vault', { minRetentionDays: 30 }),
        onVault(at(9), mallory, 'DeleteBackupVaultLockConfiguration', 'vault'),
      ]),
    ).toContain(weakened('page-now', 'mallory', 'vault'))
  })

  test('a snapshot unlocked pages', async () => {
    expect(await alertsOf([act(at(9), mallory, 'ec2 UnlockSnapshot', { snapshotId: 'snap-1' })])).toEqual([
      weakened('page-now', 'mallory', 'snap-1'),
    ])
  })
})

describe('plans and points', () => {
  test('a plan that keeps for a shorter time pages', async () => {
    expect(
      await alertsOf([createPlan(at(0), terraform, 'p', 'vault', 35), updatePlan(at(9), mallory, 'p', 'vault', 5)]),
    ).toEqual([expect.stringMatching(/^page-now protection-weakened p /)])
  })

  test('a plan that keeps for longer is nothing', async () => {
    expect(
      await alertsOf([createPlan(at(0), terraform, 'p', 'vault', 35), updatePlan(at(9), bob, 'p', 'vault', 90)]),
    ).toEqual([])
  })

  test('a point’s lifecycle cut pages', async () => {
    const cut = (when: number, days: number) =>
      onVault(when, mallory, 'UpdateRecoveryPointLifecycle', 'vault', {
        recoveryPointArn: point('a'),
        lifecycle: { deleteAfterDays: days },
      })
    expect(await alertsOf([cut(at(0), 90), cut(at(9), 1)])).toEqual([
      expect.stringMatching(/^page-now protection-weakened/),
    ])
  })

  test('backups of a database switched off page, a week at first sight does not', async () => {
    const keep = (name: string, days: number) =>
      act(at(1), mallory, 'rds ModifyDBInstance', { dBInstanceIdentifier: name, backupRetentionPeriod: days })
    expect(await alertsOf([keep('orders', 0), keep('invoices', 7)])).toEqual([
      weakened('page-now', 'mallory', 'orders'),
    ])
  })

  test('a recycle bin’s period cut or its rule removed pages, a rule made does not', async () => {
    const made = act(
      at(0),
      alice,
      'rbin CreateRule',
      { retentionPeriod: { retentionPeriodValue: 7, retentionPeriodUnit: 'DAYS' }, resourceType: 'EBS_SNAPSHOT' },
      { response: { identifier: 'r1' } },
    )
    expect(await alertsOf([made])).toEqual([])
    expect(await alertsOf([made, act(at(9), mallory, 'rbin DeleteRule', { identifier: 'r1' })])).toEqual([
      weakened('page-now', 'mallory', 'r1'),
    ])
  })

  test('leaving the selection is a stop, not a shortening', async () => {
    const away = `arn:aws:backup:eu-west-1:${account}:backup-vault:away`
    const plan = (when: number, copies: readonly object[]) =>
      act(when, alice, 'backup UpdateBackupPlan', {
        backupPlanId: 'p-1',
        backupPlan: {
          backupPlanName: 'p',
          rules: [
            {
              ruleName: 'r',
              targetBackupVaultName: 'vault',
              lifecycle: { deleteAfterDays: 35 },
              copyActions: copies as never,
            },
          ],
        },
      })
    const { alerts, pages } = await tell([plan(at(0), [{ destinationBackupVaultArn: away }]), plan(at(9), [])])
    expect(alerts.at(-1)).toMatch(/^notify protection-stopped/)
    expect(pages).toEqual([])
  })
})
