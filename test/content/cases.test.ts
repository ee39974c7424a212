import { describe, expect, test } from 'vitest'
import { readCases } from '../../src/content/case-file.ts'
import { merge, momentsOf, readOffset, stepAt } from '../../src/content/case-steps.ts'
import { runCase } from '../../src/content/cases.ts'
import { ownDetections, readText } from '../../src/content/files.ts'
import { loadDetections } from '../../src/content/load.ts'
import { readRunbook } from '../../src/content/runbook.ts'
import { day, hour } from '../../src/lib/duration.ts'

const template = `${ownDetections}/_template`

describe('cases', () => {
  test('those of the template pass', async () => {
    const rules = await loadDetections(template)
    const file = readCases(readText(`${template}/rule.test.yml`))
    if (!file.ok) throw new Error(file.error.join('; '))
    expect(rules.problems).toEqual([])
    expect(file.value.cases.length).toBeGreaterThan(2)
    for (const one of file.value.cases)
      expect([one.name, runCase(file.value, one, rules, 'rule.yml').differences]).toEqual([one.name, []])
  })

  test.each<[string, object, RegExp]>([
    ['an alert that should not be there', { nothing: true }, /^expected nothing, got page-now/],
    ['another priority', { expect: [{ priority: 'notify' }] }, /^expected notify/],
    ['another step', { expect: [{ priority: 'page-now', step: 1 }] }, /^expected page-now, step 1/],
    ['one more alert', { expect: [{ priority: 'page-now', count: 2 }] }, /^expected page-now/],
    [
      'another summary',
      { expect: [{ priority: 'page-now', summary: 'nowhere' }] },
      /^expected page-now, summary nowhere/,
    ],
    ['a page that did not come', { pages: [] }, /^expected pages: none; got: first at step 2/],
    [
      'a worse one that did not',
      { pages: [{ step: 2, reason: 'worse' }] },
      /^expected pages: worse at step 2; got: first/,
    ],
  ])('a case that expects %s fails', async (_, expectation, words) => {
    const rules = await loadDetections(template)
    const read = readCases(readText(`${template}/rule.test.yml`))
    if (!read.ok) throw new Error(read.error.join('; '))
    const [first] = read.value.cases
    const one = { name: first?.name ?? '', steps: first?.steps ?? [], ...expectation }
    expect(runCase(read.value, one, rules, 'rule.yml').differences[0]).toMatch(words)
  })

  test.each([
    ['a record that is not there', { at: '0s', record: 'nothing' }, 'there is no record "nothing" in records'],
    ['a source that is not there', { at: '0s', record: {}, source: 'x.y' }, 'step 1: there is no source "x.y"'],
    ['a record that is rejected', { at: '0s', record: { a: 1 }, source: 'aws.cloudtrail' }, 'step 1 is rejected'],
  ])('%s is told', async (_, step, words) => {
    const rules = await loadDetections(template)
    const one = { name: 'x', steps: [step], nothing: true } as const
    expect(runCase({ cases: [one], records: {} }, one, rules, 'rule.yml').differences.join()).toContain(words)
  })

  test.each([
    ['no cases', 'source: x', "/ must have required property 'cases'"],
    [
      'an unknown key',
      'cases: [{ name: a, steps: [{ at: 0s, record: r }], nothing: true, nope: 1 }]',
      '/cases/0 must NOT have additional properties',
    ],
    [
      'an offset that is none',
      'cases: [{ name: a, steps: [{ at: soon, record: r }], nothing: true }]',
      '/cases/0/steps/0/at must match',
    ],
    ['no expectation', 'cases: [{ name: a, steps: [{ at: 0s, record: r }] }]', '/cases/0 must match a schema in anyOf'],
    ['broken YAML', 'cases: [', 'Flow sequence'],
  ])('a file with %s is refused', (_, text, words) => {
    const read = readCases(text)
    expect(read.ok ? 'ok' : read.error.join('; ')).toContain(words)
  })
})

describe('steps', () => {
  test.each([
    ['0s', 0],
    ['+30s', 30_000],
    ['+1d12h', day + 12 * hour],
    ['-10d', -10 * day],
  ])('%s is an offset', (text, length) => expect(readOffset(text)).toBe(length))

  test('repetitions, likeness, patches and placeholders make records', () => {
    const file = {
      source: 's',
      records: {
        a: { id: `\${uuid}`, t: `\${iso}`, n: `\${n}`, x: { y: 1, z: 2 } },
        b: { like: 'a', set: { x: { y: null } } },
      },
      cases: [],
    }
    const steps = [{ at: '+1h', record: 'b', set: { w: [1] }, repeat: { times: 2, every: '1m' } }]
    const made = momentsOf(file, steps).map((moment) => stepAt(file, moment, 'seed'))
    const records = made.map(({ record }) => JSON.parse(record ?? ''))
    expect(records[0]).toMatchObject({ t: '2026-03-02T10:00:00Z', n: '1', x: { z: 2 }, w: [1] })
    expect(records[1]).toMatchObject({ t: '2026-03-02T10:01:00Z', n: '2' })
    expect(records[0].id).not.toBe(records[1].id)
    expect(made.map(({ number }) => number)).toEqual([1, 1])
  })

  test('records that are like each other are told', () => {
    const file = { records: { a: { like: 'b' }, b: { like: 'a' } }, cases: [] }
    const [moment] = momentsOf(file, [{ at: '0s', record: 'a' }])
    expect(() => moment && stepAt(file, moment, '')).toThrow('in a circle')
  })

  test('a patch merges objects, replaces the rest and removes with null', () => {
    expect(merge({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: null }, d: [2], e: 3 })).toEqual({
      a: { c: 2 },
      d: [2],
      e: 3,
    })
    expect(Object.getPrototypeOf(merge({}, JSON.parse('{"__proto__":{"x":1}}')))).toBe(Object.prototype)
  })
})

describe('runbooks', () => {
  test.each([
    ['the first list', '# T\n\n1. One\n2. Two\n3. Three\n4. Four\n', ['One', 'Two', 'Three']],
    ['a step over two lines', '# T\n1. One\n   more\n\n2. Two\n', ['One more', 'Two']],
    ['no list', '# T\n\nWords\n', []],
    ['only the first list', '1. One\n\nWords\n\n1. Other\n', ['One']],
    ['plain text', '1. **Call** [the lead](https://example.com) `now`\n', ['Call the lead now']],
  ])('%s', (_, markdown, steps) => expect(readRunbook(markdown).steps).toEqual(steps))
})
