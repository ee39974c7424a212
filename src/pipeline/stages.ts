// The two stages before paging, as the journal runs them: records to events and dead letters, events to alerts.
import { applyAction } from '../alert/act.ts'
import { notePlan } from '../alert/planned.ts'
import { isObject } from '../lib/json.ts'
import { isoOf } from '../lib/time.ts'
import { expectFrom, noteBeat } from '../memory/expected.ts'
import { seedSetting } from '../memory/held.ts'
import { beginListening, hear } from '../memory/silence.ts'
import { noteStream } from '../memory/streams.ts'
import type { Alert } from '../model/alert.ts'
import type { JournalRecord, NewRecord, Stage, StageResult } from '../model/journal.ts'
import { defaultSite, onlySite, type Sites } from '../model/site.ts'
import type { Source } from '../model/source.ts'
import { type AlertsRecord, type EventsRecord, topics } from '../model/wire.ts'
import { deadLetters } from './dead-letter.ts'
import { type Detected, type Detector, detectDrill, detectEvent, detectTick } from './detect.ts'
import { type Draft, type Lane, type LaneEvent, lane, usable } from './lane.ts'
import { learnEvent } from './learn.ts'
import { memoryOver } from './memory-state.ts'
import { type Normalized, normalizeBatch, type RawRecord, type Watch } from './normalize.ts'
import type { Relevance } from './relevance.ts'
import { placeReplayed, replayedOf } from './replayed.ts'
import { shippedOf } from './shipped.ts'
import { type SightedStream, type Spot, sightsOfDay } from './spot.ts'

export interface NormalizeOptions {
  /** Which source reads which topic. */
  readonly sources: ReadonlyMap<string, Source>
  /** Passes tests of the whole way on. */
  readonly tests?: boolean
  /** Which sites an event belongs to. */
  readonly sites?: Sites
  /** Asked for each batch, so that a new rule set is heard at once. */
  relevance(): Relevance
  /** The same: which streams a record belongs to. */
  spot?(): Spot
  /** For counters; must not throw. */
  observe?(normalized: Normalized, records: number): void
}

/** Raw topics in, `lastcopy.events` and `lastcopy.dead-letter` out. */
export function normalizeStage({
  sources,
  tests = false,
  sites = onlySite(defaultSite),
  relevance,
  spot,
  observe,
}: NormalizeOptions): Stage {
  const lanes = new Map<string, Lane>()
  const day = sightsOfDay()
  const told = new WeakMap<StageResult, readonly SightedStream[]>()
  return {
    name: 'normalize',
    topics: [...sources.keys(), ...(tests ? [topics.selfTest] : [])],
    stateful: false,
    process(batch) {
      if (batch[0]?.topic === topics.selfTest) return { records: batch.flatMap(passedOn), state: [] }
      const out: NewRecord[] = []
      const records = batch.flatMap((record) => rawOf(record, sources))
      const sights = day.begin()
      const spots = spot?.()
      const watch: Watch | undefined = spots && { spot: spots, note: sights.note }
      const ingested = batch.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0)
      const take = (some: readonly RawRecord[], place: (drafts: readonly Draft[]) => readonly LaneEvent[]): void => {
        const normalized = normalizeBatch(some, relevance(), isoOf(ingested), sites, watch)
        for (const event of place(normalized.drafts)) out.push(eventRecord(event))
        out.push(...deadLetters(normalized.rejects))
        for (const [source, { count, last }] of normalized.dropped) {
          const time = isoOf(last) ?? isoOf(ingested) ?? isoOf(0) ?? ''
          for (const site of sites.ofSource(source))
            out.push(eventsRecord(site, { type: 'tally', source, count, last: time }))
        }
        observe?.(normalized, some.length)
      }
      const [first] = batch
      if (!first) return { records: [], state: [] }
      const here = laneOf(lanes, `${first.topic}-${first.partition}`)
      take(
        records.filter(({ origin }) => !origin?.replayed),
        (drafts) => usable([...here.push(drafts), ...here.flush()]),
      )
      const replayed = records.filter(({ origin }) => origin?.replayed)
      if (replayed.length > 0) take(replayed, placeReplayed)
      for (const { site: at, stream, last } of sights.news)
        out.push(eventsRecord(at, { type: 'sighting', ...named(stream), last: isoOf(last) ?? '' }))
      const result = { records: out, state: [] }
      told.set(result, sights.news)
      return result
    },
    committed(_, result) {
      day.told(told.get(result) ?? [])
    },
    owned(partition, owns) {
      if (owns) return
      for (const name of lanes.keys()) if (name.endsWith(`-${partition}`)) lanes.delete(name)
    },
  }
}

