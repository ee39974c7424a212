// Hostile input through the running service: nothing stops the stream, nothing crosses into another record, and each valid
// record around it still pages.
import { randomBytes } from 'node:crypto'
import kafkajs, { type Producer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, names } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const topic = 'audit.aws.cloudtrail'
const valid = (number: number) => JSON.stringify(dangerous(number, Date.now()))
const deep = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

/** Name, bytes, and whether it must be rejected (an event otherwise, or neither). */
const hostile: readonly (readonly [string, string | Buffer, 'reject' | 'event' | 'either'])[] = [
  ['nothing', '', 'reject'],
  ['a record cut in the middle', valid(900).slice(0, 400), 'reject'],
  ['random bytes', randomBytes(4_096), 'reject'],
  ['5 MB of one letter', 'x'.repeat(5 << 20), 'reject'],
  [
    'a record with 5 MB in one field',
    JSON.stringify({ ...dangerous(901, 0), userAgent: 'a'.repeat(5 << 20) }),
    'event',
  ],
  ['lists 50,000 deep', deep(50_000, '[', ']'), 'reject'],
  ['objects 50,000 deep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'reject'],
  [
    'a record with parameters 50,000 deep',
    valid(902).replace('"requestParameters":{', `"requestParameters":{"deep":${deep(50_000, '[', ']')},`),
    'either',
  ],
  ['every field of the wrong type', JSON.stringify(wrongTypes()), 'reject'],
  [
    'prototype pollution',
    `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},${valid(903).slice(1)}`,
    'event',
  ],
  ['lone surrogates', valid(904).replace('operator-904', '\\ud800operator\\udfff'), 'event'],
  ['the year 1970', JSON.stringify(dangerous(905, 0)), 'event'],
  ['the year 2099', JSON.stringify(dangerous(906, '2099-12-31T23:59:59Z')), 'event'],
  ['a time that is none', valid(907).replace(/"eventTime":"[^"]+"/, '"eventTime":"yesterday"'), 'either'],
  ['two records in one message', `${valid(908)}${valid(909)}`, 'event'],
  ['a byte-order mark', `\ufeff${valid(910)}`, 'event'],
  ['UTF-16', Buffer.from(valid(911), 'utf16le'), 'reject'],
  ['half of a gzip', Buffer.from('1f8b08000000000000', 'hex'), 'reject'],
  ['a hundred thousand empty objects', `{"Records":[${'{},'.repeat(99_999)}{}]}`, 'reject'],
]

function wrongTypes(): object {
  const values = [null, 7, [], 'x', { y: 1 }, true]
  return Object.fromEntries(Object.keys(dangerous(1, 0)).map((key, index) => [key, values[index % values.length]]))
}

describe('hostile records between valid ones', () => {
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
    const configEntries = [{ name: 'max.message.bytes', value: String(16 << 20) }]
    await admin.createTopics({
      topics: [{ topic, numPartitions: 1, replicationFactor: 1, configEntries }],
      waitForLeaders: true,
    })
    await admin.disconnect()
    producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
    await producer.connect()
    service = await makeService({
      kafka: { brokers: [broker.address] },
      topics: { [topic]: 'aws.cloudtrail' },
      pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
      paging: { repeat: '30d', allow: ['127.0.0.1'] },
    })
    await service.start()
    await service.ready()
  })
  afterAll(async () => {
    await producer?.disconnect()
    await service?.clean()
    await pagerDuty?.close()
    await broker?.stop()
  })

  const deadLetters = async (): Promise<readonly { readonly reason: string; readonly bytes: number }[]> => {
    const answer = await fetch(`${service.url}/api/dead-letters?limit=10000`)
    return (
      (await answer.json()) as { readonly deadLetters: readonly { readonly reason: string; readonly bytes: number }[] }
    ).deadLetters
  }

  test.each(hostile.map(([name, bytes, fate], index) => ({ name, bytes, fate, index })))(
    '$name',
    async ({ bytes, fate, index }) => {
      const [before, after] = [200 + index * 2, 201 + index * 2]
      const lettersBefore = (await deadLetters()).length
      await producer.send({
        topic,
        acks: -1,
        messages: [{ value: valid(before) }, { value: bytes }, { value: valid(after) }],
      })
      const paged = (number: number) => pagerDuty.events.filter(({ payload }) => names(payload?.summary, number)).length
      await until(
        () => [paged(before), paged(after)],
        ([one, other]) => one === 1 && other === 1,
      )
      await service.ready()
      const letters = (await deadLetters()).length - lettersBefore
      if (fate === 'event') expect(letters).toBe(0)
      if (fate === 'reject') expect(letters).toBeGreaterThan(0)
    },
  )

  test('and the service is as it was', async () => {
    expect(service.log()).not.toMatch(/"level":"(error|fatal)"/)
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined()
  })
})
