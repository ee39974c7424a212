// A house at night: the page stage over a state that outlives a kill, the courier over real HTTP, providers on loopback, a clock that the test moves.
import { span as spanOf } from '../../src/config/forms.ts'
import { readPolicy } from '../../src/config/policy.ts'
import { second } from '../../src/lib/duration.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { JournalRecord, Stage } from '../../src/model/journal.ts'
import type { Delivery } from '../../src/model/page.ts'
import type { OutboxEntry } from '../../src/model/pager.ts'
import type { Action, AlertsRecord, Decision } from '../../src/model/wire.ts'
import { pageStage } from '../../src/relay/stage.ts'
import { type Courier, openCourier } from '../../src/service/courier.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { stateMap } from '../pipeline/state-map.ts'
import { alertOf } from '../store/alert.ts'
import { openClock } from './clock.ts'
import { openProvider, type Provider } from './provider.ts'

const names = ['phone', 'sms', 'deputy', 'chat'] as const
export type Name = (typeof names)[number]

/** A person with a phone and text messages, a deputy with a phone, a chat that everybody reads. */
export const usualPolicy = `
people:
  first:
    title: backup team, first line
    channels: [{ pager: phone, accepted: 30s, answered: 2m }, sms]
  deputy: { title: the deputy, channels: [deputy] }
escalations:
  urgent:
    repeat: always
    steps:
      - { notify: [{ person: first }], wait: 5m }
      - { notify: [{ person: deputy }, { channels: [chat] }], wait: 10m }
routes: [{ name: all, escalation: urgent }]
floor: notify
acknowledgement-lasts: 1h
`

export interface HouseOptions {
  readonly policy?: string
  /** ISO. */
  readonly begins?: string
  /** Pagers without a key at the provider: each request rings. */
  readonly keyless?: readonly Name[]
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Real milliseconds until a provider that hangs is given up. */
  readonly timeout?: number
  /** Channels whose pagers stand in the configuration; all of them where it is left out. */
  readonly configured?: readonly Name[]
}

