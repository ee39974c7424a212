// Events of before through detection once more: what each leads to, and what rises when they end.
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import { type Detector, detectEnd, detectEvent } from './detect.ts'
import type { ClockedMemory } from './memory-map.ts'

/** One step for each event, and a last one for what waited. */
export async function* backtestEvents(
  events: AsyncIterable<{ readonly event: Event; readonly at: number }>,
  detector: Detector,
  memory: ClockedMemory,
): AsyncGenerator<{ readonly alerts: readonly Alert[] }> {
  let last: number | undefined
  for await (const { event, at } of events) {
    last = Math.max(last ?? at, at)
    const position = { source: event.event.dataset, position: event.event.id, at: new Date(at).toISOString() }
    yield { alerts: detectEvent(memory, detector, event, position)?.alerts ?? [] }
  }
  if (last !== undefined) yield { alerts: detectEnd(memory, detector, last) }
}
