// The whole pipeline over files, without network or clock: what would have been alerted and paged, and when.
import { hear } from '../memory/silence.ts'
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import { defaultSite, onlySite, type Sites } from '../model/site.ts'
import type { Source } from '../model/source.ts'
import { type Detector, detectEnd, detectEvent } from './detect.ts'
import { lane } from './lane.ts'
import { learnEvent } from './learn.ts'
import { type ClockedMemory, memoryMap } from './memory-map.ts'
import { merge, type Pull } from './merge.ts'
import { normalizeBatch, type RawRecord, type Rejected } from './normalize.ts'
import type { FirstOrWorse } from './paging.ts'
import type { LaterPage, LaterPages, LaterReason } from './policy-pages.ts'
import type { Relevance } from './relevance.ts'

export interface ReplayFile {
  readonly source: Source
  /** As the manifest names it. */
  readonly name: string
  /** No record of it lies after this (epoch milliseconds): stamps without a year find theirs. */
  readonly before: number
  /** Raw records with their line numbers, from 1. */
  readonly lines: AsyncIterable<{ readonly number: number; readonly bytes: Uint8Array }>
}

export type ReplayLine =
  | { readonly type: 'reject'; readonly rejected: Rejected }
  | { readonly type: 'alert'; readonly alert: Alert }
  | {
      readonly type: 'page'
      readonly alert: Alert
      /** ISO. */
      readonly at: string
      readonly reason: FirstOrWorse | LaterReason
    }

export interface ReplayOptions {
  readonly detector: Detector
  readonly relevance: Relevance
  /** The relay's decision for a version of an alert; undefined: nobody is told. */
  decide(alert: Alert): FirstOrWorse | undefined
  /** What a policy rings after that, as time passes; left out: nothing. */
  readonly later?: LaterPages | undefined
  /** Each event, with what memory knows of it. */
  observe?(event: Event): void
  /** After each batch of a file. */
  progress?(records: number): void
}

export interface ReplayTotals {
  records: number
  /** Events that reached detection, and those that nothing could use. */
  events: number
  dropped: number
  rejects: number
  alerts: number
  pages: number
}

/** Counts before anything was read. */
export const noTotals = (): ReplayTotals => ({ records: 0, events: 0, dropped: 0, rejects: 0, alerts: 0, pages: 0 })

/** Read at once from a file: so many records, or so many bytes. */
const batchSize = 256
const batchBytes = 1 << 22

/**
 * Runs files through normalize, detect and the relay's decision. Memory is bounded by what detection remembers, not by the
 * size of the files.
 * @param totals counted as it goes
 */
export async function* replay(
  files: readonly ReplayFile[],
  options: ReplayOptions,
  totals: ReplayTotals,
  memory: ClockedMemory = memoryMap(),
): AsyncGenerator<ReplayLine> {
  const rejected: Rejected[] = []
  const kinds = new Map<string, number>()
  // Whether a source fell silent is asked while others speak: then each record's time counts, also where nothing else does.
  const inputs = files.length > 1 ? files.map(withoutGlimpse) : files
  const sites = options.detector.estate?.sites(defaultSite) ?? onlySite(defaultSite)
  const pulls = inputs.map((file) => pullFrom(file, { ...options, sites }, totals, rejected))
  const flushRejects = function* (): Generator<ReplayLine> {
    for (const one of rejected.splice(0)) yield { type: 'reject', rejected: one }
  }
  let last: number | undefined
  for await (const { event, source, position, at, running } of merge(pulls)) {
    last = Math.max(last ?? running, running)
    if (rejected.length > 0) yield* flushRejects()
    if (!event) {
      for (const site of sites.ofSource(source)) hear(memory, { site, source }, at)
      continue
    }
    const detected = detectEvent(memory, options.detector, event, {
      source,
      position,
      at: new Date(at).toISOString(),
    })
    if (!detected) continue
    totals.events += 1
    options.observe?.(detected.event)
    for (const alert of detected.alerts) yield* tell(alert, options, totals, kinds)
  }
  yield* flushRejects()
  if (last === undefined) return
  for (const alert of detectEnd(memory, options.detector, last)) yield* tell(alert, options, totals, kinds)
  yield* tellLater(options.later?.pass(last), totals)
}

