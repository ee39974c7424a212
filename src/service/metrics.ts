// What Prometheus reads: counted where results are committed, so that a number never runs ahead of the journal.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Alert } from '../model/alert.ts'
import type { IntakeCounts } from '../model/intake.ts'
import type { Gap } from '../model/journal.ts'
import type { Delivery, Page } from '../model/page.ts'
import type { HookOutcome } from '../web/deps.ts'
import { type Gauges, type MakeMetric, makeGauges } from './gauges.ts'
import type { StageReadiness } from './readiness.ts'

export interface Metrics {
  /** What comes in without Kafka. */
  readonly intake: IntakeCounts
  records(source: string, count: number): void
  reject(source: string, reason: string): void
  event(source: string): void
  dropped(source: string, count: number): void
  match(rule: string): void
  /** A correlation became true. */
  firing(rule: string): void
  alert(alert: Alert): void
  page(page: Page): void
  delivery(delivery: Delivery, page?: Page): void
  /** What became of what a provider told. */
  hook(pager: string, outcome: HookOutcome): void
  stages(stages: readonly StageReadiness[], progress: ReadonlyMap<string, number>): void
  /** What is measured when it is asked for. */
  readonly now: Gauges
  gap(gap: Gap): void
  /** A sign of life to somebody outside. */
  watcher(name: string, heard: boolean): void
  fault(where: string): void
  /** Documents that the alert store refused, by what is left of them there. */
  setAside(kept: string): void
  text(): Promise<{ readonly type: string; readonly text: string }>
}

/** So many reasons of rejects are told apart; hostile records must not fill the memory with labels. */
const mostReasons = 60

export function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[]): Counter<T> =>
    new Counter({ name: `lastcopy_${name}`, help, labelNames: [...labelNames], registers: [registry] })
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[]): Gauge<T> =>
    new Gauge({ name: `lastcopy_${name}`, help, labelNames: [...labelNames], registers: [registry] })

  const records = counter('records_total', 'Records read', ['source'])
  const rejects = counter('rejects_total', 'Records or parts of records that no source could read', [
    'source',
    'reason',
  ])
  const events = counter('events_total', 'Events that reached detection', ['source'])
  const dropped = counter('events_dropped_total', 'Events that no rule and no memory could use', ['source'])
  const matches = counter('matches_total', 'Matches by rule', ['rule'])
  const firings = counter('firings_total', 'Correlations that became true, by rule', ['rule'])
  const alerts = counter('alerts_total', 'Alerts opened', ['class', 'priority'])
  const pages = counter('pages_total', 'Pages decided', ['reason', 'priority'])
  const deliveries = counter('deliveries_total', 'Attempts to deliver a page', ['pager', 'verdict'])
  const hooks = counter('hooks_total', 'What providers called back with', ['pager', 'outcome'])
  const took = new Histogram({
    name: 'lastcopy_delivery_seconds',
    help: 'How long a pager took to answer',
    labelNames: ['pager'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [registry],
  })
  const way = new Histogram({
    name: 'lastcopy_page_seconds',
    help: 'From the record that led to a page until a pager accepted it',
    labelNames: ['pager', 'test'],
    buckets: [0.05, 0.1, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300],
    registers: [registry],
  })
  const gaps = counter('gaps_total', 'Records gone before they were read, or places to read on that were changed', [
    'topic',
    'kind',
  ])
  const watchers = counter('heartbeats_total', 'Signs of life sent to watchers outside', ['watcher', 'heard'])
  const aside = counter(
    'store_refused_total',
    'Documents that the alert store refused: kept in their least form, or aside',
    ['kept'],
  )
  const faults = counter('faults_total', 'Unexpected failures', ['where'])
  const lag = gauge('stage_lag_records', 'Records that a stage has not committed yet', ['stage'])
  const ready = gauge('stage_ready', '1 when a stage runs and keeps up', ['stage'])
  const progress = gauge('stage_progress_timestamp_seconds', 'When a stage last committed', ['stage'])
  const waited = gauge('stage_lag_seconds', 'How long the oldest of these records has waited, at most', ['stage'])
  const reasons = new Set<string>()

  return {
    intake: intakeMetrics(counter, gauge),
    records: (source, count) => records.inc({ source }, count),
    reject: (source, reason) => rejects.inc({ source, reason: classOf(reason, reasons) }),
    event: (source) => events.inc({ source }),
    dropped: (source, count) => dropped.inc({ source }, count),
    match: (rule) => matches.inc({ rule }),
    firing: (rule) => firings.inc({ rule }),
    alert: ({ class: row, priority }) => alerts.inc({ class: row, priority }),
    page: ({ reason, priority }) => pages.inc({ reason, priority }),
    delivery({ pager, verdict, tookMs, at }, page) {
      deliveries.inc({ pager, verdict })
      took.observe({ pager }, tookMs / 1_000)
      const since = verdict === 'accepted' ? Date.parse(page?.recordedAt ?? '') : Number.NaN
      if (Number.isFinite(since))
        way.observe({ pager, test: String(page?.reason === 'test') }, (Date.parse(at) + tookMs - since) / 1_000)
    },
    hook: (pager, outcome) => hooks.inc({ pager, outcome }),
    stages(stages, at) {
      for (const { name, behind, lag: seconds, state } of stages) {
        lag.set({ stage: name }, behind)
        waited.set({ stage: name }, seconds)
        ready.set({ stage: name }, state === 'running' ? 1 : 0)
        const last = at.get(name)
        if (last) progress.set({ stage: name }, last / 1_000)
      }
    },
    now: makeGauges(gauge),
    gap: ({ topic, kind }) => gaps.inc({ topic, kind }),
    watcher: (watcher, heard) => watchers.inc({ watcher, heard: String(heard) }),
    setAside: (kept) => aside.inc({ kept }),
    fault: (where) => faults.inc({ where }),
    text: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}

function intakeMetrics(counter: MakeMetric<Counter>, gauge: MakeMetric<Gauge>): IntakeCounts {
  const taken = counter('intake_records_total', 'Records that came in and are in the journal', ['intake', 'source'])
  const troubles = counter('intake_troubles_total', 'What came in and is no record, or is lost', ['intake', 'why'])
  const open = gauge('intake_connections', 'Connections of senders', ['intake'])
  const waiting = gauge('intake_waiting_bytes', 'Bytes received and not yet in the journal', ['intake'])
  return {
    records: (intake, source, count) => taken.inc({ intake, source }, count),
    trouble: (intake, why, count) => troubles.inc({ intake, why }, count),
    connections: (intake, count) => open.set({ intake }, count),
    waiting: (intake, bytes) => waiting.set({ intake }, bytes),
  }
}

/** The sentence without what differs from record to record. */
function classOf(reason: string, known: Set<string>): string {
  const row = reason
    .replace(/["'`“”].*/s, '')
    .replace(/\d+/g, 'n')
    .trim()
    .slice(0, 60)
  if (known.has(row)) return row
  if (known.size >= mostReasons) return 'other'
  known.add(row)
  return row
}
