// `npm run bench`: how many records a second against a bare consumer, how long from a record to its page, how much memory.
// Loopback only; bounded in time; BENCH_RECORDS and BENCH_SECONDS make it longer.
import { setTimeout as wait } from 'node:timers/promises'
import { tellDuration } from '../src/lib/duration.ts'
import { startPagerDuty } from '../test/support/pagerduty-server.ts'
import { dangerous } from '../test/support/records.ts'
import { makeService } from '../test/support/service.ts'
import { openEmptyChain } from './empty.ts'
import { loadRecord } from './load.ts'
import { fill, openPlace, type Place, percentile, rawTopic, readBare } from './places.ts'
import { rssOf } from './rss.ts'

const records = Number(process.env.BENCH_RECORDS ?? 200_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 20)
const perSecond = 2_000
/** Milliseconds of sending flat out, in so many records at once. */
const sustainedFor = 10_000
const batch = 1_000
/** Milliseconds: each asks the broker for every stage's lag. */
const scrapeEvery = 100
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const readiness = async (url: string): Promise<string> => (await fetch(`${url}/readyz`)).text()
const ms = (value: number): string => `${Math.round(value)} ms`

for (const kind of ['kafka', 'sqlite'] as const) {
  await throughput(kind)
  await latency(kind, perSecond)
  await latency(kind, Math.round((await sustained(kind)) / 2))
}

function configOf(kind: 'sqlite' | 'kafka', { broker }: Place, pagerUrl: string) {
  return {
    journal: kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 4 },
    kafka: { brokers: [broker.address] },
    topics: { [rawTopic]: 'aws.cloudtrail' },
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerUrl } }],
    paging: { repeat: '30d', allow: ['127.0.0.1'] },
    log: { level: 'warn' },
  }
}

/** From Kafka to committed results, and a bare consumer of the same topic before and after. */
async function throughput(kind: 'sqlite' | 'kafka'): Promise<void> {
  const place = await openPlace()
  const pagerDuty = await startPagerDuty()
  const service = await makeService(configOf(kind, place, pagerDuty.url))
  try {
    await fill(place, records)
    // The first reading warms the broker's cache and this process.
    await readBare(place, records, `bare-warm-${kind}`)
    const bare = [await readBare(place, records, `bare-1-${kind}`)]
    await service.start()
    const took = await committed(service.url)
    const peak = rssOf(service.pid(), 'peak')
    await service.stop()
    bare.push(await readBare(place, records, `bare-2-${kind}`))
    const rate = records / took
    const bareRate = records / Math.min(...bare)
    say(
      `throughput, journal in ${kind}: ${whole(rate)} records/s to committed results; bare consumer ${whole(bareRate)} records/s; ratio ${(rate / bareRate).toFixed(2)}; peak memory ${Math.round(peak)} MB`,
    )
  } finally {
    await service.clean()
    await pagerDuty.close()
    await place.close()
  }
}

/**
 * The most that this machine carries for longer, with whoever sends on the same cores: what is sent flat out, until all of it is
 * committed.
 * @returns records a second
 */
async function sustained(kind: 'sqlite' | 'kafka'): Promise<number> {
  const place = await openPlace()
  const pagerDuty = await startPagerDuty()
  const service = await makeService(configOf(kind, place, pagerDuty.url))
  try {
    await service.start()
    await settled(service.url)
    const pool = poolOf()
    const started = performance.now()
    let sent = 0
    const sender = async (): Promise<void> => {
      while (performance.now() - started < sustainedFor) {
        const messages = Array.from({ length: batch }, (_, index) => ({
          value: pool[(sent + index) % pool.length] ?? '',
        }))
        sent += batch
        await place.producer.send({ topic: rawTopic, messages, acks: -1 })
      }
    }
    await Promise.all(Array.from({ length: 4 }, sender))
    for (const patience = performance.now() + 120_000; (await counted(service.url)) < sent; await wait(scrapeEvery))
      if (performance.now() > patience) throw new Error(`not done in two minutes: ${await readiness(service.url)}`)
    await settled(service.url)
    const rate = sent / ((performance.now() - started) / 1_000)
    say(`sent and read at once, journal in ${kind}: ${whole(rate)} records/s`)
    return rate
  } finally {
    await service.clean()
    await pagerDuty.close()
    await place.close()
  }
}

