// What people do to alerts becomes a record for every stage that must know, the audit log among them, in one durable step.
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../lib/json.ts'
import type { Journal } from '../model/journal.ts'
import type { Subject } from '../model/people.ts'
import { defaultSite } from '../model/site.ts'
import type { AlertStore } from '../model/store.ts'
import { type Action, topics } from '../model/wire.ts'
import type { WebDeps } from '../web/deps.ts'
import type { People } from './people.ts'

export interface ActsParts {
  readonly journal: Journal
  readonly store: AlertStore
  readonly people: Pick<People, 'recordOf'>
  now(): number
}

/** A person by name, with the token that spoke for them. */
const nameOf = ({ kind, name, person }: Subject): string =>
  kind === 'token' && person !== undefined ? `${person} (${name})` : name

/** @returns a function that resolves when the act is durable */
export function makeActs({ journal, store, people, now }: ActsParts): WebDeps['act'] {
  return async (given, by) => {
    const at = new Date(now()).toISOString()
    const action: Action = { type: 'action', at, by: nameOf(by.who), ...given, id: given.id ?? randomUUID() }
    const site = (await store.get(given.alert))?.site ?? defaultSite
    const value = JSON.stringify(action)
    const { act, alert, text, disposition, assignee, step } = given
    const detail: JsonObject = {
      action: action.id,
      ...(disposition === undefined ? {} : { disposition }),
      ...(step === undefined ? {} : { step }),
    }
    // Who it was given to names a person, as a note may: both belong to what can be erased.
    const words = assignee === undefined ? text : `to ${assignee}`
    await journal.append([
      ...[topics.events, topics.alerts].map((topic) => ({ topic, key: site, value })),
      people.recordOf(
        {
          act: `alert-${act}`,
          record: true,
          detail,
          on: { kind: 'alert', id: alert },
          ...(words === undefined ? {} : { words }),
        },
        by,
      ),
    ])
    return action
  }
}
