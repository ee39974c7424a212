// The schemas of pages: what somebody is told, what came of each attempt, and what the providers hold.
import { priorities } from './components.ts'
import { flag, list, object, only, ref, type Schema, text, time, told, whole, words } from './schema.ts'

const verdicts = words(['accepted', 'retry', 'refused'])

const page = object(
  {
    id: text,
    dedupKey: told(text, 'The key of the incident at the provider.'),
    alert: text,
    reason: words(['first', 'worse', 'repeat', 'resolved', 'acknowledged', 'summary', 'test']),
    action: words(['trigger', 'acknowledge', 'resolve']),
    priority: priorities,
    at: time,
    decidedAt: time,
    summary: text,
    text: object({ headline: text, stake: text, steps: list(text) }, { others: text, link: text }),
    details: { type: 'object', additionalProperties: text },
  },
  { stage: whole, recordedAt: time, link: text },
)

const delivery = object(
  {
    page: text,
    dedupKey: text,
    alert: text,
    pager: text,
    attempt: whole,
    at: time,
    verdict: verdicts,
    detail: text,
    tookMs: { type: 'number' },
  },
  { unsent: flag, nextAt: time },
)

const decision = object(
  { type: only('decision'), id: text, alert: text, at: time, stage: whole, reason: text },
  {
    dedupKey: text,
    page: text,
    route: text,
    escalation: text,
    step: whole,
    round: whole,
    who: text,
    channel: text,
    instead: text,
    until: time,
    by: text,
  },
)

const rings = object(
  { id: text, dedupKey: text, alert: text, pager: text, at: time },
  { service: text, urgency: text, escalationPolicy: text },
)

const incident = object(
  {
    id: text,
    alert: text,
    stage: whole,
    status: words(['open', 'answered', 'over']),
    priority: priorities,
    summary: text,
    firstAt: time,
    lastAt: time,
    pages: whole,
    reason: text,
    channels: list(object({ pager: text, attempts: whole, verdict: verdicts, detail: text }, { acceptedAt: time })),
    rings: list(ref('Rings')),
  },
  { answered: ref('Answered') },
)

export const pageComponents: Readonly<Record<string, Schema>> = {
  Page: page,
  Delivery: delivery,
  Decision: decision,
  Rings: rings,
  Incident: incident,
}
