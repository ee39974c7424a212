// Stories restarted in the middle, batch by batch, with batches that were lost and taken again: the same alerts and pages.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import type { AlertsRecord } from '../../src/model/wire.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { journalRecord, runStage } from '../pipeline/state-map.ts'
import { ownLibrary } from '../support/library.ts'
import { act, at, bob, mallory, onBucket, onKey, onVault, putLifecycle, terraform } from './acts.ts'
import { inOrder } from './tell.ts'

const { sources, detector, relevance } = await ownLibrary()
const topic = 'audit.aws.cloudtrail'
const source = sources.get('aws.cloudtrail')

/** Chains over days and months, an open state between them, and hops of account and address. */
const story: readonly JsonObject[] = inOrder([
  putLifecycle(at(1), terraform, 'acme-backup', 90),
  onBucket(at(2), terraform, 'PutBucketVersioning', 'acme-backup'),
  act(at(10), bob, 'iam AttachUserPolicy', {
    userName: 'mallory',
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  }),
  onBucket(at(20), bob, 'DeleteBucketReplication', 'acme-backup'),
  putLifecycle(at(60), mallory, 'acme-backup', 1),
  act(at(100), mallory, 'cloudtrail StopLogging', { name: 'main' }),
  onVault(at(101), { ...bob, address: mallory.address }, 'DeleteBackupVault', 'production-vault'),
  onKey(at(150), mallory, 'ScheduleKeyDeletion', 'k'),
])

const stage = normalizeStage({ sources: new Map(source ? [[topic, source]] : []), relevance: () => relevance })
const raw = story.map((record, offset) => ({
  ...journalRecord(topic, offset, JSON.stringify(record)),
  timestamp: Date.parse(String(record.eventTime)),
}))
const events = (await runStage(stage, raw)).map(({ value }, offset) =>
  journalRecord('lastcopy.events', offset, String(value), 'default'),
)

/** What is paged, in order, over batches cut at these places. */
async function pages(
  cuts: readonly number[],
  lost: (batch: number) => boolean,
  twice = false,
): Promise<readonly string[]> {
  const given = twice ? events.flatMap((event) => [event, event]) : events
  const out = await runStage(detectStage({ detector: () => detector }), given, cuts, lost)
  const decide = firstAndWorse()
  return out
    .map(({ value }) => JSON.parse(String(value)) as AlertsRecord)
    .flatMap((record) => {
      const reason = record.type === 'alert' ? decide(record.alert) : undefined
      return record.type === 'alert' && reason ? [`${reason} ${record.alert.id} ${record.alert.summary}`] : []
    })
}

const whole = await pages([], () => false)

test('the story pages, and its chains do', () => {
  expect(whole.length).toBeGreaterThan(5)
  expect(whole.filter((page) => page.startsWith('worse')).length).toBeGreaterThan(1)
})

test('wherever batches end and whichever are taken twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, events.length - 1) })),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      async (cuts, again) => {
        expect(await pages(cuts, (batch) => again[batch % 20] === true)).toEqual(whole)
      },
    ),
    { numRuns: 25, seed: 11 },
  )
})

test('each event delivered twice, a restart after each', async () => {
  const everywhere = Array.from({ length: events.length * 2 }, (_, index) => index)
  expect(await pages(everywhere, () => false, true)).toEqual(whole)
})
