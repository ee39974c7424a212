// Rules that change while the service runs: a good set is in use whole, a bad one not at all, and everybody is told.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ownDetections } from '../../src/content/files.ts'
import { makeLog } from '../../src/service/log.ts'
import { makeProblems } from '../../src/service/problems.ts'
import { openRules } from '../../src/service/rules.ts'
import { until } from '../support/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-live-'))
afterAll(() => rmSync(folder, { recursive: true }))
const rule = (id: string, field = 'event.action'): string =>
  `title: ${id}\nid: ${id}\nlogsource: {category: backup}\ndetection:\n  s: {${field}: key-rotated}\n  condition: s\nlastcopy: {class: key-rotated, priority: page-now}\n`

test('rules that change', async () => {
  cpSync(join(ownDetections, '_words.yml'), join(folder, '_words.yml'))
  const file = join(folder, 'rules.yml')
  writeFileSync(file, rule('one'))
  const problems = makeProblems()
  const told: (readonly string[])[] = []
  const live = await openRules({
    folder,
    sources: [],
    log: makeLog({ level: 'silent', secrets: [] }),
    problems,
    changed: async ({ metas }) => void told.push(metas.map(({ id }) => id)),
  })
  const ids = () => live.current().metas.map(({ id }) => id)
  expect(ids()).toEqual(['one'])

  writeFileSync(file, `${rule('one')}---\n${rule('two')}`)
  await until(ids, (seen) => seen.length === 2)
  expect(told).toEqual([['one', 'two']])

  writeFileSync(file, `${rule('one')}---\n${rule('three', 'event.action|contans')}`)
  await until(problems.all, (seen) => seen.length === 1)
  expect(problems.all()[0]).toMatch(/were not taken: 1 mistake in rules\.yml:\d+: .*contans.*stay in use$/)
  expect(ids()).toEqual(['one', 'two'])

  writeFileSync(file, rule('three'))
  await until(problems.all, (seen) => seen.length === 0)
  expect(ids()).toEqual(['three'])
  live.stop()
  writeFileSync(file, rule('four'))
  expect(told).toEqual([['one', 'two'], ['three']])
})
