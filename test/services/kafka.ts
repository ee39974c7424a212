// A real Kafka broker (KRaft, one process) on a free loopback port, from its published jars, for as long as a test needs it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringJars } from './maven.ts'

const here = import.meta.dirname
const jars = join(here, '.cache/kafka')

export interface Broker {
  readonly address: string
  readonly pid: number
  /** What the broker wrote so far; of a guarded one also whom it let do what. */
  log(): string
  /** Ends the process as `kill -9` does; the data stays for `start`. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

export interface BrokerOptions {
  /** Who may sign in, by SASL PLAIN with `passwordOf` the name; without an ACL only `admin` may do anything. */
  readonly users?: readonly string[]
  /** Further lines of server.properties. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The password of a user of a guarded broker. */
export const passwordOf = (user: string): string => `${user}-password`

/** Starts a broker. @throws Error that names what is missing on this machine */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  bringJars(join(here, 'pom.xml'), jars, 'kafka_2.13')
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-kafka-'))
  const [port, controller] = [await freePort(), await freePort()]
  const config = join(folder, 'server.properties')
  writeFileSync(config, propertiesOf({ folder, port, controller }, options))
  java([
    '-Xmx256m',
    'kafka.tools.StorageTool',
    'format',
    '-t',
    Buffer.from('lastcopy-testing').toString('base64url'),
    '-c',
    config,
  ])
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const output = openSync(join(folder, 'broker.log'), 'a')
    child = spawn(
      'java',
      [
        ...['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
        ...(options.users ? ['-Dorg.slf4j.simpleLogger.log.kafka.authorizer.logger=debug'] : []),
        ...['-cp', `${jars}/*`, 'kafka.Kafka', config],
      ],
      { stdio: ['ignore', output, output] },
    )
    await answers(port, child, join(folder, 'broker.log'))
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((go) => running.once('exit', go))
    running.kill(signal)
    await ended
  }
  await start()
  return {
    address: `127.0.0.1:${port}`,
    get pid() {
      return child?.pid ?? -1
    },
    log: () => readFileSync(join(folder, 'broker.log'), 'utf8'),
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function java(args: readonly string[]): void {
  const ran = spawnSync('java', [args[0] ?? '', '-cp', `${jars}/*`, ...args.slice(1)], { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`java ${args[1]} failed: ${ran.stdout}${ran.stderr}`)
}

function propertiesOf(
  { folder, port, controller }: { readonly folder: string; readonly port: number; readonly controller: number },
  { users, settings = {} }: BrokerOptions,
): string {
  const name = users ? 'SASL_PLAINTEXT' : 'PLAINTEXT'
  const all: Readonly<Record<string, string>> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `${name}://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `${name}://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': `${name}:${name},CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': name,
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.num.partitions': '4',
    'message.max.bytes': '16777216',
    'auto.create.topics.enable': 'false',
    'log.retention.check.interval.ms': '2000',
    ...(users ? guardOf(['admin', ...users]) : {}),
    ...settings,
  }
  return Object.entries(all)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

function guardOf(users: readonly string[]): Readonly<Record<string, string>> {
  const known = users.map((user) => `user_${user}="${passwordOf(user)}"`).join(' ')
  const signIn = `username="admin" password="${passwordOf('admin')}" ${known};`
  return {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:admin;User:ANONYMOUS',
    'sasl.enabled.mechanisms': 'PLAIN',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required ${signIn}`,
  }
}

export function freePort(): Promise<number> {
  return new Promise((go, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? go(address.port) : fail(new Error('no port'))))
    })
  })
}

async function answers(port: number, child: ChildProcess, log: string): Promise<void> {
  // After a kill it reads its logs again, on a machine that may be busy.
  const end = Date.now() + 180_000
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the broker ended at once: ${readFileSync(log, 'utf8').slice(-2_000)}`)
    if (readFileSync(log, 'utf8').includes('Kafka Server started') && (await reached(port))) return
    await new Promise((go) => setTimeout(go, 100))
  }
  throw new Error(`the broker did not start: ${readFileSync(log, 'utf8').slice(-2_000)}`)
}

const reached = (port: number): Promise<boolean> =>
  new Promise((go) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      go(true)
    })
    socket.once('error', () => go(false))
  })
