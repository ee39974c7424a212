// Case files on disk: the cast they share, who is laid over a record, time that passes, and what a failing case tells.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import command from '../../src/cli/commands/test.ts'
import type { Io } from '../../src/cli/io.ts'
import { readCaseFile } from '../../src/content/case-file.ts'
import { momentsOf, stepAt } from '../../src/content/case-steps.ts'
import { tellTrace } from '../../src/content/case-trace.ts'
import { runCase } from '../../src/content/cases.ts'
import { ownDetections } from '../../src/content/files.ts'
import { ownLibrary } from '../support/library.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cases-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const one = 'cases: [{ name: a, steps: [{ at: 0s, record: r }], nothing: true }]'

describe('a shared cast', () => {
  test('gives its records, and own ones win', () => {
    write('cast.yml', 'records: { r: { who: cast }, other: { who: cast } }')
    const read = readCaseFile(write('a.test.yml', `use: cast.yml\nrecords: { r: { who: own } }\n${one}`))
    expect(read).toMatchObject({ ok: true, value: { records: { r: { who: 'own' }, other: { who: 'cast' } } } })
  })

  test.each([
    ['that is not there', 'nowhere.yml', undefined, '/use there is no file "nowhere.yml"'],
    ['without records', 'empty.yml', 'cases: []', 'empty.yml: /records is missing'],
    ['that is no YAML', 'broken.yml', 'records: [', 'broken.yml: Flow sequence'],
  ])('%s is told', (_, name, text, words) => {
    if (text !== undefined) write(name, text)
    const read = readCaseFile(write('b.test.yml', `use: ${name}\n${one}`))
    expect(read.ok ? 'ok' : read.error.join()).toContain(words)
  })
})

describe('who does it', () => {
  const records = {
    call: { user: 'alice', deep: { a: 1, b: 2 } },
    bob: { user: 'bob' },
    refused: { deep: { a: null }, error: 'x' },
  }
  const made = (step: object): unknown =>
    momentsOf({ cases: [] }, [{ at: '0s', record: 'call', ...step }]).map((moment) =>
      JSON.parse(stepAt({ records, cases: [] }, moment, '').record ?? ''),
    )[0]

  test.each<[string, object, object]>([
    ['nobody else', {}, { user: 'alice', deep: { a: 1, b: 2 } }],
    ['one', { by: 'bob' }, { user: 'bob', deep: { a: 1, b: 2 } }],
    ['several, in order', { by: ['bob', 'refused'] }, { user: 'bob', deep: { b: 2 }, error: 'x' }],
    ['and the step has the last word', { by: 'bob', set: { user: 'carol' } }, { user: 'carol', deep: { a: 1, b: 2 } }],
  ])('%s', (_, step, expected) => expect(made(step)).toEqual(expected))

  test('that is not there is told', () => expect(() => made({ by: 'nobody' })).toThrow('there is no record "nobody"'))
})

describe('a step', () => {
  test('may be time that passes', async () => {
    const rules = await ownLibrary()
    const stop = {
      at: '0s',
      event: {
        event: { action: 'job-stopped' },
        backup: { resource: { type: 'plan', id: 'p' }, actor: { id: 'a', kind: 'person' } },
      },
    } as const
    const steps = [stop, { at: '+6d', act: 'pass' }, { at: '+8d', act: 'pass' }] as const
    const expected = { name: 'x', steps, expect: [{ priority: 'page-now', step: 3 }], pages: [{ step: 3 }] } as const
    expect(runCase({ cases: [expected] }, expected, rules, 'protection_stopped.yml').differences).toEqual([])
  })

  test('is told with its act, its facts and its rules; of a repeated one the last', async () => {
    const rules = await ownLibrary()
    const read = readCaseFile(join(ownDetections, 'deletes_refused.test.yml'))
    if (!read.ok) throw new Error(read.error.join())
    const steps = [
      { at: '0s', record: 'point', repeat: { times: 5, every: '1m' } },
      { at: '1h', record: 'call' },
    ]
    const { trace, fired } = runCase(read.value, { name: 'x', steps, nothing: true }, rules, 'deletes_refused.yml')
    const told = tellTrace(trace).join('\n')
    expect(told).toContain(
      'step 1  2026-03-02T09:04:00Z (last of 5)  recovery-point-deleted refused (DeleteRecoveryPoint) on point-5 by alice',
    )
    expect(told).toMatch(/history {2}.*refused_to_actor_1h=5/)
    expect(told).toMatch(/rules {4}"Deletions of copies refused again and again" \(page-now\)/)
    expect(told).toContain('step 2  2026-03-02T10:00:00Z  dropped')
    expect(fired.size).toBe(3)
  })
})

