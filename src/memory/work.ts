// Where backup products are at work: a copy that one reached lately can show within the hour that it still does. Contract, row 13.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { keyOf, siteOf } from './recall.ts'

const work = new Set(['object-written', 'recovery-point-created', 'job-finished'])
const cuts = new Set([
  'access-policy-changed',
  'key-policy-changed',
  'role-revoked',
  'credential-removed',
  'user-removed',
])
const lately = 14 * day

/** Whether a product worked on the event's resource, or as it, within two weeks; its work is noted. */
export function knowWork(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { resource, actor } = event.backup ?? {}
  const { action, outcome } = event.event
  if (!resource || outcome === 'failure') return {}
  const site = siteOf(event)
  if (work.has(action) && (actor?.kind === 'product' || actor?.kind === 'provider')) {
    for (const id of [resource.container?.id ?? resource.id, actor.id]) {
      const key = keyOf(site, 'works', id)
      const last = memory.get('seen', key)
      if (typeof last !== 'number' || now - last > day / 24) memory.put('seen', key, now, now + lately)
    }
    return {}
  }
  if (!cuts.has(action)) return {}
  const concerned = [resource.id, event.user?.target?.id ?? resource.id]
  return concerned.some((id) => memory.get('seen', keyOf(site, 'works', id)) !== undefined)
    ? { product_works: true }
    : {}
}
