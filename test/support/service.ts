// The program as a person starts it: `lastcopy run` as a process of its own, with a configuration file in a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { freePort } from '../services/kafka.ts'
import { until } from './until.ts'

export const root = resolve(import.meta.dirname, '../..')

export interface ServiceProcess {
  readonly url: string
  readonly folder: string
  readonly pid: () => number
  /** What it has written to stderr, over all its lives. */
  log(): string
  /** Starts it (again) and waits until it listens. */
  start(): Promise<void>
  /** Until every stage runs and nothing is behind. */
  ready(within?: number): Promise<void>
  signal(signal: NodeJS.Signals): void
  kill(): Promise<void>
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>
  /** Ends it and removes the folder. */
  clean(): Promise<void>
}

/** Where no policy is given nothing is bundled: hundreds of attacks in a minute ring one by one. */
function withPolicy(folder: string, { pagers, paging }: Readonly<Record<string, unknown>>): object {
  if (!Array.isArray(pagers) || (typeof paging === 'object' && paging !== null && 'policy' in paging)) return {}
  const names = pagers.map((pager: { name?: string; kind: string }) => pager.name ?? pager.kind)
  const policy = {
    escalations: { everybody: { steps: [{ notify: names.map((name) => ({ channels: [name] })), wait: '30d' }] } },
    routes: [{ escalation: 'everybody' }],
    bundle: { alone: 1_000, within: '1s' },
    limits: Object.fromEntries(names.map((name) => [name, []])),
  }
  writeFileSync(join(folder, 'policy.yml'), stringify(policy))
  return { paging: { ...(paging ?? {}), policy: 'policy.yml' } }
}

/** A service that is not started yet; `web.listen` is set to a free port, and with a name it says that it is reached by that. */
export async function makeService(
  config: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>> = {},
  name?: string,
): Promise<ServiceProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-run-'))
  const port = await freePort()
  const file = join(folder, 'lastcopy.yml')
  const logFile = join(folder, 'stderr.log')
  writeFileSync(logFile, '')
  const url = `http://${name ?? '127.0.0.1'}:${port}`
  const web = {
    listen: `127.0.0.1:${port}`,
    ...(name === undefined ? {} : { ...(config.web as object), publicUrl: url }),
  }
  writeFileSync(
    file,
    stringify({ web, ...(name === undefined ? config : { ...config, web }), ...withPolicy(folder, config) }),
  )
  let child: ChildProcess | undefined
  const ended = (): boolean => !child || child.exitCode !== null || child.signalCode !== null
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const running = child
    if (!running || ended()) return running?.exitCode ?? null
    const gone = new Promise((go) => running.once('exit', go))
    running.kill(signal)
    await gone
    return running.exitCode
  }
  return {
    url,
    folder,
    pid: () => child?.pid ?? -1,
    log: () => readFileSync(logFile, 'utf8'),
    async start() {
      child = spawn(join(root, 'bin/lastcopy'), ['run', '--config', file], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child.stderr?.on('data', (part: Buffer) => appendFileSync(logFile, part))
      await until(
        () => (ended() ? 'ended' : answers(`${url}/healthz`)),
        (seen) => seen === 200 || seen === 'ended',
        120_000,
      )
      if (ended()) throw new Error(`the service ended at once: ${readFileSync(logFile, 'utf8').slice(-2_000)}`)
    },
    async ready(within = 60_000) {
      await until(
        async () => (await fetch(`${url}/readyz`)).json() as Promise<Readiness>,
        ({ ready, stages }) => ready && stages.every(({ behind }) => behind === 0),
        within,
      )
    },
    signal: (signal) => void child?.kill(signal),
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    async clean() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Readiness {
  readonly ready: boolean
  readonly stages: readonly { readonly name: string; readonly behind: number }[]
}

const answers = async (url: string): Promise<number | string> => {
  try {
    return (await fetch(url)).status
  } catch (cause) {
    return String(cause)
  }
}