/** Builds it; whoever does must close it. */
export async function buildHouse(options: HouseOptions = {}) {
  const { policy: text = usualPolicy, begins = '2026-03-02T21:00:00Z', keyless = [], configured = names } = options
  const read = readPolicy(text, 'policy.yml', { pagers: [...names], floor: 'page-now' })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  const { policy } = read.value
  const pagers = await loadPagers()
  const clock = openClock(Date.parse(begins))
  const begun = clock.now()
  const opened = await Promise.all(names.map((name) => openProvider(name, clock.now, options.tls)))
  const provider = Object.fromEntries(opened.map((one) => [one.name, one])) as Readonly<Record<Name, Provider>>
  const { map, view, apply } = stateMap()
  const decisions: Decision[] = []
  const deliveries: Delivery[] = []
  const couriers: Courier[] = []
  let offset = 0
  let writes: 'yes' | 'no' | 'late' = 'yes'
  const late: (() => void)[] = []

  const channels = configured.map((name) => {
    const pager = pagers.get(keyless.includes(name) ? 'webhook' : 'pagerduty')
    if (!pager) throw new Error('the pager is missing')
    const settings = {
      ...(keyless.includes(name)
        ? { secret: `secret of the ${name} line` }
        : { routingKey: `key of the ${name} line` }),
      get url() {
        return provider[name].url
      },
    }
    return { name, pager, settings }
  })
  /** One process: its stage and its courier. */
  const begin = (): { readonly stage: Stage; readonly courier: Courier } => {
    const life = { gone: false }
    const courier = openCourier({
      channels,
      async record(_, delivery) {
        // A journal answers later, never within the commit that led to it.
        await undefined
        if (life.gone || writes === 'no') return
        if (writes === 'late') late.push(() => feed({ type: 'delivery', delivery }))
        else feed({ type: 'delivery', delivery })
      },
      clock: {
        now: clock.now,
        later: (ms, run) => clock.later(ms, () => void (life.gone || run())),
      },
      timeout: options.timeout ?? 5_000,
      allow: ['127.0.0.1'],
    })
    couriers.push(courier)
    const stage = pageStage({
      pagers: [...names],
      policy,
      text: { baseUrl: 'https://lastcopy.example.com' },
      steps: () => ['Call them.'],
      pending: (partition, entries, done) => {
        if (!life.gone) courier.pending(partition, entries, done)
      },
      partition: (partition, entries) => {
        if (!life.gone) courier.partition(partition, entries)
      },
    })
    stop = () => {
      life.gone = true
    }
    return { stage, courier }
  }
  let stop = (): void => undefined
  let process = begin()

  const feed = (...records: readonly AlertsRecord[]): void => {
    const batch = records.map((record): JournalRecord => {
      if (record.type === 'delivery') deliveries.push(record.delivery)
      return {
        topic: 'lastcopy.alerts',
        partition: 0,
        offset: String(offset++),
        key: 'default',
        value: Buffer.from(JSON.stringify(record)),
        timestamp: clock.now(),
        headers: {},
      }
    })
    const result = process.stage.process(batch, view)
    if (result instanceof Promise) throw new Error('the stage is a pure step')
    apply(result.state)
    process.stage.committed?.(batch, result)
    const made = result.records.flatMap(({ topic, value }) =>
      topic === 'lastcopy.alerts' ? [JSON.parse(String(value)) as AlertsRecord] : [],
    )
    for (const record of made) if (record.type === 'decision') decisions.push(record)
    // What a stage writes comes back to it, as it reads its own topic.
    if (made.length > 0) feed(...made)
  }
  const settle = async (): Promise<void> => void (await Promise.all(couriers.map((one) => one.idle())))

  let acts = 0
  const house = {
    provider,
    policy,
    decisions,
    deliveries,
    state: map,
    now: clock.now,
    /** Epoch milliseconds of the beginning. */
    begun,
    async feed(...records: readonly AlertsRecord[]): Promise<void> {
      feed(...records)
      await settle()
    },
    alert: (part: Partial<Alert> = {}): Promise<void> => house.feed({ type: 'alert', alert: alertOf(part) }),
    act: (part: Partial<Action> = {}): Promise<void> => {
      acts += 1
      const at = new Date(clock.now()).toISOString()
      return house.feed({ type: 'action', id: `act ${acts}`, act: 'acknowledge', alert: 'a1', by: 'ann', at, ...part })
    },
    /** Lets time pass, a tick each step, and each attempt at its own moment. */
    async advance(span: string, step: number = second): Promise<void> {
      const ends = clock.now() + spanOf(span)
      while (clock.now() < ends) {
        await clock.moveTo(Math.min(clock.now() + step, ends), settle)
        feed({ type: 'tick', at: new Date(clock.now()).toISOString() })
        await settle()
      }
    },
    /** Puts the wall clock elsewhere: nobody's timers hear of it. */
    jump: (span: string): void => clock.jump(span.startsWith('-') ? -spanOf(span.slice(1)) : spanOf(span)),
    /** The day of every provider. */
    all(day: Provider['day']): void {
      for (const one of opened) one.day = day
    },
    /** Ends the process as `kill -9` does: what it did not write is lost. */
    kill: (): void => stop(),
    /** Another process, or the same again, takes the partition over with its state. */
    async start(): Promise<void> {
      process = begin()
      process.stage.owned?.(0, true, view)
      await settle()
    },
    /** The partition goes to another process, while this one lives on. */
    async handOver(): Promise<void> {
      process.stage.owned?.(0, false, view)
      await house.start()
    },
    /** Whether outcomes reach the journal: `no` loses them, `late` keeps them until `yes`. */
    async journal(how: typeof writes): Promise<void> {
      writes = how
      if (how === 'yes') for (const write of late.splice(0)) write()
      await settle()
    },
    outbox: (): readonly OutboxEntry[] =>
      view.scan('out\u0000', 100_000).map(([, value]) => JSON.parse(value) as OutboxEntry),
    /** Who was rung after how many whole seconds: `30 sms`. */
    rings: (): readonly string[] =>
      opened
        .flatMap((one) => one.rings().map((rung) => ({ name: one.name, ...rung })))
        .filter(({ action }) => isTrigger(action))
        .sort((one, other) => one.at - other.at)
        .map(({ name, at }) => `${Math.round((at - begun) / second)} ${name}`),
    /** What was told of the end: `acknowledge phone`. */
    ends: (): readonly string[] =>
      opened.flatMap((one) =>
        one.rings().flatMap(({ action }) => (isTrigger(action) ? [] : [`${action} ${one.name}`])),
      ),
    async close(): Promise<void> {
      stop()
      await Promise.all(opened.map((one) => one.close()))
      await Promise.all(couriers.map((one) => one.stop()))
    },
    /** Why somebody was rung or not: `refused sms`. */
    why: (): readonly string[] => decisions.map(({ reason, channel = '' }) => `${reason} ${channel}`.trim()),
  }
  return house
}

export type House = Awaited<ReturnType<typeof buildHouse>>

const isTrigger = (action: string): boolean => action === 'trigger' || action === 'page.trigger'
