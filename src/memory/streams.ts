// Which streams of a source arrive at a site: first and last sight, a write a day. What never comes can be told by it.
import { day } from '../lib/duration.ts'
import { isObject } from '../lib/json.ts'
import type { Memory } from '../model/memory.ts'
import type { SeenStream } from '../model/stream.ts'
import { asJson, keyOf } from './recall.ts'

/** Longer than any stream may lie still: what stopped is told apart from what never came. */
const kept = 180 * day

/** A record of the stream came. @param now epoch milliseconds */
export function noteStream(
  memory: Memory,
  { site, source, stream }: Pick<SeenStream, 'site' | 'source' | 'stream'>,
  now: number,
): void {
  if (!Number.isFinite(now)) return
  const key = keyOf(site, 'stream', source, stream)
  const value = memory.get('stream', key)
  const known = isObject(value) ? (value as unknown as SeenStream) : undefined
  if (known && dayOf(now) <= dayOf(known.last)) return
  const seen: SeenStream = { site, source, stream, first: known?.first ?? now, last: now, days: (known?.days ?? 0) + 1 }
  memory.put('stream', key, asJson(seen), now + kept)
}

const dayOf = (time: number): number => Math.floor(time / day)
