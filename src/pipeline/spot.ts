// Which streams of its source a record belongs to, asked of every record and answered from what was answered before.
import { day } from '../lib/duration.ts'
import type { Glimpse } from '../model/source.ts'
import type { SeenStream, Stream, StreamSign } from '../model/stream.ts'

/** What a look at a record and the whole event both tell. */
interface Seen {
  readonly code: string
  readonly provider?: string | undefined
  readonly action?: string | undefined
}

/** The streams that a record belongs to; none for most. */
export interface Spot {
  ofEvent(source: string, seen: Seen): readonly Stream[]
  /** For a record that was looked at and not read. */
  ofGlimpse(source: string, glimpse: Glimpse): readonly Stream[]
}

/** Names come from records, so the number of different questions has no limit of its own. */
const longestCache = 20_000
const longestName = 500
const none: readonly Stream[] = []

export function spotOf(streams: readonly Stream[]): Spot {
  const bySource = Map.groupBy(
    streams.map((stream) => ({ stream, fits: fitting(stream.signs) })),
    ({ stream }) => stream.source,
  )
  const answers = new Map<string, readonly Stream[]>()
  /** A source gives the same object for the same call. */
  const looks = new WeakMap<Glimpse, readonly Stream[]>()
  const ofEvent: Spot['ofEvent'] = (source, seen) => {
    const known = bySource.get(source)
    if (!known) return none
    const question = `${source}\u0000${seen.action ?? ''}\u0000${seen.provider ?? ''}\u0000${seen.code}`
    const before = answers.get(question)
    if (before) return before
    const found = known.filter(({ fits }) => fits(seen)).map(({ stream }) => stream)
    const answer = found.length === 0 ? none : found
    if (question.length > longestName) return answer
    if (answers.size >= longestCache) answers.clear()
    answers.set(question, answer)
    return answer
  }
  return {
    ofEvent,
    ofGlimpse(source, glimpse) {
      const known = looks.get(glimpse)
      if (known) return known
      const answer = ofEvent(source, glimpse)
      looks.set(glimpse, answer)
      return answer
    },
  }
}

function fitting(signs: readonly StreamSign[]): (seen: Seen) => boolean {
  if (signs.length === 0) return () => true
  const tests = signs.map((sign) => [anyOf(sign.provider), anyOf(sign.code), anyOf(sign.action)] as const)
  return ({ provider = '', code, action = '' }) =>
    tests.some(([isProvider, isCode, isAction]) => isProvider(provider) && isCode(code) && isAction(action))
}

/** Parts of a pattern are literal but for `*`. */
function anyOf(patterns: readonly string[] | undefined): (value: string) => boolean {
  if (!patterns) return () => true
  const tests = patterns.map((pattern) => {
    const parts = pattern.toLowerCase().split('*')
    return (value: string): boolean => wildcard(parts, value)
  })
  return (value) => tests.some((fits) => fits(value.toLowerCase()))
}

/** Each part where it comes first, one behind the other: no expression, so that no name from a record can stall it. */
function wildcard([first = '', ...rest]: readonly string[], value: string): boolean {
  const last = rest.pop()
  if (last === undefined) return value === first
  if (!value.startsWith(first) || !value.endsWith(last)) return false
  let at = first.length
  const end = value.length - last.length
  for (const part of rest) {
    const found = value.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= end
}

export interface SightedStream {
  readonly site: string
  readonly stream: Stream
  /** Epoch milliseconds of the latest record. */
  last: number
}

/** The sights of one batch that are news: those that were committed today are none. */
export interface Sights {
  /** @param time epoch milliseconds */
  note(streams: readonly Stream[], site: string, time: number): void
  readonly news: readonly SightedStream[]
}

export interface SightsOfDay {
  begin(): Sights
  /** These are written: nobody need hear of them again on their day. */
  told(news: readonly SightedStream[]): void
}

export function sightsOfDay(): SightsOfDay {
  /** By the stream itself: those of a rule set that was replaced are forgotten with it. */
  const days = new WeakMap<Stream, Map<string, number>>()
  return {
    begin() {
      const news: SightedStream[] = []
      return {
        news,
        note(streams, site, time) {
          for (const stream of streams) {
            if (!Number.isFinite(time) || dayOf(time) <= (days.get(stream)?.get(site) ?? Number.NEGATIVE_INFINITY))
              continue
            const same = news.find((one) => one.stream === stream && one.site === site)
            if (!same) news.push({ site, stream, last: time })
            else if (time > same.last) same.last = time
          }
        },
      }
    },
    told(news) {
      for (const { stream, site, last } of news) {
        const sites = days.get(stream) ?? new Map<string, number>()
        days.set(stream, sites.set(site, Math.max(dayOf(last), sites.get(site) ?? Number.NEGATIVE_INFINITY)))
      }
    },
  }
}

const dayOf = (time: number): number => Math.floor(time / day)

/** The first and last sight of streams over records without a memory, as of files. */
export function gather(seen: Map<string, SeenStream>, streams: readonly Stream[], site: string, time: number): void {
  for (const { source, stream } of streams) {
    const key = `${site}\u0000${source}\u0000${stream}`
    const known = seen.get(key)
    const days = known ? known.days + Number(dayOf(time) > dayOf(known.last)) : 1
    const [first, last] = [Math.min(time, known?.first ?? time), Math.max(time, known?.last ?? time)]
    seen.set(key, { site, source, stream, first, last, days })
  }
}
