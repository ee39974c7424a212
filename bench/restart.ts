// `node bench/restart.ts sqlite|kafka [EVENTS]`: how long a start takes after half a year of history that detection remembers.
// The history goes through the real service first; loopback only.
import { setTimeout as wait } from 'node:timers/promises'
import { startBroker } from '../test/services/kafka.ts'
import { history } from '../test/support/history.ts'
import { makeService, type ServiceProcess } from '../test/support/service.ts'
import { rssOf } from './rss.ts'

const kind = process.argv[2] === 'kafka' ? 'kafka' : 'sqlite'
const events = Number(process.argv[3] ?? 300_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (since: number): string => ((Date.now() - since) / 1_000).toFixed(1)
const batch = 2_000
const mostBehind = 20_000

const broker = kind === 'kafka' ? await startBroker() : undefined
const service = await makeService({
  journal: kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 4 },
  ...(broker ? { kafka: { brokers: [broker.address] } } : {}),
  topics: { 'audit.aws.cloudtrail': 'aws.cloudtrail' },
  log: { level: 'warn' },
})
try {
  await service.start()
  await service.ready()
  const filled = Date.now()
  await fill(service)
  await service.ready(3_600_000)
  say(`${kind}: ${events} events through the line in ${seconds(filled)} s`)
  const metrics = await (await fetch(`${service.url}/metrics`)).text()
  say(
    metrics
      .split('\n')
      .filter((line) => /^lastcopy_(events|events_dropped|remembered|memory)\w*\{/.test(line))
      .join('\n'),
  )
  say(`memory ${Math.round(rssOf(service.pid(), 'peak'))} MB at its highest`)
  for (const how of ['stop', 'kill'] as const) {
    await service[how]()
    const started = Date.now()
    await service.start()
    await service.ready(600_000)
    say(
      `${kind}: ready ${seconds(started)} s after the start that followed a ${how}, memory ${Math.round(rssOf(service.pid(), 'peak'))} MB`,
    )
  }
} finally {
  await service.clean()
  await broker?.stop()
}

/** By HTTP, no faster than the line takes it. */
async function fill({ url }: ServiceProcess): Promise<void> {
  let lines: string[] = []
  let sent = 0
  const flush = async (): Promise<void> => {
    const answer = await fetch(`${url}/intake/aws.cloudtrail`, { method: 'POST', body: lines.join('\n') })
    if (!answer.ok) throw new Error(`the intake answered ${answer.status}: ${await answer.text()}`)
    sent += lines.length
    lines = []
    if (sent % 50_000 < batch) say(`${sent} sent`)
    while ((await behind(url)) > mostBehind) await wait(200)
  }
  for (const line of history(events, Date.now())) {
    lines.push(line)
    if (lines.length === batch) await flush()
  }
  if (lines.length > 0) await flush()
}

async function behind(url: string): Promise<number> {
  const { stages } = (await (await fetch(`${url}/readyz`)).json()) as { readonly stages: readonly { behind: number }[] }
  return Math.max(...stages.map((stage) => stage.behind))
}
