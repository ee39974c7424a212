// compose.yaml without an engine: Kafka with its settings, a real Elasticsearch node, the pager and the program out of a folder that
// the Containerfile's steps filled, as a user who may write nothing there. A record that is sent in becomes a page.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { type Node, startNode } from '../services/elasticsearch.ts'
import { type Broker, freePort, startBroker } from '../services/kafka.ts'
import { assemble, environmentOf, readCompose, readDeploy, stepsOf, wordsOf } from '../support/containers.ts'
import { alertRules, askedBy } from '../support/prometheus.ts'
import { dangerous } from '../support/records.ts'
import { until } from '../support/until.ts'

const compose = readCompose()
const steps = stepsOf(readDeploy('Containerfile'))
const [uid = 0, gid = 0] = (steps.findLast(({ word }) => word === 'USER')?.rest ?? '').split(':').map(Number)
/** Where tests do not run as root nobody can become another; the folder is closed to whoever it is then. */
const other = process.getuid?.() === 0 ? { uid, gid } : {}
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-container-'))
const children: ChildProcess[] = []
let [broker, node]: [Broker | undefined, Node | undefined] = [undefined, undefined]
let [web, pages] = [0, '']
let program = ''

/** Settings that would take the broker elsewhere than where a test has it. */
const elsewhere = /^(node|process|listeners?|advertised|controller|inter|log\.dirs)/

beforeAll(async () => {
  const settings = Object.entries(compose.services.kafka.environment)
    .map(
      ([name, value]) =>
        [
          name
            .replace(/^KAFKA_/, '')
            .toLowerCase()
            .replaceAll('_', '.'),
          value,
        ] as const,
    )
    .filter(([name]) => !elsewhere.test(name))
  broker = await startBroker({ settings: Object.fromEntries(settings) })
  node = await startNode()
  web = await freePort()
  program = assemble(folder)
  chmodSync(folder, 0o755)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await node?.stop()
  await broker?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A command of the image, at its place here. */
const here = (words: readonly string[], swap: (word: string) => string = (word) => word): readonly string[] =>
  words.map((word) => swap(word.replace(/^\/app\//, `${program}/`)))

const listing = (): readonly string[] =>
  readdirSync(program, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('node_modules'))
    .map((name) => `${name} ${statSync(join(program, name)).mtimeMs}`)

test('a record becomes a page, and the program writes nothing but its data', async () => {
  const before = listing()
  const port = await freePort()
  const { entrypoint = [], environment } = compose.services.pager
  const [pagerCommand = '', ...pagerWords] = here(entrypoint)
  const pager = spawn(pagerCommand, pagerWords, { env: { ...environment, PORT: String(port) }, ...other })
  children.push(pager)
  pager.stdout.on('data', (part) => (pages += part))

  const config = join(folder, 'lastcopy.yml')
  writeFileSync(
    config,
    readDeploy('lastcopy.yml')
      .replace('kafka:9092', broker?.address ?? '')
      .replace('http://elasticsearch:9200', node?.url ?? '')
      .replace('http://pager:8080', `http://127.0.0.1:${port}`)
      .replace('172.30.84.0/24', '127.0.0.1')
      .replace('/var/lib/lastcopy', join(folder, 'var/lib/lastcopy'))
      .replaceAll('8480', String(web)),
  )
  const data = join(folder, 'var/lib/lastcopy')
  mkdirSync(data, { recursive: true })
  if (process.getuid?.() === 0) chownSync(data, uid, gid)
  const service = compose.services.lastcopy
  const [command = '', ...words] = here(
    [...wordsOf(steps, 'ENTRYPOINT'), ...(service.command ?? wordsOf(steps, 'CMD'))],
    (word) => (word === '/etc/lastcopy/lastcopy.yml' ? config : word),
  )
  const env: Readonly<Record<string, string>> = {
    PATH: process.env.PATH ?? '',
    ...environmentOf(service),
    NODE_COMPILE_CACHE: '',
  }
  let log = ''
  const run = spawn(command, words, { cwd: data, env, ...other })
  children.push(run)
  run.stderr.on('data', (part) => (log += part))

  const [healthCommand = '', ...healthWords] = here(wordsOf(steps, 'HEALTHCHECK'), (word) =>
    word.replace('8480', String(web)),
  )
  const url = `http://127.0.0.1:${web}`
  await until(
    () => spawnSync(healthCommand, healthWords).status,
    (status) => {
      if (run.exitCode !== null) throw new Error(`the service ended: ${log.slice(-2_000)}`)
      return status === 0
    },
    60_000,
  )
  const send = (headers: Readonly<Record<string, string>>) =>
    fetch(`${url}/intake/aws.cloudtrail`, { method: 'POST', headers, body: JSON.stringify(dangerous(1, Date.now())) })
  await until(
    async () => (await send({ authorization: `Bearer ${env.INTAKE_TOKEN}` })).status,
    (status) => status < 300,
    60_000,
  )
  expect((await send({})).status).toBe(401)
  await until(
    () => pages,
    (text) => text.includes('"action":"trigger"'),
    120_000,
  )
  expect(pages).toContain('destr')

  // What the alert rules ask for is exported by what runs here.
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const exported = new Set([...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
  const asked = alertRules.flatMap(({ expr }) =>
    askedBy(expr).names.map((name) => name.replace(/_(bucket|count)$/, '')),
  )
  expect(asked.filter((name) => !exported.has(name))).toEqual([])

  // The doctor finds all of it well, and only misses a watcher outside.
  const doctor = spawnSync(command, ['doctor', '--config', config, '--json'], {
    cwd: data,
    env,
    encoding: 'utf8',
    ...other,
  })
  const findings = doctor.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding)
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([])
  expect(findings.filter(({ check }) => check === 'store').map(({ what }) => what)).toEqual([
    expect.stringMatching(/answers, the cluster is (green|yellow)/),
  ])
  expect(findings.filter(({ check }) => check === 'clock').map(({ state }) => state)).toEqual(['fine', 'fine', 'fine'])
  expect(findings.filter(({ state }) => state === 'note').map(({ check }) => check)).toEqual(['watchers'])
  expect(doctor.status).toBe(0)
  expect(listing()).toEqual(before)
  const ended = new Promise((go) => run.once('exit', go))
  run.kill('SIGTERM')
  expect(await ended).toBe(0)
}, 480_000)
