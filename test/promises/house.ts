// A night in a house of its own: the page stage, the courier over real HTTP, providers on loopback, and a clock that the test moves.
import { readPolicy } from '../../src/config/policy.ts'
import { second } from '../../src/lib/duration.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { JournalRecord, StateView } from '../../src/model/journal.ts'
import type { Pager } from '../../src/model/pager.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { Action, AlertsRecord, Decision } from '../../src/model/wire.ts'
import pagerduty from '../../src/pagers/pagerduty.ts'
import { pageStage } from '../../src/relay/stage.ts'
import { type Channel, type Clock, openCourier } from '../../src/service/courier.ts'
import { stateMap } from '../pipeline/state-map.ts'
import { alertOf } from '../store/alert.ts'
import { makeAuthority } from '../support/certificates.ts'
import { openProvider, type Provider } from './provider.ts'

/** Whoever is on duty by two channels, then the lead by a third. */
export const usualPolicy = `
zone: Europe/Berlin
people:
  duty:
    title: whoever is on duty
    channels: [{ pager: first, accepted: 30s, answered: 2m }, second]
  lead: { title: the lead, channels: [third] }
escalations:
  urgent:
    repeat: always
    steps:
      - { notify: [{ person: duty }], wait: 5m }
      - { notify: [{ person: lead }], wait: 10m }
  calm: { repeat: 0, steps: [{ notify: [{ channels: [third] }], wait: 1h }] }
routes:
  - { name: wakes somebody, match: { priority: [page-now] }, escalation: urgent }
  - { name: the rest, escalation: calm }
floor: notify
quiet: [{ from: "22:00", to: "07:00" }]
acknowledgement-lasts: 4h
`

const names = ['first', 'second', 'third'] as const
type Name = (typeof names)[number]

export interface NightOptions {
  readonly policy?: string
  /** UTC; by default 21:30 in Berlin. */
  readonly begins?: string
  /** Another kind of pager than PagerDuty, by channel. */
  readonly kinds?: Partial<Record<Name, Pager>>
  /** Real milliseconds until an answer that does not come counts as none. */
  readonly timeout?: number
}

export type House = Awaited<ReturnType<typeof openHouse>>

export async function openHouse({ policy = usualPolicy, begins, kinds = {}, timeout = 60 }: NightOptions = {}) {
  const read = readPolicy(policy, 'policy.yml', { pagers: names, floor: 'page-now' })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  const start = Date.parse(begins ?? '2026-03-02T20:30:00Z')
  let now = start
  const tls = certificate()
  const providers = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await openProvider(() => now, tls)] as const)),
  ) as Readonly<Record<Name, Provider>>
  const time = movingClock(() => now)
  const channels = names.map((name) => channelOf(name, providers[name], kinds[name] ?? (pagerduty as unknown as Pager)))
  const desk = openDesk(read.value.policy, () => now)
  const openHere = () =>
    openCourier({
      channels,
      timeout,
      allow: ['127.0.0.0/8'],
      clock: time.clock,
      record: async (_, delivery) => void desk.feed({ type: 'delivery', delivery }),
    })
  let courier = openHere()
  desk.attach(courier)
  const settle = async (): Promise<void> => {
    time.run()
    await courier.idle()
  }
  let acts = 0
  return {
    providers,
    desk,
    /** Everything that rang, by all providers, in order: `45 second trigger`. */
    rang: (): readonly string[] =>
      names
        .flatMap((name) => providers[name].rings().map((rung) => ({ name, ...rung })))
        .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
        .map(({ name, at, action }) => `${(at - start) / second} ${name} ${action}`),
    async alert(part: Partial<Alert> = {}) {
      desk.feed({ type: 'alert', alert: alertOf(part) })
      await settle()
    },
    async act(part: Partial<Action> = {}) {
      acts += 1
      const at = new Date(now).toISOString()
      desk.feed({ type: 'action', id: `act ${acts}`, act: 'acknowledge', alert: 'a1', by: 'ann', at, ...part })
      await settle()
    },
    /** Lets time pass, a tick each step. @param seconds of the test's clock */
    async pass(seconds: number, step = 1) {
      for (const end = now + seconds * second; now < end; ) {
        now = Math.min(now + step * second, end)
        desk.feed({ type: 'tick', at: new Date(now).toISOString() })
        await settle()
      }
    },
    /** The process is killed with whatever it was about to write, and another takes over what the journal holds. */
    async kill() {
      desk.attach(undefined)
      void courier.stop()
      time.forget()
      courier = openHere()
      desk.attach(courier)
      await settle()
    },
    /** Puts the wall clock elsewhere, without a tick between. */
    jump: (seconds: number): void => void (now += seconds * second),
    settle,
    async close() {
      await courier.stop()
      await Promise.all(names.map((name) => providers[name].close()))
    },
  }
}

const channelOf = (name: string, provider: Provider, pager: Pager): Channel => ({
  name,
  pager,
  settings: {
    routingKey: `key-of-${name}`,
    get url() {
      return provider.url
    },
  },
})

let made: { readonly key: string; readonly cert: string } | undefined
/** Of an authority that nobody knows. */
function certificate() {
  made ??= makeAuthority('Nobody').issue('localhost')
  return made
}

/** A clock whose timers run when the test says so. */
function movingClock(now: () => number) {
  const timers = new Set<{ readonly due: number; readonly run: () => void }>()
  const clock: Clock = {
    now,
    later(ms, run) {
      const timer = { due: now() + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  return {
    clock,
    run() {
      for (const timer of [...timers].sort((a, b) => a.due - b.due)) {
        if (timer.due > now()) break
        timers.delete(timer)
        timer.run()
      }
    },
    forget: () => timers.clear(),
  }
}

type Carrier = Pick<ReturnType<typeof openCourier>, 'pending' | 'partition'>

/** The stage over a state of its own: what it writes comes back to it, and what it commits goes to the courier. */
function openDesk(policy: Policy, now: () => number) {
  const { view, apply } = stateMap()
  let courier: Carrier | undefined
  const decisions: Decision[] = []
  const journal: AlertsRecord[] = []
  const stage = pageStage({
    pagers: names,
    policy,
    text: { baseUrl: 'https://lastcopy.example.com' },
    steps: () => ['Call them.', 'Stop them.', 'Look.'],
    pending: (...told) => courier?.pending(...told),
    partition: (...told) => courier?.partition(...told),
  })
  let offset = 0
  const feed = (...records: readonly AlertsRecord[]): void => {
    const batch = records.map((record): JournalRecord => {
      journal.push(record)
      const value = Buffer.from(JSON.stringify(record))
      return {
        topic: 'lastcopy.alerts',
        partition: 0,
        offset: String(offset++),
        key: 'default',
        value,
        timestamp: now(),
        headers: {},
      }
    })
    const result = stage.process(batch, view as StateView)
    if (result instanceof Promise) throw new Error('the stage is a pure step')
    apply(result.state)
    stage.committed?.(batch, result)
    const written = result.records.flatMap(({ topic, value }) =>
      topic === 'lastcopy.alerts' ? [JSON.parse(String(value)) as AlertsRecord] : [],
    )
    for (const record of written) if (record.type === 'decision') decisions.push(record)
    if (written.length > 0) feed(...written)
  }
  return {
    feed,
    decisions,
    journal,
    outbox: () => view.scan('out\u0000', 100_000),
    attach(to: Carrier | undefined) {
      courier = to
      if (to) stage.owned?.(0, true, view)
    },
  }
}
