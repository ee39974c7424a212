// What shows that copies are good: what is overdue at which moment, measured times by tier, what a drill proved and what not.
import { describe, expect, test } from 'vitest'
import type { Drill } from '../../src/model/drill.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { ObservedFact } from '../../src/model/posture.ts'
import { survive } from '../../src/posture/survive.ts'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const on = (days: number): string => new Date(start + days * day).toISOString()
const estate: Estate = {
  sets: [
    { name: 'ERP', tier: 'it', rto: '8h', rpo: '24h' },
    { name: 'Historian', tier: 'ot', rto: '4h' },
    { name: 'Mail', tier: 'it' },
  ],
  copies: [
    { name: 'ERP disk', of: 'ERP', where: ['r-1'], verify: '7d' },
    { name: 'ERP tape', of: 'ERP', where: ['t-1'], 'last-resort': true },
    { name: 'Historian disk', of: 'Historian', where: ['h-1'] },
    { name: 'Mail disk', of: 'Mail', where: ['m-1'] },
  ],
}
const drill = (part: Partial<Drill> & { readonly hours?: number } = {}): Drill => {
  const { hours = 6, finishedAt = on(10), sets = ['ERP'], ...rest } = part
  const decided = new Date(Date.parse(finishedAt) - hours * 3_600_000).toISOString()
  return {
    id: 'DRL-1',
    site: 'default',
    kind: 'application',
    sets,
    scenario: 'the store is gone',
    runbook: 'R-1',
    writtenBy: ['backup administration'],
    executedBy: 'operations shift',
    decidedAt: decided,
    lostAt: decided,
    copies: [],
    status: 'served',
    startedAt: decided,
    startedBy: { name: 'operations' },
    steps: sets.map((of) => ({ name: of, at: finishedAt, by: { name: 'operations' }, serves: of, point: decided })),
    finishedAt,
    ...rest,
  }
}
const tested = (kind: 'copy' | 'set', of: string, days: number, value = 'success'): ObservedFact => ({
  ...{ type: 'fact', fact: 'restore-tested', event: 'e', source: 'veeam.vbr', position: 'f:1' },
  ...{ kind, of, value, at: on(days) },
})
const proofOn = (days: number, drills: readonly Drill[] = [], facts: readonly ObservedFact[] = [], of = estate) => {
  const { proof, findings } = survive(of, facts, { at: on(days), drills })
  if (!proof) throw new Error('no proof')
  return { ...proof, findings, late: proof.overdue.map(({ what, of: name }) => `${what} ${name}`) }
}

describe('is overdue', () => {
  test('everything that nobody ever practised', () =>
    expect(proofOn(0).late).toEqual([
      'full the estate',
      'application ERP',
      'application Historian',
      'application Mail',
    ]))

  test.each([
    [101, false],
    [103, true],
  ])('an application a quarter after its last drill: day %i: %s', (days, late) =>
    expect(proofOn(days, [drill()]).late.includes('application ERP')).toBe(late),
  )

  test.each([
    [192, false],
    [194, true],
  ])('the full scenario half a year after the last: day %i: %s', (days, late) =>
    expect(proofOn(days, [drill({ kind: 'full' })]).late.includes('full the estate')).toBe(late),
  )

  test('what the estate asks for more often, and what it says of the time before', () => {
    const drills: Estate['drills'] = [
      { of: 'ERP', every: '30d', last: '2026-01-11' },
      { of: 'Historian', every: '60d', kind: 'full', last: '2026-01-11' },
    ]
    expect(proofOn(39, [], [], { ...estate, drills }).late).toEqual(['application Historian', 'application Mail'])
    expect(proofOn(41, [], [], { ...estate, drills }).late).toContain('application ERP')
    expect(proofOn(71, [], [], { ...estate, drills }).late).toContain('full the estate')
  })

  test('a look at a copy that did not come; where there are no records, the estate is believed', () => {
    expect(proofOn(40, [drill()], [tested('copy', 'ERP disk', 30)]).late).toContain('verification ERP disk')
    expect(proofOn(36, [drill()], [tested('copy', 'ERP disk', 30)]).late).not.toContain('verification ERP disk')
    expect(proofOn(40).late).not.toContain('verification ERP disk')
    expect(proofOn(40, [drill()], [tested('set', 'Mail', 30)]).late).toContain('verification ERP disk')
  })

  test('nothing that records show to be restored', () =>
    expect(proofOn(40, [], [tested('set', 'Mail', 30)]).late).not.toContain('application Mail'))

  test('as findings, each with what to do', () => {
    const found = proofOn(0).findings.filter(({ kind }) => kind === 'drill-overdue')
    expect(found.map(({ on: name }) => name)).toEqual(['the estate', 'ERP', 'Historian', 'Mail'])
    for (const { evidence, mend, watch } of found)
      expect([evidence.length, mend !== '', watch.length]).toEqual([1, true, 1])
  })
})

