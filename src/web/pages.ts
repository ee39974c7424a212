// The pages of alerts for people: the list, one alert, and what is pressed on it.
import express, { type RequestHandler, type Response } from 'express'
import type { Alert } from '../model/alert.ts'
import type { Subject } from '../model/people.ts'
import { isAtLeast } from '../people/roles.ts'
import { actingOf, frameOf } from './access.ts'
import { readAct } from './acts.ts'
import { alertPage } from './alert-page.ts'
import { param } from './api.ts'
import type { WebDeps } from './deps.ts'
import { listPage } from './list-page.ts'
import { notice } from './notice.ts'
import { readAlertQuery } from './query.ts'

const perPage = 30

export const pageRoutes = (deps: WebDeps) => {
  const { store, site, zone, people } = deps
  const trouble = (response: Response, status: number, words: string): void =>
    notice(response, { status, words, site, ...frameOf(response) })
  return {
    'GET /': [
      async (request, response) => {
        const given = { status: 'open,acknowledged', ...request.query, limit: String(perPage) }
        const query = readAlertQuery(given)
        if (!query.ok) return trouble(response, 400, query.error)
        const [list, counts, readiness] = await Promise.all([store.find(query.value), store.counts(), deps.ready()])
        const asked = request.query
        const view = { list, counts, readiness, query: query.value, asked, site, zone, now: deps.now() }
        response.send(listPage({ ...view, ...frameOf(response) }))
      },
    ],
    'GET /alerts/:id': [
      async (request, response) => {
        const alert = await store.get(param(request.params.id))
        if (!alert) return trouble(response, 404, 'There is no such alert.')
        const history = await store.history(alert.id)
        const runbook = deps.runbook(alert.rule.file)
        const accounts = (people.known()?.all('account') ?? []).filter(({ status }) => status === 'active')
        const handles = isAtLeast((response.locals.who as Subject).role, 'analyst')
        const others = accounts.map(({ name }) => name)
        const view = { alert, history, runbook, site, zone, now: deps.now(), handles, others }
        response.send(alertPage({ ...view, ...frameOf(response) }))
      },
    ],
    'POST /alerts/:id/:act': [
      express.urlencoded({ extended: false, limit: '64kb' }),
      async (request, response) => {
        const id = param(request.params.id)
        const given = readAct(param(request.params.act), id, request.body, people.known())
        const alert = await store.get(id)
        if (!given || !alert) return trouble(response, 404, 'There is no such alert.')
        if (!given.ok) return trouble(response, 400, sentence(given.error))
        const action = await deps.act(given.value, actingOf(request, response))
        await seen(deps, alert, action.id)
        response.redirect(303, `/alerts/${encodeURIComponent(id)}`)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/**
 * Waits a moment for the act to come back through the journal, so that whoever pressed a button sees it done. The act itself
 * is there first, what it made of the alert a stage later; an act that changes nothing makes nothing of it.
 */
async function seen({ store }: WebDeps, { id, version }: Alert, action: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const known = (await store.history(id)).actions.some((one) => one.id === action)
    if (known && (tries >= 10 || ((await store.get(id))?.version ?? 0) > version)) return
    await new Promise((resume) => setTimeout(resume, 50))
  }
}
