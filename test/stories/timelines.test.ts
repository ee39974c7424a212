// The whole timeline in an alert: what came first, what followed, what is still open, what would come next.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import type { Alert, Timeline } from '../../src/model/alert.ts'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { normalizeBatch } from '../../src/pipeline/normalize.ts'
import { ownLibrary } from '../support/library.ts'
import {
  act,
  alice,
  at,
  bob,
  mallory,
  onBucket,
  onKey,
  putLifecycle,
  quietDays,
  replication,
  terraform,
} from './acts.ts'
import { inOrder } from './tell.ts'

const { sources, detector, relevance } = await ownLibrary()
const source = sources.get('aws.cloudtrail')
if (!source) throw new Error('there is no source aws.cloudtrail')

/** The last version of each alert, in order of opening. */
function alertsOf(records: readonly JsonObject[]): readonly Alert[] {
  const memory = memoryMap()
  const alerts = new Map<string, Alert>()
  for (const [index, record] of inOrder(records).entries()) {
    const raw = {
      source: known,
      bytes: Buffer.from(JSON.stringify(record)),
      received: undefined,
      position: `a:${index}`,
    }
    for (const { event } of normalizeBatch([raw], relevance).drafts) {
      const position = {
        source: known.name,
        position: raw.position,
        at: new Date(String(record.eventTime)).toISOString(),
      }
      const detected = event && detectEvent(memory, detector, event, position)
      for (const alert of detected?.alerts ?? []) alerts.set(alert.id, alert)
    }
  }
  return [...alerts.values()]
}
const known = source

const timelineOf = (alert: Alert | undefined): Timeline =>
  alert?.timeline ?? { before: [], after: [], open: [], next: [] }
const day = (iso: string): string => String(Math.round((Date.parse(iso) - at(0)) / 86_400_000))
const steps = (part: Timeline['before']): readonly string[] =>
  part.map(({ at: when, what, shared }) => `${day(when)} ${what.split(' ')[0]} (${shared.split(' ')[0]})`)

const cut = (when: number, who = mallory) => putLifecycle(when, who, 'acme-backup', 1)
const known90 = putLifecycle(at(1), terraform, 'acme-backup', 90)
const role = (when: number) =>
  act(when, bob, 'iam AttachUserPolicy', {
    userName: 'mallory',
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  })
const signIn = (when: number, who = mallory) =>
  act(when, who, 'signin ConsoleLogin', null, {
    response: { ConsoleLogin: 'Success' },
    more: { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'No' } },
  })

describe('the timeline of an alert', () => {
  test('tells what came first and what followed, by what they share', () => {
    const alerts = alertsOf([
      ...quietDays(0, 40),
      known90,
      role(at(10)),
      cut(at(20)),
      onKey(at(30), mallory, 'ScheduleKeyDeletion', 'k'),
    ])
    const middle = alerts.find(({ class: row, priority }) => row === 'protection-weakened' && priority === 'page-now')
    expect(steps(timelineOf(middle).before)).toEqual(['1 Retention (set)', '10 AdministratorAccess (actor)'])
    expect(steps(timelineOf(middle).after)).toEqual(['30 Third (actor)'])
  })

  test('tells sign-ins that no alert tells of', () => {
    const elsewhere = { ...mallory, address: '198.51.100.99' }
    const alerts = alertsOf([
      ...quietDays(0, 30),
      known90,
      signIn(at(5)),
      signIn(at(20), elsewhere),
      cut(at(20, '10:00')),
    ])
    const { before } = timelineOf(
      alerts.find(({ class: row, priority }) => row === 'protection-weakened' && priority === 'page-now'),
    )
    expect(before.at(-1)?.what ?? '').not.toContain('from 198.51.100.99')
    const joined = alerts.find(({ rules }) => rules.length > 1)
    expect(joined?.events.length).toBeGreaterThan(1)
  })

  test('tells what stands open until it is reverted', () => {
    const off = onBucket(at(20), bob, 'DeleteBucketReplication', 'acme-backup')
    const on = onBucket(at(25), alice, 'PutBucketReplication', 'acme-backup', replication('far-backup'))
    const back = putLifecycle(at(26), alice, 'acme-backup', 90)
    const opened = alertsOf([...quietDays(0, 22), known90, off, cut(at(21))]).find(
      ({ priority }) => priority === 'page-now',
    )
    expect(timelineOf(opened).open.map(({ kind }) => kind)).toEqual(['stop', 'retention'])
    const half = alertsOf([...quietDays(0, 26), known90, off, cut(at(21)), on]).find(
      ({ priority }) => priority === 'page-now',
    )
    expect(timelineOf(half).open.map(({ kind }) => kind)).toEqual(['retention'])
    const over = alertsOf([...quietDays(0, 27), known90, off, cut(at(21)), on, back]).find(
      ({ priority }) => priority === 'page-now',
    )
    expect(timelineOf(over).open).toEqual([])
  })

  test('tells what would come next, and until when', () => {
    const [first] = alertsOf([...quietDays(0, 20), role(at(10))])
    const lock = timelineOf(first).next.find(({ title }) => title.startsWith('Lock taken off'))
    expect(lock).toMatchObject({ missing: ['Lock or guard taken off'], until: new Date(at(17)).toISOString() })
  })

  test('is bounded, whatever went before', () => {
    const many = Array.from({ length: 60 }, (_, index) => onKey(at(10 + index / 4), mallory, 'DisableKey', `k${index}`))
    for (const { timeline } of alertsOf([...quietDays(0, 30), ...many])) {
      expect(timeline?.before.length ?? 0).toBeLessThanOrEqual(20)
      expect(timeline?.after.length ?? 0).toBeLessThanOrEqual(20)
      expect(timeline?.open.length ?? 0).toBeLessThanOrEqual(12)
      expect(JSON.stringify(timeline ?? {}).length).toBeLessThan(20_000)
    }
  })
})
