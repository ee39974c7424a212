import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sourceNames } from '../../src/content/sources.ts'
import { settings } from '../../src/model/setting.ts'
import { withSources } from './catalogue.ts'
import { linesOf } from './golden.ts'
import { eventsOf, ownSamples } from './samples.ts'

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const sources = page('sources.md')
const facts = page('facts.md')
const pages = sourceNames().map((name) => page(`sources/${name}.md`))

test.each(sourceNames())('docs/sources has a page on %s', (name) => {
  expect(page(`sources/${name}.md`)).toMatch(new RegExp(`^# ${name}\n\nSourced: (seen|documented|inferred)`))
})

test('docs/sources.md lists every source as it is', () => {
  expect(withSources(sources)).toBe(sources)
})

test('docs/sources.md names every setting', () => {
  expect(Object.keys(settings).filter((name) => !sources.includes(`\`${name}\``))).toEqual([])
})

const isExplained = (name: string): boolean =>
  facts.includes(`detail.${name}\``) || pages.some((text) => text.includes(`\`${name}\``))

test('every fact that samples carry is explained', async () => {
  const samples = await ownSamples()
  const events = samples.flatMap(({ source, raw }) =>
    eventsOf(linesOf(raw).map(({ text }) => source.read(Buffer.from(text), 0))),
  )
  const carried = new Set(events.flatMap(({ backup }) => Object.keys(backup?.detail ?? {})))
  const unknown = [...carried].filter((name) => !isExplained(name))
  expect(unknown).toEqual([])
})

test('every fact that the source of CloudTrail writes is explained', () => {
  const folder = new URL('../../src/sources/aws.cloudtrail/', import.meta.url)
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
  const written = [...code.matchAll(/detail: \{ ([a-z_]+)(?::|,| \})/g)].map(([, name]) => name ?? '')
  expect(written.length).toBeGreaterThan(30)
  const unknown = written.filter((name) => !isExplained(name))
  expect([...new Set(unknown)]).toEqual([])
})
