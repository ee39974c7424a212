// Events of before, put where detection reads them: it remembers them and asks no rule.
import type { Journal } from '../model/journal.ts'
import type { Sites } from '../model/site.ts'
import { type Learned, topics } from '../model/wire.ts'
import type { WebDeps } from '../web/deps.ts'
import { appendAll } from './append.ts'

/** @param sites that the events belong to which name none */
export const makeLearn =
  (journal: Journal, sites: Sites): WebDeps['learn'] =>
  (events) => {
    const placed = events.flatMap(({ event, at }) => sites.of(event).map((site) => ({ event, at, site })))
    return appendAll(journal, placed, ({ event, at, site }) => {
      const record: Learned = { type: 'learned', event: { ...event, backup: { ...event.backup, site } }, at }
      return { topic: topics.events, key: site, value: JSON.stringify(record) }
    })
  }
