// Reports of a month from the running service: a page that offers them, and each as HTML, PDF, or the evidence under it.
import type { RequestHandler, Response } from 'express'
import type { Alert } from '../../model/alert.ts'
import { type AlertLine, type Month, type ReportInput, reportKinds } from '../../model/report.ts'
import type { AlertStore } from '../../model/store.ts'
import { evidenceOf, sealOf } from '../../report/evidence.ts'
import { styleHash } from '../../report/html.ts'
import { endOf, monthOf, readMonth } from '../../report/month.ts'
import { reportForms } from '../../report/render.ts'
import { param } from '../alert/api.ts'
import { seal } from '../alert/export.ts'
import { sentence } from '../alert/pages.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { actingOf, frameOf, refuse } from '../sign-in/access.ts'
import { drillsOf } from './drills-api.ts'
import { showPart } from './frame.ts'
import { reportsPart } from './reports-page.ts'
import { words } from './texts.ts'

const types = { html: 'text/html', pdf: 'application/pdf', ndjson: 'application/x-ndjson' } as const
const perPage = 500

/** The page is a document of its own: nothing but its own style is taken. */
const policy = `default-src 'none'; style-src '${styleHash}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`

export const reportRoutes = (deps: WebDeps) => {
  const answer =
    (trouble: (response: Response, status: number, error: string) => void): RequestHandler =>
    async (request, response) => {
      const kind = reportKinds.find((one) => one === param(request.params.kind))
      const form = reportForms.find((one) => one === (request.query.as ?? 'html'))
      const month = readMonth(String(request.query.month ?? monthOf(new Date(deps.now()).toISOString())))
      if (!kind) return trouble(response, 404, `there is no such report: one of ${reportKinds.join(', ')}`)
      if (!form) return trouble(response, 400, `as must be one of ${reportForms.join(', ')}`)
      if (!month.ok) return trouble(response, 400, month.error)
      if (Date.parse(month.value.from) > deps.now()) return trouble(response, 400, 'that month has not begun')
      const input = await inputOf(deps, month.value)
      if (!input) return trouble(response, 404, 'there is no estate with copies here, or another process knows it')
      const by = actingOf(request, response)
      const sha256 = sealOf(evidenceOf(input))
      const on = { kind: 'report', id: `${kind} ${month.value.name}` }
      await deps.people.note({ act: 'report-export', record: true, on, detail: { as: form, sha256 } }, by)
      const name = `lastcopy-${kind}-${month.value.name}.${form}`
      response.set({
        'content-type': form === 'pdf' ? types.pdf : `${types[form]}; charset=utf-8`,
        'content-disposition': `${form === 'html' ? 'inline' : 'attachment'}; filename="${name}"`,
        'content-security-policy': policy,
      })
      response.send(Buffer.from(await deps.report({ kind, form, input })))
    }
  return {
    'GET /survive/reports': [
      (_, response) => {
        const content = reportsPart(new Date(deps.now()).toISOString())
        showPart(deps, response, { part: 'reports', title: words.parts.reports, content })
      },
    ],
    'GET /reports/:kind': [
      answer((response, status, error) =>
        notice(response, { status, words: sentence(error), site: deps.site, ...frameOf(response) }),
      ),
    ],
    'GET /api/reports/:kind': [answer(refuse)],
  } satisfies Record<string, readonly RequestHandler[]>
}

async function inputOf(deps: WebDeps, month: Month): Promise<ReportInput | undefined> {
  const { posture, store, people, site } = deps
  const found = await posture.survival()
  if (!found.ok || !posture.estate) return undefined
  const head = people.head()
  return {
    month,
    at: endOf(month, new Date(deps.now()).toISOString()),
    site,
    estate: posture.estate,
    facts: [...posture.former(), ...found.value.facts],
    drills: drillsOf(deps),
    alerts: await alertsOf(store, month),
    ...(head ? { head } : {}),
  }
}

/** Alerts that were opened in the month, oldest first. */
async function alertsOf(store: AlertStore, { from, to }: Month): Promise<readonly AlertLine[]> {
  const lines: AlertLine[] = []
  let cursor: string | undefined
  do {
    const query = { from, sort: 'oldest', limit: perPage, ...(cursor === undefined ? {} : { cursor }) } as const
    const { alerts, next } = await store.find(query)
    for (const alert of alerts)
      if (alert.openedAt >= from && alert.openedAt < to) lines.push(await lineOf(alert, store))
    cursor = next
  } while (cursor !== undefined)
  return lines.sort((one, other) =>
    one.openedAt === other.openedAt ? (one.id < other.id ? -1 : 1) : one.openedAt < other.openedAt ? -1 : 1,
  )
}

async function lineOf(alert: Alert, store: AlertStore): Promise<AlertLine> {
  const history = await store.history(alert.id)
  const answered = history.actions.find(({ act }) => act === 'acknowledge' || act === 'close')
  const [first] = history.pages
  return {
    id: alert.id,
    openedAt: alert.openedAt,
    class: alert.class,
    priority: alert.priority,
    status: alert.status,
    summary: alert.summary,
    rule: alert.rule.file,
    records: alert.eventCount,
    ...(first ? { pagedAt: first.decidedAt } : {}),
    ...(answered ? { answered: { by: answered.by, at: answered.at } } : {}),
    ...(alert.disposition ? { disposition: alert.disposition } : {}),
    sha256: seal(alert, history, '', 0).sha256,
  }
}
