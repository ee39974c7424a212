// Our single-event rules as others read them: pySigma checks and converts them, and in Elasticsearch they find what we find.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '../../src/cli/replay/manifest.ts'
import { runCases } from '../../src/content/case-run.ts'
import { ownDetections, readText, ruleFiles } from '../../src/content/files.ts'
import { type Detections, loadDetections } from '../../src/content/load.ts'
import type { LogSource } from '../../src/model/source.ts'
import { noTotals, replay } from '../../src/pipeline/replay.ts'
import { sees } from '../../src/sigma/compile.ts'
import { valuesAt } from '../../src/sigma/lookup.ts'
import { type Node, startNode } from '../services/elasticsearch.ts'
import { bringPySigma, type Converted, type PySigma } from '../services/pysigma.ts'
import { root } from '../support/service.ts'

/** Rules that the backend cannot convert, and why. */
const notConverted: Readonly<Record<string, string>> = {
  '360ff72d-dab3-53df-8061-5f0021b0f16d': "ES Lucene backend can't handle field references.",
}

/** An event as rules see it: what their fields hold, and what our matcher says of it. */
interface Seen {
  readonly fields: Readonly<Record<string, readonly unknown[]>>
  readonly logsources: readonly LogSource[]
  readonly rules: readonly string[]
}

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-sigma-'))
let pySigma: PySigma
let detections: Detections
let node: Node
const converted = new Map<string, Converted>()
const seen = new Map<string, Seen>()

beforeAll(async () => {
  detections = await loadDetections(ownDetections)
  pySigma = bringPySigma()
  const documents = ruleFiles(ownDetections).flatMap(({ path }) => readText(path).split(/^---$/m))
  for (const [index, text] of documents.entries())
    if (/^detection:/m.test(text)) writeFileSync(join(folder, `detection_rule_${index}.yml`), text.trimStart())
  for (const one of pySigma.convert(folder)) converted.set(one.id, one)
  await watchEverything()
  node = await startNode()
  await fill()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await node?.stop()
})

/** Every field that a rule names. */
const fieldPaths = () => detections.detector.rules.fields.paths.filter(({ flat }) => flat !== '')

/** All stories, and the cases of all detections, through the matcher that the service has; each kind of event once. */
async function watchEverything(): Promise<void> {
  const { rules } = detections.detector
  const paths = fieldPaths()
  const match: typeof rules.match = (event, logsources) => {
    const found = rules.match(event, logsources)
    const fields = Object.fromEntries(
      paths.flatMap((path) => {
        const values = valuesAt(event, path)
          .flat(9)
          .filter((value) => value !== undefined && value !== null)
        return values.length === 0 ? [] : [[path.flat, values.map(plain)]]
      }),
    )
    seen.set(JSON.stringify([fields, logsources]), { fields, logsources, rules: found.map(({ rule }) => rule.id) })
    return found
  }
  const watched = { ...detections, detector: { ...detections.detector, rules: { ...rules, match } } }
  const stories = join(root, 'samples/stories')
  for (const story of readdirSync(stories)) {
    const files = await readManifest(join(stories, story, 'manifest.json'), detections.sources, process.stdin)
    const { detector, relevance } = watched
    for await (const _ of replay(files, { detector, relevance, decide: () => undefined }, noTotals()));
  }
  for (const _ of runCases(ownDetections, watched, false));
}

/** What is no plain value equals no text of a rule, and is there. */
const plain = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : value)

const json = { 'content-type': 'application/json' }

async function fill(): Promise<void> {
  const numeric = numericFields()
  const settings = { number_of_replicas: 0, 'index.max_result_window': 1_000_000 }
  // Sigma does not tell capital letters from small ones.
  const text = { type: 'keyword', normalizer: 'lowercase', ignore_above: 8_000 }
  const number = { type: 'double', ignore_malformed: true }
  const properties = Object.fromEntries(
    fieldPaths().map(({ flat }) => [flat, numeric.has(flat) ? number : text] as const),
  )
  const mappings = { dynamic: 'strict', properties }
  const made = await fetch(`${node.url}/events`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ settings, mappings }),
  })
  expect(await made.json()).toMatchObject({ acknowledged: true })
  const lines = [...seen.values()].map(({ fields }, id) => `{"create":{"_id":"${id}"}}\n${JSON.stringify(fields)}\n`)
  for (let from = 0; from < lines.length; from += 5_000) {
    const body = lines.slice(from, from + 5_000).join('')
    const headers = { 'content-type': 'application/x-ndjson' }
    const answer = await fetch(`${node.url}/events/_bulk?refresh=true`, { method: 'POST', headers, body })
    const { errors, items } = (await answer.json()) as { errors: boolean; items: readonly unknown[] }
    if (errors) expect(items.filter((item) => JSON.stringify(item).includes('"error"')).slice(0, 3)).toEqual([])
  }
}

/** Fields that a rule compares with a number. */
const numericFields = (): ReadonlySet<string> =>
  new Set(
    readdirSync(folder).flatMap((file) =>
      [...readText(join(folder, file)).matchAll(/([\w.]+)\|(?:gte?|lte?):/g)].map(([, field = '']) => field),
    ),
  )

async function found(query: string): Promise<readonly number[]> {
  const body = JSON.stringify({
    size: 1_000_000,
    _source: false,
    query: { query_string: { query, analyze_wildcard: true } },
  })
  const answer = await fetch(`${node.url}/events/_search`, { method: 'POST', headers: json, body })
  const text = await answer.text()
  expect(answer.status, text.slice(0, 500)).toBe(200)
  const { hits } = JSON.parse(text) as { hits: { hits: readonly { _id: string }[] } }
  return hits.hits.map(({ _id }) => Number(_id))
}

test('every rule passes `sigma check`', () => {
  const { status, output } = pySigma.check(folder)
  expect(output).toContain('Found 0 errors, 0 condition errors and 0 issues')
  expect(status).toBe(0)
})

test('every rule is converted, but for those of which it is known why', () => {
  const ids = detections.detector.rules.rules.map(({ meta }) => meta.id).sort()
  expect([...converted.keys()].sort()).toEqual(ids)
  const errors = [...converted.values()].flatMap(({ id, error }) => (error === undefined ? [] : [[id, error]]))
  expect(Object.fromEntries(errors)).toEqual(notConverted)
})

test('every converted rule finds the events in Elasticsearch that our matcher finds, and most find some', async () => {
  const all = [...seen.values()]
  expect(all.length).toBeGreaterThan(2_000)
  const differences: string[] = []
  let finding = 0
  for (const { meta } of detections.detector.rules.rules) {
    const query = converted.get(meta.id)?.query
    if (query === undefined) continue
    const theirs = new Set((await found(query)).filter((id) => sees(meta.logsource, all[id]?.logsources ?? [])))
    const ours = new Set(all.flatMap(({ rules }, id) => (rules.includes(meta.id) ? [id] : [])))
    if (ours.size > 0) finding += 1
    for (const id of ours)
      if (!theirs.has(id)) differences.push(`${meta.file}: ${meta.title}: only we: ${JSON.stringify(all[id]?.fields)}`)
    for (const id of theirs)
      if (!ours.has(id)) differences.push(`${meta.file}: ${meta.title}: only they: ${JSON.stringify(all[id]?.fields)}`)
  }
  expect(differences.slice(0, 10)).toEqual([])
  expect(finding).toBeGreaterThan(converted.size - 5)
})
