// Several processes on one group, one paused and come back, one killed, others joining and leaving, while stories stream in
// over several topics and partitions: the same alerts and the same page keys as of one process that nobody disturbed.
import { setTimeout as wait } from 'node:timers/promises'
import kafkajs, { type Producer } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { alertOf, dangerous, everyday, refused } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const raw = { 'audit.one': 'aws.cloudtrail', 'audit.two': 'aws.cloudtrail' }
let broker: Broker
let producer: Producer
const servers: PagerDutyServer[] = []
const services: ServiceProcess[] = []

beforeAll(async () => {
  broker = await startBroker()
  const kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  const topics = Object.keys(raw).map((topic, index) => ({ topic, numPartitions: 3 - index, replicationFactor: 1 }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
  producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
})
afterAll(async () => {
  await producer?.disconnect()
  for (const service of services) {
    service.signal('SIGCONT')
    await service.clean()
  }
  for (const server of servers) await server.close()
  await broker?.stop()
})

/** Processes with one group and one journal of their own, all paging one server. */
async function site(name: string, count: number): Promise<readonly [PagerDutyServer, readonly ServiceProcess[]]> {
  const pagerDuty = await startPagerDuty()
  servers.push(pagerDuty)
  const config = {
    journal: { kind: 'kafka', replication: 1, partitions: 2, prefix: `${name}.` },
    kafka: { brokers: [broker.address], groupPrefix: name },
    topics: raw,
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
    paging: { repeat: '30d', allow: ['127.0.0.1'] },
  }
  const made: ServiceProcess[] = []
  for (let number = 0; number < count; number += 1) made.push(await makeService(config))
  services.push(...made)
  return [pagerDuty, made]
}

test('the same alerts and pages as of one process that nobody disturbed', async () => {
  const [calmPager, [calm]] = await site('calm', 1)
  const [pager, [first, second, third]] = await site('busy', 3)
  if (!calm || !first || !second || !third) throw new Error('four processes are needed')
  let number = 0
  let streaming = true
  /** A story of one act, one of five refusals, and everyday traffic, each story in a partition of its own. */
  const stream = (async () => {
    while (streaming) {
      const [one, five] = [number, number + 1]
      number += 2
      const around = Array.from({ length: 20 }, (_, index) => ({ value: JSON.stringify(everyday(index, Date.now())) }))
      const acts = refused(five, Date.now()).map((record) => ({ key: `story ${five}`, value: JSON.stringify(record) }))
      const act = { key: `story ${one}`, value: JSON.stringify(dangerous(one, Date.now())) }
      for (const topic of number % 4 ? ['audit.one'] : ['audit.two'])
        await producer.send({
          topic,
          acks: -1,
          messages: [...around, ...acts.slice(0, 3), act, ...around, ...acts.slice(3)],
        })
      // No more than the 120 pages a minute that PagerDuty takes of one sender.
      await wait(600)
    }
  })()
  await Promise.all([calm, first, second].map((service) => service.start()))
  await wait(6_000)
  first.signal('SIGSTOP')
  await wait(4_000)
  await third.start()
  await wait(12_000)
  first.signal('SIGCONT')
  await wait(4_000)
  await second.kill()
  await wait(4_000)
  await third.stop()
  await second.start()
  await wait(4_000)
  streaming = false
  await stream

  const keys = (server: PagerDutyServer): readonly string[] => [...server.incidents().keys()].sort()
  await until(
    () => [keys(calmPager).length, keys(pager).length],
    ([one, other]) => one === number && other === number,
    120_000,
  )
  await Promise.all([first, second].map((service) => service.ready()))
  expect(keys(pager)).toEqual(keys(calmPager))
  const alerts = (server: PagerDutyServer): ReadonlySet<string> =>
    new Set(server.events.map(({ links }) => alertOf(links?.[0]?.href)))
  expect(alerts(pager)).toEqual(alerts(calmPager))
  expect(number).toBeGreaterThan(60)
})
