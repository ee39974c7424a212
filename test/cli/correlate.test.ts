// `lastcopy correlate` from outside: the contract's lines, times of every kind, and correlations that cannot be used.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'lastcopy-correlate-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const rules = `title: Failed
id: rule-failed
name: failed
logsource: {product: windows}
detection:
  s: {EventID: [529, 4625]}
  condition: s
---
title: Success
id: rule-success
name: success
logsource: {product: windows}
detection:
  s: {EventID: [528, 4624]}
  condition: s
---
title: Many
id: c-many
name: many
correlation:
  type: event_count
  rules: [failed]
  group-by: [User]
  timespan: 10m
  condition: {gte: 3}
---
title: Guessed
id: c-guessed
correlation:
  type: temporal_ordered
  rules: [many, success]
  group-by: [User]
  timespan: 10m
---
title: Silent
id: c-silent
correlation:
  type: temporal
  rules: [failed, success]
  group-by: [User]
  timespan: 1h
  condition: failed and not success
---
title: Broken
id: c-broken
correlation:
  type: event_count
  rules: [nowhere]
  timespan: 10m
  condition: {gte: 3}
`
writeFileSync(join(scratch, 'rules.yml'), rules)
const correlate = (events: readonly unknown[], ...args: readonly string[]) => {
  const input = events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('')
  const ran = spawnSync(join(root, 'bin/lastcopy'), ['correlate', '--rules', scratch, '--events', '-', ...args], {
    encoding: 'utf8',
    input,
  })
  const lines = (text: string): readonly unknown[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  return { status: ran.status, found: lines(ran.stdout), told: lines(ran.stderr) }
}
const failed = (t: unknown, user = 'bob') => ({ t, EventID: 4625, User: user })
const guessed = { rule: 'c-guessed', events: [0, 1, 2, 3], group: { User: 'bob' }, at: '2026-03-02T09:04:00.000Z' }

describe('correlate --raw', () => {
  test.each([
    ['ISO with zone', (minute: number) => `2026-03-02T10:0${minute}:00+01:00`],
    ['ISO in UTC', (minute: number) => `2026-03-02T09:0${minute}:00.000Z`],
    ['epoch seconds', (minute: number) => 1_772_442_000 + minute * 60],
    ['epoch milliseconds', (minute: number) => 1_772_442_000_000 + minute * 60_000],
    ['epoch seconds as text', (minute: number) => String(1_772_442_000 + minute * 60)],
  ])('a chain, with times as %s', (_, time) => {
    const { status, found, told } = correlate(
      [failed(time(0)), failed(time(1)), failed(time(2)), { t: time(4), EventID: 4624, User: 'bob' }],
      '--raw',
      '--time-field',
      't',
    )
    expect([status, found]).toEqual([0, [guessed]])
    expect(told).toEqual([{ rule: 'c-broken', error: expect.stringContaining('there is no usable rule "nowhere"') }])
  })
  test('a file in another order', () => {
    const time = (minute: number): string => `2026-03-02T09:0${minute}:00Z`
    const { found } = correlate(
      [{ t: time(4), EventID: 4624, User: 'bob' }, failed(time(2)), failed(time(0)), failed(time(1))],
      '--raw',
      '--time-field',
      't',
    )
    expect(found).toEqual([{ ...guessed, events: [2, 3, 1, 0] }])
  })
  test('what did not happen is told when the time has passed', () => {
    const { found } = correlate(
      [failed('2026-03-02T09:00:00Z'), { t: '2026-03-02T12:00:00Z' }],
      '--raw',
      '--time-field',
      't',
    )
    expect(found).toEqual([{ rule: 'c-silent', events: [0], group: { User: 'bob' }, at: '2026-03-02T10:00:00.000Z' }])
  })
  test('a nested time field; events without a time are told', () => {
    const { status, found, told } = correlate(
      [{ EventID: 4625, User: 'bob' }, failed(1), '{', { ...failed(1), m: { at: 'soon' } }],
      '--raw',
      '--time-field',
      'm.at',
    )
    expect([status, found]).toEqual([0, []])
    expect(told.slice(1)).toEqual([
      { event: 0, error: 'm.at is absent' },
      { event: 1, error: 'm.at is absent' },
      { event: 2, error: 'the line is no JSON object' },
      { event: 3, error: 'm.at is no time: soon' },
    ])
  })
  test.each([
    ['no rules', ['correlate', '--events', '-'], '--rules is missing'],
    ['a lateness that is none', ['correlate', '--rules', scratch, '--events', '-', '--lateness', 'long'], '--lateness'],
  ])('%s is wrong usage', (_, args, words) => {
    const { status, stderr } = spawnSync(join(root, 'bin/lastcopy'), args, { encoding: 'utf8', input: '' })
    expect([status, stderr.includes(words)]).toEqual([2, true])
  })
})
