// A paused owner that wakes after its successor began: it can neither commit nor page, and nothing is lost or doubled.
import { setTimeout as wait } from 'node:timers/promises'
import kafkajs, { type Producer } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, everyday } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const topic = 'audit.aws.cloudtrail'
let broker: Broker
let pagerDuty: PagerDutyServer
let services: readonly ServiceProcess[] = []
let producer: Producer

beforeAll(async () => {
  broker = await startBroker()
  pagerDuty = await startPagerDuty()
  const kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 2, replicationFactor: 1 }], waitForLeaders: true })
  await admin.disconnect()
  producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const config = {
    journal: { kind: 'kafka', replication: 1, partitions: 2 },
    kafka: { brokers: [broker.address] },
    topics: { [topic]: 'aws.cloudtrail' },
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
    paging: { repeat: '30d', allow: ['127.0.0.1'] },
  }
  services = [await makeService(config), await makeService(config)]
})
afterAll(async () => {
  await producer?.disconnect()
  for (const service of services) {
    service.signal('SIGCONT')
    await service.clean()
  }
  await pagerDuty?.close()
  await broker?.stop()
})

test('one of two processes is paused past its session, the other takes over, and the first comes back', async () => {
  const [first, second] = services
  if (!first || !second) throw new Error('two services are needed')
  await first.start()
  await first.ready()
  let dangers = 0
  const send = async (times: number): Promise<void> => {
    for (let turn = 0; turn < times; turn += 1) {
      const around = Array.from({ length: 20 }, (_, index) => JSON.stringify(everyday(index, Date.now())))
      const values = [...around, JSON.stringify(dangerous(300 + dangers++, Date.now())), ...around]
      await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) })
      await wait(20)
    }
  }
  await send(10)
  first.signal('SIGSTOP')
  await send(10)
  await second.start()
  await until(
    () => pagerDuty.incidents().size,
    (seen) => seen === dangers,
    90_000,
  )
  first.signal('SIGCONT')
  await send(10)
  await until(
    () => pagerDuty.incidents().size,
    (seen) => seen === dangers,
    90_000,
  )
  await second.ready()
  await first.ready()
  const people = new Set(pagerDuty.events.map(({ payload }) => /operator-\d+/.exec(payload?.summary ?? '')?.[0]))
  expect(people.size).toBe(dangers)
  expect(pagerDuty.incidents().size).toBe(dangers)
})
