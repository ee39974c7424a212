// Exports of an alert: JSON and Markdown to keep, a page to print. Each is an entry in the audit log.
import type { Request, RequestHandler, Response } from 'express'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { actingOf, frameOf, refuse } from '../sign-in/access.ts'
import { param } from './api.ts'
import { elsewhereOf } from './elsewhere.ts'
import { asJson, asMarkdown, type Sealed, seal } from './export.ts'
import { alertPage } from './page.ts'
import { reasonsOf } from './why.ts'

const forms = {
  json: { type: 'application/json', ending: 'json', write: asJson },
  markdown: { type: 'text/markdown', ending: 'md', write: asMarkdown },
} as const satisfies Record<string, { type: string; ending: string; write: (sealed: Sealed) => string }>

export const exportRoutes = (deps: WebDeps) => {
  const { store, people, now, site, zone } = deps
  /** Undefined where there is no such alert. */
  const sealed = async (request: Request, response: Response, as: string): Promise<Sealed | undefined> => {
    const alert = await store.get(param(request.params.id))
    if (!alert) return undefined
    const by = actingOf(request, response)
    const made = seal(alert, await store.history(alert.id), by.who.name, now())
    const on = { kind: 'alert', id: alert.id }
    await people.note({ act: 'alert-export', record: true, on, detail: { as, sha256: made.sha256 } }, by)
    return made
  }
  return {
    'GET /api/alerts/:id/export': [
      async (request, response) => {
        const { as = 'json' } = request.query
        if (typeof as !== 'string' || !Object.hasOwn(forms, as))
          return refuse(response, 400, `as must be one of ${Object.keys(forms).join(', ')}`)
        const made = await sealed(request, response, as)
        if (!made) return refuse(response, 404, 'there is no such alert')
        const { type, ending, write } = forms[as as keyof typeof forms]
        const name = `alert-${made.content.alert.id.replace(/[^\w-]/g, '').slice(0, 40)}.${ending}`
        response.set({
          'content-type': `${type}; charset=utf-8`,
          'content-disposition': `attachment; filename="${name}"`,
          'x-content-sha256': made.sha256,
        })
        response.send(write(made))
      },
    ],
    'GET /alerts/:id/print': [
      async (request, response) => {
        const made = await sealed(request, response, 'print')
        if (!made)
          return notice(response, { status: 404, words: 'There is no such alert.', site, ...frameOf(response) })
        const { alert, ...history } = made.content
        response.send(
          alertPage({
            alert,
            history,
            runbook: deps.runbook(alert.rule.file),
            reasons: reasonsOf(alert, deps),
            elsewhere: await elsewhereOf(alert, store, deps.events),
            waking: 0,
            site,
            zone,
            now: now(),
            handles: false,
            others: [],
            print: { sha256: made.sha256, at: made.exportedAt },
            ...frameOf(response),
          }),
        )
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
