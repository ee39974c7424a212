// Nothing lost and nobody woken twice: the service is killed again and again while records stream in and pages go out.
// Ten seeded moments on each journal; LASTCOPY_KILLS=50 for more, LASTCOPY_SEED for others.
import { setTimeout as wait } from 'node:timers/promises'
import kafkajs, { type Producer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, everyday } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const topic = 'audit.aws.cloudtrail'
const kills = Number(process.env.LASTCOPY_KILLS ?? 10)
const seed = Number(process.env.LASTCOPY_SEED ?? 20_261)

describe.each(['sqlite', 'kafka'] as const)(`killed ${kills} times (seed ${seed}), with the journal in %s`, (kind) => {
  let broker: Broker
  let pagerDuty: PagerDutyServer
  let service: ServiceProcess
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
    service = await makeService({
      journal: kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 2 },
      kafka: { brokers: [broker.address] },
      topics: { [topic]: 'aws.cloudtrail' },
      pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
      paging: { repeat: '30d', allow: ['127.0.0.1'] },
    })
  })
  afterAll(async () => {
    await producer?.disconnect()
    await service?.clean()
    await pagerDuty?.close()
    await broker?.stop()
  })

  test('every precursor is paged, each incident once, and no record and no dead letter is lost', async () => {
    const random = seeded(seed)
    let sent = 0
    let dangers = 0
    let rejects = 0
    let streaming = true
    const stream = (async () => {
      while (streaming) {
        const messages = Array.from({ length: 40 }, (_, index) => ({
          value: JSON.stringify(everyday(sent + index, Date.now())),
        }))
        // PagerDuty is sent no more than the 120 pages a minute that it takes.
        const danger = rejects % 4 === 0
        if (danger) messages.splice(7, 0, { value: JSON.stringify(dangerous(dangers, Date.now())) })
        messages.splice(23, 0, { value: `{"truncated": ${rejects}` })
        await producer.send({ topic, messages, acks: -1 })
        sent += messages.length
        if (danger) dangers += 1
        rejects += 1
        await wait(40)
      }
    })()
    for (let kill = 0; kill < kills; kill += 1) {
      await service.start()
      // Some fall into the start, some into the stream, some into a page's delivery.
      await wait(Math.floor(random() * 2_500))
      await service.kill()
    }
    streaming = false
    await stream
    await service.start()
    await service.ready(120_000)
    await until(
      () => incidents().size,
      (seen) => seen >= dangers,
      60_000,
    )

    expect(dangers).toBeGreaterThan(kills)
    expect(incidents().size).toBe(dangers)
    const people = pagerDuty.events.map(({ payload }) => /operator-\d+/.exec(payload?.summary ?? '')?.[0])
    expect(new Set(people).size).toBe(dangers)
    const answer = await fetch(`${service.url}/api/dead-letters?limit=10000`)
    const { deadLetters } = (await answer.json()) as {
      readonly deadLetters: readonly { readonly position: { readonly partition: number; readonly offset: string } }[]
    }
    const places = deadLetters.map(({ position }) => `${position.partition}@${position.offset}`)
    expect(places.length).toBe(rejects)
    expect(new Set(places).size).toBe(rejects)
    const { total } = (await (await fetch(`${service.url}/api/alerts?limit=1&priority=page-now`)).json()) as {
      readonly total: number
    }
    expect(total).toBe(dangers)
  })

  const incidents = () => pagerDuty.incidents()
})

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
