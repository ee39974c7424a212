// What somebody removes from under Lastcopy at a real broker: told once, never skipped in silence, and the rest goes on.
import { randomUUID } from 'node:crypto'
import kafkajs, { type Admin, type Kafka } from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import type { Gap, Journal, JournalRecord, Stage } from '../../src/model/journal.ts'
import { topics } from '../../src/model/wire.ts'
import { type Broker, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, everyday, names } from '../support/records.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

let broker: Broker
let kafka: Kafka

beforeAll(async () => {
  broker = await startBroker()
  kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
})
afterAll(() => broker?.stop())

/** The client remembers every topic that it was asked about, and fails for all of them once one is gone: a fresh one each time. */
async function asking<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await act(admin)
  } finally {
    await admin.disconnect()
  }
}

async function send(topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  try {
    await producer.send({ topic, acks: -1, messages: values.map((value) => ({ partition: 0, value })) })
  } finally {
    await producer.disconnect()
  }
}

const create = (topic: string): Promise<unknown> =>
  asking((admin) =>
    admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true }),
  )
const remove = (topic: string): Promise<unknown> =>
  asking(async (admin) => {
    await admin.deleteTopics({ topics: [topic] })
    await until(
      () => admin.listTopics(),
      (list) => !list.includes(topic),
    )
  })
/** Removes every record before the offset. */
const truncate = (topic: string, offset: string): Promise<unknown> =>
  asking(async (admin) => {
    await admin.fetchTopicOffsets(topic)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] })
  })
const moveOffsets = (groupId: string, topic: string, offset: string): Promise<unknown> =>
  asking((admin) => admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset }] }))

describe('a stage over a topic that somebody tampers with', () => {
  let run: string
  let topic: string
  let journal: Journal
  const gaps: Gap[] = []
  const seen: string[] = []

  const stage = (more: Partial<Stage> = {}): Stage => ({
    name: 'reader',
    topics: [topic],
    stateful: false,
    process: () => ({ records: [], state: [] }),
    committed: (batch) => void seen.push(...batch.map(({ value }) => Buffer.from(value ?? []).toString())),
    ...more,
  })
  const open = async (): Promise<void> => {
    journal = kafkaJournal({
      kafka: { brokers: [broker.address], clientId: 'test', groupPrefix: `g-${run}` },
      prefix: `j-${run}.`,
      partitions: 1,
      replication: 1,
      raw: [],
      onGap(gap) {
        gaps.push(gap)
        return [{ topic: topics.events, value: JSON.stringify(gap) }]
      },
    })
    await journal.open()
  }
  const start = async (more?: Partial<Stage>) => {
    await open()
    return journal.run(stage(more))
  }
  const sees = (last: string): Promise<unknown> =>
    until(
      () => seen.at(-1),
      (value) => value === last,
    )
  /** Reads three records, and ends in order. */
  const readThree = async (more?: Partial<Stage>): Promise<void> => {
    await start(more)
    await send(topic, ['0', '1', '2'])
    await sees('2')
    await journal.close()
  }
  /** What stands in the journal, after one more restart that must tell nothing again. */
  const told = async (more?: Partial<Stage>): Promise<readonly Partial<Gap>[]> => {
    await journal.close()
    await start(more)
    await send(topic, ['end'])
    await sees('end')
    const found: JournalRecord[] = []
    for await (const record of journal.read(topics.events)) found.push(record)
    expect(found.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()).kind)).toEqual(
      gaps.map(({ kind }) => kind),
    )
    return gaps.map(({ kind, expected, found: there }) => ({ kind, expected, found: there }))
  }

  beforeEach(async () => {
    run = randomUUID().slice(0, 8)
    topic = `${run}.in`
    gaps.length = 0
    seen.length = 0
    await create(topic)
  })
  afterEach(() => journal?.close())

  test('nothing is told where nothing happened', async () => {
    await readThree()
    await start()
    await send(topic, ['3'])
    await sees('3')
    expect(await told()).toEqual([])
    expect(seen).toEqual(['0', '1', '2', '3', 'end'])
  })

  test('records deleted before they were read, while it was away', async () => {
    await readThree()
    await send(topic, ['3', '4', '5', '6'])
    await truncate(topic, '5')
    await start()
    await sees('6')
    expect(await told()).toEqual([{ kind: 'truncated', expected: '3', found: '5' }])
    expect(seen).toEqual(['0', '1', '2', '5', '6', 'end'])
  })

  test('records that were read and leave the topic by their age are no news', async () => {
    await readThree()
    await truncate(topic, '3')
    await start()
    await send(topic, ['3'])
    await sees('3')
    expect(await told()).toEqual([])
  })

  test('every record deleted under the feet of a stage that is behind, and no new one comes', async () => {
    let open: () => void = () => undefined
    const gate = new Promise<void>((go) => {
      open = go
    })
    let entered = false
    const handle = await start({
      async process() {
        entered = true
        await gate
        return { records: [], state: [] }
      },
    })
    await send(topic, ['0', '1'])
    await until(
      () => entered,
      (is) => is,
    )
    await send(topic, ['2', '3'])
    await truncate(topic, '4')
    open()
    await until(
      async () => {
        await handle.lag().catch(() => undefined)
        return gaps.length
      },
      (count) => count === 1,
    )
    expect(await told()).toEqual([{ kind: 'truncated', expected: '2', found: '4' }])
    expect(seen).toEqual(['0', '1', 'end'])
  })

  test('the topic made anew while it was away, with fewer records', async () => {
    await readThree()
    await remove(topic)
    await create(topic)
    await send(topic, ['a'])
    await start()
    await sees('a')
    expect(await told()).toEqual([{ kind: 'recreated', expected: '3', found: '1' }])
    expect(seen).toEqual(['0', '1', '2', 'a', 'end'])
  })

  test('the topic made anew while it was away, with more records than it had', async () => {
    await readThree()
    await remove(topic)
    await create(topic)
    await send(topic, ['a', 'b', 'c', 'd', 'e'])
    await start()
    await sees('e')
    const kinds = (await told()).map(({ kind }) => kind)
    expect(kinds).toContain('recreated')
    expect(seen).toEqual(['0', '1', '2', 'a', 'b', 'c', 'd', 'e', 'end'])
  })

  test('the topic deleted while it runs: it makes it anew, tells it, and goes on', async () => {
    const handle = await start()
    await send(topic, ['0', '1', '2'])
    await sees('2')
    await remove(topic)
    await until(
      async () => {
        await handle.lag().catch(() => undefined)
        return gaps.length
      },
      (count) => count > 0,
      60_000,
    )
    await until(
      () => send(topic, ['a']).then(() => 'sent', String),
      (answer) => answer === 'sent',
    )
    await sees('a')
    expect((await told()).map(({ kind }) => kind)).toContain('recreated')
  })

  test('offsets moved to the latest, or back: nothing is skipped, nothing is read twice', async () => {
    for (const [to, next] of [
      ['5', '3'],
      ['0', '6'],
    ] as const) {
      if (to === '5') await readThree()
      else await journal.close()
      await send(topic, to === '5' ? ['3', '4'] : [])
      await moveOffsets(`g-${run}-reader`, topic, to)
      await start()
      await send(topic, ['more'])
      await sees('more')
      expect(gaps.at(-1)).toMatchObject({ kind: 'offsets-moved', expected: next, found: to })
      seen.push('so far')
    }
    expect((await told()).length).toBe(2)
    expect(seen).toEqual(['0', '1', '2', '3', '4', 'more', 'so far', 'more', 'so far', 'end'])
  })

  test('offsets deleted', async () => {
    await readThree()
    await send(topic, ['3'])
    await asking((admin) => admin.deleteGroups([`g-${run}-reader`]))
    await start()
    await sees('3')
    expect(await told()).toEqual([{ kind: 'offsets-deleted', expected: '3', found: '' }])
    expect(seen).toEqual(['0', '1', '2', '3', 'end'])
  })

  test('a committed offset beyond the end, and no place of its own', async () => {
    await send(topic, ['0', '1'])
    await moveOffsets(`g-${run}-reader`, topic, '900')
    await start()
    await sees('1')
    expect(await told()).toEqual([{ kind: 'recreated', expected: '900', found: '2' }])
  })

  test('what a stage remembers is deleted', async () => {
    const stateful: Partial<Stage> = {
      stateful: true,
      process: (batch, state) => ({
        records: [],
        state: [['count', String(Number(state.get('count') ?? 0) + batch.length)]],
      }),
    }
    await readThree(stateful)
    await remove(`j-${run}.lastcopy.state.reader`)
    await start(stateful)
    await send(topic, ['3'])
    await sees('3')
    expect(await told(stateful)).toEqual([{ kind: 'state-deleted', expected: '3', found: '3' }])
  })
})

