// The page stage: alerts, acts, ticks and deliveries in; pages and what waits for delivery out. A pure step over its state.
import { isObject } from '../lib/json.ts'
import type { Alert } from '../model/alert.ts'
import type { NewRecord, Stage, StageResult, StateChange, StateView } from '../model/journal.ts'
import type { Page, PageHistory, PageReason } from '../model/page.ts'
import type { OutboxEntry } from '../model/pager.ts'
import { type Action, type AlertsRecord, topics } from '../model/wire.ts'
import { decidePage, type RelayPolicy } from './decide.ts'
import { afterDelivery, enteredPage, outboxKey, outboxPrefix } from './outbox.ts'
import { pageOf } from './page.ts'
import type { TextOptions } from './text.ts'

export interface PageStageOptions {
  /** Names of the pagers that get every page. */
  readonly pagers: readonly string[]
  readonly policy: RelayPolicy
  readonly text: Omit<TextOptions, 'steps'>
  /** First steps of the runbook beside a rule's file. */
  steps(ruleFile: string): readonly string[]
  /** After the commit: entries that wait, and keys of those that wait no more. */
  pending?(partition: number, entries: readonly OutboxEntry[], done: readonly string[]): void
  /** The partition's outbox as it stands when it becomes this process's, or undefined when it is lost. */
  partition?(partition: number, entries: readonly OutboxEntry[] | undefined): void
  /** For counters. */
  observe?(page: Page): void
}

/** What is remembered of an alert that paged. */
interface Paged {
  /** Without evidence: what a repeat needs to be written. */
  readonly alert: Alert
  readonly history: PageHistory
}

const alertPrefix = 'alert\u0000'
/** Alerts that repeat until somebody acknowledges. */
const repeatPrefix = 'repeat\u0000'
const mostOpen = 10_000

export function pageStage(options: PageStageOptions): Stage {
  return {
    name: 'page',
    topics: [topics.alerts],
    stateful: true,
    process(batch, state) {
      const desk = openDesk(state, options)
      for (const { value, timestamp } of batch) {
        const record = parse(value)
        if (record) desk.take(record, timestamp)
      }
      return desk.result()
    },
    committed([first], { records, state }) {
      const changed = state.filter(([key]) => key.startsWith(outboxPrefix))
      if (first && changed.length > 0)
        options.pending?.(
          first.partition,
          changed.flatMap(([, value]) => (value === undefined ? [] : [JSON.parse(value) as OutboxEntry])),
          changed.flatMap(([key, value]) => (value === undefined ? [key] : [])),
        )
      for (const { value } of records) {
        const record = parse(value)
        if (record?.type === 'page') options.observe?.(record.page)
      }
    },
    owned(partition, owns, state) {
      options.partition?.(
        partition,
        owns ? state.scan(outboxPrefix, mostOpen).map(([, value]) => JSON.parse(value) as OutboxEntry) : undefined,
      )
    },
  }
}

interface Desk {
  take(record: AlertsRecord, now: number): void
  result(): StageResult
}

