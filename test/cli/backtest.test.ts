// `lastcopy backtest`: what rules would have said of records that were, held against what is expected.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { differencesOf, junit, readExpectation } from '../../src/cli/replay/expectation.ts'
import { alertOf } from '../store/alert.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-backtest-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test('over the records of a manifest, with a report', () => {
  const expected = file('expected.yml', 'expect:\n  - { priority: page-now, class: key-endangered }\npages: 4\n')
  const report = join(folder, 'report.xml')
  const manifest = join(root, 'samples/stories/three-consoles/manifest.json')
  const ran = spawnSync(join(root, 'bin/lastcopy'), ['backtest', manifest, '--expect', expected, '--junit', report], {
    encoding: 'utf8',
  })
  expect(ran.status).toBe(1)
  expect(ran.stdout.trim().split('\n')).toHaveLength(3)
  expect(ran.stderr).toMatch(/3 alerts, 4 pages/)
  expect(ran.stderr).toMatch(
    /^✗ got page-now, class protection-weakened, events 1, .*; page-now, class protection-weakened/m,
  )
  expect(readFileSync(report, 'utf8')).toContain('tests="1" failures="1"')
}, 60_000)

describe('what is expected', () => {
  const alert = alertOf({ priority: 'page-now' })
  test.each([
    ['one alert of that kind', { expect: [{ priority: 'page-now' }] } as const, 1, []],
    ['another priority', { expect: [{ priority: 'notify' }] } as const, 1, 2],
    ['nothing', { nothing: true } as const, 0, 1],
    ['few pages', { pages: 1 }, 2, ['expected 1 pages at most, got 2']],
    ['as many pages as came', { pages: 2 }, 2, []],
  ])('%s', (_, expected, pages, differences) => {
    const found = differencesOf(expected, [alert], pages)
    if (typeof differences === 'number') expect(found).toHaveLength(differences)
    else expect(found).toEqual(differences)
  })
  test.each([
    ['a word that is none', 'expct: []', 'must NOT have additional properties'],
    ['a list', '- a', 'says nothing'],
    ['pages that are no number', 'pages: many', 'pages is no whole number'],
    ['no YAML', 'expect: [', 'is no YAML'],
  ])('with %s cannot be read', (_, text, words) => expect(() => readExpectation(file('bad.yml', text))).toThrow(words))
})

test('a report says what differs, without breaking its form', () => {
  expect(junit('a <b>', [], 1)).toContain('<testcase classname="backtest" name="a &lt;b&gt;" time="1.000"/>')
  expect(junit('x', ['"\u0007<&'], 1)).toContain('<failure message="&quot;[U+0007]&lt;&amp;"/>')
})
