// Records of one act that the vendor logged more than once: which of them was first, and which classes of rules spoke for it. docs/facts.md
import { minute } from '../lib/duration.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, listOf, recordOf, siteOf } from './recall.ts'

interface Act {
  /** The events that told of it. */
  readonly ids: readonly string[]
  readonly classes: readonly string[]
}

const together = 15 * minute

/** What was seen of the event's act. `twin`: another record told of the same act, verb and outcome within 15 minutes. */
export interface Twin {
  readonly key: string | undefined
  readonly twin: boolean
  /** Classes that spoke for the act already. */
  readonly classes: readonly string[]
}

/** Looks up whether the event is the twin of an earlier one. */
export function knowTwin(memory: Memory, event: Event): Twin {
  const act = event.backup?.act
  if (act === undefined) return { key: undefined, twin: false, classes: [] }
  const { action, outcome } = event.event
  const key = keyOf(siteOf(event), 'act', act, action, outcome)
  const known = recordOf<Act>(memory.get('seen', key))
  const ids = listOf<string>(asJson(known.ids ?? []))
  // All events of one record carry its id: they are parts of the act, and not the act told again.
  const twin = ids.length > 0 && ids[0] !== event.event.id
  return { key, twin, classes: twin ? listOf<string>(asJson(known.classes ?? [])) : [] }
}

/** Writes down that the event told of its act, and for which classes. */
export function noteTwin(memory: Memory, event: Event, { key }: Twin, classes: readonly string[], now: number): void {
  if (key === undefined) return
  const known = recordOf<Act>(memory.get('seen', key))
  const ids = listOf<string>(asJson(known.ids ?? []))
  const all = [...new Set([...listOf<string>(asJson(known.classes ?? [])), ...classes])]
  memory.put('seen', key, asJson({ ids: ids.length > 0 ? ids : [event.event.id], classes: all }), now + together)
}
