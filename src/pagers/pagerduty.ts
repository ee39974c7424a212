// PagerDuty Events API v2, and its webhooks of version 3. Limits and codes: developer.pagerduty.com, "Send an Alert Event",
// "Send a Change Event", "Events API v2 overview", "Webhooks overview" and "Verifying webhook signatures".
import { cut } from '../lib/cut.ts'
import { isObject } from '../lib/json.ts'
import { fail, ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Answered, Hook, Pager } from '../model/pager.ts'
import { answered, hmac, jsonBody, same, textAt } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { titleOf } from './kit/message.ts'
import { address, key, settings, text } from './kit/settings.ts'

export interface PagerDutySettings {
  readonly routingKey: string
  readonly url?: string
  readonly client?: string
  readonly image?: string
  readonly changes?: boolean
  readonly webhookSecret?: string
}

const endpoint = 'https://events.pagerduty.com/v2/enqueue'
const longestSummary = 1_024
const largestEvent = 512 << 10

const hook: Hook<PagerDutySettings> = {
  read(call, { webhookSecret }, now) {
    if (!webhookSecret) return fail('webhookSecret is not set, so nothing can be believed')
    const mine = `v1=${hmac('sha256', webhookSecret, call.body, 'hex')}`
    const signatures = (call.headers['x-pagerduty-signature'] ?? '').split(',').slice(0, 20)
    // Several stand there while a secret is being replaced.
    if (!signatures.some((one) => same(one.trim(), mine))) return fail('x-pagerduty-signature does not fit the body')
    const body = jsonBody(call)
    return body.ok ? ok(answersOf(body.value.event, now)) : body
  },
}

export default {
  name: 'pagerduty',
  title: 'PagerDuty (Events API v2)',
  about:
    'An incident of severity `critical` for page-now, acknowledged and resolved with the alert. An event over 512 kB goes out without its details rather than not at all. Acknowledge in PagerDuty: add a webhook subscription (version 3) of the service to `/hooks/NAME` for `incident.triggered`, `incident.acknowledged`, `incident.unacknowledged`, `incident.reopened` and `incident.resolved`, and give its secret here.',
  settings: settings(['routingKey'], {
    routingKey: text('Integration key of the service that wakes the people who answer for domain controllers.'),
    url: address('Another region’s or a test’s endpoint.', endpoint),
    client: { type: 'string', default: 'Lastcopy', description: 'Name of the sender in the incident.' },
    image: address('A picture that every incident shows; PagerDuty loads it by https.'),
    changes: {
      type: 'boolean',
      default: false,
      description: 'Send pages of priority `queue` as change events: they stand beside incidents and wake nobody.',
    },
    webhookSecret: key('Secret of the webhook subscription.'),
  }),
  secrets: ['routingKey', 'webhookSecret'],
  limits: [{ pages: 120, per: 60_000 }],
  request(page, given) {
    const change = given.changes === true && page.priority === 'queue' && page.reason !== 'test'
    // A change event has no state that could end.
    if (change && page.action !== 'trigger') return undefined
    const url = given.url ?? endpoint
    return {
      method: 'POST',
      url: change ? url.replace(/\/enqueue\/?$/, '/change/enqueue') : url,
      headers: { 'content-type': 'application/json' },
      body: fitted((details) => (change ? changeOf(page, given, details) : eventOf(page, given, details))),
    }
  },
  // 400 is the event's or the key's fault; 429 and 5xx are worth another try.
  verdict: (answer) => judge(answer, saidUnder('message', 'errors')),
  hook,
} satisfies Pager<PagerDutySettings>

/** The event, without its details where they would not fit: a page without details beats none. */
function fitted(make: (details: boolean) => object): string {
  const whole = JSON.stringify(make(true))
  return Buffer.byteLength(whole) <= largestEvent ? whole : JSON.stringify(make(false))
}

function eventOf(page: Page, { routingKey, client, image }: PagerDutySettings, details: boolean): object {
  const base = { routing_key: routingKey, dedup_key: page.dedupKey.slice(0, 255), event_action: page.action }
  if (page.action !== 'trigger') return base
  return {
    ...base,
    client: client ?? 'Lastcopy',
    ...(page.link === undefined ? {} : { client_url: page.link }),
    ...linksOf(page),
    ...(image === undefined ? {} : { images: [{ src: image, alt: 'Lastcopy' }] }),
    payload: {
      summary: cut(page.summary, longestSummary),
      severity: page.priority === 'page-now' ? 'critical' : page.priority === 'notify' ? 'warning' : 'info',
      source: sourceOf(page),
      timestamp: page.at,
      component: page.details.Platform ?? 'backup',
      group: page.details.Site ?? 'default',
      class: page.details.What ?? 'test',
      ...(details ? { custom_details: detailsOf(page) } : {}),
    },
  }
}

const changeOf = (page: Page, { routingKey }: PagerDutySettings, details: boolean): object => ({
  routing_key: routingKey,
  payload: {
    summary: cut(titleOf(page), longestSummary),
    source: sourceOf(page),
    timestamp: page.at,
    ...(details ? { custom_details: detailsOf(page) } : {}),
  },
  ...linksOf(page),
})

const sourceOf = ({ details }: Page): string => cut(details.Copy ?? details.Site ?? 'lastcopy', 512)

const linksOf = ({ link }: Page): object =>
  link === undefined ? {} : { links: [{ href: link, text: 'Open the alert' }] }

const detailsOf = ({ text: { stake, steps, others }, details }: Page): object => ({
  'What is at stake': stake,
  'First steps': steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
  ...(others === undefined ? {} : { 'Also woken': others }),
  ...details,
})

const acts: Readonly<Record<string, Answered['act']>> = {
  'incident.triggered': 'triggered',
  'incident.acknowledged': 'acknowledge',
  'incident.unacknowledged': 'unacknowledge',
  'incident.reopened': 'unacknowledge',
  'incident.resolved': 'resolve',
}

/** What an integration does is our own doing or a machine's: nobody has answered. */
function answersOf(event: unknown, now: number): readonly Answered[] {
  const act = acts[textAt(event, 'event_type')]
  const data = isObject(event) ? event.data : undefined
  const dedupKey = textAt(data, 'incident_key')
  if (act === undefined || dedupKey === '') return []
  const machine = /integration|service/.test(textAt(event, 'agent', 'type'))
  if (machine && (act === 'acknowledge' || act === 'resolve')) return []
  const by = textAt(event, 'agent', 'summary') || 'PagerDuty'
  const rings = {
    service: textAt(data, 'service', 'summary'),
    urgency: textAt(data, 'urgency'),
    escalationPolicy: textAt(data, 'escalation_policy', 'summary'),
  }
  return answered({ id: textAt(event, 'id'), dedupKey, act, by, at: textAt(event, 'occurred_at'), rings }, now)
}
