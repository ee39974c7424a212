// Contract, section 5, row by row, told by CloudTrail: what pages, what is told, what is nothing.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import {
  act,
  alice,
  at,
  awsBackup,
  backedUp,
  bob,
  deletePoint,
  deleteSnapshot,
  keyArn,
  mallory,
  onBucket,
  onKey,
  onVault,
  policy,
  product,
  quietDays,
  terraform,
} from './acts.ts'
import { account, assumed, record, service, user, type Who } from './cloudtrail.ts'
import { tell } from './tell.ts'

/** Alerts without the notices of history, and the pages. */
async function of(alertClass: string, records: readonly JsonObject[]) {
  const { alerts, pages } = await tell(records)
  return {
    alerts: alerts.filter((alert) => alert.includes(` ${alertClass} `)).map((alert) => alert.split(' ')[0]),
    pages: pages.filter((page) => page.includes(` ${alertClass} `)).length,
  }
}
const page = { alerts: ['page-now'], pages: 1 }
const notice = { alerts: ['notify'], pages: 0 }
const queue = { alerts: ['queue'], pages: 0 }
const nothing = { alerts: [], pages: 0 }
const history = quietDays(0, 20)

describe('row 2, administrators', () => {
  const attach = (target: string, role: string, who: Who = mallory) =>
    act(at(20), who, `iam Attach${target === 'userName' ? 'User' : 'Role'}Policy`, {
      [target]: 'someone',
      policyArn: `arn:aws:iam::aws:policy/${role}`,
    })
  const all = policy({ Effect: 'Allow', Action: '*', Resource: '*' })

  test.each<[string, JsonObject]>([
    ['the administrator’s policy for a user', attach('userName', 'AdministratorAccess')],
    ['the administrator’s policy for a role', attach('roleName', 'AdministratorAccess')],
    ['full access to the backup service', attach('userName', 'AWSBackupFullAccess')],
    [
      'a policy of everything written inline',
      act(at(20), mallory, 'iam PutUserPolicy', { userName: 'x', policyName: 'p', policyDocument: all }),
    ],
    [
      'a new default version that allows everything',
      act(at(20), mallory, 'iam CreatePolicyVersion', {
        policyArn: `arn:aws:iam::${account}:policy/p`,
        setAsDefault: true,
        policyDocument: all,
      }),
    ],
    [
      'a member of a group of administrators',
      act(at(20), mallory, 'iam AddUserToGroup', { groupName: 'backup-admins', userName: 'x' }),
    ],
  ])('%s pages', async (_, grant) => expect(await of('admin-added', [...history, grant])).toEqual(page))

  test.each<[string, JsonObject]>([
    ['a viewer', attach('userName', 'ReadOnlyAccess')],
    ['an ordinary role', attach('roleName', 'AmazonS3ReadOnlyAccess')],
    [
      'a read-only admin, whatever its name',
      act(at(20), alice, 'iam AddUserToGroup', { groupName: 'readonly-admins', userName: 'x' }),
    ],
    ['a policy that nobody uses yet', act(at(20), alice, 'iam CreatePolicy', { policyName: 'p', policyDocument: all })],
  ])('%s is nothing', async (_, grant) => expect(await of('admin-added', [...history, grant])).toEqual(nothing))

  test('in an account that was never seen to hold copies is nothing after its first day', async () => {
    const seen = Array.from({ length: 20 }, (_, day) => act(at(day), alice, 'ec2 CreateVolume', { size: '8' }))
    expect(await of('admin-added', [...seen, attach('userName', 'AdministratorAccess')])).toEqual(nothing)
    expect(await of('admin-added', [attach('userName', 'AdministratorAccess')])).toEqual(page)
  })
})

