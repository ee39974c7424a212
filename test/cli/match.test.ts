// `lastcopy match` from outside: folders of rules, events as lines, and what is told where.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'lastcopy-match-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let folders = 0
function folder(files: Readonly<Record<string, string>>): string {
  folders += 1
  const path = join(scratch, String(folders))
  mkdirSync(path)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}
const run = (args: readonly string[], input: string | Buffer = '', env: Readonly<Record<string, string>> = {}) =>
  spawnSync(join(root, 'bin/lastcopy'), ['match', ...args], {
    encoding: 'utf8',
    input,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  })
const match = (rules: Readonly<Record<string, string>>, events: readonly unknown[], ...args: readonly string[]) => {
  const input = events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('')
  const { status, stdout, stderr } = run(['--rules', folder(rules), '--events', '-', ...args], input)
  const lines = (text: string): readonly unknown[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  return { status, found: lines(stdout), told: lines(stderr) as readonly { rule?: string; error: string }[] }
}
const rule = (id: string, search = 'f: 1', logsource = 'product: windows'): string =>
  `title: ${id}\nid: ${id}\nlogsource:\n  ${logsource}\ndetection:\n  selection:\n    ${search}\n  condition: selection\n`

describe('match --raw', () => {
  test('says each pair of rule and event once, events from 0, and blank lines count', () => {
    const { status, found } = match(
      {
        'a.yml': rule('one'),
        'b/c/d.yaml': `${rule('two', 'f: [1, 2]')}---\n${rule('three', 'f: 2')}`,
        'e.txt': 'no rule',
        'f.json': '{}',
      },
      [{ f: 1 }, '', { f: 2 }, { f: 3 }],
      '--raw',
    )
    expect(status).toBe(0)
    expect(found).toHaveLength(4)
    expect(found).toEqual(
      expect.arrayContaining([
        { rule: 'one', event: 0 },
        { rule: 'two', event: 0 },
        { rule: 'two', event: 2 },
        { rule: 'three', event: 2 },
      ]),
    )
  })
  test('looks fields up as they are, vendors’ names included', () => {
    const { found, told } = match(
      { 'a.yml': rule('one', 'eventName: StopLogging', 'product: aws\n  service: cloudtrail') },
      [{ eventName: 'StopLogging' }],
      '--raw',
    )
    expect([found, told]).toEqual([[{ rule: 'one', event: 0 }], []])
  })
  test('two rules of one id are one pair', () => {
    expect(match({ 'a.yml': rule('one'), 'b.yml': rule('one') }, [{ f: 1 }], '--raw').found).toHaveLength(1)
  })
  test('a rule without an id goes by the name of its file', () => {
    expect(match({ 'x/a.yml': rule('one').replace('id: one\n', '') }, [{ f: 1 }], '--raw').found).toEqual([
      { rule: 'a.yml', event: 0 },
    ])
  })
  test('one rule that cannot be used is one line, and the rest go on', () => {
    const { status, found, told } = match(
      {
        'bad.yml': rule('bad', 'f|contans: 1').replace('condition: selection', 'condition: selectin'),
        'good.yml': rule('good'),
        'nameless.yml': rule('x', "f|expand: '%unknown%'").replace('id: x\n', ''),
        'broken.yml': 'title: [',
      },
      [{ f: 1 }],
      '--raw',
    )
    expect([status, found]).toEqual([0, [{ rule: 'good', event: 0 }]])
    expect(told.map(({ rule: id }) => id).sort()).toEqual(['bad', 'broken.yml', 'nameless.yml'])
    expect(told.find(({ rule: id }) => id === 'bad')?.error).toMatch(
      /bad\.yml:7:5: .*did you mean "contains"\?; .*did you mean "selection"\?/,
    )
    expect(told.every((line) => Object.keys(line).join() === 'rule,error')).toBe(true)
  })
  test('placeholders come from a file', () => {
    const values = join(folder({ 'values.yml': 'admins: [root, adm*]\n' }), 'values.yml')
    const { found, told } = match(
      { 'a.yml': rule('one', "f|expand: '%admins%'") },
      [{ f: 'Admin' }, { f: 'x' }],
      '--raw',
      '--placeholders',
      values,
    )
    expect([found, told]).toEqual([[{ rule: 'one', event: 0 }], []])
  })
  test('a filter of another log source narrows nothing', () => {
    const filter = (product: string): string =>
      `title: f\nid: f\nlogsource: {product: ${product}}\nfilter:\n  rules: [one]\n  selection: {u: adm}\n  condition: not selection\n`
    const event = { f: 1, u: 'adm' }
    expect(match({ 'a.yml': rule('one'), 'f.yml': filter('windows') }, [event], '--raw').found).toEqual([])
    expect(match({ 'a.yml': rule('one'), 'f.yml': filter('linux') }, [event], '--raw').found).toHaveLength(1)
  })
  test('lines that are no object are told and passed over', () => {
    const { status, found, told } = match(
      { 'a.yml': rule('one') },
      ['{', '[{"f":1}]', '5', { f: 1 }, '\u0000'],
      '--raw',
    )
    expect([status, found]).toEqual([0, [{ rule: 'one', event: 3 }]])
    expect(told.map((line) => (line as { event?: number }).event)).toEqual([0, 1, 2, 4])
  })
  test('a link to a rule is a rule, a broken one is a problem', () => {
    const path = folder({ 'x/a.txt': rule('one') })
    symlinkSync(join(path, 'x/a.txt'), join(path, 'link.yml'))
    symlinkSync(join(path, 'nowhere'), join(path, 'broken.yml'))
    const { status, stdout, stderr } = run(['--rules', path, '--events', '-', '--raw'], '{"f":1}\n')
    expect([status, stdout]).toEqual([0, '{"rule":"one","event":0}\n'])
    expect(JSON.parse(stderr)).toMatchObject({ rule: 'broken.yml' })
  })
})

describe('match of ECS documents', () => {
  test('a rule sees events of its log source', () => {
    const event = (dataset: string, code: string) => ({
      event: { dataset, code, provider: 'cloudtrail.amazonaws.com' },
    })
    const { found } = match(
      {
        'a.yml': rule('aws', 'eventName: StopLogging', 'product: aws\n  service: cloudtrail'),
        'b.yml': rule('windows', 'event.code: StopLogging'),
      },
      [event('aws.cloudtrail', 'StopLogging'), event('windows.security', 'StopLogging'), {}],
    )
    expect(found).toEqual([
      { rule: 'aws', event: 0 },
      { rule: 'windows', event: 1 },
    ])
  })
})

describe('the ends of it', () => {
  test.each([
    ['no rules', ['--events', '-'], '--rules is missing'],
    ['no events', ['--rules', '.'], '--events is missing'],
    ['a folder that is not there', ['--rules', '/nowhere/at/all', '--events', '-'], 'nowhere'],
    ['a file that is not there', ['--rules', scratch, '--events', '/nowhere/at/all'], 'cannot be read'],
    ['placeholders that are not there', ['--rules', scratch, '--events', '-', '--placeholders', '/nowhere'], 'nowhere'],
    ['an unknown option', ['--rule', 'x'], '--rule'],
  ])('%s is wrong usage, exit 2', (_, args, words) => {
    const { status, stderr } = run(args)
    expect(status).toBe(2)
    expect(stderr).toContain(words)
  })
  test('no events at all is fine', () => {
    expect(match({ 'a.yml': rule('one') }, [], '--raw')).toEqual({ status: 0, found: [], told: [] })
  })
  test('a reader that goes away ends it quietly', () => {
    const path = folder({ 'a.yml': rule('one') })
    const events = join(path, 'events.ndjson')
    writeFileSync(events, '{"f":1}\n'.repeat(200_000))
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', `"${join(root, 'bin/lastcopy')}" match --rules "${path}" --events "${events}" --raw | head -2`],
      { encoding: 'utf8' },
    )
    expect([stdout.trim().split('\n').length, stderr]).toEqual([2, ''])
  })
  test('80 MB of events go through 80 MB of heap', () => {
    const input = Buffer.from(`${`${JSON.stringify({ f: 2, text: 'x'.repeat(4_000) })}\n`.repeat(20_000)}{"f":1}\n`)
    const { status, stdout } = run(['--rules', folder({ 'a.yml': rule('one') }), '--events', '-', '--raw'], input, {
      NODE_OPTIONS: '--max-old-space-size=80',
    })
    expect([status, stdout]).toEqual([0, '{"rule":"one","event":20000}\n'])
  })
})
