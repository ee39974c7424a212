// Three sources on three topics of a real broker, through both journals: the pages that a replay of the same files gives.
import kafkajs from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { threeConsoles } from '../stories/consoles.ts'
import { tellLines } from '../stories/tell.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { alertOf } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const sources = ['veeam.vbr', 'netapp.ontap', 'aws.cloudtrail']
const topicOf = (source: string): string => `audit.${source}`
const lines = threeConsoles(21 * 86_400_000)

describe.each(['sqlite', 'kafka'] as const)('three consoles, with the journal in %s', (kind) => {
  test('give the pages of the replay', { timeout: 180_000 }, async () => {
    const told = await tellLines(lines)
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
        topics: Object.fromEntries(sources.map((source) => [topicOf(source), source])),
        pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url } }],
        paging: { repeat: '365d', allow: ['127.0.0.1'] },
      })
      const running = service
      const send = await openTopics(broker.address)
      await service.start()
      // Topics are read side by side: what lies weeks apart must not overtake each other in one go.
      for (const week of weeks()) {
        await send(week)
        await running.ready()
      }
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

type Lines = typeof lines

/** The records in the order of their times, a week in each. */
function weeks(): readonly Lines[] {
  const first = Math.min(...lines.map(({ at }) => at))
  const found = new Map<number, Lines[number][]>()
  for (const line of lines) {
    const week = Math.floor((line.at - first) / (7 * 86_400_000))
    found.set(week, [...(found.get(week) ?? []), line])
  }
  return [...found].sort(([one], [other]) => one - other).map(([, some]) => some)
}

/** Makes the topics. @returns what writes records to them, as three collectors do side by side */
async function openTopics(address: string): Promise<(some: Lines) => Promise<void>> {
  const kafka = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  const topics = sources.map((source) => ({ topic: topicOf(source), numPartitions: 1, replicationFactor: 1 }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
  return async (some) => {
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
    await producer.connect()
    const topicMessages = sources.map((source) => ({
      topic: topicOf(source),
      messages: some
        .filter((one) => one.source === source)
        .map(({ text, at }) => ({ value: text, timestamp: String(at) })),
    }))
    await producer.sendBatch({ topicMessages: topicMessages.filter(({ messages }) => messages.length > 0), acks: -1 })
    await producer.disconnect()
  }
}
