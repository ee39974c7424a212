// What an alert says of its sets is what the analysis knows of them: how copies are kept, until when, and what to restore from.
import { describe, expect, test } from 'vitest'
import { knowEstate } from '../../src/estate/know.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { Drill } from '../../src/model/drill.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { Event } from '../../src/model/event.ts'
import { detectDrill, detectEvent } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { pageText } from '../../src/relay/text.ts'
import { ownLibrary } from '../support/library.ts'

const { detector } = await ownLibrary()
const estate: Estate = {
  platforms: [{ name: 'kms', kind: 'keys', identity: [], mfa: 'own', undo: '14d' }],
  copies: [
    { name: 'on site', of: 'ERP', where: ['r-1'], mechanism: 'hardened-repository', restore: '4h' },
    {
      name: 'cloud',
      of: 'ERP',
      where: ['b-9'],
      mechanism: 'object-lock-compliance',
      keys: ['k-1'],
      'keys-at': ['kms'],
      undo: '3d',
      restore: '36h',
    },
    { name: 'tape', of: 'ERP', where: ['pool-a'], mechanism: 'worm-tape', restore: '72h' },
    { name: 'share', of: 'ERP', where: ['s-1'], mechanism: 'none', restore: '1h' },
  ],
}
const at = (hours: number): string => new Date(Date.UTC(2026, 2, 2) + hours * 3_600_000).toISOString()
function event(hours: number, action: string, backup: NonNullable<Event['backup']>): Event {
  const told = {
    id: `${hours} ${action} ${backup.resource?.id}`,
    action,
    code: action,
    outcome: 'success',
    original: '{}',
  }
  const rest = { kind: 'event' as const, category: [], type: [], module: 'generic', dataset: 'generic.json' }
  return {
    '@timestamp': at(hours),
    event: { ...told, ...rest } as Event['event'],
    backup: { actor: { id: 'eve', name: 'eve', kind: 'person' }, ...backup },
  }
}
const removed = (hours: number, id: string) =>
  event(hours, 'repository-deleted', { resource: { type: 'repository', id, name: id } })
const drill = (part: Partial<Drill> = {}): Drill => ({
  id: 'DRL-00000001',
  site: 'default',
  kind: 'application',
  sets: ['ERP'],
  scenario: 'the store is gone',
  runbook: 'R-1',
  writtenBy: ['backup administration'],
  executedBy: 'operations shift',
  decidedAt: at(1),
  lostAt: at(1),
  copies: ['tape'],
  status: 'served',
  startedAt: at(1),
  startedBy: { name: 'operations' },
  steps: [{ name: 'orders', at: at(10.5), by: { name: 'operations' }, serves: 'ERP' }],
  finishedAt: at(11),
  ...part,
})

const isDrill = (one: Event | Drill): one is Drill => 'steps' in one

/** The newest alert after all of them. */
function last(...happened: readonly (Event | Drill)[]): Alert | undefined {
  const memory = memoryMap()
  const judged = { ...detector, estate: knowEstate(estate) }
  return happened
    .flatMap((one) =>
      isDrill(one)
        ? detectDrill(memory, judged, one)
        : (detectEvent(memory, judged, one, { source: 'generic.json', position: one.event.id, at: one['@timestamp'] })
            ?.alerts ?? []),
    )
    .at(-1)
}

describe('an alert knows', () => {
  test('how a copy is kept as records showed it, and not as somebody wrote it down', () => {
    const change = { setting: 'lock-mode', from: 'compliance', to: 'governance', direction: 'weakened' } as const
    const told = event(20, 'immutability-changed', { resource: { type: 'bucket', id: 'b-9', name: 'b-9' }, change })
    expect(
      last(told, removed(30, 'r-1'))?.stake?.copies.map(({ name, mechanism, fate }) => [name, mechanism, fate]),
    ).toEqual([
      ['on site', 'hardened-repository', 'gone'],
      ['cloud', 'object-lock-governance', 'endangered'],
      ['tape', 'worm-tape', 'stands'],
      ['share', 'none', 'stands'],
    ])
  })

  test.each([
    [
      'how long what was deleted can be had back',
      removed(30, 'b-9'),
      { at: at(30 + 72), why: 'what was deleted is gone for good' },
    ],
    [
      'how long a key can be saved, where no record says it',
      event(30, 'key-destruction-scheduled', { resource: { type: 'key', id: 'k-1', name: 'k-1' } }),
      { at: at(30 + 14 * 24), why: 'the key is destroyed' },
    ],
    [
      'what the record says before what the estate says',
      event(30, 'key-destruction-scheduled', {
        resource: { type: 'key', id: 'k-1', name: 'k-1' },
        detail: { days_left: 7 },
      }),
      { at: at(30 + 7 * 24), why: 'the key is destroyed' },
    ],
  ])('%s', (_, happened, until) => expect(last(happened)?.stake?.until).toEqual(until))

  test('what to restore from: a lock before speed, and never what is gone', () => {
    expect(last(removed(30, 's-1'))?.stake?.recover).toEqual([{ of: 'ERP', copy: 'on site', hours: 4 }])
    expect(last(removed(30, 'r-1'))?.stake?.recover).toEqual([{ of: 'ERP', copy: 'cloud', hours: 36 }])
  })

  test('a copy that was seen to be good before one that nobody looked at, with the measured time', () => {
    const tested = event(5, 'restore-tested', { resource: { type: 'restore-test', id: 'pool-a', name: 'pool-a' } })
    const alert = last(tested, drill(), removed(30, 'r-1'))
    expect(alert?.stake?.recover).toEqual([
      { of: 'ERP', copy: 'tape', hours: 9.5, measuredAt: at(11), testedAt: at(11), good: true },
    ])
    if (!alert) throw new Error('no alert')
    expect(pageText(alert, { steps: [] }).stake).toContain(
      'Restore ERP from tape (9.5 h when practised on 2026-03-02; tested on 2026-03-02).',
    )
  })

  test('a copy that a drill found bad after any other', () =>
    expect(
      last(drill({ copies: ['on site'], status: 'failed', steps: [] }), removed(30, 'b-9'))?.stake?.recover,
    ).toEqual([{ of: 'ERP', copy: 'tape', hours: 72 }]))

  test('no time of a drill in which whoever wrote the runbook restored', () =>
    expect(
      last(drill({ executedBy: 'Backup Administration', copies: ['cloud'] }), removed(30, 'r-1'))?.stake?.recover,
    ).toMatchObject([{ copy: 'cloud', hours: 36 }]))
})
