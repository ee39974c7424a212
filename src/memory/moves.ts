// What is renamed or moved keeps what was known of it: a copy stays one, and its settings stay what they were. Contract, section 3.
import { day } from '../lib/duration.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { settings } from '../model/setting.ts'
import { kept } from './held.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'

/** Hands on what memory holds under the id that a thing had before. */
export function carryOver(memory: Memory, event: Event, now: number): void {
  const { resource, detail } = event.backup ?? {}
  const former = detail?.former_id
  if (!resource || typeof former !== 'string' || former === resource.id || event.event.outcome === 'failure') return
  const site = siteOf(event)
  const copy = memory.get('copy', keyOf(site, 'copy', former))
  const place = keyOf(site, 'copy', resource.id)
  if (copy !== undefined)
    memory.put('copy', place, asJson({ ...recordOf(copy), ...recordOf(memory.get('copy', place)) }), now + 180 * day)
  for (const setting of Object.keys(settings)) {
    const [from, to] = [keyOf(site, 'setting', former, setting), keyOf(site, 'setting', resource.id, setting)]
    const held = memory.get('setting', from)
    if (held !== undefined && memory.get('setting', to) === undefined) memory.put('setting', to, held, now + kept)
  }
}
