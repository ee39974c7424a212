// Carries committed pages to their pagers: the one place that opens a socket for a page.
import { minute } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Delivery, Page } from '../model/page.ts'
import type { Judged, OutboxEntry, Pager } from '../model/pager.ts'
import { nextAttempt } from '../relay/backoff.ts'
import { openPace } from './pace.ts'
import { openPost } from './post.ts'

export interface Channel {
  readonly name: string
  readonly pager: Pager
  readonly settings: Readonly<Record<string, Json>>
}

/** Time as the courier knows it: the system's, unless a test moves its own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** @returns what takes it back */
  later(ms: number, run: () => void): () => void
}

const systemClock: Clock = {
  now: () => Date.now(),
  later(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export interface CourierOptions {
  readonly channels: readonly Channel[]
  /** Writes the outcome down; the page stage decides what follows from it. Resolves when it is durable. */
  record(site: string, delivery: Delivery): Promise<void>
  /** For the log and the metrics; a refused page is an outage. */
  observe?(delivery: Delivery, entry: OutboxEntry): void
  readonly timeout?: number
  /** The address that acknowledges the page for whoever it is sent to through that pager. */
  link?(page: Page, pager: string): string | undefined
  /** Networks that are open although they are not on the internet. */
  readonly allow?: readonly string[]
  readonly clock?: Clock
}

export interface Courier {
  /** What a commit of this partition added to its outbox, and the keys that left it. */
  pending(partition: number, entries: readonly OutboxEntry[], done: readonly string[]): void
  /** The partition's outbox when it becomes this process's; undefined: another delivers it now. */
  partition(partition: number, entries: readonly OutboxEntry[] | undefined): void
  /** Why a pager did not take what still waits here, by pager; what another process carries is that one's to tell. */
  troubles(): Readonly<Record<string, string>>
  /** By pager: pages that wait here, and when the oldest was decided (epoch milliseconds). */
  waiting(): ReadonlyMap<string, { readonly pages: number; readonly oldest: number | undefined }>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** No attempt is planned further ahead: a clock that was set back must not silence a pager. */
const longestWait = 16 * minute

export function openCourier({
  channels,
  record,
  observe,
  link,
  timeout = 10_000,
  allow = [],
  clock = systemClock,
}: CourierOptions): Courier {
  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  const waiting = new Map<string, OutboxEntry>()
  const timers = new Map<string, () => void>()
  /** The page that is under way, by outbox key: its outcome is awaited before anything else is sent for the key. */
  const underWay = new Map<string, string>()
  /** The last failed attempt at each entry that waits, by outbox key. */
  const failed = new Map<string, Delivery>()
  const post = openPost({ timeout, allow })
  const secrets = channels.flatMap(secretsOf)
  const pace = openPace(new Map(channels.map(({ name, pager }) => [name, pager.limits ?? []])))
  const running = new Set<Promise<void>>()
  let stopped = false

  const schedule = (entry: OutboxEntry): void => {
    const timer = timers.get(entry.key)
    timer?.()
    timers.delete(entry.key)
    if (stopped || underWay.has(entry.key)) return
    const due = entry.nextAt === undefined ? 0 : Math.min(Date.parse(entry.nextAt) - clock.now(), longestWait)
    const wait = Math.max(due, pace.wait(entry.pager, clock.now()))
    if (wait <= 0) start(entry)
    else
      timers.set(
        entry.key,
        // Others may have taken the place that it waited for.
        clock.later(wait, () => schedule(nowDue(entry))),
      )
  }
  const start = (entry: OutboxEntry): void => {
    pace.sent(entry.pager, clock.now())
    underWay.set(entry.key, entry.page.id)
    const work = deliver(entry).finally(() => void running.delete(work))
    running.add(work)
  }
  const deliver = async (entry: OutboxEntry): Promise<void> => {
    const channel = byName.get(entry.pager)
    const started = clock.now()
    const acknowledgeLink = link?.(entry.page, entry.pager)
    const page = acknowledgeLink === undefined ? entry.page : { ...entry.page, acknowledgeLink }
    const judged: Judged = channel
      ? await post.carry(channel.pager, page, channel.settings, started)
      : { verdict: 'refused', detail: 'the pager is no longer configured' }
    const attempt = entry.attempts + 1
    const now = clock.now()
    const next = nextAttempt(entry.page.id, attempt, judged.verdict, now, judged.retryAfter)
    const delivery: Delivery = {
      page: entry.page.id,
      dedupKey: entry.page.dedupKey,
      alert: entry.page.alert,
      pager: entry.pager,
      attempt,
      at: new Date(started).toISOString(),
      verdict: judged.verdict,
      detail: hidden(judged.detail, acknowledgeLink === undefined ? secrets : [...secrets, acknowledgeLink]),
      tookMs: now - started,
      ...(next === undefined ? {} : { nextAt: new Date(next).toISOString() }),
      ...(judged.unsent ? { unsent: true } : {}),
    }
    if (delivery.verdict === 'accepted') recovered(entry.pager)
    else if (waiting.has(entry.key)) failed.set(entry.key, delivery)
    observe?.(delivery, entry)
    await written(entry.site, delivery)
    // The stage answers with the entry's next state; until then nothing is sent for this key.
  }
  /** A journal that is down for a moment must not make a page go out twice, or be forgotten. */
  const written = async (site: string, delivery: Delivery): Promise<void> => {
    for (let pause = 100; !stopped; pause = Math.min(pause * 2, 5_000)) {
      try {
        return await record(site, delivery)
      } catch {
        await new Promise((go) => setTimeout(go, pause))
      }
    }
  }
  const recovered = (pager: string): void => {
    for (const [key, delivery] of failed) if (delivery.pager === pager) failed.delete(key)
  }
  const forget = (key: string): void => {
    waiting.delete(key)
    failed.delete(key)
    underWay.delete(key)
    const timer = timers.get(key)
    timer?.()
    timers.delete(key)
  }
  const take = (entry: OutboxEntry): void => {
    const before = waiting.get(entry.key)
    waiting.set(entry.key, entry)
    // The outcome of what is under way has come back, or another page took its place.
    if (before && (entry.attempts > before.attempts || entry.page.id !== before.page.id)) underWay.delete(entry.key)
    schedule(entry)
  }

  /** Outbox keys that wait here, by partition: all of them go when the partition does. */
  const partitions = new Map<number, Set<string>>()
  const keysOf = (partition: number): Set<string> => {
    const keys = partitions.get(partition) ?? new Set()
    partitions.set(partition, keys)
    return keys
  }
  return {
    pending(partition, entries, done) {
      const keys = keysOf(partition)
      for (const key of done) {
        keys.delete(key)
        forget(key)
      }
      for (const entry of entries) {
        keys.add(entry.key)
        take(entry)
      }
    },
    partition(partition, entries) {
      const still = new Set(entries?.map(({ key }) => key))
      for (const key of keysOf(partition)) if (!still.has(key)) forget(key)
      partitions.set(partition, still)
      for (const entry of entries ?? []) take(entry)
    },
    troubles: () => Object.fromEntries([...failed.values()].map(({ pager, detail }) => [pager, detail])),
    waiting: () =>
      new Map(
        channels.map(({ name }) => {
          const mine = [...waiting.values()].filter(({ pager }) => pager === name)
          const oldest = mine.length === 0 ? undefined : Math.min(...mine.map(({ page }) => Date.parse(page.decidedAt)))
          return [name, { pages: mine.length, oldest }] as const
        }),
      ),
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
    async stop() {
      stopped = true
      for (const cancel of timers.values()) cancel()
      await Promise.race([Promise.all(running), new Promise((go) => setTimeout(go, timeout).unref())])
      post.close()
    },
  }
}

const nowDue = ({ nextAt: _, ...entry }: OutboxEntry): OutboxEntry => entry

/** The channel's settings that must never be shown. */
export const secretsOf = ({ pager, settings }: Channel): readonly string[] =>
  pager.secrets.map((name) => String(settings[name] ?? '')).filter((secret) => secret.length >= 4)

/** What a provider says may repeat what it was sent. */
export const hidden = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((clean, secret) => clean.replaceAll(secret, '(hidden)'), text).slice(0, 300)