describe('row 3, containers', () => {
  const gone = onVault(at(20), mallory, 'DeleteBackupVault', 'v')

  test('a vault deleted pages', async () => expect(await of('repository-removed', [...history, gone])).toEqual(page))

  test.each<[string, readonly JsonObject[], object]>([
    ['one’s own of the same day is queued', [], queue],
    ['older than 24 h pages', [], page],
    ['made by another role pages', [], page],
    [
      'written into by a product pages',
      [onBucket(at(20, '09:30'), product, 'PutObject', 'tmp-backup', { key: 'x' })],
      page,
    ],
    [
      'that had a lock pages',
      [
        onBucket(at(20, '09:30'), mallory, 'PutBucketObjectLockConfiguration', 'tmp-backup', {
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
          },
        }),
      ],
      page,
    ],
  ])('%s', async (name, between, expected) => {
    const made = name.includes('older') ? at(19) : at(20)
    const maker = name.includes('another') ? bob : mallory
    const records = [
      onBucket(made, maker, 'CreateBucket', 'tmp-backup'),
      ...between,
      onBucket(at(20, '10:00'), mallory, 'DeleteBucket', 'tmp-backup'),
    ]
    expect(await of('repository-removed', [...history, ...records])).toEqual(expected)
  })
})

describe('row 4, parents', () => {
  test.each<[string, JsonObject]>([
    ['the organisation left', act(at(20), mallory, 'organizations LeaveOrganization')],
    ['the account closed by itself', act(at(20), mallory, 'account CloseAccount', {})],
    [
      'the account closed by its organisation',
      act(at(20), mallory, 'organizations CloseAccount', { accountId: account }, { account: '444455556666' }),
    ],
    [
      'the account taken out of the organisation',
      act(
        at(20),
        mallory,
        'organizations RemoveAccountFromOrganization',
        { accountId: account },
        { account: '444455556666' },
      ),
    ],
    [
      'a guard policy detached',
      act(
        at(20),
        mallory,
        'organizations DetachPolicy',
        { policyId: 'p-1', targetId: account },
        { account: '444455556666' },
      ),
    ],
  ])('%s pages', async (_, end) => expect(await of('parent-removed', [...history, end])).toEqual(page))

  test('of an account without copies is nothing', async () =>
    expect(
      await of('parent-removed', [
        ...history,
        act(at(20), alice, 'organizations CloseAccount', { accountId: '777788889999' }, { account: '444455556666' }),
      ]),
    ).toEqual(nothing))
})