describe('the command', () => {
  const run = async (...args: readonly string[]) => {
    const [out, said, values]: [string[], string[], unknown[]] = [[], [], []]
    const stream = new PassThrough()
    const io: Io = {
      json: (value) => void values.push(value),
      text: (text) => void out.push(text),
      say: (line) => void said.push(line),
      interactive: false,
      out: stream,
      err: stream,
      stdin: stream,
    }
    const code = await command.run([...args], io)
    return { code, out: out.join(''), said: said.join('\n'), values }
  }
  /** The template as a folder of its own, with its cases changed. */
  function copy(name: string, change: (cases: string) => string): string {
    const target = join(folder, name)
    cpSync(join(ownDetections, '_template'), target, { recursive: true })
    const read = readFileSync(join(target, 'rule.test.yml'), 'utf8')
    writeFileSync(join(target, 'rule.test.yml'), change(read))
    return target
  }

  test('says how many passed', async () => {
    const { code, out, said } = await run(copy('good', (cases) => cases))
    expect([code, said]).toEqual([0, ''])
    expect(out).toMatch(/^3 passed, 2 boundary cases passed \(1 file, \d+\.\d s\)\n$/)
  })

  test('leaves out the boundary cases where it is told to', async () => {
    const { code, out } = await run(
      copy('alone', (cases) => cases),
      '--no-boundaries',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^3 passed \(1 file, \d+\.\d s\)\n$/)
  })

  test('tells editors every case and problem as a value of one line', async () => {
    const target = copy('json', (cases) => cases.replace('Days: 90', 'Days: 3'))
    writeFileSync(join(target, 'broken.yml'), 'title: x\nlogsource: { category: backup }\n')
    const { code, values, said } = await run(target, '--json')
    expect([code, said]).toEqual([1, ''])
    expect(values).toMatchObject([
      { type: 'problem', file: 'broken.yml', line: 1, message: expect.stringContaining('no detection') },
      { type: 'case', file: 'rule.test.yml', line: 33, name: 'From 35 days to one', passed: true, differences: [] },
      {
        type: 'case',
        line: 41,
        name: 'Longer never alerts',
        passed: false,
        differences: [expect.stringMatching(/^expected nothing, got page-now/)],
        trace: expect.arrayContaining([expect.stringContaining('step 2')]),
      },
      { type: 'case', line: 48, name: 'The same on a bucket that holds no copies', passed: true },
      {
        type: 'case',
        line: 33,
        name: 'From 35 days to one › backup.change.to at 7 instead of 1',
        from: 'From 35 days to one',
        passed: true,
        boundary: {
          rule: { title: 'Retention of a copy set below a week' },
          about: 'backup.change.to|lte: 7',
          fires: true,
        },
      },
      { type: 'case', name: 'From 35 days to one › backup.change.to at 8 instead of 1', boundary: { fires: false } },
      { type: 'untried', file: 'broken.yml' },
      {
        type: 'summary',
        files: 1,
        passed: 2,
        failed: 1,
        boundaries: { passed: 2, failed: 0, without: 0 },
        untried: 1,
        problems: 1,
      },
    ])
  })

  test('says which case failed, what was expected, what came, and why', async () => {
    const { code, out, said } = await run(copy('bad', (cases) => cases.replace('Days: 90', 'Days: 3')))
    expect(code).toBe(1)
    expect(out).toMatch(/^2 passed, 1 failed/)
    expect(said).toMatch(/✗ rule\.test\.yml: Longer never alerts\n {4}expected nothing, got page-now/)
    expect(said).toMatch(
      /step 2 .*\n.*\n.*\n {10}change {3}setting=retention to=3 unit=d from=35 direction=weakened basis=remembered/,
    )
  })

  test('fails for a rule that no case makes fire', async () => {
    const quiet = (cases: string): string =>
      cases
        .replace('Expiration: { Days: 1 }', 'Expiration: { Days: 9 }')
        .replace(/ {4}expect:[\s\S]*?reason: first }\n/, '    nothing: true\n')
    const { code, out, said } = await run(copy('quiet', quiet))
    expect(code).toBe(1)
    expect(out).toMatch(/^3 passed, 1 without a case that fires/)
    expect(said).toContain('✗ rule.test.yml: no case makes the rule "Retention of a copy set below a week"')
  })

  test('fails for a rule file without cases', async () => {
    const target = copy('bare', (cases) => cases)
    rmSync(join(target, 'rule.test.yml'))
    expect(await run(target)).toMatchObject({
      code: 1,
      said: expect.stringContaining('✗ rule.yml: there are no cases beside it'),
    })
  })
})
