import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-relay-'))
const file = join(folder, 'policy.yml')
writeFileSync(
  file,
  `zone: Europe/Berlin
people:
  first: { title: first line, channels: [{ pager: call, accepted: 30s, answered: 2m }, sms] }
escalations:
  urgent:
    repeat: always
    steps:
      - { notify: [{ person: first }], wait: 5m }
      - { notify: [{ channels: [chat] }], wait: 5m }
routes:
  - { name: all, escalation: urgent }
floor: notify
quiet:
  - { from: "20:00", to: "07:00" }
`,
)
const simulate = (...args: readonly string[]) =>
  spawnSync(join(root, 'bin/lastcopy'), ['relay', 'simulate', file, ...args], { encoding: 'utf8', cwd: folder })
const night = ['--at', '2026-03-02T21:00:00Z']

describe('relay simulate', () => {
  test('tells who would ring, through what, when and why, until somebody acknowledges', () => {
    const ran = simulate(...night, '--down', 'call', '--ack-after', '6m')
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toBe(`${file}: route "all", escalation "urgent", times in Europe/Berlin
2026-03-02 22:00:00           rings call (first, first line): first page, step 1
2026-03-02 22:00:30  +0:00:30 rings sms (first, first line): call did not take the page in time, step 1
2026-03-02 22:05:00  +0:05:00 rings chat (chat): nobody has answered, step 2
2026-03-02 22:06:00  +0:06:00 acknowledged by whoever was rung
`)
  })

  test('goes on when nobody answers, and says where it stops telling', () => {
    const { stdout } = simulate(...night, '--nobody-answers')
    expect(stdout).toContain('22:10:00  +0:10:00 rings call (first, first line): nobody has answered, step 1, round 2')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('and so on')
  })

  test('tells in JSON what waits for the end of quiet hours', () => {
    const lines = simulate(...night, '--priority', 'notify', '--ack-after', '11h', '--json')
      .stdout.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({ reason: 'quiet-hours', until: '2026-03-03T06:00:00.000Z', after: 0 })
    expect(lines.find(({ channel }) => channel === 'call')).toMatchObject({
      at: '2026-03-03T06:00:00.000Z',
      after: 32_400,
      reason: 'quiet-hours-over',
      who: 'first',
      step: 1,
    })
    expect(lines.at(-1)).toMatchObject({ reason: 'acknowledged', after: 39_600 })
  })

  test.each<[string, readonly string[], string]>([
    ['no moment', [], '--at is missing'],
    ['a moment that is none', ['--at', 'soon'], '--at soon is no ISO time'],
    ['a class that is near another', [...night, '--class', 'admin-add'], 'did you mean admin-added?'],
    ['a priority that is none', [...night, '--priority', 'loud'], 'one of page-now, notify, queue'],
    ['a pager that is not there', [...night, '--down', 'fax'], 'there are call, sms, chat'],
    ['a span that is none', [...night, '--ack-after', 'later'], '--ack-after'],
    ['two answers', [...night, '--nobody-answers', '--ack-after', '1m'], 'either nobody answers'],
  ])('%s is wrong usage', (_, args, words) => {
    const ran = simulate(...args)
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain(words)
  })
})
