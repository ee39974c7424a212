// Things named dev, test or lab: quiet for one, not for a second by the same actor within a day. Contract, section 3.
import { day } from '../lib/duration.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, listOf, siteOf } from './recall.ts'

const calm = new Set([
  'read',
  'other',
  'sign-in',
  'object-written',
  'key-used',
  'repository-created',
  'recovery-point-created',
  'job-created',
  'job-finished',
  'tags-changed',
])

/** True when this actor touched another such resource within 24 h. */
export function knowTests(memory: Memory, event: Event, now: number): boolean {
  if (calm.has(event.event.action) || event.event.outcome === 'failure') return false
  const { actor, resource } = event.backup ?? {}
  const set = resource?.container?.id ?? resource?.id ?? ''
  const key = keyOf(siteOf(event), 'tests-touched', actor?.id ?? '')
  const before = listOf<readonly [string, number]>(memory.get('count', key)).filter(
    ([, at]) => Math.abs(now - at) <= day,
  )
  memory.put('count', key, asJson([...before.filter(([id]) => id !== set), [set, now]].slice(-20)), now + day)
  return before.some(([id]) => id !== set)
}
