// Writes beside every sample what its source makes of it, into the docs what the rules say, and into their schema the words that they may use. Read the difference before you commit it: it is the test from then on.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownDetections } from '../src/content/files.ts'
import { loadDetections } from '../src/content/load.ts'
import { loadSource } from '../src/content/sources.ts'
import { loadPagers } from '../src/service/pagers.ts'
import { withDetails, withTables } from '../test/content/catalogue.ts'
import { withWords } from '../test/content/rule-schema.ts'
import { sampleAlerts, textsFolder, textsOf } from '../test/pagers/texts.ts'
import { withSources } from '../test/sources/catalogue.ts'
import { alertsText, goldenOf } from '../test/sources/golden.ts'
import { alertsFiles } from '../test/sources/samples.ts'
import { apiPage } from '../test/web/api-docs.ts'
import { withRoutes } from '../test/web/route-table.ts'

const samples = join(import.meta.dirname, '../samples')
let changed = 0
function write(target: string, text: string): void {
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return
  writeFileSync(target, text)
  changed += 1
  process.stdout.write(`written: ${target}\n`)
}
for (const name of readdirSync(samples)) {
  const source = await loadSource(name)
  if (!source) continue
  for (const file of readdirSync(join(samples, name)).filter((file) => file.endsWith('.raw.ndjson'))) {
    const target = join(samples, name, file.replace('.raw.ndjson', '.events.json'))
    const text = goldenOf(source, readFileSync(join(samples, name, file), 'utf8'))
    write(target, text)
  }
}
for (const pager of (await loadPagers()).values())
  write(join(textsFolder, `${pager.name}.txt`), textsOf(pager, sampleAlerts()))
const detections = await loadDetections(ownDetections)
for (const { source, target, files } of await alertsFiles()) write(target, alertsText(source, files, detections))
const page = join(import.meta.dirname, '../docs/detections.md')
write(page, withTables(readFileSync(page, 'utf8'), detections))
const facts = join(import.meta.dirname, '../docs/facts.md')
write(facts, withDetails(readFileSync(facts, 'utf8')))
const sources = join(import.meta.dirname, '../docs/sources.md')
write(sources, withSources(readFileSync(sources, 'utf8')))
const people = join(import.meta.dirname, '../docs/people.md')
write(people, withRoutes(readFileSync(people, 'utf8')))
write(join(import.meta.dirname, '../docs/api.md'), apiPage())
const schema = join(import.meta.dirname, '../schemas/detection.schema.json')
write(schema, withWords(readFileSync(schema, 'utf8')))
process.stdout.write(`${changed} golden file${changed === 1 ? '' : 's'} written\n`)
