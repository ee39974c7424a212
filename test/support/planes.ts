// Events of consoles, arrays, clouds, hosts and directories as their sources give them, for what holds whoever the vendor is.
import { hashOf } from '../../src/lib/hash.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import type { Actor, Backup, Event } from '../../src/model/event.ts'

/** What one act needs; the rest is filled in. */
export interface Act {
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: string
  readonly platform?: string
  readonly who?: Actor
  readonly ip?: string
  readonly outcome?: Event['event']['outcome']
  readonly backup?: Partial<Backup>
  /** Laid over the event: `observer`, `host`, `cloud`, `user`. */
  readonly more?: JsonObject
  readonly id?: string
}

export const person = (name: string): Actor => ({ id: `${name}@acme`, name, kind: 'person' })
export const serviceAccount = (name: string): Actor => ({ id: `${name}@acme`, name, kind: 'service' })

/** One event. */
export function eventOf({
  at,
  action,
  platform = 'veeam.vbr',
  who,
  ip,
  outcome = 'success',
  backup,
  more,
  id,
}: Act): Event {
  const actor = who ?? person('mallory')
  const [module = platform] = platform.split('.')
  return {
    '@timestamp': new Date(at).toISOString(),
    event: {
      id: id ?? hashOf(String(at), action, JSON.stringify(backup ?? {}), actor.id),
      action,
      code: 'case',
      outcome,
      kind: 'event',
      category: [],
      type: [],
      dataset: platform,
      module,
      original: '{}',
    },
    source: { ip: ip ?? '203.0.113.77', address: ip ?? '203.0.113.77' },
    backup: { platform, actor, ...backup },
    ...more,
  }
}
