// PagerDuty Events API v2. Limits and codes: developer.pagerduty.com, "Send an Alert Event" and "Events API v2 overview".
import type { Page } from '../model/page.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { cut } from './kit/message.ts'

export interface PagerDutySettings {
  readonly routingKey: string
  readonly url?: string
  readonly client?: string
}

const endpoint = 'https://events.pagerduty.com/v2/enqueue'
const longestSummary = 1_024
const largestEvent = 512 << 10

export default {
  name: 'pagerduty',
  title: 'PagerDuty (Events API v2)',
  about:
    'An incident of severity `critical` for page-now. An event over 512 kB goes out without its details rather than not at all.',
  settings: {
    type: 'object',
    required: ['routingKey'],
    additionalProperties: false,
    properties: {
      routingKey: {
        type: 'string',
        minLength: 1,
        description: 'Integration key of the service that wakes the people who answer for domain controllers.',
      },
      url: { type: 'string', format: 'uri', default: endpoint, description: 'Another region’s or a test’s endpoint.' },
      client: { type: 'string', default: 'Lastcopy', description: 'Name of the sender in the incident.' },
    },
  },
  secrets: ['routingKey'],
  request(page, settings) {
    return {
      method: 'POST',
      url: settings.url ?? endpoint,
      headers: { 'content-type': 'application/json' },
      body: fitted(page, settings),
    }
  },
  // 400 is the event's or the key's fault; 429 and 5xx are worth another try.
  verdict: (answer) => judge(answer, saidUnder('message', 'errors')),
} satisfies Pager<PagerDutySettings>

/** The event, without its details where they would not fit: a page without details beats none. */
function fitted(page: Page, settings: PagerDutySettings): string {
  const whole = JSON.stringify(eventOf(page, settings, true))
  return Buffer.byteLength(whole) <= largestEvent ? whole : JSON.stringify(eventOf(page, settings, false))
}

function eventOf(page: Page, settings: PagerDutySettings, details: boolean): object {
  const base = { routing_key: settings.routingKey, dedup_key: page.dedupKey.slice(0, 255) }
  if (page.action === 'resolve') return { ...base, event_action: 'resolve' }
  return {
    ...base,
    event_action: 'trigger',
    client: settings.client ?? 'Lastcopy',
    ...(page.link === undefined ? {} : { client_url: page.link, links: [{ href: page.link, text: 'Open the alert' }] }),
    payload: {
      summary: cut(page.summary, longestSummary),
      severity: page.priority === 'page-now' ? 'critical' : page.priority === 'notify' ? 'warning' : 'info',
      source: (page.details.Copy ?? page.details.Site ?? 'lastcopy').slice(0, 512),
      timestamp: page.at,
      component: page.details.Platform ?? 'backup',
      group: page.details.Site ?? 'default',
      class: page.details.What ?? 'test',
      ...(details
        ? {
            custom_details: {
              'What is at stake': page.text.stake,
              'First steps': page.text.steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
              ...page.details,
            },
          }
        : {}),
    },
  }
}
