// What the records of a source lead to by themselves, in the order of their times, over a memory that knows nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Alert } from '../../model/alert.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { detectEvent } from '../../pipeline/detect.ts'
import { memoryMap } from '../../pipeline/memory-map.ts'
import type { Detections } from '../load.ts'

export interface Shown {
  /** Everything that the source made of the records. */
  readonly events: readonly Event[]
  /** Each alert as it was opened, in which line, and as it was at last. */
  readonly alerts: readonly { readonly line: number; readonly opened: Alert; readonly alert: Alert }[]
}

/** @param lines raw records, one each @param received epoch milliseconds: when a record came that tells no time */
export function shownBy(source: Source, lines: readonly string[], detections: Detections, received: number): Shown {
  const read = lines.flatMap((text, index) => {
    const reading = text === '' ? undefined : source.read(Buffer.from(text), received)
    return reading?.ok ? reading.value.events.map((event) => ({ event, line: index + 1 })) : []
  })
  const inOrder = read
    .map((one) => ({ ...one, time: Date.parse(one.event['@timestamp']) }))
    .sort((one, other) => one.time - other.time)
  const memory = memoryMap()
  const found = new Map<string, { line: number; opened: Alert; alert: Alert }>()
  for (const { event, line } of inOrder) {
    const position = { source: source.name, position: `line:${line}`, at: event['@timestamp'] }
    for (const alert of detectEvent(memory, detections.detector, event, position)?.alerts ?? [])
      found.set(alert.id, { line, opened: alert, ...found.get(alert.id), alert })
  }
  return { events: read.map(({ event }) => event), alerts: [...found.values()] }
}

const folder = resolve(import.meta.dirname, '../../../samples')
/** For the few records that tell no time. */
const usually = Date.UTC(2026, 2, 2)

/** The same for the samples that come with each source. */
export function samplesOf(detections: Detections): ReadonlyMap<string, Shown> {
  return new Map(
    [...detections.sources.values()].map((source) => {
      const place = join(folder, source.name)
      const files = existsSync(place) ? readdirSync(place).filter((file) => file.endsWith('.raw.ndjson')) : []
      const parts = files.map((file) =>
        shownBy(source, readFileSync(join(place, file), 'utf8').split('\n'), detections, usually),
      )
      return [
        source.name,
        { events: parts.flatMap(({ events }) => events), alerts: parts.flatMap(({ alerts }) => alerts) },
      ]
    }),
  )
}
