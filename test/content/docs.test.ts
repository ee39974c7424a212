// The pages about detections say what the rules say: tables are made from them, and every fact that a rule asks for is explained.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ownLibrary } from '../support/library.ts'
import { withDetails, withTables } from './catalogue.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

test('docs/detections.md has the tables that `npm run golden` makes', async () => {
  const page = read('docs/detections.md')
  expect(page).toBe(withTables(page, await ownLibrary()))
})

test('docs/facts.md has the table that `npm run golden` makes', () => {
  expect(read('docs/facts.md')).toBe(withDetails(read('docs/facts.md')))
})

test('docs/facts.md explains every field that a rule or a summary uses', async () => {
  const { detector } = await ownLibrary()
  const explained = factsOf(read('docs/facts.md'))
  const used = [
    ...detector.rules.fields.byPath.keys(),
    ...detector.rules.rules.flatMap(({ meta }) => meta.fields),
    ...detector.rules.rules.flatMap(({ meta }) =>
      [...(meta.lastcopy?.summary ?? '').matchAll(/\{([\w.@-]+)\}/g)].map(([, field = '']) => field),
    ),
  ]
  expect([...new Set(used)].filter((field) => !explained.includes(field)).sort()).toEqual([])
})

test('docs/facts.md names no fact that nothing writes', () => {
  const source = ['memory', 'sources', 'model', 'alert'].map((room) => textOf(join(root, 'src', room))).join('\n')
  const names = factsOf(read('docs/facts.md')).map((field) => field.split('.').at(-1) ?? field)
  expect(names.filter((name) => !source.includes(name))).toEqual([])
})

const factsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, field = '']) => field)

const textOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
