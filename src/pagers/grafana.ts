// Grafana OnCall and IRM, and whatever takes the webhook of Grafana's or Prometheus' alerting. Forms: grafana.com/docs,
// "Webhook notifier" and "Formatted webhook"; what it calls back with: "Outgoing webhooks".

import { cut } from '../lib/cut.ts'
import { fail, ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Answered, Hook, Pager } from '../model/pager.ts'
import { answered, jsonBody, textAt, untold } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { answerLink, messageOf, titleOf } from './kit/message.ts'
import { basic, postJson } from './kit/send.ts'
import { address, hookToken, settings } from './kit/settings.ts'

export interface GrafanaSettings {
  readonly url: string
  readonly user?: string
  readonly password?: string
  readonly bearer?: string
  readonly hookToken?: string
}

const acts: Readonly<Record<string, Answered['act']>> = {
  'alert group created': 'triggered',
  acknowledge: 'acknowledge',
  unacknowledge: 'unacknowledge',
  resolve: 'resolve',
  unresolve: 'unacknowledge',
}

const hook: Hook<GrafanaSettings> = {
  read(call, { hookToken: token }, now) {
    const why = untold(call, token)
    if (why !== undefined) return fail(why)
    const body = jsonBody(call)
    if (!body.ok) return body
    const { event, user, alert_payload: payload } = body.value
    const act = acts[textAt(event, 'type')]
    const dedupKey = textAt(payload, 'alert_uid') || textAt(payload, 'groupKey')
    if (act === undefined || dedupKey === '') return ok([])
    const by = textAt(user, 'username')
    // Without a user it is the integration that resolved, which is our own doing.
    if (by === '' && (act === 'acknowledge' || act === 'resolve')) return ok([])
    const at = textAt(event, 'time') || undefined
    const id = [textAt(body.value, 'alert_group_id'), act, at ?? ''].join(' ')
    return ok(answered({ id, dedupKey, act, by: by || 'Grafana', at }, now))
  },
}

export default {
  name: 'grafana',
  title: 'Grafana OnCall (and Grafana-style webhooks)',
  about:
    'The form of a webhook contact point of Grafana’s alerting, with the fields of OnCall’s “formatted webhook” beside it: one alert group for each incident, resolved with it. Acknowledge there: add outgoing webhooks for “Alert Group Created”, “Acknowledged”, “Unacknowledged” and “Resolved” to `/hooks/NAME`, with the default data and an `Authorization` header that carries `hookToken` (it signs nothing).',
  settings: settings(['url'], {
    url: address('Address of the integration, as Grafana shows it. Who has it can post.'),
    user: { type: 'string', description: 'Name for basic authentication, where the receiver asks for that.' },
    password: { type: 'string', description: 'Password for basic authentication.' },
    bearer: { type: 'string', description: 'Token, where the receiver asks for one.' },
    hookToken,
  }),
  secrets: ['url', 'password', 'bearer', 'hookToken'],
  limits: [{ pages: 300, per: 300_000 }],
  // It knows firing and resolved alone.
  request: (page, { url, user, password, bearer }) =>
    page.action === 'acknowledge'
      ? undefined
      : postJson(url, groupOf(page), {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(user === undefined ? {} : basic(user, password ?? '')),
        }),
  verdict: (answer) => judge(answer, saidUnder('message', 'error', 'detail')),
  hook,
} satisfies Pager<GrafanaSettings>

function groupOf(page: Page): object {
  const over = page.action === 'resolve'
  const status = over ? 'resolved' : 'firing'
  const answer = answerLink(page)
  const labels = {
    alertname: 'Lastcopy',
    severity: page.priority === 'page-now' ? 'critical' : page.priority === 'notify' ? 'warning' : 'info',
    site: page.details.Site ?? 'default',
    incident: page.dedupKey,
  }
  const annotations = {
    summary: cut(titleOf(page), 1_024),
    description: messageOf(page, { longest: 8_000 }),
    ...(answer === undefined ? {} : { answer }),
  }
  const link = page.link === undefined ? {} : { generatorURL: page.link }
  const endsAt = over ? page.decidedAt : '0001-01-01T00:00:00Z'
  return {
    receiver: 'lastcopy',
    version: '4',
    status,
    groupKey: page.dedupKey,
    groupLabels: { incident: page.dedupKey },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: page.link ?? '',
    truncatedAlerts: 0,
    alerts: [{ status, labels, annotations, startsAt: page.at, endsAt, fingerprint: page.dedupKey, ...link }],
    alert_uid: page.dedupKey,
    title: cut(titleOf(page), 1_024),
    state: over ? 'ok' : 'alerting',
    message: annotations.description,
    link_to_upstream_details: page.link ?? null,
  }
}
