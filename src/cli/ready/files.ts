// Which sources and streams files hold: every record is read, also those that nothing could use.
import type { Detections } from '../../content/load.ts'
import { judgeReady } from '../../content/ready/judge.ts'
import { day, tellDuration } from '../../lib/duration.ts'
import { defaultSite } from '../../model/site.ts'
import type { BlindReport, HeardSource, SeenStream } from '../../model/stream.ts'
import type { Relevance } from '../../pipeline/relevance.ts'
import { eventsOf, noTotals, type ReplayFile } from '../../pipeline/replay.ts'
import { gather } from '../../pipeline/spot.ts'
import type { Io } from '../io.ts'

const everything: Relevance = { ofEvent: () => true, ofGlimpse: () => true }
/** A source whose records end so long before the others' may be silent. */
const quiet = 7 * day

export async function sightFiles(
  files: readonly ReplayFile[],
  { spot, streams, metas, sources }: Pick<Detections, 'spot' | 'streams' | 'metas' | 'sources'>,
  without: ReadonlySet<string>,
  io: Pick<Io, 'say'>,
): Promise<BlindReport> {
  const totals = noTotals()
  const heard = new Map<string, HeardSource>()
  const seen = new Map<string, SeenStream>()
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for await (const { event, at } of eventsOf(files, { relevance: everything }, totals)) {
    const source = event.event.dataset
    const site = event.backup?.site ?? defaultSite
    const known = heard.get(`${site}\u0000${source}`)
    heard.set(`${site}\u0000${source}`, { site, source, first: known?.first ?? at, last: at, silent: false })
    gather(seen, spot.ofEvent(source, event.event), site, at)
    ;[first, last] = [Math.min(first, at), Math.max(last, at)]
  }
  const spoke = [...heard.values()].map((one) => ({ ...one, silent: last - (one.last ?? last) > quiet }))
  const named = [...new Set(files.map(({ source }) => source.name))]
  const never = named.filter((source) => spoke.every((one) => one.source !== source))
  const span = Number.isFinite(first) ? `, ${tellDuration(last - first)} of them` : ''
  io.say(
    `${totals.records} records read, ${totals.rejects} rejected${span}; what is rarer than that may be missing by chance`,
  )
  return judgeReady({
    streams,
    metas,
    heard: [...spoke, ...never.map((source) => ({ site: defaultSite, source, silent: false }))],
    seen: [...seen.values()],
    at: last,
    without,
    known: new Set(sources.keys()),
    ended: true,
  })
}
