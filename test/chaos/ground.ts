// What chaos stands on: a real broker, a real node behind a proxy that has bad days, and raw topics that every run reads alike.
import { setTimeout as wait } from 'node:timers/promises'
import kafkajs, { type Message, type Producer } from 'kafkajs'
import { type Node, startNode } from '../services/elasticsearch.ts'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type ElasticsearchProxy, startProxy } from '../support/elasticsearch-proxy.ts'

/** Raw topics, each with the source that reads it, and how many partitions it has. */
export const raw = { 'audit.one': 'aws.cloudtrail', 'audit.two': 'aws.cloudtrail' }
const partitions: Readonly<Record<keyof typeof raw, number>> = { 'audit.one': 3, 'audit.two': 2 }

export interface Ground {
  readonly broker: Broker
  readonly node: Node
  /** Between Lastcopy and the node. */
  readonly proxy: ElasticsearchProxy
  /** Durable when it resolves; a broker that is down is waited for, as shippers do. */
  send(topic: keyof typeof raw, messages: readonly Message[]): Promise<void>
  stop(): Promise<void>
}

export async function openGround(): Promise<Ground> {
  const [broker, node] = await Promise.all([startBroker(), startNode()])
  const proxy = await startProxy(node.url)
  const kafka = new kafkajs.Kafka({
    brokers: [broker.address],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 2 },
  })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    waitForLeaders: true,
    topics: Object.entries(partitions).map(([topic, numPartitions]) => ({
      topic,
      numPartitions,
      replicationFactor: 1,
    })),
  })
  await admin.disconnect()
  const producer: Producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  return {
    broker,
    node,
    proxy,
    async send(topic, messages) {
      for (;;)
        try {
          await producer.send({ topic, acks: -1, messages: [...messages] })
          return
        } catch {
          await wait(200)
          await producer.connect().catch(() => undefined)
        }
    },
    async stop() {
      await producer.disconnect().catch(() => undefined)
      await proxy.close()
      await Promise.all([broker.stop(), node.stop()])
    },
  }
}
