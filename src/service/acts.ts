// What people do to alerts becomes a record for both stages that must know, in one durable step.
import { randomUUID } from 'node:crypto'
import type { Journal } from '../model/journal.ts'
import { defaultSite } from '../model/site.ts'
import type { AlertStore } from '../model/store.ts'
import { type Action, topics } from '../model/wire.ts'

export interface ActsParts {
  readonly journal: Journal
  readonly store: AlertStore
  now(): number
}

/** @returns a function that resolves when the act is durable */
export function makeActs({ journal, store, now }: ActsParts) {
  return async (given: Pick<Action, 'act' | 'alert' | 'by' | 'text'>): Promise<Action> => {
    const action: Action = { type: 'action', id: randomUUID(), at: new Date(now()).toISOString(), ...given }
    const site = (await store.get(given.alert))?.site ?? defaultSite
    const value = JSON.stringify(action)
    await journal.append([topics.events, topics.alerts].map((topic) => ({ topic, key: site, value })))
    return action
  }
}
