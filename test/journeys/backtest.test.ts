// `lastcopy backtest` over a real Elasticsearch: the same story as records, as ECS documents and as our own events.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '../../src/model/event.ts'
import { elasticsearchStore } from '../../src/store/elasticsearch/store.ts'
import { type Node, startNode } from '../services/elasticsearch.ts'
import { root } from '../support/service.ts'

const story = join(root, 'samples/stories/forty-days')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-backtest-'))
const config = join(folder, 'lastcopy.yml')
let node: Node

beforeAll(async () => {
  node = await startNode()
  writeFileSync(config, `elasticsearch: { nodes: ['${node.url}'] }\n`)
  const records = readFileSync(join(story, 'cloudtrail.ndjson'), 'utf8').trim().split('\n')
  await fill(
    'logs-aws.cloudtrail-test',
    records.map((record) => ({ '@timestamp': JSON.parse(record).eventTime, event: { original: record } })),
  )
  const { stdout } = await lastcopy('normalize', '--source', 'aws.cloudtrail', join(story, 'cloudtrail.ndjson'))
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
  await fill('ecs-test', events)
  const store = elasticsearchStore({
    connection: { nodes: [node.url], timeout: 10_000 },
    store: { kind: 'elasticsearch', prefix: 'own', events: true },
    onRefused: ({ reason }) => expect.unreachable(reason),
  })
  await store.putEvents(
    events.map((event, index) => ({
      type: 'event',
      event,
      ref: { source: 'aws.cloudtrail', position: `x-0@${index}`, at: new Date(event['@timestamp']).toISOString() },
    })),
  )
  await store.close()
  await fetch(`${node.url}/own-*/_refresh`, { method: 'POST' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await node?.stop()
})

/** Documents with no field but the time to search by, in no order. */
async function fill(index: string, documents: readonly object[]): Promise<void> {
  const json = { 'content-type': 'application/json' }
  const mappings = { dynamic: false, properties: { '@timestamp': { type: 'date' } } }
  await fetch(`${node.url}/${index}`, { method: 'PUT', headers: json, body: JSON.stringify({ mappings }) })
  const lines = [...documents].reverse().map((document) => `{"create":{}}\n${JSON.stringify(document)}\n`)
  const headers = { 'content-type': 'application/x-ndjson' }
  for (let from = 0; from < lines.length; from += 2_000) {
    const body = lines.slice(from, from + 2_000).join('')
    const answer = await fetch(`${node.url}/${index}/_bulk?refresh=true`, { method: 'POST', headers, body })
    expect(await answer.json()).toMatchObject({ errors: false })
  }
}

async function lastcopy(...args: readonly string[]) {
  const child = spawn(join(root, 'bin/lastcopy'), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part
    })
  const status = await new Promise<number | null>((go) => child.once('close', go))
  return { status, ...text }
}

test.each([
  ['records in event.original', ['--index', 'logs-aws.cloudtrail-*', '--source', 'aws.cloudtrail']],
  ['ECS documents', ['--index', 'ecs-test']],
  ['the events that the service keeps', ['--index', 'own-events-*']],
])('%s give the alerts that the files give', async (_, words) => {
  const files = await lastcopy('backtest', join(story, 'manifest.json'))
  expect(files.stdout.trim().split('\n').length).toBeGreaterThan(3)
  const found = await lastcopy('backtest', '--config', config, ...words)
  expect(found.stdout).toBe(files.stdout)
  const alertsAndPages = / \d+ alerts, \d+ pages/
  expect(alertsAndPages.exec(found.stderr)?.[0]).toBe(alertsAndPages.exec(files.stderr)?.[0])
})

test('holds what came against what is expected, within a span, with a report', async () => {
  const expected = join(folder, 'expected.yml')
  const report = join(folder, 'report.xml')
  writeFileSync(expected, 'nothing: true\n')
  const words = ['--config', config, '--index', 'ecs-test', '--expect', expected, '--junit', report]
  const before = await lastcopy('backtest', ...words, '--until', '2026-01-01T00:00:00Z')
  expect(before).toMatchObject({ status: 0, stdout: '' })
  expect(readFileSync(report, 'utf8')).toContain('failures="0"')
  const all = await lastcopy('backtest', ...words)
  expect(all.status).toBe(1)
  expect(all.stderr).toMatch(/^✗ /m)
  expect(readFileSync(report, 'utf8')).toMatch(/failures="[1-9]/)
})

test.each([
  ['an index that is not there', ['--index', 'nothing-here'], /refuses to read nothing-here: index_not_found/],
  ['a field that is not there', ['--index', 'ecs-test', '--time-field', 'when'], /No mapping found for \[when\]/],
  [
    'a source that is none',
    ['--index', 'ecs-test', '--source', 'aws.cloudtrial'],
    /there is no source "aws.cloudtrial"/,
  ],
  ['a source without an index', ['--source', 'aws.cloudtrail'], /--source means nothing without --index/],
])('says in one line what is wrong with %s', async (_, words, line) => {
  const ran = await lastcopy('backtest', '--config', config, ...words)
  expect(ran.status).toBe(2)
  expect(ran.stderr).toMatch(line)
  expect(ran.stderr).not.toContain('    at ')
})

test('documents that are no events are counted', async () => {
  await fill('odd', [
    { '@timestamp': '2026-03-01T00:00:00Z', event: { id: 7 } },
    { '@timestamp': '2026-03-01T00:00:01Z' },
  ])
  const ran = await lastcopy('backtest', '--config', config, '--index', 'odd')
  expect(ran).toMatchObject({ status: 0, stdout: '' })
  expect(ran.stderr).toContain('2 documents are no events as Lastcopy keeps them')
})
