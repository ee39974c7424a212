// Contract, section 5, "Open states", "Notify" and "Joining", told by CloudTrail.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import {
  act,
  alice,
  at,
  bob,
  createPlan,
  deletePlan,
  deletePoint,
  mallory,
  onBucket,
  onKey,
  onVault,
  putLifecycle,
  quietDays,
  replication,
  terraform,
} from './acts.ts'
import { tell } from './tell.ts'

const far = 60
const history = (to = far) => quietDays(0, to)
const plans = (count: number) =>
  Array.from({ length: count }, (_, index) => createPlan(at(1), terraform, `p${index}`, `vault-${index}`))
const stop = (count: number, who = mallory, day = 20) =>
  Array.from({ length: count }, (_, index) => deletePlan(at(day) + index * 600_000, who, `p${index}`))
const start = (count: number, when: number) =>
  Array.from({ length: count }, (_, index) => createPlan(when + index * 1000, alice, `n${index}`, `vault-${index}`))
const off = (when: number, who = mallory, bucket = 'acme-backup') =>
  onBucket(when, who, 'DeleteBucketReplication', bucket)
const unblock = (when: number, who = mallory, bucket = 'acme-backup') =>
  onBucket(when, who, 'DeleteBucketPublicAccessBlock', bucket)
const block = (when: number) =>
  onBucket(when, alice, 'PutBucketPublicAccessBlock', 'acme-backup', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  })
const on = (when: number) => onBucket(when, alice, 'PutBucketReplication', 'acme-backup', replication('far-backup'))

/** Days (from the story's first) and reasons of the pages, as `20.5 first`. */
async function paged(records: readonly JsonObject[], to = far): Promise<readonly string[]> {
  const { lines } = await tell([...history(to), ...records])
  return lines
    .filter(({ type }) => type === 'page')
    .map(
      ({ at: when, reason }) =>
        `${((Date.parse(String(when)) - at(0, '00:00')) / 86_400_000).toFixed(1)} ${String(reason)}`,
    )
}

describe('stops', () => {
  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['by one actor on three sets, not started again within 4 h, page', [...plans(9), ...stop(3)], ['21.1 first']],
    ['of half of the jobs do', [...plans(4), ...stop(2)], ['21.1 first']],
    ['of two of nine rise after 7 days', [...plans(9), ...stop(2)], ['28.1 first']],
    ['started again within 4 h do not', [...plans(9), ...stop(3), ...start(3, at(20, '12:00'))], []],
    [
      'by three actors rise after 7 days only',
      [
        ...plans(9),
        ...stop(3).map((record, index) => ({
          ...record,
          userIdentity: [mallory, bob, alice][index]?.identity ?? {},
          sourceIPAddress: `192.0.2.${index}`,
        })),
      ],
      ['28.1 first', '28.1 first', '28.1 first'],
    ],
    ['of a set’s only copy page after 4 h', [...plans(9), on(at(2)), off(at(20))], ['21.1 first']],
    [
      'of one of two destinations rise after 7 days',
      [
        ...plans(9),
        onBucket(at(2), alice, 'PutBucketReplication', 'acme-backup', replication('a', 'b')),
        onBucket(at(20), alice, 'PutBucketReplication', 'acme-backup', replication('a')),
      ],
      ['28.1 first'],
    ],
  ])('%s', async (_, records, expected) => expect(await paged(records)).toEqual(expected))

  test('rise after twice the set’s interval, where that is longer than 7 days', async () => {
    const monthly = (day: number) => quietDays(day, day + 1, 'monthly-vault')
    const records = [
      ...Array.from({ length: 9 }, (_, month) => monthly(-240 + month * 30)).flat(),
      createPlan(at(-200), terraform, 'm', 'monthly-vault'),
      ...plans(9),
      deletePlan(at(20), mallory, 'm'),
    ]
    expect(await paged(records, 90)).toEqual(['81.1 first'])
  })

  test('page once', async () => expect(await paged([...plans(9), ...stop(2)], 150)).toHaveLength(1))
})

describe('two open states on one set', () => {
  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['by two actors page at the second', [unblock(at(20)), off(at(22), bob)], ['22.4 first']],
    ['far apart page at the second', [unblock(at(14)), off(at(20, '23:00'))], ['21.0 first']],
    ['in one episode of one actor page 4 h later', [unblock(at(20)), off(at(20, '11:00'))], ['21.1 first']],
    [
      'in one episode, one of them reverted, do not',
      [unblock(at(20)), off(at(20, '11:00')), block(at(20, '12:00')), on(at(20, '12:30'))],
      [],
    ],
    ['of which the first was reverted do not', [unblock(at(20)), block(at(21)), off(at(22), bob), on(at(23))], []],
    [
      'on two sets do not pair',
      [
        unblock(at(20), mallory, 'a-backup'),
        off(at(22), bob, 'b-backup'),
        onBucket(at(23), alice, 'PutBucketPublicAccessBlock', 'a-backup', {
          PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        }),
        onBucket(at(23), alice, 'PutBucketReplication', 'b-backup', replication('x')),
      ],
      [],
    ],
  ])('%s', async (_, records, expected) => expect(await paged(records)).toEqual(expected))
})

