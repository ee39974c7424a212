// What a site does not see: sources that never spoke or fell silent, streams that never come, held against those that must.
import { day, tellDuration } from '../../lib/duration.ts'
import { isoOf } from '../../lib/time.ts'
import { type AlertClass, alertClasses } from '../../model/alert.ts'
import type { RuleMeta } from '../../model/rule.ts'
import type { Blind, BlindKind, BlindReport, HeardSource, SeenStream, Stream } from '../../model/stream.ts'

export interface Observed {
  readonly streams: readonly Stream[]
  readonly metas: readonly RuleMeta[]
  /** Of all sites. One that is named and was never heard has no times. */
  readonly heard: readonly HeardSource[]
  readonly seen: readonly SeenStream[]
  /** Epoch milliseconds: now, or where the files end. */
  readonly at: number
  /** Names of all sources that there are. */
  readonly known: ReadonlySet<string>
  /** `source` or `source/stream` that the site does not have. */
  readonly without: ReadonlySet<string>
  /** Files: nothing more comes, so nothing is waited for. */
  readonly ended: boolean
}

/** Everything that is blind, findings before hints, by site and source. */
export function judgeReady(observed: Observed): BlindReport {
  const heard = withSeen(observed.heard, observed.seen)
  const sites = [...new Set(heard.map(({ site }) => site))].sort()
  const found = sites.flatMap((site) =>
    judgeSite({ ...observed, heard: heard.filter((one) => one.site === site) }, site),
  )
  const names = new Set(observed.streams.map(({ source, stream }) => `${source}/${stream}`))
  return {
    at: isoOf(observed.at) ?? '',
    found: found.toSorted((one, other) => Number(one.perhaps) - Number(other.perhaps)),
    unknown: [...observed.without].filter((name) => !observed.known.has(name) && !names.has(name)),
    sources: heard.filter(({ last }) => last !== undefined).length,
    streams: observed.seen.length,
  }
}

/** A source is heard, too, whose streams came on another one's topic. */
function withSeen(heard: readonly HeardSource[], seen: readonly SeenStream[]): readonly HeardSource[] {
  const sources = new Map(heard.map((one) => [`${one.site}\u0000${one.source}`, one]))
  for (const { site, source, first, last } of seen) {
    const key = `${site}\u0000${source}`
    const known = sources.get(key)
    sources.set(key, {
      site,
      source,
      silent: known?.silent ?? false,
      first: Math.min(first, known?.first ?? first),
      last: Math.max(last, known?.last ?? last),
    })
  }
  return [...sources.values()]
}

function judgeSite({ streams, metas, heard, seen, at, without, ended }: Observed, site: string): readonly Blind[] {
  const sources = new Map(heard.map((one) => [one.source, one]))
  const sights = new Map(seen.filter((one) => one.site === site).map((one) => [`${one.source}/${one.stream}`, one]))
  /** Files of different months are each held against their own end. */
  const endOf = (source: string): number => (ended ? (sources.get(source)?.last ?? at) : at)
  const gone = (source: string): boolean => !ended && sources.get(source)?.silent === true
  const speaks = (source: string): boolean => sources.get(source)?.last !== undefined
  const arrives = (name: string): boolean => {
    const sight = sights.get(name)
    return name.includes('/')
      ? sight !== undefined && endOf(sight.source) - sight.last <= longest(streams, name)
      : speaks(name)
  }
  const own = (source: string): readonly Stream[] => streams.filter((stream) => stream.source === source)
  const finding = (
    kind: BlindKind,
    source: string,
    more: Pick<Blind, 'what' | 'why' | 'blind' | 'on'> & Part,
  ): Blind => {
    const { classes, stream, last, perhaps = false, ...words } = more
    const iso = last === undefined ? undefined : isoOf(last)
    return {
      kind,
      site,
      source,
      ...(stream === undefined ? {} : { stream }),
      ...words,
      ...(iso === undefined ? {} : { last: iso }),
      perhaps,
      classes,
      rows: classes.map((one) => alertClasses[one]).sort((one, other) => one - other),
      rules: metas
        .filter(({ lastcopy }) => lastcopy && classes.includes(lastcopy.class))
        .map(({ id, title }) => ({ id, title })),
      page: `docs/sources/${source}.md`,
    }
  }
  const whole = heard.flatMap(({ source, last, silent }): readonly Blind[] => {
    if (without.has(source) || (last !== undefined && !silent)) return []
    const classes = [...new Set(own(source).flatMap((stream) => stream.classes))]
    const never = last === undefined
    return [
      finding(never ? 'source-never-spoke' : 'source-silent', source, {
        what: `everything of ${source}`,
        why: never ? 'it is named, and nothing of it was heard' : `it was heard last at ${isoOf(last) ?? '?'}`,
        classes,
        perhaps: ended && !never,
        ...(last === undefined ? {} : { last }),
        blind: `Whatever only ${source} tells.`,
        on: [
          `See whether its sender runs, and how its records are shipped: docs/sources/${source}.md.`,
          ...own(source).map((stream) => stream.on),
        ].join('\n'),
      }),
    ]
  })
  const parts = streams.flatMap((stream): readonly Blind[] => {
    const { source, rare, within, what, classes, blind, on } = stream
    const name = `${source}/${stream.stream}`
    if (without.has(source) || without.has(name) || stream.instead.some(arrives)) return []
    const known = sources.get(source)
    const neighbours = stream.beside.filter((one) => speaks(one) && !gone(one))
    // What is silent or never spoke as a whole is told once.
    if (neighbours.length === 0 || (known && (known.last === undefined || gone(source)))) return []
    const base = { what, classes, blind, on, stream: stream.stream }
    if (!known) {
      const why = `${neighbours.join(' and ')} ${neighbours.length === 1 ? 'is' : 'are'} heard, and ${source} is not`
      return [finding('source-missing', source, { ...base, why, perhaps: rare })]
    }
    const sight = stream.signs.length === 0 ? known : sights.get(name)
    if (sight?.last === undefined) {
      const listened = at - Math.min(...neighbours.map((one) => sources.get(one)?.first ?? at))
      const early = !ended && listened < within
      const why = early
        ? `not seen yet, in ${tellDuration(Math.max(0, listened))}; one comes within ${tellDuration(within)}`
        : rare
          ? 'not seen yet; it lies still where nothing happens'
          : `never seen, though ${source} speaks`
      return [finding('stream-missing', source, { ...base, why, perhaps: rare || early })]
    }
    // A sight is as exact as a day.
    if (endOf(source) - sight.last <= within + day || rare) return []
    const why = `seen last at ${isoOf(sight.last) ?? '?'}, and one comes within ${tellDuration(within)}`
    return [finding('stream-stopped', source, { ...base, why, last: sight.last })]
  })
  return [...whole, ...parts]
}

interface Part {
  readonly classes: readonly AlertClass[]
  readonly stream?: string
  /** Epoch milliseconds. */
  readonly last?: number
  readonly perhaps?: boolean
}

const longest = (streams: readonly Stream[], name: string): number =>
  (streams.find(({ source, stream }) => `${source}/${stream}` === name)?.within ?? 0) + day
