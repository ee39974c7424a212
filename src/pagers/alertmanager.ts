// Prometheus Alertmanager, which routes to whomever the site's monitoring already wakes. API: prometheus.io, "Alertmanager: Alerts API" (v2).
import { cut } from '../lib/cut.ts'
import { day } from '../lib/duration.ts'
import type { Priority } from '../model/alert.ts'
import type { Page } from '../model/page.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidPlainly } from './kit/judge.ts'
import { answerLink, bodyOf, titleOf } from './kit/message.ts'
import { basic, postJson, under } from './kit/send.ts'
import { address, settings } from './kit/settings.ts'

export interface AlertmanagerSettings {
  readonly url: string
  readonly user?: string
  readonly password?: string
  readonly bearer?: string
}

const severities: Readonly<Record<Priority, string>> = { 'page-now': 'critical', notify: 'warning', queue: 'info' }

export default {
  name: 'alertmanager',
  title: 'Prometheus Alertmanager',
  about:
    'An alert with the labels `alertname`, `severity`, `site`, `platform` and `incident`. It stands for a day or until it is resolved, whichever is first; each repeat puts that off. Its routes and silences are Alertmanager’s: a silence there silences Lastcopy. It calls nobody back: acknowledge by the link in the annotation `answer`, or in Lastcopy.',
  settings: settings(['url'], {
    url: address('Alertmanager’s address, without `/api/v2`.'),
    user: { type: 'string', description: 'Name for basic authentication, where it asks for that.' },
    password: { type: 'string', description: 'Password for basic authentication.' },
    bearer: { type: 'string', description: 'Token, where it asks for one.' },
  }),
  secrets: ['password', 'bearer'],
  // It knows firing and resolved alone.
  request: (page, { url, user, password, bearer }) =>
    page.action === 'acknowledge'
      ? undefined
      : postJson(under(url, '/api/v2/alerts'), [alertOf(page)], {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(user === undefined ? {} : basic(user, password ?? '')),
        }),
  verdict: (answer) => judge(answer, saidPlainly),
} satisfies Pager<AlertmanagerSettings>

function alertOf(page: Page): object {
  const decided = Date.parse(page.decidedAt)
  const answer = answerLink(page)
  return {
    labels: {
      alertname: 'Lastcopy',
      severity: severities[page.priority],
      site: page.details.Site ?? 'default',
      platform: page.details.Platform ?? 'backup',
      incident: page.dedupKey,
    },
    annotations: {
      summary: cut(titleOf(page), 1_024),
      description: bodyOf(page).join('\n'),
      ...(answer === undefined ? {} : { answer }),
      status: page.action === 'resolve' ? 'resolved' : 'firing',
    },
    endsAt: new Date(page.action === 'resolve' ? decided : decided + day).toISOString(),
    ...(page.link === undefined ? {} : { generatorURL: page.link }),
  }
}
