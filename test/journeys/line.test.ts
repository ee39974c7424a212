// The main job: records on a real broker, `lastcopy run` as a process, pages at a server that behaves like PagerDuty.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import kafkajs, { type Message, type Producer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerCodecs } from '../../src/journal/kafka/codecs.ts'
import { type Broker, startBroker } from '../services/kafka.ts'
import { bringKcat } from '../services/kcat.ts'
import { lifecycle, record, user } from '../stories/cloudtrail.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { alertOf, dangerous, everyday, names } from '../support/records.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const topic = 'audit.aws.cloudtrail'
const story = join(root, 'samples/stories/forty-days')
const reference = join(root, '../shared/reference/samples/aws')

describe.each(['sqlite', 'kafka'] as const)('from Kafka to a page, with the journal in %s', (kind) => {
  let broker: Broker
  let pagerDuty: PagerDutyServer
  let service: ServiceProcess
  let producer: Producer

  beforeAll(async () => {
    registerCodecs()
    broker = await startBroker()
    pagerDuty = await startPagerDuty()
    const kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true })
    await admin.disconnect()
    producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
    await producer.connect()
    service = await makeService({
      journal: kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 1 },
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

  const send = (messages: readonly Message[], compression = kafkajs.CompressionTypes.None): Promise<unknown> =>
    producer.send({ topic, messages: [...messages], compression, acks: -1 })
  const triggers = () => pagerDuty.events.filter(({ event_action }) => event_action === 'trigger')
  const pagedFor = (number: number) => triggers().filter(({ payload }) => names(payload?.summary, number))

  test('forty days of an attack give the pages that the replay of the same files gives', async () => {
    const replay = spawnSync(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        join(root, 'src/cli/main.ts'),
        'replay',
        `${story}/manifest.json`,
        '--json',
      ],
      { encoding: 'utf8' },
    )
    const lines = replay.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly type: string; readonly alert: string })
    const expected = lines.filter(({ type }) => type === 'page').map(({ alert }) => alert)
    expect(expected.length).toBeGreaterThan(3)
    const records = readFileSync(join(story, 'cloudtrail.ndjson'), 'utf8').trim().split('\n')
    await send(records.map((value) => ({ value })))
    await until(triggers, (seen) => seen.length >= expected.length)
    await service.ready()
    expect(triggers().map(({ links }) => alertOf(links?.[0]?.href))).toEqual(expected)
    expect(new Set(triggers().map(({ dedup_key }) => dedup_key)).size).toBe(expected.length)
    const [first] = triggers()
    expect(first?.payload?.severity).toBe('critical')
    expect(first?.payload?.custom_details?.['First steps']).toMatch(/^1\. .+\n2\. .+\n3\. .+/)
    const { total } = (await (await fetch(`${service.url}/api/alerts?limit=1`)).json()) as { readonly total: number }
    expect(total).toBeGreaterThanOrEqual(new Set(expected).size)
  })

  test('records are read however they are compressed, with and without keys, and tombstones are nothing', async () => {
    const { CompressionTypes } = kafkajs
    const kinds = [
      CompressionTypes.None,
      CompressionTypes.GZIP,
      CompressionTypes.Snappy,
      CompressionTypes.LZ4,
      CompressionTypes.ZSTD,
    ]
    const now = Date.now()
    for (const [index, compression] of kinds.entries()) {
      const around = Array.from({ length: 50 }, (_, at) => ({
        key: at % 2 ? `key-${at}` : null,
        value: JSON.stringify(everyday(at, now)),
      }))
      const middle = { key: index % 2 ? 'a key' : null, value: JSON.stringify(dangerous(100 + index, now)) }
      await send([...around, { key: 'gone', value: null }, middle, { value: null }, ...around], compression)
    }
    for (const index of kinds.keys())
      await until(
        () => pagedFor(100 + index),
        (seen) => seen.length === 1,
      )
  })

  test('records that kcat produced are read, in each of its compressions', async () => {
    bringKcat()
    for (const [index, codec] of ['none', 'gzip', 'snappy', 'lz4', 'zstd'].entries()) {
      const lines = [everyday(1, Date.now()), dangerous(120 + index, Date.now()), everyday(2, Date.now())]
      const ran = spawnSync('kcat', ['-P', '-b', broker.address, '-t', topic, '-z', codec], {
        input: lines.map((line) => JSON.stringify(line)).join('\n'),
        encoding: 'utf8',
      })
      expect(ran.stderr.includes('ERROR')).toBe(false)
    }
    for (const index of [0, 1, 2, 3, 4])
      await until(
        () => pagedFor(120 + index),
        (seen) => seen.length === 1,
      )
  })

  test('what cannot be read is a dead letter, whole, with its place, and can be replayed', async () => {
    const broken = Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x22])
    await send([{ value: broken, key: 'odd' }, { value: JSON.stringify(dangerous(140, Date.now())) }])
    await until(
      () => pagedFor(140),
      (seen) => seen.length === 1,
    )
    const list = async () => {
      const answer = await fetch(`${service.url}/api/dead-letters`)
      return (
        (await answer.json()) as {
          deadLetters: { id: string; reason: string; position: { topic: string; offset: string } }[]
        }
      ).deadLetters
    }
    const [letter] = await until(list, (seen) => seen.length > 0)
    expect(letter?.position.topic).toBe(topic)
    expect(Number(letter?.position.offset)).toBeGreaterThan(1_000)
    const whole = (await (await fetch(`${service.url}/api/dead-letters/${letter?.id}`)).json()) as { record: string }
    expect(Buffer.from(whole.record, 'base64')).toEqual(broken)
    const replayed = spawnSync(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        join(root, 'src/cli/main.ts'),
        'dead-letter',
        'replay',
        letter?.id ?? '',
        '--url',
        service.url,
      ],
      { encoding: 'utf8' },
    )
    expect(replayed.stderr).toBe('')
    await until(list, (seen) => seen.length === 2)
  })

  test.runIf(existsSync(reference))(
    'the real samples of the reference go through, and none stops the line',
    async () => {
      const values = readdirSync(reference).flatMap((name) => {
        const text = readFileSync(join(reference, name), 'utf8')
        return name.endsWith('.json') ? [text] : text.split('\n').filter((line) => line.trim() !== '')
      })
      expect(values.length).toBeGreaterThan(100)
      await send(values.map((value) => ({ value })))
      await send([{ value: JSON.stringify(dangerous(141, Date.now())) }])
      await until(
        () => pagedFor(141),
        (seen) => seen.length === 1,
      )
      await service.ready()
    },
  )

  test('it ends in order when it is told to, and goes on where it was', async () => {
    expect(await service.stop()).toBe(0)
    await send([{ value: JSON.stringify(dangerous(142, Date.now())) }])
    await service.start()
    await until(
      () => pagedFor(142),
      (seen) => seen.length === 1,
    )
    await service.ready()
    const keys = triggers().map(({ dedup_key }) => dedup_key)
    expect(new Set(keys).size, 'nobody is woken twice').toBe(keys.length)
  })

  test('a topic of before teaches memory from a moment on, pages nobody, and nobody’s offsets move', async () => {
    const [old, bucket, hour] = ['archive.of.aws', 'branch-backup', 3_600_000]
    const now = Date.now()
    const kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: old, numPartitions: 2, replicationFactor: 1 }], waitForLeaders: true })
    const set = (days: number, at: number) =>
      record({ at, who: user('maria'), call: 's3 PutBucketLifecycle', params: lifecycle(bucket, days) })
    const message = (value: object, at: number, partition: number) => ({
      value: JSON.stringify(value),
      timestamp: String(at),
      partition,
    })
    const messages = [
      message(set(10, now - 90 * hour), now - 90 * hour, 0),
      message(set(20, now - 80 * hour), now - 80 * hour, 1),
      message(set(60, now - 70 * hour), now - 70 * hour, 0),
      message({ broken: true }, now - 60 * hour, 1),
      message(set(15, now - 10 * hour), now - 10 * hour, 1),
    ]
    await producer.send({ topic: old, messages, acks: -1 })
    const about = () => triggers().filter(({ payload }) => payload?.summary?.includes(bucket))
    const learn = (...words: readonly string[]) =>
      spawnSync(join(root, 'bin/lastcopy'), ['learn', '--topic', old, ...words, '--config', 'lastcopy.yml'], {
        cwd: service.folder,
        encoding: 'utf8',
        timeout: 60_000,
      })
    const [from, to] = [75, 20].map((hours) => new Date(now - hours * hour).toISOString()) as [string, string]
    expect(learn('--from', from)).toMatchObject({ status: 2, stderr: expect.stringContaining('--source is missing') })
    const taught = learn('--source', 'aws.cloudtrail', '--from', from, '--to', to)
    expect(taught).toMatchObject({ status: 1, stderr: '2 records read, 1 rejected, 1 events given to memory\n' })
    await send([{ value: JSON.stringify(set(30, now)) }])
    const told = await until(about, (seen) => seen.length > 0)
    expect(told.map(({ payload }) => payload?.summary)).toEqual([
      expect.stringContaining('cut from 60 days to 30 days'),
    ])
    const { groups } = await admin.listGroups()
    for (const { groupId } of groups) {
      const [found] = await admin.fetchOffsets({ groupId, topics: [old] })
      expect(found?.partitions.map(({ offset }) => offset)).toEqual(['-1', '-1'])
    }
    await admin.disconnect()
  })

  test('what never came is told of the running service', () => {
    const { status, stdout } = spawnSync(join(root, 'bin/lastcopy'), ['ready', '--json', '--url', service.url], {
      encoding: 'utf8',
    })
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    // Everyday records name S3 and KMS, though nothing could use them.
    const missing = lines.flatMap(({ stream, perhaps }) => (stream === undefined || perhaps ? [] : [stream]))
    expect(missing).not.toContain('s3-data-events')
    expect(missing).not.toContain('kms-uses')
    expect(lines.at(-1)).toMatchObject({ type: 'summary', sources: 1 })
    expect(status).toBe(missing.length > 0 ? 1 : 0)
  })
})