describe('an open state and a page-now class on one set', () => {
  const cut = (when: number) => putLifecycle(when, bob, 'acme-backup', 1)
  const known = putLifecycle(at(1), terraform, 'acme-backup', 90)

  test('the state first: the page-now alert takes it in', async () => {
    const { lines, pages } = await tell([...history(), known, unblock(at(20)), cut(at(22))])
    expect(pages).toEqual(['first protection-weakened acme-backup'])
    expect(lines.filter(({ priority }) => priority === 'page-now')).toHaveLength(1)
  })

  test('the state second: the page-now alert gets worse, once', async () =>
    expect(await paged([known, cut(at(20)), unblock(at(30)), unblock(at(31))])).toEqual(['20.4 first', '30.4 worse']))

  test('through the replication that ties two buckets', async () => {
    const tied = onBucket(at(2), terraform, 'PutBucketReplication', 'acme-data', replication('acme-backup'))
    expect(await paged([known, tied, cut(at(20)), off(at(30), mallory, 'acme-data')])).toEqual([
      '20.4 first',
      '30.4 worse',
    ])
  })
})

describe('notices', () => {
  const share = (when: number, who = mallory, snapshot = 'snap-1') =>
    act(when, who, 'ec2 ModifySnapshotAttribute', {
      snapshotId: snapshot,
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: { add: { items: [{ userId: '444455556666' }] } },
    })

  test('of one principal, class and account are one alert a day', async () => {
    const { alerts } = await tell([
      ...history(22),
      ...[9, 12, 15, 18].map((hour) => deletePoint(at(20, `${hour}:00`), mallory, 'production-vault', `x${hour}`)),
    ])
    expect(alerts).toHaveLength(1)
  })

  test.each<[string, readonly JsonObject[], number]>([
    [
      'rise when a second class by the same actor follows within 24 h',
      [deletePoint(at(20), mallory, 'production-vault', 'x'), share(at(21, '08:00'))],
      1,
    ],
    ['do not after 24 h', [deletePoint(at(20), mallory, 'production-vault', 'x'), share(at(21, '09:01'))], 0],
    [
      'do not for the same class',
      [
        deletePoint(at(20), mallory, 'production-vault', 'x'),
        deletePoint(at(20, '12:00'), mallory, 'production-vault', 'y'),
      ],
      0,
    ],
    [
      'rise for another actor from the same address',
      [
        deletePoint(at(20), mallory, 'production-vault', 'x'),
        share(at(20, '12:00'), { ...bob, address: mallory.address }),
      ],
      1,
    ],
    [
      'rise for another actor on the same set',
      [
        deletePoint(at(20), mallory, 'production-vault', 'x'),
        onVault(at(20, '12:00'), bob, 'DeleteBackupVault', 'production-vault', {}, { error: 'AccessDenied' }),
      ],
      1,
    ],
    [
      'do not for another actor on another set',
      [deletePoint(at(20), mallory, 'production-vault', 'x'), share(at(20, '12:00'), bob)],
      0,
    ],
  ])('%s', async (_, records, count) => expect(await paged(records, 22)).toHaveLength(count))
})

describe('joining', () => {
  const known = putLifecycle(at(1), terraform, 'acme-backup', 90)
  test.each<[string, readonly JsonObject[], readonly string[]]>([
    [
      'the same setting within the hour is silent',
      [
        known,
        putLifecycle(at(20), mallory, 'acme-backup', 30),
        putLifecycle(at(20, '09:40'), mallory, 'acme-backup', 10),
      ],
      ['20.4 first'],
    ],
    [
      'a further weakening over an hour later is worse',
      [
        known,
        putLifecycle(at(20), mallory, 'acme-backup', 30),
        putLifecycle(at(20, '10:30'), mallory, 'acme-backup', 10),
      ],
      ['20.4 first', '20.4 worse'],
    ],
    [
      'several keys within 15 minutes are one alert',
      ['a', 'b', 'c'].map((key, index) => onKey(at(20) + index * 600_000, mallory, 'DisableKey', key)),
      ['20.4 first'],
    ],
    [
      'another key later is another alert',
      [onKey(at(20), mallory, 'DisableKey', 'a'), onKey(at(20, '10:00'), mallory, 'DisableKey', 'b')],
      ['20.4 first', '20.4 first'],
    ],
    [
      'another actor is another alert',
      [onKey(at(20), mallory, 'DisableKey', 'a'), onKey(at(20, '09:01'), bob, 'ScheduleKeyDeletion', 'a')],
      ['20.4 first', '20.4 first'],
    ],
    [
      'another class is another alert',
      [
        known,
        putLifecycle(at(20), mallory, 'acme-backup', 1),
        onBucket(at(20, '09:01'), mallory, 'DeleteBucket', 'acme-backup'),
      ],
      ['20.4 first', '20.4 first'],
    ],
  ])('%s', async (_, records, expected) => expect(await paged(records, 22)).toEqual(expected))
})
