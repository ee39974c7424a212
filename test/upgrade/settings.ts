// The service whose journals are kept, and what it was told: the same for whoever writes one and whoever reads it.
import type { JsonObject } from '../../src/lib/json.ts'
import { refused } from '../support/records.ts'

export const settings = (pager: string): Readonly<Record<string, unknown>> => ({
  journal: { kind: 'sqlite', path: 'journal.db' },
  pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pager } }],
  paging: { repeat: '30d', allow: ['127.0.0.1'] },
})

/** Of five refusals, which page together, as many as do not. */
const half = 3
const open = 7

export const stories = {
  /** Two acts that page alone, and five refusals. */
  incidents: 3,
  paged: 5,
  /** What an attacker had begun when the journal was kept, and what completes it. */
  begun: (at: number): readonly JsonObject[] => refused(open, at).slice(0, half),
  rest: (at: number): readonly JsonObject[] => refused(open, at).slice(half),
}
