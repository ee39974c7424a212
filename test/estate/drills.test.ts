// Drills of the estate: a restore test that did not take place when it was due stands open until one does. Contract, row 12.
import { describe, expect, test } from 'vitest'
import { readEstate } from '../../src/config/estate.ts'
import { knowEstate } from '../../src/estate/know.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { Drill } from '../../src/model/drill.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { Event } from '../../src/model/event.ts'
import { detectDrill, detectEvent, detectTick } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { ownLibrary } from '../support/library.ts'

const { detector } = await ownLibrary()
const copies = [
  { name: 'on site', of: 'ERP', where: ['vbr01/Repository 01'] },
  { name: 'cloud', of: 'ERP', where: ['arn:aws:s3:::erp-copies'] },
]
const on = (days: number): string => new Date(Date.UTC(2026, 2, 2) + days * 86_400_000).toISOString()

function event(days: number, action: string, backup: NonNullable<Event['backup']>, outcome = 'success'): Event {
  const kind = 'event' as const
  const text = `${days} ${action} ${backup.resource?.id}`
  const told = {
    id: text,
    action,
    code: action,
    outcome,
    kind,
    category: [],
    type: [],
    module: 'generic',
    original: '{}',
  }
  return { '@timestamp': on(days), event: { ...told, dataset: 'generic.json' } as Event['event'], backup }
}
const tested = (days: number, id: string, more: Partial<NonNullable<Event['backup']>> = {}, outcome?: string) =>
  event(days, 'restore-tested', { resource: { type: 'restore-test', id, name: id }, ...more }, outcome)
const noise = (days: number) => event(days, 'sign-in', { resource: { type: 'console', id: 'vbr01' } })

/** Alerts as they stood after each event that changed one. */
function told(
  drill: NonNullable<Estate['drills']>[number],
  events: readonly (Event | Drill | string)[],
): readonly string[] {
  const memory = memoryMap()
  const judged = { ...detector, estate: knowEstate({ copies, drills: [drill] }) }
  const tell = ({ at, priority, change, resource }: Alert): string =>
    `${at.slice(0, 10)} ${change} ${priority} ${resource.name ?? resource.id}`
  return events
    .flatMap((one) => {
      if (typeof one === 'string') return detectTick(memory, judged, one)
      if (isDrill(one)) return detectDrill(memory, judged, one)
      const position = { source: 'generic.json', position: one.event.id, at: one['@timestamp'] }
      return detectEvent(memory, judged, one, position)?.alerts ?? []
    })
    .map(tell)
}
const isDrill = (one: Event | Drill): one is Drill => 'steps' in one
const stopwatch = (days: number, kind: Drill['kind'], part: Partial<Drill> = {}): Drill => ({
  id: `DRL-${days}`,
  site: 'default',
  kind,
  sets: ['ERP'],
  scenario: 'the store is gone',
  runbook: 'R-1',
  writtenBy: ['backup administration'],
  executedBy: 'operations shift',
  decidedAt: on(days),
  lostAt: on(days),
  copies: [],
  status: 'served',
  startedAt: on(days),
  startedBy: { name: 'operations' },
  steps: [{ name: 'orders', at: on(days), by: { name: 'operations' }, serves: 'ERP' }],
  finishedAt: on(days),
  ...part,
})
const monthly = { of: 'ERP', every: '30d' }

