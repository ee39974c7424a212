// Keys that copies were never sealed with before, and files renamed by the hundred: contract, row 8.
import { day, minute } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { asJson, keyOf, recordOf, siteOf } from './recall.ts'

/** Whether the caller's own or a foreign account's key is new in this container: not seen there for 30 days. */
export function knowOverwrite(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  if (event.event.action === 'file-renamed') return renames(memory, event, now)
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

interface Spell {
  readonly from: number
  readonly files: number
}
const spell = 10 * minute

/** Files that the actor renamed within ten minutes, counted from the first on: a number, since a crypto-locker renames millions. */
function renames(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  if (event.event.outcome === 'failure') return {}
  const key = keyOf(siteOf(event), 'renamed-by', event.backup?.actor?.id ?? '')
  const known = recordOf<Spell>(memory.get('count', key))
  const runs = known.from !== undefined && Math.abs(now - known.from) <= spell
  const next: Spell = { from: runs ? (known.from ?? now) : now, files: (runs ? (known.files ?? 0) : 0) + 1 }
  memory.put('count', key, asJson(next), now + day)
  return { renamed_by_actor_10m: next.files }
}
