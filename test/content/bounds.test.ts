// Boundary cases that come of hand-written ones: which there are, what they are called, and when there are none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { watchCase } from '../../src/content/bounds/played.ts'
import { trySubject } from '../../src/content/bounds/try.ts'
import type { CaseFile, CaseStep } from '../../src/content/case-file.ts'
import { runCases, type Told } from '../../src/content/case-run.ts'
import { type Detections, loadDetections } from '../../src/content/load.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const head = (number: number, title: string): string =>
  `title: ${title}\nid: 00000000-0000-4000-8000-00000000000${number}\nlogsource: { category: backup }\n`

const refused = (threshold: string): string => `${head(1, 'Refused often')}detection:
  refused: { event.action: recovery-point-deleted, event.outcome: failure }
  often: { ${threshold} }
  condition: refused and often
lastcopy: { class: refused, priority: page-now, join: actor }
`
const stopped = `${head(2, 'Stopped for four hours')}detection:
  stopped: { event.action: job-stopped }
  condition: stopped
lastcopy: { class: protection-stopped, priority: page-now, state: stop, wait: 4h }
`
const chain = (correlation: string): string => `${head(3, 'Role given')}name: role
detection: { given: { event.action: admin-added }, condition: given }
---
${head(4, 'Points deleted')}name: gone
detection: { gone: { event.action: recovery-point-deleted }, condition: gone }
---
title: Role, then deletion
id: 00000000-0000-4000-8000-000000000005
correlation: { ${correlation}, group-by: [backup.actor.id] }
lastcopy: { class: chain, priority: page-now }
`

const act = (action: string, more: object = {}, id = 'p-1') => ({
  event: {
    event: { action, ...more },
    backup: { resource: { type: 'recovery-point', id }, actor: { id: 'ann', kind: 'person' } },
  },
})
const refusal = (at: string, times: number, more: Partial<CaseStep> = {}): CaseStep => ({
  at,
  ...act('recovery-point-deleted', { outcome: 'failure' }, 'p-${n}'),
  repeat: { times, every: '5m' },
  ...more,
})

/** Runs one case beside rules, and gives what came besides it. */
async function boundariesOf(rules: string, steps: readonly CaseStep[]): Promise<readonly Told[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-bounds-'))
  folders.push(folder)
  writeFileSync(join(folder, 'x.yml'), rules)
  const cases = [{ name: 'A case', steps, expect: [{ priority: 'page-now' }] }]
  writeFileSync(join(folder, 'x.test.yml'), JSON.stringify({ cases }))
  const told = [...runCases(folder, await loadDetections(folder), true)]
  expect(told[0]).toMatchObject({ type: 'case', name: 'A case', differences: [] })
  return told.filter((one) => one.type === 'no-boundary' || (one.type === 'case' && one.boundary))
}

const tell = (told: Told): string => {
  if (told.type === 'no-boundary') return `none of ${told.about}: ${told.why}`
  if (told.type !== 'case') return told.type
  return [told.boundary?.fires ? 'fires' : 'is quiet', told.name, ...told.differences].join(': ')
}

const hourly = 'backup.history.refused_to_actor_1h|gte: 3'
const role = { at: '0s', ...act('admin-added') }
const gone = { at: '+2h', ...act('recovery-point-deleted') }