describe('a drill', () => {
  test('that nobody ever saw is due so long after anybody listened, told once, and pages when it stands for a week', () =>
    expect(told(monthly, [noise(0), noise(29), noise(31), noise(33), noise(39)])).toEqual([
      '2026-04-02 opened notify ERP',
      '2026-04-10 raised page-now ERP',
    ]))

  test.each([
    ['the estate names its jobs', { ...monthly, tests: ['Weekly proof'] }, tested(20, 'weekly proof')],
    ['its name says the set', monthly, tested(20, 'SureBackup ERP weekly')],
    [
      'it reads from a copy',
      monthly,
      tested(20, 'proof', { related: [{ type: 'repository', id: 'vbr01/Repository 01' }] }),
    ],
    [
      'a restore of a point in a copy ended well',
      monthly,
      event(20, 'job-finished', {
        resource: { type: 'recovery-point', id: 'p1', container: { type: 'bucket', id: 'arn:aws:s3:::erp-copies' } },
        detail: { restore: true, state: 'COMPLETED' },
      }),
    ],
  ])('that takes place is due anew: %s', (_, drill, restore) =>
    expect(told(drill, [noise(0), restore, noise(31), noise(49), noise(51)])).toEqual(['2026-04-22 opened notify ERP']),
  )

  test.each([
    ['failed', tested(20, 'SureBackup ERP weekly', {}, 'failure')],
    ['only began', tested(20, 'SureBackup ERP weekly', { detail: { state: 'STARTED' } })],
    ['is of another set', tested(20, 'SureBackup Enterprise', {})],
  ])('that %s is no drill', (_, restore) =>
    expect(told(monthly, [noise(0), restore, noise(31)])).toEqual(['2026-04-02 opened notify ERP']),
  )

  test('that takes place late ends what stood open', () =>
    expect(
      told(monthly, [noise(0), noise(31), tested(34, 'SureBackup ERP weekly'), noise(50)]).filter(
        (line) => !line.includes('joined'),
      ),
    ).toEqual(['2026-04-02 opened notify ERP']))

  test('on the stopwatch is due anew, and ends what stood open', () => {
    expect(told(monthly, [noise(0), stopwatch(20, 'application'), noise(31), noise(49), noise(51)])).toEqual([
      '2026-04-22 opened notify ERP',
    ])
    expect(
      told(monthly, [noise(0), noise(31), stopwatch(34, 'full'), noise(50)]).filter((line) => !line.includes('joined')),
    ).toEqual(['2026-04-02 opened notify ERP'])
  })

  test.each([
    ['whoever wrote the runbook carried it out', { executedBy: 'backup administration' }],
    ['the set never bore load', { status: 'failed', steps: [] }],
  ] as const)('on the stopwatch is none when %s', (_, part) =>
    expect(told(monthly, [noise(0), stopwatch(20, 'application', part), noise(31)])).toEqual([
      '2026-04-02 opened notify ERP',
    ]),
  )

  test('of the full scenario is one of the whole: no restore and no application drill stands for it', () => {
    const full = { ...monthly, kind: 'full' } as const
    const late = '2026-04-02 opened notify ERP in a full scenario'
    expect(told(full, [noise(0), tested(20, 'SureBackup ERP weekly'), noise(31)])).toEqual([late])
    expect(told(full, [noise(0), stopwatch(20, 'application'), noise(31)])).toEqual([late])
    expect(told(full, [noise(0), stopwatch(20, 'full'), noise(31)])).toEqual([])
    expect(told({ ...full, tests: ['Scenario'] }, [noise(0), tested(20, 'scenario'), noise(31)])).toEqual([])
  })

  test('was last on the day that the estate says', () =>
    expect(told({ ...monthly, last: '2026-02-10' }, [noise(0), noise(9), noise(11)])).toEqual([
      '2026-03-13 opened notify ERP',
    ]))

  test('is due by the clock where no record comes', () =>
    expect(
      told(monthly, [noise(0), ...[0, 0.01, 31, 31.01, 31.02].map((days) => on(days))]).filter((line) =>
        /ERP/.test(line),
      ),
    ).toEqual(['2026-04-02 opened notify ERP']))

  test('and a stopped job of the same set, in another copy of it, page together', () =>
    expect(
      told(monthly, [
        noise(0),
        noise(31),
        event(32, 'repository-deleted', {
          actor: { id: 'eve', name: 'eve', kind: 'person' },
          resource: { type: 'bucket', id: 'arn:aws:s3:::erp-copies' },
        }),
      ]),
    ).toEqual([
      '2026-04-02 opened notify ERP',
      '2026-04-03 opened page-now arn:aws:s3:::erp-copies',
      '2026-04-03 joined page-now arn:aws:s3:::erp-copies',
    ]))
})

test('what the estate says of a drill is checked', () => {
  const text = `copies: [{ name: a, of: ERP, where: [r] }]\ndrills: [{ of: ERP, every: 30d, last: soon }, { of: CRM, every: x }]`
  const read = readEstate(text, 'estate.yaml', [])
  expect(read.ok ? [] : read.error.map(({ message }) => message)).toEqual([
    'drills[0].last: must be a date such as 2026-01-31',
    'drills[1].every: must be a duration such as 90s, 15m, 24h or 30d',
  ])
})
