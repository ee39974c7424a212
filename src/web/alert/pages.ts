// The pages of alerts for people: the queue, one alert, and what is pressed on it where no script runs.
import express, { type RequestHandler, type Response } from 'express'
import type { Subject } from '../../model/people.ts'
import type { Plan } from '../../model/plan.ts'
import { isAtLeast } from '../../people/roles.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { addressOf, askedOf } from '../queue/address.ts'
import { queuePage, usual } from '../queue/page.ts'
import { readAlertQuery } from '../queue/query.ts'
import { savedViews } from '../queue/views.ts'
import { actingOf, frameOf } from '../sign-in/access.ts'
import { readAct } from './acts.ts'
import { param, personOf } from './api.ts'
import { elsewhereOf } from './elsewhere.ts'
import { alertPage } from './page.ts'
import { seen } from './seen.ts'
import { reasonsOf } from './why.ts'

const perPage = 60
/** So many rows on one page; behind them the next begins. */
const mostRows = 240

export const pageRoutes = (deps: WebDeps) => {
  const { store, site, zone, people } = deps
  const trouble = (response: Response, status: number, words: string): void =>
    notice(response, { status, words, site, ...frameOf(response) })
  const accountsOf = (): readonly string[] =>
    (people.known()?.all('account') ?? []).filter(({ status }) => status === 'active').map(({ name }) => name)
  const mutesNow = (): readonly Plan[] =>
    (people.known()?.all('plan') ?? []).filter(
      ({ kind, status, from, to }) =>
        kind === 'mute' && status === 'approved' && Date.parse(from) <= deps.now() && Date.parse(to) > deps.now(),
    )
  const handles = (response: Response): boolean => isAtLeast((response.locals.who as Subject).role, 'analyst')
  return {
    'GET /': [
      async (request, response) => {
        const given = askedOf(request.query)
        const asked = given.status === undefined ? { ...usual, ...given } : given
        const sort = asked.sort ?? (/open|acknowledged/.test(asked.status ?? '') ? 'urgent' : 'newest')
        const limit = Math.min(Number(request.query.limit) || perPage, mostRows)
        const place = { limit: String(limit), ...(request.query.cursor ? { cursor: request.query.cursor } : {}) }
        const query = readAlertQuery({ ...asked, sort, ...place }, personOf(response))
        if (!query.ok) return trouble(response, 400, query.error)
        const [list, facets, counts, readiness] = await Promise.all([
          store.find(query.value),
          store.facets(query.value),
          store.counts(),
          deps.ready(),
        ])
        const next = limit < mostRows ? { limit: String(Math.min(limit * 2, mostRows)) } : { cursor: list.next }
        const more = list.next && addressOf(asked, { ...(limit < mostRows && { cursor: query.value.cursor }), ...next })
        const view = { list, facets, counts, readiness, asked, more, site, zone, now: deps.now() }
        const own = {
          saved: savedViews(deps, response),
          accounts: accountsOf(),
          handles: handles(response),
          mutes: mutesNow(),
          sort: query.value.sort ?? 'urgent',
        }
        response.send(queuePage({ ...view, ...own, ...frameOf(response) }))
      },
    ],
    'GET /alerts/:id': [
      async (request, response) => {
        const alert = await store.get(param(request.params.id))
        if (!alert) return trouble(response, 404, 'There is no such alert.')
        const [history, { waking }] = await Promise.all([store.history(alert.id), store.counts()])
        const elsewhere = await elsewhereOf(alert, store, deps.events)
        const reasons = reasonsOf(alert, deps)
        const runbook = deps.runbook(alert.rule.file)
        const view = {
          alert,
          history,
          runbook,
          reasons,
          elsewhere,
          waking,
          site,
          zone,
          now: deps.now(),
          handles: handles(response),
        }
        response.send(alertPage({ ...view, others: accountsOf(), ...frameOf(response) }))
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
        const action = await deps.act({ ...given.value, via: 'console' }, actingOf(request, response))
        await seen(store, alert, action)
        response.redirect(303, `/alerts/${encodeURIComponent(id)}`)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