export interface DetectOptions {
  /** Asked for each batch. */
  detector(): Detector
  observe?(detected: Detected): void
}

/** `lastcopy.events` in, `lastcopy.alerts` out; remembers in the stage's state. */
export function detectStage({ detector, observe }: DetectOptions): Stage {
  return {
    name: 'detect',
    topics: [topics.events],
    stateful: true,
    gathers: 30,
    process(batch, state): StageResult {
      const memory = memoryOver(state)
      const rules = detector()
      const out: AlertsRecord[] = []
      if (batch[0]) beginListening(memory, batch[0].timestamp)
      for (const { value, key } of batch) {
        const record = parseRecord(value)
        if (record?.type === 'event') {
          const detected = detectEvent(memory, rules, record.event, record.ref)
          if (!detected) continue
          observe?.(detected)
          for (const alert of detected.alerts) out.push({ type: 'alert', alert })
        } else if (record?.type === 'action') {
          const alert = applyAction(memory, record)
          if (alert) out.push({ type: 'alert', alert })
        } else if (record?.type === 'seed') seedSetting(memory, record)
        else if (record?.type === 'learned') learnEvent(memory, rules, record.event, Date.parse(record.at))
        else if (record?.type === 'tally')
          hear(memory, { site: key ?? defaultSite, source: record.source }, Date.parse(record.last))
        else if (record?.type === 'sighting')
          noteStream(memory, { ...named(record), site: key ?? defaultSite }, Date.parse(record.last))
        else if (record?.type === 'plan') notePlan(memory, record.plan)
        else if (record?.type === 'drill')
          for (const alert of detectDrill(memory, rules, record.drill)) out.push({ type: 'alert', alert })
        else if (record?.type === 'test') out.push(record)
        else if (record?.type === 'expecting') expectFrom(memory, record.site, record.expected)
        else if (record?.type === 'beat') noteBeat(memory, record.site, record.name, Date.parse(record.at))
        else if (record?.type === 'tick')
          for (const alert of detectTick(memory, rules, record.at)) out.push({ type: 'alert', alert })
      }
      const records = settle(out).map((record) => ({
        topic: topics.alerts,
        key: record.type === 'alert' ? record.alert.site : record.type === 'test' ? record.site : defaultSite,
        value: JSON.stringify(record),
      }))
      return { records, state: memory.changes() }
    },
  }
}

const named = ({ source, stream }: { readonly source: string; readonly stream: string }) => ({ source, stream })

/** Of several versions of an alert that only gathered events, the last is enough: a flood of joins is one record a batch. */
function settle(records: readonly AlertsRecord[]): readonly AlertsRecord[] {
  const lastJoined = new Map<string, Alert>()
  for (const record of records) {
    if (record.type === 'alert') lastJoined.set(record.alert.id, record.alert)
  }
  return records.filter(
    (record) =>
      record.type !== 'alert' || record.alert.change !== 'joined' || lastJoined.get(record.alert.id) === record.alert,
  )
}

function parseRecord(value: Uint8Array | undefined): EventsRecord | undefined {
  if (value === undefined) return undefined
  const record: unknown = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8'))
  return isObject(record) ? (record as unknown as EventsRecord) : undefined
}

/** A tombstone says nothing; a topic without a source is none of ours. */
function rawOf(record: JournalRecord, sources: ReadonlyMap<string, Source>): readonly RawRecord[] {
  const source = sources.get(record.topic)
  if (source === undefined || record.value === undefined) return []
  const position = `${record.topic}-${record.partition}@${record.offset}`
  const replayed = replayedOf(record)
  const received = replayed?.received ?? record.timestamp
  const { topic, partition, offset, key } = record
  return [
    {
      source,
      bytes: record.value,
      received,
      position,
      origin: { topic, partition, offset, key, replayed, shipped: shippedOf(record) },
    },
  ]
}

function laneOf(lanes: Map<string, Lane>, name: string): Lane {
  const known = lanes.get(name)
  if (known) return known
  const fresh = lane()
  lanes.set(name, fresh)
  return fresh
}

/** A test of the whole way goes on as it is. */
const passedOn = ({ key, value }: JournalRecord): readonly NewRecord[] =>
  value === undefined ? [] : [{ topic: topics.events, key: key ?? defaultSite, value }]

const eventRecord = ({ event, source, position, at }: LaneEvent): NewRecord =>
  eventsRecord(event.backup?.site ?? defaultSite, {
    type: 'event',
    event,
    ref: { source, position, at: isoOf(at) ?? event['@timestamp'] },
  })

const eventsRecord = (site: string, record: EventsRecord): NewRecord => ({
  topic: topics.events,
  key: site,
  value: JSON.stringify(record),
})
