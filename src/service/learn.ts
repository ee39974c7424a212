// Events of before, put where detection reads them: it remembers them and asks no rule.
import type { Journal } from '../model/journal.ts'
import { type Learned, topics } from '../model/wire.ts'
import type { WebDeps } from '../web/deps.ts'
import { appendAll } from './append.ts'

/** @param site of the events that name none */
export const makeLearn =
  (journal: Journal, site: string): WebDeps['learn'] =>
  (events) =>
    appendAll(journal, events, ({ event, at }) => {
      const placed = event.backup && !event.backup.site ? { ...event, backup: { ...event.backup, site } } : event
      const record: Learned = { type: 'learned', event: placed, at }
      return { topic: topics.events, key: placed.backup?.site ?? site, value: JSON.stringify(record) }
    })
