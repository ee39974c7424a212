// Three sources on three topics of a real broker, through both journals: the pages that a replay of the same files gives.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { timed } from '../stories/consoles.ts'
import { storiesFolder } from '../stories/expectation.ts'
import { sourceOf, tellSources } from '../stories/tell.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { alertOf } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const sources = ['veeam.vbr', 'netapp.ontap', 'aws.cloudtrail']
const files = sources.map((source) => ({
  source: sourceOf(source),
  topic: `audit.${source}`,
  records: readFileSync(join(storiesFolder, 'three-consoles', `${source}.log`), 'utf8')
    .trim()
    .split('\n'),
}))
const timeOf = (line: string): number => timed(line.startsWith('{') ? JSON.parse(line) : line)

describe.each(['sqlite', 'kafka'] as const)('three consoles, with the journal in %s', (kind) => {
  test('give the pages of the replay', { timeout: 180_000 }, async () => {
    const told = await tellSources(files)
    const expected = told.lines.filter(({ type }) => type === 'page').map(({ alert }) => alert)
    expect(expected).toHaveLength(4)
    let broker: Broker | undefined
    let pagerDuty: PagerDutyServer | undefined
    let service: ServiceProcess | undefined
    try {
      broker = await startBroker()
      pagerDuty = await startPagerDuty()
      const { events, url } = pagerDuty
      service = await makeService({
        journal: kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 1 },
        kafka: { brokers: [broker.address] },
        topics: Object.fromEntries(files.map(({ topic, source }) => [topic, source.name])),
        pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url } }],
        paging: { repeat: '365d' },
      })
      await deliver(broker.address)
      await service.start()
      await service.ready()
      const triggers = () => events.filter(({ event_action }) => event_action === 'trigger')
      await until(triggers, (seen) => seen.length >= expected.length)
      await service.ready()
      const pages = triggers().map(({ links }) => alertOf(links?.[0]?.href))
      expect(pages.sort()).toEqual(expected.sort())
      expect(new Set(triggers().map(({ dedup_key }) => dedup_key)).size).toBe(expected.length)
    } finally {
      await service?.clean()
      await pagerDuty?.close()
      await broker?.stop()
    }
  })
})

/** All records in the order of their times, as three collectors write them side by side. */
async function deliver(address: string): Promise<void> {
  const kafka = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  const topics = files.map(({ topic }) => ({ topic, numPartitions: 1, replicationFactor: 1 }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const all = files
    .flatMap(({ topic, records }) => records.map((value) => ({ topic, value, at: timeOf(value) })))
    .sort((one, other) => one.at - other.at)
  for (let from = 0; from < all.length; from += 100) {
    const part = all.slice(from, from + 100)
    const topicMessages = files.map(({ topic }) => ({
      topic,
      messages: part.filter((one) => one.topic === topic).map(({ value, at }) => ({ value, timestamp: String(at) })),
    }))
    await producer.sendBatch({ topicMessages: topicMessages.filter(({ messages }) => messages.length > 0), acks: -1 })
  }
  await producer.disconnect()
}