describe('does not count', () => {
  test.each([
    ['whoever wrote the runbook carried it out', { executedBy: 'Backup Administration' }],
    ['it was broken off', { status: 'abandoned', steps: [] }],
    ['it still runs', { status: 'running', finishedAt: undefined }],
  ] as const)('a drill when %s', (_, part) => {
    const told = { ...drill({ kind: 'full' }), ...part } as Drill
    const { late, sets } = proofOn(20, [told])
    expect(late).toEqual(expect.arrayContaining(['full the estate', 'application ERP']))
    expect(sets[0]?.rto).toBeUndefined()
  })

  test('a full scenario in which something did not serve; what served was practised all the same', () => {
    const { late } = proofOn(20, [drill({ kind: 'full', status: 'failed', sets: ['ERP'] })])
    expect(late).toContain('full the estate')
    expect(late).not.toContain('application ERP')
  })
})

describe('is measured', () => {
  test('by the last drill of a set, and a tier by its slowest', () => {
    const drills = [
      drill({ id: 'DRL-1', hours: 9 }),
      drill({ id: 'DRL-2', hours: 7, finishedAt: on(20) }),
      drill({ id: 'DRL-3', hours: 5, finishedAt: on(30), sets: ['Historian'] }),
    ]
    const { sets, tiers, findings } = proofOn(40, drills)
    expect(sets.map(({ name, rto }) => [name, rto?.hours, rto?.drill, rto?.kept])).toEqual([
      ['ERP', 7, 'DRL-2', true],
      ['Historian', 5, 'DRL-3', false],
      ['Mail', undefined, undefined, undefined],
    ])
    expect(tiers).toMatchObject([
      {
        tier: 'it',
        sets: 2,
        rto: { hours: 7, of: 'ERP' },
        rpo: { hours: 0, of: 'ERP' },
        unmeasured: ['Mail'],
        broken: [],
      },
      { tier: 'ot', sets: 1, rto: { hours: 5, of: 'Historian' }, unmeasured: [], broken: ['Historian'] },
    ])
    expect(findings.filter(({ kind }) => kind === 'promise-broken').map(({ on: name }) => name)).toEqual(['Historian'])
  })

  test('and says what it proved, and what not', () => {
    const [told] = proofOn(40, [drill({ copies: ['ERP disk'] })]).drills
    expect(told?.proved).toEqual([
      'ERP bears load 6 h after the decision, with 0 h of data lost',
      'the runbook (R-1) leads somebody there who did not write it',
      '“ERP disk” can be read, and is good enough to serve from',
    ])
    expect(told?.notProved).toEqual([
      'that it comes back when the directory, the network and the keys are gone as well',
      'that the copy of last resort is good: “ERP tape”',
    ])
  })

  test('a copy that was restored in it was looked at', () => {
    const { copies } = survive(estate, [], { at: on(40), drills: [drill({ copies: ['ERP tape'] })] })
    expect(copies.map(({ name, verified }) => [name, verified?.good])).toEqual([
      ['ERP disk', undefined],
      ['ERP tape', true],
      ['Historian disk', undefined],
      ['Mail disk', undefined],
    ])
  })
})

test('nothing is overdue where nobody says what time it is', () => {
  const { proof, findings } = survive(estate, [])
  expect(proof).toBeUndefined()
  expect(findings.filter(({ kind }) => kind === 'drill-overdue')).toEqual([])
})