describe('row 5, recovery points', () => {
  const points = (count: number, gapHours: number, who: Who = mallory, from = 20) =>
    Array.from({ length: count }, (_, index) =>
      deletePoint(at(from) + index * gapHours * 3_600_000, who, 'production-vault', `${from}-${index}`),
    )
  const fill = quietDays(20, 60)

  test.each<[string, readonly JsonObject[], object]>([
    ['one is told', points(1, 0), notice],
    ['four in 48 h are told', points(4, 12), { alerts: expect.not.arrayContaining(['page-now']), pages: 0 }],
    ['five in 48 h page', points(5, 12), page],
    ['fifteen in 30 days page', points(15, 49), page],
    [
      'one of five in 49 h and more does not',
      points(5, 24.5),
      { alerts: expect.not.arrayContaining(['page-now']), pages: 0 },
    ],
    [
      'the same one five times is one',
      Array.from({ length: 5 }, (_, index) =>
        deletePoint(at(20) + index * 1000, mallory, 'production-vault', 'same', { id: `e${index}` }),
      ),
      notice,
    ],
    ['a bulk call is five', [onBucket(at(20), mallory, 'DeleteObjects', 'acme-backup', { delete: '' })], page],
    ['by the backup service are nothing', points(9, 1, awsBackup), nothing],
  ])('%s', async (_, records, expected) =>
    expect(await of('points-deleted', [...history, ...records, ...fill])).toEqual(expected),
  )

  test('five of one set by two people page', async () => {
    const { pages } = await of('points-deleted', [...history, ...points(3, 1), ...points(2, 1, bob, 21)])
    expect(pages).toBe(1)
  })

  test('the newest pages, an older one does not', async () => {
    const made = [backedUp(at(1), 'v', 'old'), backedUp(at(2), 'v', 'new')]
    expect(await of('points-deleted', [...made, deletePoint(at(20), mallory, 'v', 'new')])).toEqual(page)
    expect(await of('points-deleted', [...made, deletePoint(at(20), mallory, 'v', 'old')])).toEqual(notice)
  })

  test('the last one left pages', async () => {
    const made = [backedUp(at(1), 'v', 'old'), backedUp(at(2), 'v', 'new')]
    const { pages } = await of('points-deleted', [
      ...made,
      deletePoint(at(20), bob, 'v', 'new'),
      deletePoint(at(25), mallory, 'v', 'old'),
    ])
    expect(pages).toBe(2)
  })

  test('a locked one pages', async () =>
    expect(
      await of('points-deleted', [
        act(at(1), alice, 'ec2 LockSnapshot', {
          snapshotId: 'snap-00000000000000001',
          lockMode: 'governance',
          lockDuration: 30,
        }),
        deleteSnapshot(at(20), mallory, 1),
      ]),
    ).toEqual(page))

  test('a delete marker in a versioned bucket deletes nothing', async () => {
    const on = onBucket(at(1), alice, 'PutBucketVersioning', 'acme-backup', {
      VersioningConfiguration: { Status: 'Enabled' },
    })
    const marks = Array.from({ length: 6 }, (_, index) =>
      onBucket(at(20) + index, mallory, 'DeleteObject', 'acme-backup', { key: `k${index}` }),
    )
    expect(await of('points-deleted', [on, ...marks])).toEqual(nothing)
  })

  test('a product’s own retention is nothing from its usual place, and pages from elsewhere', async () => {
    const daily = Array.from({ length: 10 }, (_, day) =>
      [1, 2].map((index) =>
        onBucket(at(day) + index * 1000, product, 'DeleteObject', 'acme-backup', { key: `${day}-${index}` }),
      ),
    ).flat()
    const more = (who: Who) =>
      Array.from({ length: 6 }, (_, index) =>
        onBucket(at(12) + index * 1000, who, 'DeleteObject', 'acme-backup', { key: `m${index}` }),
      )
    expect((await of('points-deleted', [...daily, ...more(product)])).pages).toBe(0)
    expect((await of('points-deleted', [...daily, ...more({ ...product, address: '203.0.113.5' })])).pages).toBe(1)
  })
})

describe('row 6, keys', () => {
  test.each<[string, JsonObject]>([
    ['scheduled for destruction', onKey(at(20), mallory, 'ScheduleKeyDeletion', 'k', { pendingWindowInDays: 7 })],
    ['disabled', onKey(at(20), mallory, 'DisableKey', 'k')],
    ['whose imported material is deleted', onKey(at(20), mallory, 'DeleteImportedKeyMaterial', 'k')],
    [
      'handed over by its policy',
      onKey(at(20), mallory, 'PutKeyPolicy', 'k', {
        policy: policy({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: 'kms:*',
          Resource: '*',
        }),
      }),
    ],
    [
      'whose store is disconnected',
      act(at(20), mallory, 'kms DisconnectCustomKeyStore', { customKeyStoreId: 'cks-1' }),
    ],
  ])('%s pages, mapped or not', async (_, end) => expect(await of('key-endangered', [...history, end])).toEqual(page))

  test('cancelled and enabled again is resolved, and still paged', async () => {
    const records = [
      onKey(at(20), mallory, 'ScheduleKeyDeletion', 'k'),
      onKey(at(20, '09:02'), alice, 'CancelKeyDeletion', 'k'),
      onKey(at(20, '09:03'), alice, 'EnableKey', 'k'),
    ]
    expect(await of('key-endangered', [...history, ...records])).toEqual(page)
  })

  const young = (key: string, day = 10) =>
    onKey(at(day), terraform, 'CreateKey', key, {}, { response: { keyMetadata: { arn: keyArn(key) } } })
  const end = (key: string, minute = 0, who: Who = terraform) =>
    onKey(at(20) + minute * 60_000, who, 'ScheduleKeyDeletion', key)

  test('one’s own of the last 30 days that no product used is queued', async () =>
    expect(await of('key-endangered', [young('a'), end('a')])).toEqual(queue))
  test('three such in 24 h page', async () =>
    expect(
      (
        await of('key-endangered', [
          ...['a', 'b', 'c'].map((key) => young(key)),
          ...['a', 'b', 'c'].map((key, index) => end(key, index * 60)),
        ])
      ).pages,
    ).toBe(1))
  test('somebody else’s pages', async () =>
    expect(await of('key-endangered', [young('a'), end('a', 0, mallory)])).toEqual(page))
  test('an older one pages', async () => expect(await of('key-endangered', [young('a', -11), end('a')])).toEqual(page))
})

