// The same story told otherwise: shuffled, doubled, split, with garbage between. Contract, sections 1 and 2.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import {
  act,
  at,
  bob,
  createPlan,
  deletePlan,
  deletePoint,
  mallory,
  onBucket,
  onKey,
  onVault,
  product,
  putLifecycle,
  quietDays,
  terraform,
} from './acts.ts'
import { inOrder, type Told, tellFiles } from './tell.ts'

const minute = 60_000

/** Steps are further apart than a record is ever late here, so that order can change nothing but who comes first. */
const story: readonly JsonObject[] = inOrder([
  ...quietDays(0, 40),
  putLifecycle(at(1), terraform, 'acme-backup', 90),
  ...[3, 4, 5].map((day) => onBucket(at(day), product, 'PutObject', 'acme-backup', { key: `f${day}` })),
  createPlan(at(2), terraform, 'nightly', 'production-vault'),
  act(at(20), mallory, 'iam AttachUserPolicy', {
    userName: 'x',
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  }),
  act(at(20, '10:00'), mallory, 'cloudtrail StopLogging', { name: 'main' }),
  putLifecycle(at(20, '11:00'), mallory, 'acme-backup', 30),
  putLifecycle(at(20, '14:00'), mallory, 'acme-backup', 1),
  ...Array.from({ length: 8 }, (_, index) =>
    deletePoint(at(21) + index * 30_000, mallory, 'production-vault', `quiet ${index}`),
  ),
  ...Array.from({ length: 6 }, (_, index) =>
    deletePoint(at(22) + index * 30_000, bob, 'production-vault', `q${index}`, { error: 'AccessDeniedException' }),
  ),
  deletePlan(at(23), mallory, 'nightly'),
  onKey(at(25), mallory, 'ScheduleKeyDeletion', 'k'),
  onVault(at(27), mallory, 'DeleteBackupVault', 'production-vault'),
])
const whole = await tellFiles(story)

/** What people see: which alerts, how loud, how often they are called. */
const seen = ({ alerts, pages }: Told) => ({
  alerts: [...alerts].map(withoutName).sort(),
  pages: pages.map((page) => page.split(' ').slice(0, 2).join(' ')).sort(),
})
const withoutName = (alert: string): string => alert.split(' ').slice(0, 2).join(' ')

/** Each record up to so many minutes late, as far as the seed says. */
function late(records: readonly JsonObject[], seeds: readonly number[], most: number): readonly JsonObject[] {
  const timed = records.map((record, index) => ({
    record,
    time: Date.parse(String(record.eventTime)) + ((seeds[index % seeds.length] ?? 0) % (most + 1)) * minute,
  }))
  return timed.sort((one, other) => one.time - other.time).map(({ record }) => record)
}
const seeds = fc.array(fc.nat(1000), { minLength: 30, maxLength: 60 })

test('the story pages', () => {
  expect(whole.pages.length).toBeGreaterThan(6)
  expect(whole.alerts.filter((alert) => alert.startsWith('page-now')).length).toBeLessThanOrEqual(6)
})

test('the same records give the same ids', async () => expect((await tellFiles(story)).ids).toEqual(whole.ids))

describe('nothing changes when', () => {
  test('records come up to ten minutes late', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        expect(seen(await tellFiles(late(story, given, 10)))).toEqual(seen(whole))
      }),
      { numRuns: 12, seed: 7 },
    )
  })

  test('each record is delivered twice, at once or later', async () => {
    const twice = story.flatMap((record) => [record, record])
    expect((await tellFiles(twice)).ids).toEqual(whole.ids)
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        const again = late([...story, ...story], given, 10)
        expect(seen(await tellFiles(again))).toEqual(seen(whole))
      }),
      { numRuns: 6, seed: 8 },
    )
  })

  test('two collectors deliver two files of the same records', async () => {
    const told = await tellFiles(story, story)
    expect([told.ids, told.pages]).toEqual([whole.ids, whole.pages])
  })

  test('records are split over several files', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        const files = [0, 1, 2].map((part) =>
          story.filter((_, index) => (given[index % given.length] ?? 0) % 3 === part),
        )
        const told = await tellFiles(...files)
        expect([told.ids, told.pages]).toEqual([whole.ids, whole.pages])
      }),
      { numRuns: 8, seed: 9 },
    )
  })

  test('garbage stands between the records, which is rejected line by line', async () => {
    const garbage = [
      '{"eventVersion":',
      '[[[[[[',
      'null',
      '"text"',
      '{"a":1}',
      '\u0000\u0001',
      '{"__proto__":{"x":1}}',
      '%PDF-1.4',
    ]
    const lines = story.flatMap((record, index) => [garbage[index % garbage.length] ?? '', record])
    const told = await tellFiles(lines)
    expect([told.ids, told.pages]).toEqual([whole.ids, whole.pages])
    expect(told.rejects).toBe(story.length)
  })

  test('records of 1970 and 2099 stand between them', async () => {
    const odd = (year: number, index: number) => ({
      ...act(at(0), bob, 'ec2 DescribeInstances', {}),
      eventTime: `${year}-01-01T00:00:00Z`,
      eventID: `odd-${year}-${index}`,
    })
    const told = await tellFiles(
      story.flatMap((record, index) => (index % 7 ? [record] : [odd(2099, index), record, odd(1970, index)])),
    )
    expect([told.ids, told.pages]).toEqual([whole.ids, whole.pages])
  })
})

test('a dangerous record that says 2099 is told at the time of its neighbours', async () => {
  const odd = { ...onKey(at(10), mallory, 'ScheduleKeyDeletion', 'odd'), eventTime: '2099-01-01T00:00:00Z' }
  const { lines } = await tellFiles([...quietDays(0, 10), odd, ...quietDays(10, 20)])
  const alert = lines.find(({ type }) => type === 'alert')
  expect(String(alert?.at).slice(0, 10)).toMatch(/^2026-03-1[12]/)
})
