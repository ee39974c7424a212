// A real Elasticsearch node on a free loopback port, from its published jars, for as long as a test needs it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './kafka.ts'
import { bringJars } from './maven.ts'

const here = join(import.meta.dirname, 'elasticsearch')

export interface Node {
  readonly url: string
  stop(): Promise<void>
}

/** What runs on which Java: 8.x on 17 with the security manager's leave, 9.x on 21 or later. */
const releases = {
  '8.19.0': { java: 17, flags: ['-Djava.security.manager=allow'] },
  '9.1.0': { java: 21, flags: [] },
} as const
export type Release = keyof typeof releases

/** The releases that a Java of this machine runs; the first always, or starting it says what is missing. */
export const releasesHere = (): readonly Release[] =>
  (Object.keys(releases) as Release[]).filter(
    (release) => release === '8.19.0' || javaFor(releases[release].java) !== undefined,
  )

/** What Java is given: for a test that is over soon, or for millions of documents. */
const machines = {
  short: ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  long: ['-Xmx3g', '-XX:+UseParallelGC'],
} as const

/** Starts a node; up within about five seconds. @throws Error that names what is missing on this machine */
export async function startNode(release: Release = '8.19.0', fit: keyof typeof machines = 'short'): Promise<Node> {
  const jars = join(import.meta.dirname, '.cache/elasticsearch', release)
  bringJars(join(here, 'pom.xml'), jars, `elasticsearch-${release}`, [`-Delasticsearch.version=${release}`])
  const { java, flags } = releases[release]
  const command = javaFor(java)
  if (command === undefined) throw new Error(`Elasticsearch ${release} needs Java ${java} or later`)
  const home = mkdtempSync(join(tmpdir(), 'lastcopy-elasticsearch-'))
  layOut(home, jars)
  const [port, transport] = [await freePort(), await freePort()]
  const log = join(home, 'node.log')
  const output = openSync(log, 'a')
  const child = spawn(
    command,
    [
      ...machines[fit],
      ...flags,
      '-cp',
      `${home}/lib/*`,
      join(here, 'Main.java'),
      home,
      String(port),
      String(transport),
    ],
    { stdio: ['pipe', output, output] },
  )
  await answers(child, log)
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((go) => child.once('exit', go))
        child.kill('SIGKILL')
        await ended
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The transport is a module of its own folder; everything else is the class path. */
function layOut(home: string, jars: string): void {
  const module = join(home, 'modules/transport-netty4')
  for (const folder of ['config', 'plugins', 'lib', 'data', 'modules/transport-netty4'])
    mkdirSync(join(home, folder), { recursive: true })
  for (const jar of readdirSync(jars)) {
    const own = jar.startsWith('netty-') || jar.startsWith('transport-netty4')
    if (own) copyFileSync(join(jars, jar), join(module, jar))
    else symlinkSync(join(jars, jar), join(home, 'lib', jar))
  }
}

/** The first Java that is new enough: the one on the path, or one that the system keeps beside it. */
function javaFor(least: number): string | undefined {
  const beside = existsSync('/usr/lib/jvm')
    ? readdirSync('/usr/lib/jvm').map((name) => `/usr/lib/jvm/${name}/bin/java`)
    : []
  return ['java', ...beside].find((command) => versionOf(command) >= least)
}

function versionOf(command: string): number {
  const ran = spawnSync(command, ['-version'], { encoding: 'utf8' })
  return Number(/version "(\d+)/.exec(ran.stderr ?? '')?.[1] ?? 0)
}

async function answers(child: ChildProcess, log: string): Promise<void> {
  const end = Date.now() + 180_000
  while (Date.now() < end) {
    const text = readFileSync(log, 'utf8')
    if (text.includes('the node answers')) return
    if (child.exitCode !== null) throw new Error(`the node ended at once: ${text.slice(-2_000)}`)
    await new Promise((go) => setTimeout(go, 50))
  }
  throw new Error(`the node did not start: ${readFileSync(log, 'utf8').slice(-2_000)}`)
}