describe('of a hand-written case come', () => {
  test.each<[string, string, readonly CaseStep[], readonly string[]]>([
    [
      'one act fewer, as many, and the first just within and just past the time that the count’s name says',
      refused(hourly),
      [refusal('0s', 5)],
      [
        'is quiet: A case › refused_to_actor_1h at 2 instead of 3',
        'fires: A case › ends with refused_to_actor_1h at 3',
        'fires: A case › refused_to_actor_1h at 3, the first of them a second within its time',
        'is quiet: A case › refused_to_actor_1h at 3, the first of them a second past its time',
      ],
    ],
    [
      'values on either side, where the case gives the count by hand',
      refused(hourly),
      [refusal('0s', 1, { facts: { backup: { history: { refused_to_actor_1h: 7 } } } })],
      [
        'is quiet: A case › refused_to_actor_1h at 2 instead of 7',
        'fires: A case › refused_to_actor_1h at 3 instead of 7',
      ],
    ],
    [
      'the others held still, where several numbers say the same',
      refused(`${hourly}, backup.history.refused_to_actor_7d|lt: 4`),
      [refusal('0s', 3)],
      [
        'is quiet: A case › refused_to_actor_1h at 2 instead of 3',
        'fires: A case › refused_to_actor_1h at 3, the first of them a second within its time',
        'is quiet: A case › refused_to_actor_1h at 3, the first of them a second past its time',
        'is quiet: A case › refused_to_actor_7d at 4 instead of 3',
      ],
    ],
    [
      'a second before and a second after the end of a wait',
      stopped,
      [
        { at: '0s', ...act('job-stopped') },
        { at: '5h', act: 'pass' },
      ],
      ['is quiet: A case › 1 s before its wait is over', 'fires: A case › 1 s after its wait is over'],
    ],
    [
      'one step fewer, the last within and past the time, and another order',
      chain('type: temporal_ordered, rules: [role, gone], timespan: 7d'),
      [role, gone],
      [
        'is quiet: A case › 1 of 2, without step 1',
        'fires: A case › its last step just within 7 days',
        'is quiet: A case › its last step just past 7 days',
        'is quiet: A case › first and last step exchanged',
      ],
    ],
    [
      'no other order, where order does not matter',
      chain('type: temporal, rules: [role, gone], timespan: 1h'),
      [role, { ...gone, at: '+5m' }],
      [
        'is quiet: A case › 1 of 2, without step 1',
        'fires: A case › its last step just within 60 min',
        'is quiet: A case › its last step just past 60 min',
      ],
    ],
  ])('%s', async (_, rules, steps, names) => {
    expect((await boundariesOf(rules, steps)).map(tell)).toEqual(names)
  })
})

describe('there is none, and the run says so,', () => {
  const unreached = 'no case comes to it by steps that can be left out, moved or given a value'
  test.each<[string, string, readonly CaseStep[], string]>([
    [
      'where another step could take the place of the one that is left out',
      chain('type: temporal_ordered, rules: [role, gone], timespan: 7d'),
      [role, { ...role, at: '+1h' }, gone],
      `none of temporal_ordered within 7 days: ${unreached}`,
    ],
    [
      'where an event has a time of its own',
      chain('type: temporal, rules: [role, gone], timespan: 7d'),
      [role, { ...gone, set: { '@timestamp': '2026-03-02T11:30:00Z' } }],
      'none of temporal within 7 days: what could be changed in a case changes more than that',
    ],
    [
      'where a number decides nothing',
      refused('backup.history.refused_to_actor_1h|gte: 1, backup.history.refused_to_actor_1h|gt: 1'),
      [refusal('0s', 2)],
      `none of backup.history.refused_to_actor_1h|gte: 1: ${unreached}`,
    ],
  ])('%s', async (_, rules, steps, words) => {
    expect((await boundariesOf(rules, steps)).map(tell)).toContain(words)
  })
})

test('one that does what it must not is told like any other case', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-bounds-'))
  folders.push(folder)
  writeFileSync(join(folder, 'x.yml'), refused(hourly))
  const detections: Detections = await loadDetections(folder)
  const one = { name: 'A case', steps: [refusal('0s', 3)], expect: [{ priority: 'page-now' }] } as const
  const file: CaseFile = { cases: [one] }
  const { played } = watchCase(file, one, detections, 'x.yml')
  const [rule] = detections.metas
  if (!rule) throw new Error('no rule')
  const wrong = { changed: 'nothing changed', must: false, moments: played.moments, tells: () => true }
  const subject = {
    rule,
    about: 'gte: 3',
    neighbours: [
      [() => ({ ...wrong, fires: ({ seen }: typeof played) => seen.some(({ matches }) => matches.has(rule.id)) })],
    ],
  }
  const [made] = trySubject(file, subject, [played], detections).made
  expect(made?.name).toBe('A case › nothing changed')
  expect(made?.differences).toEqual([
    `the rule "Refused often" (${rule.id}) must not fire and does, at its boundary gte: 3`,
  ])
})
