// The pages for people: the list of alerts, one alert, and what is pressed on it.
import express, { type Response, Router } from 'express'
import type { Alert } from '../model/alert.ts'
import { byOf } from './access.ts'
import { alertPage } from './alert-page.ts'
import type { WebDeps } from './deps.ts'
import { html, shell } from './html.ts'
import { listPage } from './list-page.ts'
import { readAlertQuery } from './query.ts'

const acts = { ack: 'acknowledge', close: 'close', note: 'note', reopen: 'reopen' } as const
const perPage = 30

export function pages(deps: WebDeps): Router {
  const { store, site, zone } = deps
  const router = Router()
  router.get('/', async (request, response) => {
    const given = { status: 'open,acknowledged', ...request.query, limit: String(perPage) }
    const query = readAlertQuery(given)
    if (!query.ok) return notFound(response, deps, 400, query.error)
    const [list, counts, readiness] = await Promise.all([store.find(query.value), store.counts(), deps.ready()])
    response.send(
      listPage({ list, counts, readiness, query: query.value, asked: request.query, site, zone, now: deps.now() }),
    )
  })
  router.get('/alerts/:id', async (request, response) => {
    const alert = await store.get(request.params.id)
    if (!alert) return notFound(response, deps, 404, 'There is no such alert.')
    const history = await store.history(alert.id)
    const runbook = runbookOf(deps, alert)
    response.send(alertPage({ alert, history, runbook, site, zone, now: deps.now() }))
  })
  router.post('/alerts/:id/:act', express.urlencoded({ extended: false, limit: '64kb' }), async (request, response) => {
    const { id, act } = request.params
    const kind = Object.hasOwn(acts, act) ? acts[act as keyof typeof acts] : undefined
    const alert = await store.get(id)
    if (!alert || kind === undefined) return notFound(response, deps, 404, 'There is no such alert.')
    const given: unknown = (request.body as { text?: unknown } | undefined)?.text
    const text = typeof given === 'string' ? given.trim().slice(0, 4_000) : ''
    if (kind !== 'note' || text !== '') {
      const action = await deps.act({ act: kind, alert: id, by: byOf(response), ...(text === '' ? {} : { text }) })
      await seen(deps, id, action.id)
    }
    response.redirect(303, `/alerts/${encodeURIComponent(id)}`)
  })
  router.use((_, response) => notFound(response, deps, 404, 'There is no such page.'))
  return router
}

/** Waits a moment for the act to come back through the journal, so that whoever pressed a button sees it done. */
async function seen({ store }: WebDeps, alert: string, action: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await store.history(alert)).actions.some(({ id }) => id === action)) return
    await new Promise((resume) => setTimeout(resume, 50))
  }
}

const runbookOf = (deps: WebDeps, { rule }: Alert): string | undefined => deps.runbook(rule.file)

function notFound(response: Response, { site }: WebDeps, status: number, words: string): void {
  response
    .status(status)
    .send(
      shell(
        { title: words, site },
        html`<section class="panel empty"><h1>${words}</h1><p><a href="/">Back to the alerts</a></p></section>`,
      ),
    )
}
