// Events of a chain over a key: somebody takes rights over it, and somebody else lets it be destroyed. For the flood and its test.
import type { Event } from '../src/model/event.ts'

export interface FloodEvent {
  readonly event: Event
  /** Epoch milliseconds. */
  readonly at: number
}

/** Each name is a key of its own, with an account and an address of its own. */
export function floodEvent(kind: 'custody' | 'destruction', name: string, at: number): FloodEvent {
  const action = kind === 'custody' ? 'key-policy-changed' : 'key-destruction-scheduled'
  const id = `${kind}-${name}`
  const event: Event = {
    '@timestamp': new Date(at).toISOString(),
    event: {
      id,
      action,
      code: action,
      outcome: 'success',
      kind: 'event',
      category: ['configuration'],
      type: ['change'],
      dataset: 'generic.json',
      module: 'generic',
      original: '{}',
    },
    user: { name: `${kind}-by-${name}` },
    backup: {
      platform: 'hashicorp.vault',
      actor: { id: `${kind}-by-${name}`, name: `${kind}-by-${name}`, kind: 'person' },
      resource: { type: 'key', id: `key/${name}`, name },
    },
  }
  return { event, at }
}