/** One batch's work: reads through its own changes. */
function openDesk(state: StateView, options: PageStageOptions): Desk {
  const changes = new Map<string, string | undefined>()
  const records: NewRecord[] = []
  const get = (key: string): string | undefined => (changes.has(key) ? changes.get(key) : state.get(key))
  const put = (key: string, value: unknown): void =>
    void changes.set(key, value === undefined ? undefined : JSON.stringify(value))
  const pagedOf = (id: string): Paged | undefined => {
    const text = get(alertPrefix + id)
    return text === undefined ? undefined : (JSON.parse(text) as Paged)
  }

  const send = (alert: Alert, history: PageHistory, reason: PageReason, now: number): void => {
    const stage = reason === 'resolved' ? (history.lastStage ?? alert.stage) : alert.stage
    const page = pageOf(alert, reason, {
      ...options.text,
      steps: options.steps(alert.rule.file),
      before: history.pages,
      now,
      stage,
    })
    for (const pager of options.pagers) enter(pager, alert.site, page)
    records.push({
      topic: topics.alerts,
      key: alert.site,
      value: JSON.stringify({ type: 'page', page } satisfies AlertsRecord),
    })
    const next: PageHistory = {
      lastPagedAt: new Date(now).toISOString(),
      lastStage: stage,
      lastPriority: alert.priority,
      pages: history.pages + 1,
      acknowledged: false,
      ...(reason === 'resolved' ? { resolved: true } : {}),
    }
    put(alertPrefix + alert.id, { alert: slim(alert), history: next } satisfies Paged)
    put(repeatPrefix + alert.id, reason === 'resolved' ? undefined : 1)
  }
  /** A repeat of what still waits is no news; a resolution withdraws what waits for the same incident. */
  const enter = (pager: string, site: string, page: Page): void => {
    const entry = enteredPage(pager, site, page)
    if (page.reason === 'repeat' && get(entry.key) !== undefined) return
    if (page.action === 'resolve') put(outboxKey(pager, { ...page, action: 'trigger' }), undefined)
    put(entry.key, entry)
  }
  const onAlert = (alert: Alert, now: number): void => {
    const paged = pagedOf(alert.id)
    const history: PageHistory = paged?.history ?? { pages: 0, acknowledged: false }
    const acknowledged = alert.status === 'acknowledged'
    const decision = decidePage(alert, { ...history, acknowledged }, options.policy, now)
    // Repeats are the ticks' work: a match that joins is no reason to ring.
    if (decision.page && decision.reason !== 'repeat') send(alert, history, decision.reason, now)
    else if (paged)
      put(alertPrefix + alert.id, { alert: slim(alert), history: { ...history, acknowledged } } satisfies Paged)
    if (acknowledged) put(repeatPrefix + alert.id, undefined)
  }
  const onAction = ({ act, alert }: Action): void => {
    const paged = pagedOf(alert)
    if (!paged || (act !== 'acknowledge' && act !== 'close')) return
    put(alertPrefix + alert, { ...paged, history: { ...paged.history, acknowledged: true } })
    put(repeatPrefix + alert, undefined)
  }
  const onTick = (now: number): void => {
    const waiting = new Set(state.scan(repeatPrefix, mostOpen).map(([key]) => key))
    for (const [key, value] of changes)
      if (key.startsWith(repeatPrefix)) value === undefined ? waiting.delete(key) : waiting.add(key)
    for (const key of waiting) {
      const paged = pagedOf(key.slice(repeatPrefix.length))
      if (!paged) continue
      const decision = decidePage(paged.alert, paged.history, options.policy, now)
      if (decision.page && decision.reason === 'repeat') send(paged.alert, paged.history, 'repeat', now)
    }
  }
  const onDelivery = (record: Extract<AlertsRecord, { type: 'delivery' }>): void => {
    const { delivery } = record
    for (const action of ['trigger', 'resolve'] as const) {
      const key = `${outboxPrefix}${delivery.pager}\u0000${delivery.dedupKey}\u0000${action}`
      const text = get(key)
      if (text === undefined) continue
      const entry = JSON.parse(text) as OutboxEntry
      if (entry.page.id === delivery.page) put(key, afterDelivery(entry, delivery))
    }
  }
  return {
    take(record, now) {
      switch (record.type) {
        case 'alert':
          return onAlert(record.alert, now)
        case 'action':
          return onAction(record)
        case 'tick':
          return onTick(Date.parse(record.at))
        case 'delivery':
          return onDelivery(record)
        case 'page':
        case 'decision':
          return undefined
      }
    },
    result: () => ({ records, state: [...changes] as StateChange[] }),
  }
}

/** The alert without what a page never shows. */
const slim = (alert: Alert): Alert => ({
  ...alert,
  evidence: alert.evidence
    .slice(-1)
    .map((event) => ({ ...event, event: { ...event.event, original: '' }, aws: undefined })),
  events: alert.events.slice(-5),
})

function parse(value: Uint8Array | string | undefined): AlertsRecord | undefined {
  if (value === undefined) return undefined
  try {
    const found: unknown = JSON.parse(typeof value === 'string' ? value : Buffer.from(value).toString())
    return isObject(found) && typeof found.type === 'string' ? (found as unknown as AlertsRecord) : undefined
  } catch {
    return undefined
  }
}