describe('row 7, rotation', () => {
  const rotate = (day: number, who: Who = alice) => onKey(at(day), who, 'RotateKeyOnDemand', 'k')
  test('by hand pages', async () => expect(await of('key-rotated', [...history, rotate(20)])).toEqual(page))
  test('by the provider’s own schedule is nothing', async () =>
    expect(
      await of('key-rotated', [
        ...history,
        onKey(
          at(20),
          service('kms'),
          'RotateKey',
          'k',
          {},
          {
            more: {
              eventType: 'AwsServiceEvent',
              serviceEventDetails: { keyId: keyArn('k'), rotationType: 'AUTOMATIC' },
              resources: [{ ARN: keyArn('k') }],
            },
          },
        ),
      ]),
    ).toEqual(nothing))
  test('switched on is nothing', async () =>
    expect(await of('key-rotated', [...history, onKey(at(20), alice, 'EnableKeyRotation', 'k')])).toEqual(nothing))
  test('by the same person at the interval of twice before is told at most', async () => {
    const { pages } = await tell([rotate(0), rotate(90), rotate(180)])
    expect(pages.filter((line) => line.includes('key-rotated'))).toHaveLength(1)
  })
})

describe('row 8, overwriting', () => {
  const put = (when: number, more: JsonObject, who: Who = mallory) =>
    onBucket(when, who, 'PutObject', 'acme-backup', { key: 'a.vbk', ...more })
  const own = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }
  const foreign = { 'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-central-1:444455556666:key/1' }

  test('with a key that the caller brings pages', async () =>
    expect(await of('copies-overwritten', [...history, put(at(20), own)])).toEqual(page))
  test('with a foreign account’s key pages', async () =>
    expect(await of('copies-overwritten', [...history, put(at(20), foreign)])).toEqual(page))
  test('with the account’s own key is nothing', async () =>
    expect(
      await of('copies-overwritten', [
        ...history,
        put(at(20), { 'x-amz-server-side-encryption-aws-kms-key-id': keyArn('k') }),
      ]),
    ).toEqual(nothing))
  test('where the key was seen within 30 days does not page again', async () => {
    const { pages } = await of('copies-overwritten', [
      put(at(0), own, product),
      put(at(10), own, product),
      put(at(20), own, product),
    ])
    expect(pages).toBe(1)
  })
  test('many objects are one page', async () => {
    const { pages } = await of('copies-overwritten', [
      ...history,
      ...Array.from({ length: 30 }, (_, index) => put(at(20) + index * 60_000, { ...own, key: `o${index}` })),
    ])
    expect(pages).toBe(1)
  })
})

describe('row 9, refusals', () => {
  const refused = (name: string, when: number, who: Who = mallory, error = 'AccessDeniedException') =>
    deletePoint(when, who, 'production-vault', name, { error, id: `${name} ${when} ${who.address}` })
  const many = (count: number, gapMinutes: number) =>
    Array.from({ length: count }, (_, index) => refused(`p${index}`, at(20) + index * gapMinutes * 60_000))

  test.each<[string, readonly JsonObject[], object]>([
    ['one is told', many(1, 0), notice],
    ['four in an hour are told', many(4, 10), notice],
    ['five in an hour page', many(5, 10), page],
    ['ten in a week page', many(10, 900), { alerts: expect.arrayContaining(['page-now']), pages: 1 }],
    ['retries of one are one', Array.from({ length: 9 }, (_, index) => refused('p', at(20) + index * 60_000)), notice],
    [
      'what was not there does not count',
      Array.from({ length: 9 }, (_, index) =>
        refused(`p${index}`, at(20) + index * 1000, mallory, 'ResourceNotFoundException'),
      ),
      nothing,
    ],
    [
      'reads that were refused are nothing',
      Array.from({ length: 9 }, (_, index) =>
        onBucket(
          at(20) + index * 1000,
          mallory,
          'GetBucketLifecycle',
          `b${index}-backup`,
          {},
          { error: 'AccessDenied' },
        ),
      ),
      nothing,
    ],
    ['one refused to two people in 24 h pages', [refused('p', at(20)), refused('p', at(20, '20:00'), bob)], page],
    [
      'one refused to two people in 25 h does not',
      [refused('p', at(20)), refused('p', at(21, '10:00'), bob)],
      { alerts: ['notify', 'notify'], pages: 0 },
    ],
  ])('%s', async (_, records, expected) =>
    expect(await of('refused', [...history, ...records, ...quietDays(20, 28)])).toEqual(expected),
  )
})