type PullOptions = Pick<ReplayOptions, 'relevance' | 'progress'> & { readonly sites?: Sites | undefined }

/** Events of files in the order of their times, as a replay sees them; what is rejected is counted. */
export async function* eventsOf(
  files: readonly ReplayFile[],
  options: PullOptions,
  totals: ReplayTotals,
): AsyncGenerator<{ readonly event: Event; readonly at: number }> {
  const rejected: Rejected[] = []
  for await (const { event, at } of merge(files.map((file) => pullFrom(file, options, totals, rejected)))) {
    rejected.length = 0
    if (event) yield { event, at }
  }
}

/** Feeds files to memory and tells nobody. @returns how many events were new to it */
export async function learnFiles(
  files: readonly ReplayFile[],
  { detector, relevance }: Pick<ReplayOptions, 'detector' | 'relevance'>,
  totals: ReplayTotals,
  memory: ClockedMemory,
): Promise<number> {
  let learned = 0
  const sites = detector.estate?.sites(defaultSite)
  for await (const { event, at } of eventsOf(files, { relevance, sites }, totals))
    if (learnEvent(memory, detector, event, at)) learned += 1
  return learned
}

/**
 * An alert is told when it opens and when it rises, and when something of another kind makes it worse: a story that has its
 * six alerts takes what follows into the newest.
 */
function* tell(
  alert: Alert,
  { decide, later }: ReplayOptions,
  totals: ReplayTotals,
  kinds: Map<string, number>,
): Generator<ReplayLine> {
  const { id, change, rules } = alert
  yield* tellLater(later?.hear(alert), totals)
  if (change === 'opened') totals.alerts += 1
  const grown = change === 'worse' && rules.length > (kinds.get(id) ?? 0)
  if (change === 'opened' || change === 'raised' || grown) yield { type: 'alert', alert }
  kinds.set(id, rules.length)
  const reason = decide(alert)
  if (reason === undefined) return
  totals.pages += 1
  yield { type: 'page', alert, at: alert.at, reason }
}

function* tellLater(pages: readonly LaterPage[] = [], totals: ReplayTotals): Generator<ReplayLine> {
  for (const page of pages) {
    totals.pages += 1
    yield { type: 'page', ...page }
  }
}

function withoutGlimpse({ source: { glimpse, ...source }, ...file }: ReplayFile): ReplayFile {
  return { ...file, source }
}

/** Reads a file in batches, as far as the next event needs. */
function pullFrom(file: ReplayFile, options: PullOptions, totals: ReplayTotals, rejected: Rejected[]): Pull {
  const lines = file.lines[Symbol.asyncIterator]()
  const road = lane()
  let ready: Awaited<ReturnType<Pull>>[] = []
  let next = 0
  let ended = false
  const fill = async (): Promise<void> => {
    const records: RawRecord[] = []
    let bytes = 0
    while (records.length < batchSize && bytes < batchBytes) {
      const line = await lines.next()
      if (line.done) {
        ended = true
        break
      }
      bytes += line.value.bytes.length
      const { number, bytes: record } = line.value
      const { source, name, before } = file
      records.push({ source, bytes: record, received: undefined, before, position: `${name}:${number}` })
    }
    totals.records += records.length
    const normalized = normalizeBatch(records, options.relevance, undefined, options.sites)
    for (const { count } of normalized.dropped.values()) totals.dropped += count
    totals.rejects += normalized.rejects.length
    rejected.push(...normalized.rejects)
    const placed = road.push(normalized.drafts)
    ready = ended ? [...placed, ...road.flush()] : [...placed]
    next = 0
    options.progress?.(records.length)
  }
  return async () => {
    while (next >= ready.length && !ended) await fill()
    const event = ready[next]
    next += 1
    return event
  }
}
