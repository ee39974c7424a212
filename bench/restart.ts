// `node bench/restart.ts sqlite|kafka [EVENTS]`: how long a start takes after half a year of what detection remembers.
// The history goes through the real stages first; loopback only.
import { join } from 'node:path'
import { kafkaJournal } from '../src/journal/kafka/journal.ts'
import { sqliteJournal } from '../src/journal/sqlite/journal.ts'
import { startBroker } from '../test/services/kafka.ts'
import { fillJournal, rawTopic } from '../test/support/fill.ts'
import { makeService } from '../test/support/service.ts'
import { rssOf } from './rss.ts'

const kind = process.argv[2] === 'kafka' ? 'kafka' : 'sqlite'
const events = Number(process.argv[3] ?? 300_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (since: number): string => ((Date.now() - since) / 1_000).toFixed(1)

const broker = kind === 'kafka' ? await startBroker() : undefined
const kafka = { brokers: [broker?.address ?? ''], clientId: 'bench', groupPrefix: 'lastcopy' }
const service = await makeService({
  journal: kind === 'sqlite' ? { kind, path: 'journal.db' } : { kind, replication: 1, partitions: 4 },
  ...(broker ? { kafka: { brokers: kafka.brokers } } : {}),
  topics: { [rawTopic]: 'aws.cloudtrail' },
  log: { level: 'warn' },
})
try {
  const journal =
    kind === 'sqlite'
      ? sqliteJournal({ path: join(service.folder, 'journal.db') })
      : kafkaJournal({ kafka, prefix: '', partitions: 4, replication: 1, raw: [rawTopic] })
  await journal.open()
  const began = Date.now()
  await fillJournal(journal, events, (taken) => {
    if (taken % 20_000 === 0) say(`${taken} in ${seconds(began)} s`)
  })
  await journal.close()
  say(`${kind}: ${events} events through the stages in ${seconds(began)} s`)
  for (const end of ['first', 'stop', 'kill'] as const) {
    if (end !== 'first') await service[end]()
    const started = Date.now()
    await service.start()
    await service.ready(600_000)
    const memory = Math.round(rssOf(service.pid(), 'peak'))
    say(
      `${kind}: ready in ${seconds(started)} s (${end === 'first' ? 'first start' : `after a ${end}`}), memory ${memory} MB`,
    )
  }
  const metrics = await (await fetch(`${service.url}/metrics`)).text()
  say(
    metrics
      .split('\n')
      .filter((line) => line.startsWith('lastcopy_state_entries{'))
      .join('\n'),
  )
} finally {
  await service.clean()
  await broker?.stop()
}