describe('row 10, the gates', () => {
  const off = (name: string, who: Who = alice) =>
    act(at(20), who, 'iam DeactivateMFADevice', { userName: name, serialNumber: `arn:aws:iam::${account}:mfa/${name}` })
  const signIn = (when: number, address: string) =>
    record({
      at: when,
      who: user('carol', address, 'Mozilla/5.0'),
      call: 'signin ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      more: { eventType: 'AwsConsoleSignIn' },
    })

  test('one person’s factor removed is queued', async () =>
    expect(await of('gate-weakened', [...history, off('carol')])).toEqual(queue))
  test('an administrator’s removed by himself pages', async () =>
    expect(await of('gate-weakened', [...history, off('mallory', mallory)])).toEqual(page))
  test('a sign-in from a new address within 24 h after pages', async () =>
    expect(
      (
        await of('gate-weakened', [
          signIn(at(1), '192.0.2.66'),
          ...history,
          off('carol'),
          signIn(at(20, '20:00'), '203.0.113.4'),
        ])
      ).pages,
    ).toBe(1))
  test('a sign-in from the usual address does not', async () =>
    expect(
      (
        await of('gate-weakened', [
          signIn(at(1), '192.0.2.66'),
          ...history,
          off('carol'),
          signIn(at(20, '20:00'), '192.0.2.67'),
        ])
      ).pages,
    ).toBe(0))
  test.each<[string, JsonObject]>([
    ['a vault’s access policy deleted', onVault(at(20), mallory, 'DeleteBackupVaultAccessPolicy', 'production-vault')],
    ['a bucket’s policy deleted', onBucket(at(20), mallory, 'DeleteBucketPolicy', 'acme-backup')],
    [
      'a bucket’s policy that lets everybody in',
      onBucket(at(20), mallory, 'PutBucketPolicy', 'acme-backup', {
        bucketPolicy: JSON.parse(policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' })),
      }),
    ],
    [
      'approval of several people taken away',
      onVault(at(20), mallory, 'DisassociateBackupVaultMpaApprovalTeam', 'production-vault'),
    ],
  ])('%s pages', async (_, gate) => expect(await of('gate-weakened', [...history, gate])).toEqual(page))
})

describe('row 11, audit', () => {
  const trail = (when: number, call: string, params: JsonObject = {}, name = 'main', who: Who = mallory) =>
    act(when, who, `cloudtrail ${call}`, { name, ...params })
  test.each<[string, readonly JsonObject[]]>([
    ['stopped', [trail(at(20), 'StopLogging')]],
    ['stopped and started again at once', [trail(at(20), 'StopLogging'), trail(at(20, '09:01'), 'StartLogging')]],
    ['deleted', [trail(at(20), 'DeleteTrail')]],
    ['narrowed to one region', [trail(at(20), 'UpdateTrail', { isMultiRegionTrail: false })]],
    [
      'narrowed by selectors',
      [
        act(at(20), mallory, 'cloudtrail PutEventSelectors', {
          trailName: 'main',
          eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }],
        }),
      ],
    ],
    [
      'sent elsewhere',
      [
        trail(at(1), 'UpdateTrail', { s3BucketName: 'logs' }),
        trail(at(20), 'UpdateTrail', { s3BucketName: 'elsewhere' }),
      ],
    ],
  ])('%s pages at once', async (_, records) =>
    expect(await of('audit-stopped', [...history, ...records])).toEqual(page),
  )

  test.each<[string, readonly JsonObject[]]>([
    [
      'another trail ran before it stopped',
      [trail(at(19), 'StartLogging', {}, 'next', alice), trail(at(20), 'StopLogging', {}, 'main', alice)],
    ],
    [
      'its new bucket was made before',
      [
        trail(at(1), 'UpdateTrail', { s3BucketName: 'logs' }),
        onBucket(at(19), alice, 'CreateBucket', 'new-logs'),
        trail(at(20), 'UpdateTrail', { s3BucketName: 'new-logs' }, 'main', alice),
      ],
    ],
  ])('is told only when %s', async (_, records) =>
    expect(await of('audit-stopped', [...history, ...records])).toMatchObject({
      alerts: expect.not.arrayContaining(['page-now']),
      pages: 0,
    }),
  )

  test('that begins, or covers more, is nothing', async () =>
    expect(
      await of('audit-stopped', [
        ...history,
        trail(at(20), 'CreateTrail', { s3BucketName: 'logs' }),
        trail(at(20, '10:00'), 'UpdateTrail', { isMultiRegionTrail: true }),
      ]),
    ).toEqual(nothing))
})

