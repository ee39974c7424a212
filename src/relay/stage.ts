// The page stage: alerts, acts, ticks and deliveries in; pages and what waits for delivery out. A pure step over its state.
import { isObject } from '../lib/json.ts'
import type { Stage } from '../model/journal.ts'
import type { OutboxEntry } from '../model/pager.ts'
import { type AlertsRecord, topics } from '../model/wire.ts'
import { openBook } from './book.ts'
import { readClock, tellTime } from './clock.ts'
import type { Desk, PageStageOptions } from './desk.ts'
import { onAction, onAlert, onDelivery, onTick } from './hear.ts'
import { outboxPrefix } from './outbox.ts'
import { onSchedule } from './self-test.ts'
import { ringTest } from './test-page.ts'

export type { PageStageOptions }

const mostWaiting = 50_000

/** The stage. Its state is told apart by site, so each partition rings for its own sites. */
export function pageStage(options: PageStageOptions): Stage {
  return {
    name: 'page',
    topics: [topics.alerts],
    stateful: true,
    process(batch, state) {
      const book = openBook(state)
      for (const { value, timestamp } of batch) {
        const record = parse(value)
        if (record === undefined) continue
        const wall = record.type === 'tick' ? Date.parse(record.at) : timestamp
        const at = record.type === 'tick' ? tellTime(book, wall) : readClock(book, wall)
        take({ book, options, at }, record)
      }
      return book.result()
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
        owns ? state.scan(outboxPrefix, mostWaiting).map(([, value]) => JSON.parse(value) as OutboxEntry) : undefined,
      )
    },
  }
}

function take(desk: Desk, record: AlertsRecord): void {
  // All else the stage wrote itself, or is for the log alone.
  if (record.type === 'alert') onAlert(desk, record.alert)
  else if (record.type === 'action') onAction(desk, record)
  else if (record.type === 'tick') onTick(desk)
  else if (record.type === 'delivery') onDelivery(desk, record.delivery)
  else if (record.type === 'test') ringTest(desk, record)
  else if (record.type === 'schedule') onSchedule(desk, record)
}

function parse(value: Uint8Array | string | undefined): AlertsRecord | undefined {
  if (value === undefined) return undefined
  try {
    const found: unknown = JSON.parse(typeof value === 'string' ? value : Buffer.from(value).toString())
    return isObject(found) && typeof found.type === 'string' ? (found as unknown as AlertsRecord) : undefined
  } catch {
    return undefined
  }
}
