// Records and events that somebody pastes: read, judged and explained as live, over a memory of what stands above them.
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogueOf, ruleTextOf } from '../../src/content/catalogue.ts'
import { ownDetections } from '../../src/content/files.ts'
import { type Detections, loadDetections } from '../../src/content/load.ts'
import { proveAll } from '../../src/content/proof.ts'
import { tryRecords } from '../../src/content/trial.ts'
import { type Trial, type TrialGiven, trialBounds } from '../../src/model/detections.ts'
import { ids, retention, smallFolder } from './small-folder.ts'

let own: Detections
let small: Detections
beforeAll(async () => {
  own = await loadDetections(ownDetections)
  small = await loadDetections(smallFolder())
})

const now = Date.parse('2026-03-02T12:00:00Z')
const tried = (given: TrialGiven, detections = own): Trial => {
  const result = tryRecords(given, detections, { site: 'default', now })
  if (!result.ok) throw new Error(result.error)
  return result.value
}
const cloudtrail = (...records: readonly object[]): TrialGiven => ({
  source: 'aws.cloudtrail',
  text: records.map((record) => JSON.stringify(record)).join('\n'),
})
const before = retention(35, 'e1', '2026-01-20T09:00:00Z')
const after = retention(1, 'e2')

describe('a record', () => {
  test('is read by its source, and told with what it would raise and why', () => {
    const { records } = tried(cloudtrail(retention(5, 'e1')))
    expect(records).toMatchObject([
      {
        number: 1,
        rejects: [],
        dropped: false,
        events: [
          {
            event: { event: { action: 'retention-changed' }, backup: { copy: { is: true } } },
            alerts: [{ priority: 'page-now', class: 'protection-weakened' }],
          },
        ],
      },
    ])
    const [first] = records[0]?.events[0]?.rules ?? []
    expect(first).toMatchObject({ verdict: 'matched', sees: true })
    expect(first?.because).toContainEqual(
      expect.objectContaining({ asks: 'backup.change.basis', for: 'first-sight', found: ['first-sight'], holds: true }),
    )
  })

  test('is judged by what stands above it', () => {
    const [first, second] = tried(cloudtrail(before, after)).records
    expect(first?.events[0]?.alerts).toMatchObject([{ priority: 'notify' }])
    expect(second?.events[0]?.alerts).toMatchObject([
      { priority: 'page-now', summary: expect.stringContaining('cut from 35 days to 1 day') },
    ])
  })

  test('that was there before counts once', () => {
    const [, second] = tried(cloudtrail(before, before)).records
    expect(second?.events).toMatchObject([{ twin: true, alerts: [] }])
  })

  test('that nothing could ever use is told to be dropped, and what it is all the same', () => {
    const [record] = tried(cloudtrail({ ...before, eventName: 'GetBucketLocation', readOnly: true })).records
    expect(record).toMatchObject({ dropped: true, events: [{ event: { event: { action: 'read' } }, alerts: [] }] })
  })

  test('that cannot be read is told with the reason', () => {
    const { records } = tried({ source: 'aws.cloudtrail', text: '{"eventName":' })
    expect(records).toMatchObject([{ events: [], rejects: [{ reason: expect.any(String) }] }])
  })

  test('over several lines, and a list of records, are taken as they are meant', () => {
    expect(tried({ source: 'aws.cloudtrail', text: JSON.stringify(before, null, 2) }).records).toHaveLength(1)
    expect(tried({ source: 'aws.cloudtrail', text: JSON.stringify([before, after], null, 2) }).records).toHaveLength(2)
  })

  test('beyond the bound is not looked at, and that is told', () => {
    const many = Array.from({ length: trialBounds.records + 3 }, () => '{}')
    expect(tried({ source: 'aws.cloudtrail', text: many.join('\n') })).toMatchObject({
      left: 3,
      records: { length: trialBounds.records },
    })
  })
})

