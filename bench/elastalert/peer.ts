// elastalert2 as its documentation sets it up, in an environment of its own, over a node that says what it is.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'

const home = join(import.meta.dirname, '../../test/services/.cache/elastalert')
// Its own requirements leave out pytz, which it imports.
const requirements = ['elastalert2==2.19.0', 'pytz==2025.2']

/** Installs it once. @throws Error that says what failed */
export async function bringElastAlert(): Promise<void> {
  const wanted = createHash('sha256').update(requirements.join()).update(home).digest('hex')
  const stamp = join(home, 'stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await run('python3', ['-m', 'venv', '--clear', home])
  await run(join(home, 'bin/python'), ['-m', 'pip', 'install', '-q', ...requirements])
  writeFileSync(stamp, wanted)
}

/** Never in the way: the proxy that it asks runs in this process. */
const run = async (command: string, args: readonly string[], cwd?: string): Promise<unknown> =>
  promisify(execFile)(command, args, { cwd, timeout: 300_000 })

export interface PeerOptions {
  readonly folder: string
  readonly name: string
  /** Of a proxy that answers `GET /`. */
  readonly elasticsearch: string
  readonly index: string
  /** Seconds between its queries. */
  readonly every: number
  /** What a rule asks, in the syntax of a `query_string`. */
  readonly rules: readonly { readonly id: string; readonly query: string }[]
  readonly pager: string
}

export interface Peer {
  pid(): number
  start(): void
  kill(): Promise<void>
}

export async function elastAlert({
  folder,
  name,
  elasticsearch,
  index,
  every,
  rules,
  pager,
}: PeerOptions): Promise<Peer> {
  const own = join(folder, name)
  mkdirSync(join(own, 'rules'), { recursive: true })
  const { hostname, port } = new URL(elasticsearch)
  const config = {
    rules_folder: join(own, 'rules'),
    run_every: { seconds: every },
    // As in its documentation's example.
    buffer_time: { minutes: 15 },
    es_host: hostname,
    es_port: Number(port),
    writeback_index: `elastalert-${name}`,
    alert_time_limit: { days: 2 },
  }
  writeFileSync(join(own, 'config.yaml'), stringify(config))
  for (const { id, query } of rules) {
    const rule = {
      name: id,
      type: 'any',
      index,
      filter: [{ query: { query_string: { query, analyze_wildcard: true } } }],
      realert: { minutes: 0 },
      alert: ['post2'],
      http_post2_url: pager,
      http_post2_all_values: true,
    }
    writeFileSync(join(own, 'rules', `${id}.yaml`), stringify(rule))
  }
  await run(join(home, 'bin/elastalert-create-index'), ['--config', join(own, 'config.yaml')], own)
  let child: ChildProcess | undefined
  return {
    pid: () => child?.pid ?? -1,
    start() {
      const log = openSync(join(own, 'elastalert.log'), 'a')
      const args = ['--config', join(own, 'config.yaml'), '--verbose']
      child = spawn(join(home, 'bin/elastalert'), args, { cwd: own, stdio: ['ignore', log, log] })
    },
    async kill() {
      const running = child
      if (!running || running.exitCode !== null || running.signalCode !== null) return
      const gone = new Promise((go) => running.once('exit', go))
      running.kill('SIGKILL')
      await gone
    },
  }
}