describe('row 13, access of the product', () => {
  const deny = (who: Who = mallory, principal: string = '*') =>
    onBucket(at(20), who, 'PutBucketPolicy', 'acme-backup', {
      bucketPolicy: JSON.parse(
        policy({
          Effect: 'Deny',
          Principal: principal === '*' ? '*' : { AWS: principal },
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: '*',
        }),
      ),
    })
  const works = (from: number, to: number) =>
    Array.from({ length: (to - from) * 24 }, (_, hour) =>
      onBucket(at(from) + hour * 3_600_000, product, 'PutObject', 'acme-backup', { key: `${from}-${hour}` }),
    )

  test('denied by a person pages', async () => expect(await of('access-cut', [...history, deny()])).toEqual(page))
  test('denied, and the product succeeds within an hour: told', async () =>
    expect(await of('access-cut', [...works(18, 22), deny()])).toEqual(notice))
  test('denied, and the product is not seen for an hour: pages', async () =>
    expect(await of('access-cut', [...works(18, 20), deny(), ...quietDays(21, 22)])).toEqual(page))
  test('denied to somebody who is no product is nothing', async () =>
    expect(await of('access-cut', [...history, deny(alice, `arn:aws:iam::${account}:user/bob`)])).toEqual(nothing))
  test('denied by a workload is an open state', async () =>
    expect(await of('protection-stopped', [...history, deny(terraform)])).toEqual(notice))
  test('the role of the product stripped by a person pages', async () =>
    expect(
      await of('access-cut', [
        ...history,
        act(at(20), mallory, 'iam DetachRolePolicy', {
          roleName: 'AWSBackupDefaultServiceRole',
          policyArn: 'arn:aws:iam::aws:policy/x',
        }),
      ]),
    ).toEqual(page))
  test('a denial that only asks for encrypted transport is nothing', async () =>
    expect(
      await of('access-cut', [
        ...history,
        onBucket(at(20), alice, 'PutBucketPolicy', 'acme-backup', {
          bucketPolicy: JSON.parse(
            policy({
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: '*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ),
        }),
      ]),
    ).toEqual(nothing))
})

test('the provider restoring and cleaning up after its own test is nothing', async () => {
  const tester = assumed(
    'AWSServiceRoleForBackupRestoreTesting',
    'AWSBackup',
    'backup.amazonaws.com',
    'backup.amazonaws.com',
  )
  const { alerts } = await tell([
    ...history,
    act(at(20), awsBackup, 'backup StartRestoreJob', { recoveryPointArn: 'x' }),
    act(at(20, '11:00'), tester, 'ec2 DeleteVolume', { volumeId: 'vol-7' }),
    act(at(20, '11:00'), tester, 'rds DeleteDBInstance', { dBInstanceIdentifier: 'restored', skipFinalSnapshot: true }),
  ])
  expect(alerts).toEqual([])
})
