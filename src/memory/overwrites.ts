// Keys that copies were never sealed with before: contract, row 8.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { keyOf, siteOf } from './recall.ts'

/** Whether the caller's own or a foreign account's key is new in this container: not seen there for 30 days. */
export function knowOverwrite(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { detail, resource } = event.backup ?? {}
  const kind =
    detail?.customer_key === true
      ? 'customer'
      : detail?.foreign_key === true
        ? `foreign ${String(detail.key ?? '')}`
        : undefined
  const set = resource?.container?.id ?? resource?.id
  if (kind === undefined || set === undefined || event.event.outcome === 'failure') return {}
  const key = keyOf(siteOf(event), 'sealed', set, kind)
  const first = memory.get('seen', key)
  // The first day of a new key is the attack itself; only what is older is custom.
  memory.put('seen', key, typeof first === 'number' ? first : now, now + 30 * day)
  return { new_key: typeof first !== 'number' || now - first < day }
}