/** Seconds from the first record that was read to the last that was committed, by the service's own counters. */
async function committed(url: string): Promise<number> {
  let first: { readonly at: number; readonly count: number } | undefined
  const patience = performance.now() + 120_000
  for (;;) {
    if (performance.now() > patience) throw new Error(`not done in two minutes: ${await readiness(url)}`)
    const count = await counted(url)
    const at = performance.now()
    if (count > 0) first ??= { at, count }
    if (first && count >= records) {
      await settled(url)
      return ((performance.now() - first.at) / 1_000) * (records / (records - first.count))
    }
    await wait(scrapeEvery)
  }
}

async function counted(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^lastcopy_records_total\{source="aws\.cloudtrail"\} (\d+)/m.exec(text)?.[1] ?? 0)
}

async function settled(url: string): Promise<void> {
  const patience = performance.now() + 60_000
  for (;;) {
    if (performance.now() > patience) throw new Error(`not settled in a minute: ${await readiness(url)}`)
    const { ready, stages } = (await (await fetch(`${url}/readyz`)).json()) as {
      readonly ready: boolean
      readonly stages: readonly { readonly behind: number }[]
    }
    if (ready && stages.every(({ behind }) => behind === 0)) return
    await wait(5)
  }
}

/** From producing a dangerous record to the pager's request, with everyday traffic around it; beside it the empty chain. */
async function latency(kind: 'sqlite' | 'kafka', rate: number): Promise<void> {
  const place = await openPlace()
  const pagerDuty = await startPagerDuty()
  const service = await makeService(configOf(kind, place, pagerDuty.url))
  try {
    if (kind === 'kafka' && rate === perSecond) {
      const floor = await emptyLatency(place)
      say(`latency, three empty chained transactions at ${perSecond} records/s: ${told(floor)}`)
    }
    await service.start()
    await settled(service.url)
    const sentAt = new Map<string, number>()
    const took: number[] = []
    pagerDuty.onEvent = ({ payload, receivedAt }) => {
      const name = /operator-\d+/.exec(payload?.summary ?? '')?.[0] ?? ''
      const sent = sentAt.get(name)
      if (sent !== undefined) took.push(receivedAt - sent)
      sentAt.delete(name)
    }
    let danger = 0
    await traffic(place, rawTopic, rate, () => {
      const name = `operator-${danger}`
      const value = JSON.stringify(dangerous(danger, Date.now()))
      danger += 1
      sentAt.set(name, Date.now())
      return { value }
    })
    for (let patience = 0; took.length < danger && patience < 500; patience += 1) await wait(10)
    const lost = danger - took.length
    say(
      `latency, journal in ${kind}, produce to pager request at ${whole(rate)} records/s: ${told(took)}${lost > 0 ? `; ${lost} NOT PAGED` : ''}; memory ${Math.round(rssOf(service.pid()))} MB, peak ${Math.round(rssOf(service.pid(), 'peak'))} MB`,
    )
    if (lost > 0) process.exitCode = 1
  } finally {
    await service.clean()
    await pagerDuty.close()
    await place.close()
  }
}

async function emptyLatency(place: Place): Promise<readonly number[]> {
  const took: number[] = []
  const chain = await openEmptyChain(place, (value) => {
    const sent = Number(/^marked (\d+)/.exec(value)?.[1])
    if (sent > 0) took.push(Date.now() - sent)
  })
  await wait(3_000)
  await traffic(place, chain.first, perSecond, () => ({ key: 'marked', value: `marked ${Date.now()}` }))
  await wait(2_000)
  await chain.close()
  return took
}

function poolOf(): readonly string[] {
  return Array.from({ length: 20_000 }, (_, number) => loadRecord(number, Date.now()))
}

/** Everyday records at the rate (made before, so that the making costs none of it), and a special one every 250 ms. */
async function traffic(
  { producer }: Place,
  topic: string,
  rate: number,
  special: () => { readonly key?: string; readonly value: string },
): Promise<void> {
  const pool = poolOf()
  const started = performance.now()
  const beat = 20
  let sent = 0
  for (let turn = 0; turn * beat < seconds * 1_000; turn += 1) {
    const due = Math.floor(((performance.now() - started) / 1_000) * rate)
    const messages = Array.from({ length: Math.max(0, due - sent) }, (_, index) => ({
      key: null as string | null,
      value: pool[(sent + index) % pool.length] ?? '',
    }))
    sent += messages.length
    if (turn % 12 === 6) {
      const { key, value } = special()
      messages.push({ key: key ?? null, value })
    }
    if (messages.length > 0) void producer.send({ topic, messages, acks: -1 })
    await wait(Math.max(0, started + (turn + 1) * beat - performance.now()))
  }
}

function told(values: readonly number[]): string {
  return `p50 ${ms(percentile(values, 50))}, p99 ${ms(percentile(values, 99))}, slowest ${tellDuration(Math.max(...values))} (${values.length} measured)`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
