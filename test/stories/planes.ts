// Runs acts of consoles, arrays, hosts and directories through memory, rules and joining, and tells what came of them.
import type { Alert } from '../../src/model/alert.ts'
import { detectEnd, detectEvent } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { ownLibrary } from '../support/library.ts'
import { type Act, eventOf } from '../support/planes.ts'

const { detector } = await ownLibrary()

export interface ToldActs {
  /** `page-now repository-removed repo1`, each alert once with the priority it came to. */
  readonly alerts: readonly string[]
  /** Summaries of what was paged, in order. */
  readonly pages: readonly string[]
}

/** In order of time, whatever order they are given in. */
export function tellActs(acts: readonly Act[]): ToldActs {
  const memory = memoryMap()
  const page = firstAndWorse()
  const alerts = new Map<string, string>()
  const pages: string[] = []
  const note = (alert: Alert): void => {
    alerts.set(alert.id, `${alert.priority} ${alert.class} ${alert.resource.name ?? alert.resource.id}`)
    if (page(alert) !== undefined) pages.push(alert.summary)
  }
  const sorted = [...acts].sort((one, other) => one.at - other.at)
  for (const [index, act] of sorted.entries()) {
    const event = eventOf({ id: `act-${index}`, ...act })
    const position = { source: event.event.dataset, position: `act:${index}`, at: new Date(act.at).toISOString() }
    for (const alert of detectEvent(memory, detector, event, position)?.alerts ?? []) note(alert)
  }
  const last = sorted.at(-1)
  if (last) for (const alert of detectEnd(memory, detector, last.at)) note(alert)
  return { alerts: [...alerts.values()], pages }
}