describe('a rule that says no', () => {
  test('is told with the least that would have to be otherwise, those about the same act first', () => {
    const { rules = [], asked = 0 } = tried(cloudtrail(before)).records[0]?.events[0] ?? {}
    const no = rules.filter(({ verdict }) => verdict === 'not-matched')
    expect(asked).toBeGreaterThan(50)
    expect(no.length).toBeLessThan(asked)
    expect(no.map(({ title }) => title)).toContain('Retention of a copy weakened')
    for (const { because } of no) expect(because.length).toBeGreaterThan(0)
  })

  test('and is asked for by name is told whatever it is about', () => {
    const id = own.metas.find(({ file }) => file === 'key_rotated.yml')?.id ?? ''
    expect(tried({ ...cloudtrail(before), rule: id }).records[0]?.events[0]?.rules).toMatchObject([
      {
        id,
        verdict: 'not-matched',
        because: [{ asks: 'event.action', for: 'key-rotated', found: ['retention-changed'], holds: false }],
      },
    ])
  })
})

describe('an ECS event', () => {
  const event = {
    '@timestamp': '2026-03-02T09:00:00.000Z',
    event: { action: 'retention-changed', outcome: 'success', dataset: 'veeam.syslog' },
    backup: {
      resource: { type: 'repository', id: 'r1', name: 'main' },
      copy: { is: true },
      change: { setting: 'retention', from: 35, to: 1, unit: 'd', basis: 'remembered', direction: 'weakened' },
    },
  }
  test('keeps the facts that it brings, and memory adds the rest', () => {
    const [record] = tried({ text: JSON.stringify(event) }).records
    expect(record?.events[0]).toMatchObject({
      event: { backup: { change: { basis: 'remembered', direction: 'weakened' } } },
    })
    expect(record?.events[0]?.rules[0]).toMatchObject({ verdict: 'matched', title: 'Retention of a copy weakened' })
  })
})

test.each([
  ['nothing', { text: ' \n ' }, 'there is nothing to try: paste a record'],
  ['an unknown source', { source: 'nobody', text: '{}' }, 'there is no source "nobody"'],
  ['an unknown rule', { rule: 'none', text: '{}' }, 'there is no rule "none" in use'],
  ['no event', { text: 'once upon a time' }, 'line 1 is no JSON object'],
])('%s is refused in words', (_, given, words) => {
  expect(tryRecords(given, own, { site: 'default', now })).toEqual({
    ok: false,
    error: expect.stringContaining(words),
  })
})

describe('the catalogue', () => {
  test('tells how each rule is used', () => {
    const uses = Object.fromEntries(catalogueOf(small).map(({ id, use }) => [id, use]))
    expect(uses).toEqual({
      [ids.live]: 'live',
      [ids.trial]: 'staged',
      [ids.feeds]: 'feeds',
      [ids.correlation]: 'live',
      [ids.unused]: 'unused',
    })
    expect(catalogueOf(small).find(({ id }) => id === ids.unused)?.trouble).toContain('nonsense')
  })

  test('gives of each rule its own document, in use or not', () => {
    for (const { id, title } of catalogueOf(own)) {
      const text = ruleTextOf(own, id) ?? ''
      expect(text).toContain(`id: ${id}`)
      expect(text.match(/^title:/gm), title).toHaveLength(1)
    }
    expect(ruleTextOf(small, ids.unused)).toContain('a|nonsense')
    expect(ruleTextOf(small, 'none')).toBeUndefined()
  })
})

test('cases that ran: what each showed, its text, and the coverage of those that passed', () => {
  const { cases, coverage } = proveAll(small)
  expect(cases.map(({ name, passed, fired }) => [name, passed, fired.includes(ids.live)])).toEqual([
    ['From 35 days to one', true, true],
    ['Longer never alerts', true, false],
    ['The same on a bucket that holds no copies', true, false],
  ])
  expect(cases[0]).toMatchObject({
    of: 'rule.yml',
    file: 'rule.test.yml',
    alerts: [{ rule: ids.live, priority: 'page-now' }],
    text: expect.stringMatching(/^- name: From 35 days to one\n {2}steps:[\s\S]*reason: first \}$/),
  })
  expect(coverage.cells).toContainEqual(
    expect.objectContaining({ source: 'aws.cloudtrail', class: 'protection-weakened', priority: 'page-now' }),
  )
  expect(coverage.techniques.flatMap(({ rules }) => rules)).toContain(ids.live)
})
