// `lastcopy explain` from outside.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'lastcopy-explain-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const rule = (id: string, value: string): string =>
  `title: Rule ${id}\nid: ${id}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s:\n    eventName|cased: ${value}\n  condition: s\n`
writeFileSync(join(scratch, 'rules.yml'), `${rule('one', 'StopLogging')}---\n${rule('two', 'stoplogging')}`)
const explain = (input: string, ...args: readonly string[]) =>
  spawnSync(join(root, 'bin/lastcopy'), ['explain', '--event', '-', ...args], { encoding: 'utf8', input })

describe('explain', () => {
  test('tells every rule of a file', () => {
    const { status, stdout } = explain('{"eventName":"StopLogging"}\n', '--rule', join(scratch, 'rules.yml'), '--raw')
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(status).toBe(0)
    expect(told).toMatchObject([
      { rule: 'one', verdict: 'matched', because: [{ why: 'matches' }] },
      { rule: 'two', verdict: 'not-matched', because: [{ why: 'other-case', found: ['StopLogging'] }] },
    ])
  })
  test('tells one rule of a folder, in words', () => {
    const { stdout } = explain(
      '{"x":1}\n{\n"eventName": "StopLogging"}\n',
      '--rules',
      scratch,
      '--rule',
      'Rule two',
      '--raw',
      '--text',
    )
    expect(stdout).toBe('Rule two (two): not-matched\n  - s\n    - eventName|cased stoplogging (absent)\n')
  })
  test('takes an event over several lines, and says when its log source is another', () => {
    const { stdout } = explain(
      '{\n"event": {"dataset": "windows.security"}\n}\n',
      '--rule',
      join(scratch, 'rules.yml'),
      '--text',
    )
    expect(stdout).toContain('Rule one (one): not-matched, but the event is of another log source\n')
  })
  test('tells the live windows of a correlation: what they have, what is missing, when they expire', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lastcopy-explain-'))
    const chain =
      'title: Chain\nid: chain\ncorrelation:\n  type: temporal_ordered\n  rules: [one, two]\n  group-by: [u]\n  timespan: 10m\n'
    writeFileSync(join(folder, 'rules.yml'), `${rule('one', 'StopLogging')}---\n${rule('two', 'Delete')}---\n${chain}`)
    const ran = spawnSync(
      join(root, 'bin/lastcopy'),
      ['explain', '--rule', 'chain', '--rules', folder, '--events', '-', '--time-field', 't', '--raw'],
      {
        encoding: 'utf8',
        input: '{"t":60,"eventName":"StopLogging","u":"x"}\n{"t":61,"eventName":"Delete","u":"y"}\n',
      },
    )
    rmSync(folder, { recursive: true })
    expect(
      ran.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        rule: 'chain',
        group: { u: 'x' },
        measure: [1],
        missing: ['two'],
        has: [{ at: '1970-01-01T00:01:00.000Z', events: [0], rules: ['one'] }],
        expires: '1970-01-01T00:11:00.000Z',
      },
      expect.objectContaining({ group: { u: 'y' }, missing: ['one'] }),
    ])
  })
  test.each([
    ['no rule', ['--raw'], '--rule is missing'],
    ['a rule that is not there', ['--rules', scratch, '--rule', 'three'], 'there is no usable rule "three"'],
    ['a line that is not there', ['--rule', join(scratch, 'rules.yml'), '--line', '7'], 'has no event in line 7'],
    ['a line that is none', ['--rule', join(scratch, 'rules.yml'), '--line', 'x'], '--line is a number'],
  ])('%s is wrong usage', (_, args, words) => {
    const { status, stderr } = explain('{}\n', ...args)
    expect([status, stderr.includes(words)]).toEqual([2, true])
  })
})
