// The addresses of alerts, events, saved views and pages.
import { deliveryOutcomes } from '../../model/store.ts'
import { actNames } from '../alert/acts.ts'
import { classes, disposition, priorities, statuses } from './components.ts'
import { answer, type Operation, paged } from './operation.ts'
import { all, anyObject, list, object, only, ref, type Schema, text, time, told, whole, words } from './schema.ts'

const tag = 'alerts'
const several = (known: Schema): Schema => told(list(known), 'Several with commas, or repeated.')

/** What the queue is asked for: the same as in the address of its page. */
const queue: Readonly<Record<string, Schema>> = {
  status: several(statuses),
  priority: several(priorities),
  class: several(classes),
  site: several(text),
  system: several(text),
  tier: several(text),
  rule: several(text),
  assignee: told(list(text), 'Accounts; `me`, and `-` for nobody.'),
  text: told(text, 'Words that must all occur.'),
  from: told(time, 'Of the last record, inclusive.'),
  to: told(time, 'Exclusive.'),
}
const etag = { etag: told(text, 'Version of the alert, and how much was told and done about it.') }
const change = object(
  {},
  {
    text: told(text, 'At most 4,000 characters; a note and a false alarm need one.'),
    disposition: told(disposition, 'With `close`.'),
    to: told(text, 'An account, with `assign`; without one nobody has it.'),
    step: told(text, 'The mark of a step of the runbook, with `tick` and `untick`.'),
  },
)
const stale = object({ error: text, alert: ref('Alert') }, { last: ref('Action') })