describe.each(['sqlite', 'kafka'] as const)('the whole service, with the journal in %s', (kind) => {
  let pagerDuty: PagerDutyServer
  let services: readonly ServiceProcess[] = []
  const raw = `audit.${kind}`

  beforeAll(async () => {
    pagerDuty = await startPagerDuty()
    await create(raw)
    const config = {
      journal: kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 2, prefix: `${kind}.` },
      kafka: { brokers: [broker.address], groupPrefix: `lastcopy-${kind}` },
      topics: { [raw]: 'aws.cloudtrail' },
      pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
      paging: { repeat: '30d', allow: ['127.0.0.1'] },
    }
    // Split over two processes where the journal lets them share.
    services =
      kind === 'sqlite'
        ? [await makeService(config)]
        : [
            await makeService({ ...config, roles: ['normalize'] }),
            await makeService({ ...config, roles: ['detect', 'page', 'project', 'console'] }),
          ]
  })
  afterAll(async () => {
    for (const service of services) await service.clean()
    await pagerDuty?.close()
  })
  const all = async (act: (service: ServiceProcess) => Promise<unknown>): Promise<void> => {
    for (const service of services) await act(service)
  }
  const triggers = () => pagerDuty.events.filter(({ event_action }) => event_action === 'trigger')

  test('deleted records are one page, with what is missing, and what comes after them is read', async () => {
    await all((service) => service.start())
    await send(raw, [JSON.stringify(everyday(1, Date.now())), JSON.stringify(dangerous(1, Date.now()))])
    await until(triggers, (found) => found.length === 1)
    await all((service) => service.ready())
    await all((service) => service.kill())
    await send(
      raw,
      [2, 3, 4].map((number) => JSON.stringify(dangerous(number, Date.now()))),
    )
    await truncate(raw, '4')
    await all((service) => service.start())
    await until(triggers, (found) => found.some(({ payload }) => names(payload?.summary, 4)))
    const blind = () => triggers().filter(({ payload }) => payload?.summary?.includes('Lastcopy was blind'))
    await until(blind, (found) => found.length === 1)
    expect(blind()[0]?.payload?.summary).toContain(`${raw} are gone, truncated, partition 0, offset 2 to before 4`)
    // A process that dies right after must not tell it again.
    await all((service) => service.kill())
    await all((service) => service.start())
    await send(raw, [JSON.stringify(dangerous(5, Date.now()))])
    await until(triggers, (found) => found.some(({ payload }) => names(payload?.summary, 5)))
    await all((service) => service.ready())
    // A page whose answer a kill swallowed goes out again under its own key: it is one incident.
    expect(new Set(blind().map(({ dedup_key }) => dedup_key)).size).toBe(1)
  })
})
