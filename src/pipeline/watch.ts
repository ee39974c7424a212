// What Lastcopy notices about its own topics, on its way to detection like any other event.
import { hashOf } from '../lib/hash.ts'
import { isoOf } from '../lib/time.ts'
import type { Gap, NewRecord } from '../model/journal.ts'
import { type EventsRecord, topics } from '../model/wire.ts'
import { eventOf, type GapNotice } from '../sources/lastcopy.watch/event.ts'

/**
 * A gap as a record for `lastcopy.events`. Its id depends on what was read and what was to be read next, so that a gap that
 * is found again after a crash is the same one.
 * @param at when it was noticed, epoch milliseconds
 */
export function gapRecord(gap: Gap, site: string, at: number): NewRecord {
  const { stage, topic, partition, kind, expected, found, last } = gap
  const noticed = isoOf(at) ?? ''
  const lastRead = last === undefined ? undefined : isoOf(last)
  const notice: GapNotice = {
    notice: 'gap',
    id: hashOf('gap', site, stage, topic, String(partition), kind, expected, lastRead ?? ''),
    at: noticed,
    site,
    stage,
    topic,
    partition,
    what: kind,
    expected,
    found,
    ...(lastRead === undefined ? {} : { last: lastRead }),
  }
  const event = eventOf(notice)
  const ref = { source: event.event.dataset, position: `${topic}-${partition}@${expected}`, at: event['@timestamp'] }
  const record: EventsRecord = { type: 'event', event, ref }
  return { topic: topics.events, key: site, value: JSON.stringify(record) }
}
