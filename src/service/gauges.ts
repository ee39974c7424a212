// Metrics that say how things stand when they are asked for: memory and its clock, sources, what waits for a pager, rules, disks.
import type { Gauge } from 'prom-client'

/** Makes a metric under our name. */
export type MakeMetric<M> = <T extends string>(name: string, help: string, labelNames: readonly T[]) => M

export interface Standing {
  readonly version: string
  readonly roles: readonly string[]
  readonly ready: boolean
  /** Sentences on /readyz. */
  readonly problems: number
  /** Entries of detection's memory, by kind: they lie in the state on disk, whatever the process holds. */
  readonly remembered: Readonly<Record<string, number>>
  /** Event time of detection, by partition (epoch milliseconds). */
  readonly clocks: ReadonlyMap<number, number>
  /** When each source spoke last (event time, epoch milliseconds), and whether it is silent. */
  readonly sources: ReadonlyMap<string, { readonly last: number; readonly silent: boolean }>
  /** By pager: pages that it has not accepted yet, and when the oldest was decided (epoch milliseconds). */
  readonly waiting: ReadonlyMap<string, { readonly pages: number; readonly oldest: number | undefined }>
  readonly rules: { readonly used: number; readonly broken: number }
  readonly disks: readonly DiskUse[]
}

/** What Lastcopy keeps at a place, and what is left there. */
export interface DiskUse {
  readonly what: string
  readonly bytes: number
  readonly free: number
  readonly size: number
}

export interface Gauges {
  /** @param now epoch milliseconds */
  set(standing: Standing, now: number): void
}

export function makeGauges(gauge: MakeMetric<Gauge>): Gauges {
  const info = gauge('info', 'Always 1: what runs here', ['version', 'roles'])
  const ready = gauge('ready', '1 when /readyz says ready', [])
  const problems = gauge('problems', 'What /readyz tells beyond the stages', [])
  const entries = gauge('state_entries', 'Entries that detection remembers, on disk', ['kind'])
  const watermark = gauge('watermark_timestamp_seconds', 'Event time that detection has reached', ['partition'])
  const silent = gauge('source_silent', '1 while a source is silent for longer than it ever is', ['source'])
  const last = gauge('source_last_timestamp_seconds', 'Event time of what a source told last', ['source'])
  const waiting = gauge('pages_waiting', 'Pages that a pager has not accepted yet', ['pager'])
  const oldest = gauge('pages_waiting_seconds', 'How long the oldest of them has waited', ['pager'])
  const rules = gauge('rules', 'Rules by whether they are in use', ['state'])
  const bytes = gauge('disk_bytes', 'What Lastcopy keeps on disk: journal, store, and state of partitions', ['what'])
  const free = gauge('disk_free_bytes', 'What is left where it lies', ['what'])
  const size = gauge('disk_size_bytes', 'How large that disk is', ['what'])
  return {
    set(standing, now) {
      info.set({ version: standing.version, roles: standing.roles.join(',') }, 1)
      ready.set(standing.ready ? 1 : 0)
      problems.set(standing.problems)
      for (const one of [entries, watermark, silent, last, waiting, oldest]) one.reset()
      for (const [kind, count] of Object.entries(standing.remembered)) entries.set({ kind }, count)
      for (const [partition, clock] of standing.clocks) watermark.set({ partition: String(partition) }, clock / 1_000)
      for (const [source, told] of standing.sources) {
        silent.set({ source }, told.silent ? 1 : 0)
        last.set({ source }, told.last / 1_000)
      }
      for (const [pager, { pages, oldest: since }] of standing.waiting) {
        waiting.set({ pager }, pages)
        oldest.set({ pager }, since === undefined ? 0 : Math.max(0, now - since) / 1_000)
      }
      rules.set({ state: 'used' }, standing.rules.used)
      rules.set({ state: 'broken' }, standing.rules.broken)
      for (const disk of standing.disks) {
        bytes.set({ what: disk.what }, disk.bytes)
        free.set({ what: disk.what }, disk.free)
        size.set({ what: disk.what }, disk.size)
      }
    },
  }
}
