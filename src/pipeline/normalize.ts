// Records to events: reads each with its source, drops what nothing could ever use, and counts what it dropped.

import { isEveryday } from '../memory/clocks.ts'
import type { Event } from '../model/event.ts'
import type { Shipped } from '../model/intake.ts'
import { defaultSite, onlySite, type Sites } from '../model/site.ts'
import type { Reject, Source } from '../model/source.ts'
import { strays } from './astray.ts'
import type { Draft } from './lane.ts'
import type { Relevance } from './relevance.ts'
import type { Replayed } from './replayed.ts'
import type { Sights, Spot } from './spot.ts'

export interface RawRecord {
  readonly source: Source
  readonly bytes: Uint8Array
  /** Epoch milliseconds: Kafka's timestamp; undefined where nobody received it, as in a replay. */
  readonly received: number | undefined
  /** Where nobody received it: no record lies after this (epoch milliseconds), so that stamps without a year find theirs. */
  readonly before?: number
  /** `topic-partition@offset` or `file:line`. */
  readonly position: string
  /** Where it lay, for the dead letter. */
  readonly origin?: Origin
}

/** A record's place in a topic. */
export interface Origin {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key?: string | undefined
  /** It is a dead letter that was put back. */
  readonly replayed?: Replayed | undefined
  /** The way that it took, where it did not lie in Kafka. */
  readonly shipped?: Shipped | undefined
}

export interface Rejected {
  readonly record: RawRecord
  readonly reject: Reject
}

export interface Dropped {
  count: number
  /** Epoch milliseconds of the latest event time. */
  last: number
}

export interface Normalized {
  /** In the order of the records; those that nothing can use are there for their time. */
  readonly drafts: readonly Draft[]
  readonly rejects: readonly Rejected[]
  /** By source. */
  readonly dropped: ReadonlyMap<string, Dropped>
}

/** Told of every record that is one of its source's, used or dropped. */
export interface Watch extends Pick<Sights, 'note'> {
  readonly spot: Spot
}

/** Reads a batch. @param ingestedAt ISO, written as `event.ingested`; undefined leaves it out @param sites that an event belongs to: it is there once for each */
export function normalizeBatch(
  records: readonly RawRecord[],
  relevance: Relevance,
  ingestedAt?: string,
  sites: Sites = onlySite(defaultSite),
  watch?: Watch,
): Normalized {
  const drafts: Draft[] = []
  const rejects: Rejected[] = []
  const dropped = new Map<string, Dropped>()
  const isStray = strays()
  for (const record of records) {
    const { source, bytes, received, before = 0 } = record
    const glimpse = source.glimpse?.(bytes)
    if (glimpse && received !== undefined && watch)
      for (const site of sites.ofSource(source.name))
        watch.note(watch.spot.ofGlimpse(source.name, glimpse), site, received)
    if (glimpse && !relevance.ofGlimpse(source, glimpse)) {
      drop(dropped, source.name, received ?? Number.NEGATIVE_INFINITY)
      continue
    }
    const reading = source.read(bytes, received ?? before)
    if (!reading.ok) {
      rejects.push({ record, reject: reading.error })
      continue
    }
    for (const reject of reading.value.rejects) rejects.push({ record, reject })
    const { events } = reading.value
    events.forEach((event, part) => {
      const time = Date.parse(event['@timestamp'])
      const places = sites.of(event)
      if (!glimpse && watch)
        for (const site of places)
          watch.note(watch.spot.ofEvent(event.event.dataset, event.event), site, Math.min(time, received ?? time))
      const relevant = relevance.ofEvent(source, event)
      if (!relevant) drop(dropped, source.name, Math.min(time, received ?? time))
      const draft = {
        source: source.name,
        position: events.length > 1 ? `${record.position}#${part}` : record.position,
        time,
        latest: received === undefined || received <= 0 ? Number.POSITIVE_INFINITY : received,
      }
      // It may be the second record in a row from a clock that was stepped, whatever it is of.
      const clock = isStray(time, received) && isEveryday(event) && isOfMachine(event)
      const told = [...(relevant ? [event] : []), ...(clock ? [asClock(event)] : [])]
      if (told.length === 0) drafts.push({ event: undefined, ...draft })
      for (const one of told)
        for (const site of places)
          drafts.push({
            event: dressed(one, { ingested: ingestedAt, site, shipped: record.origin?.shipped }),
            ...draft,
          })
    })
  }
  return { drafts, rejects, dropped }
}

const isOfMachine = ({ host, observer }: Event): boolean => (host?.name ?? observer?.name) !== undefined

/** The record once more, as one that tells the time of its machine. */
const asClock = (event: Event): Event => ({
  ...event,
  event: { ...event.event, id: `${event.event.id}:clock`, action: 'clock-told', outcome: 'success' },
})

function drop(dropped: Map<string, Dropped>, source: string, time: number): void {
  const tally = dropped.get(source)
  if (tally === undefined) {
    dropped.set(source, { count: 1, last: time })
    return
  }
  tally.count += 1
  if (time > tally.last) tally.last = time
}

interface Dress {
  readonly ingested: string | undefined
  readonly site: string
  readonly shipped: Shipped | undefined
}

/** With its site, the time at which we took it in, and the way that it took. */
const dressed = (event: Event, { ingested, site, shipped }: Dress): Event => ({
  ...event,
  event: ingested === undefined ? event.event : { ...event.event, ingested },
  backup: { ...event.backup, site, ...(shipped === undefined ? {} : { shipped }) },
})