export const alertOperations = {
  'GET /api/alerts': {
    tag,
    summary: 'The queue, a page at a time',
    query: { ...queue, sort: words(['newest', 'oldest', 'urgent']), ...paged(500) },
    answers: {
      200: answer(
        'Alerts in the order that was asked for.',
        object(
          { alerts: list(ref('Alert')), total: whole },
          { next: told(text, 'The `cursor` of the next page; left out at the end.') },
        ),
      ),
    },
  },
  'GET /api/alert-facets': {
    tag,
    summary: 'How many alerts have which value of each facet, as though nothing were chosen in that facet',
    query: queue,
    answers: { 200: answer('The most frequent values of each facet.', object({ facets: ref('Facets') })) },
  },
  'GET /api/alerts/:id': {
    tag,
    summary: 'An alert with everything that was told and done about it',
    headers: { 'if-none-match': told(text, 'An `ETag` that is known already.') },
    answers: {
      200: answer('The alert.', all(object({ alert: ref('Alert') }), ref('History')), { headers: etag }),
      304: answer('It is as it was.', undefined, { headers: etag }),
    },
    problems: [404],
  },
  'GET /api/alerts/:id/export': {
    tag,
    summary: 'An alert as a file with the SHA-256 of its content',
    query: { as: words(['json', 'markdown']) },
    answers: {
      200: answer(
        'The file.',
        object({
          kind: only('lastcopy alert'),
          sha256: text,
          exportedAt: time,
          exportedBy: text,
          content: all(object({ alert: ref('Alert') }), ref('History')),
        }),
        { headers: { 'x-content-sha256': text } },
      ),
    },
    problems: [404],
  },
  'POST /api/alerts/:id/:act': {
    tag,
    summary: 'Does something to an alert',
    description:
      'Without `If-Match` the act is taken whatever the version. With it, it is done only to the version that was seen, and answered when it is seen in the store.',
    path: { act: words(actNames) },
    headers: { 'if-match': told(text, 'The version that was seen, in quotes, or the whole `ETag`.') },
    body: { schema: change, optional: true },
    answers: {
      202: answer('It is written.', ref('Done')),
      412: answer('It changed since: the alert as it is now, and the last act.', stale),
    },
    problems: [404],
  },
  'POST /api/bulk/:act': {
    tag,
    summary: 'Does the same to at most 500 alerts',
    path: { act: words(actNames) },
    body: {
      schema: all(
        object({
          alerts: list({ anyOf: [text, object({ id: text }, { version: whole })] }, { minItems: 1, maxItems: 500 }),
        }),
        change,
      ),
    },
    answers: {
      200: answer(
        'Which are done, and why the others are not.',
        object({
          done: list(text),
          refused: list(object({ id: text, status: whole, error: text }, { alert: ref('Alert'), last: ref('Action') })),
        }),
      ),
    },
    problems: [404],
  },
  'GET /api/stream': {
    tag,
    summary: 'What changes, as server-sent events',
    description: 'Events: `changes` and `reset` with the alerts that changed, `alive`, `signed-out`.',
    query: { after: told(text, 'Where to go on; the header `Last-Event-ID` says the same.') },
    headers: { 'last-event-id': text },
    answers: { 200: answer('A stream that does not end.', text, { type: 'text/event-stream' }) },
  },
  'GET /api/events': {
    tag: 'records',
    summary: 'Searches the events that are kept',
    query: { text, from: time, to: time, ...paged(500) },
    answers: {
      200: answer(
        'Events, newest first.',
        object(
          {
            events: list(object({ source: text, position: text, at: time, event: ref('Event') })),
            total: told(whole, 'At most 10,000 are counted.'),
          },
          { next: text },
        ),
      ),
    },
    problems: [404],
  },
  'GET /api/views': {
    tag,
    summary: 'The saved views of whoever asks',
    answers: { 200: answer('Views.', object({ views: list(ref('View')) })) },
  },
  'POST /api/views': {
    tag,
    summary: 'Saves a view under a name',
    body: { schema: object({ name: told(text, 'At most 60 characters.') }, { query: text }) },
    answers: { 201: answer('It is saved.', ref('View')) },
    problems: [409],
  },
  'POST /api/views/forget': {
    tag,
    summary: 'Forgets a view',
    body: { schema: object({ name: text }) },
    answers: { 200: answer('It is forgotten.', object({ forgotten: text })) },
    problems: [404],
  },
  'GET /api/pages': {
    tag: 'pages',
    summary: 'Incidents that people were paged for, the newest first',
    query: { open: { type: 'boolean', default: true }, ...paged(100) },
    answers: { 200: answer('Incidents.', object({ incidents: list(ref('Incident')) }, { next: text })) },
  },
  'GET /api/deliveries': {
    tag: 'pages',
    summary: 'Every attempt and every decision, the newest first',
    query: { pager: text, outcome: words(deliveryOutcomes), alert: text, ...paged(500) },
    answers: {
      200: answer(
        'Attempts and decisions.',
        object(
          {
            entries: list({
              anyOf: [
                object({ type: only('delivery'), at: time, delivery: ref('Delivery') }),
                object({ type: only('decision'), at: time, decision: ref('Decision') }),
              ],
            }),
          },
          { next: text },
        ),
      ),
    },
  },
  'GET /api/pages/log': {
    tag: 'pages',
    summary: 'Everything that was told and done, oldest first, one JSON value a line',
    query: { from: told(time, 'Inclusive.'), to: told(time, 'Exclusive.') },
    answers: { 200: answer('Lines.', text, { type: 'application/x-ndjson' }) },
  },
  'GET /api/pages/:id': {
    tag: 'pages',
    summary: 'An incident with its pages, deliveries and answers',
    answers: { 200: answer('The incident.', all(object({ incident: ref('Incident') }), ref('History'))) },
    problems: [404],
  },
  'POST /api/pages/test': {
    tag: 'pages',
    summary: 'Rings the pagers, to see whether pages arrive',
    answers: {
      202: answer(
        'The test.',
        object(
          { type: only('test'), id: text, site: text, by: text, at: time, pagers: list(text) },
          { domainController: anyObject },
        ),
      ),
    },
    problems: [409, 429],
  },
  'POST /api/pages/:id/:act': {
    tag: 'pages',
    summary: 'Answers an incident, or ends it',
    path: { act: words(['ack', 'resolve']) },
    body: { schema: object({}, { text, disposition: told(disposition, 'With `resolve`.') }), optional: true },
    answers: { 202: answer('It is written.', ref('Done')) },
    problems: [404],
  },
} as const satisfies Record<string, Operation>
