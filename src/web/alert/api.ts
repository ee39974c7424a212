// The JSON API of alerts: lists with facets, one alert with its history, and what people do to one or to many.
import express, { type RequestHandler, type Response } from 'express'
import { isObject } from '../../lib/json.ts'
import type { Alert } from '../../model/alert.ts'
import type { Subject } from '../../model/people.ts'
import type { Action } from '../../model/wire.ts'
import type { ActGiven, Acting, WebDeps } from '../deps.ts'
import { readAlertQuery } from '../queue/query.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { actNames, readAct } from './acts.ts'
import { etagOf, isKnown, isMeant } from './etags.ts'
import { answerTo, makeTurns, seen } from './seen.ts'

/** So many alerts at once. */
const most = 500

export const alertRoutes = (deps: WebDeps) => {
  const { store } = deps
  const turns = makeTurns()

  /** Does it when it is meant for the version that stands; with `ifMatch` also waits until it is seen. */
  const act = async (given: ActGiven, ifMatch: string | undefined, by: Acting): Promise<Done> => {
    if (ifMatch === undefined) return actNow(given, by)
    return turns(given.alert, async () => {
      const alert = await store.get(given.alert)
      if (!alert) return { status: 404, error: missing(given.alert) }
      if (!isMeant(ifMatch, alert.version)) return { status: 412, error: changed, alert, last: await lastAct(alert) }
      const action = await actOf(given, by)
      await seen(store, alert, action)
      return { action }
    })
  }
  const actNow = async (given: ActGiven, by: Acting): Promise<Done> =>
    (await store.get(given.alert)) ? { action: await actOf(given, by) } : { status: 404, error: missing(given.alert) }
  const actOf = (given: ActGiven, by: Acting) => deps.act({ ...given, via: 'api' }, by)
  const lastAct = async ({ id }: Alert): Promise<Action | undefined> => (await store.history(id)).actions.at(-1)

  return {
    'GET /api/alerts': [
      async (request, response) => {
        const query = readAlertQuery(request.query, personOf(response))
        if (!query.ok) return refuse(response, 400, query.error)
        response.json(await store.find(query.value))
      },
    ],
    'GET /api/alert-facets': [
      async (request, response) => {
        const query = readAlertQuery(request.query, personOf(response))
        if (!query.ok) return refuse(response, 400, query.error)
        response.json({ facets: await store.facets(query.value) })
      },
    ],
    'GET /api/alerts/:id': [
      async (request, response) => {
        const id = param(request.params.id)
        const alert = await store.get(id)
        if (!alert) return refuse(response, 404, missing(id))
        const history = await store.history(alert.id)
        const etag = etagOf(alert, history)
        response.set('etag', etag)
        if (isKnown(request.headers['if-none-match'], etag)) return void response.status(304).end()
        response.json({ alert, ...history, pages: history.pages.map(({ acknowledgeLink: _, ...page }) => page) })
      },
    ],
    'POST /api/alerts/:id/:act': [
      express.json({ limit: '64kb' }),
      async (request, response) => {
        const id = param(request.params.id)
        const given = readAct(param(request.params.act), id, request.body, deps.people.known())
        if (!given) return refuse(response, 404, `an alert can be: ${actNames.join(', ')}`)
        if (!given.ok) return refuse(response, 400, given.error)
        const done = await act(given.value, request.headers['if-match'], actingOf(request, response))
        if ('action' in done) {
          const answered = done.action.act === 'acknowledge' ? await answerTo(store, id) : undefined
          const first = answered && { answered, first: answered.action === done.action.id }
          return void response.status(202).json({ ...done.action, ...first })
        }
        const { status, ...said } = done
        response.status(status).json(said)
      },
    ],
    'POST /api/bulk/:act': [
      express.json({ limit: '256kb' }),
      async (request, response) => {
        const name = param(request.params.act)
        const { alerts, ...body } = isObject(request.body) ? request.body : {}
        const wanted = readAlerts(alerts)
        if (!wanted)
          return refuse(response, 400, `alerts must be a list of at most ${most}, each an id, or an id and a version`)
        const checked = readAct(name, '', body, deps.people.known())
        if (!checked) return refuse(response, 404, `alerts can be: ${actNames.join(', ')}`)
        if (!checked.ok) return refuse(response, 400, checked.error)
        const by = actingOf(request, response)
        const all = await Promise.all(
          wanted.map(async ({ id, version }) => ({
            id,
            done: await act({ ...checked.value, alert: id }, version === undefined ? undefined : `"${version}"`, by),
          })),
        )
        response.json({
          done: all.flatMap(({ id, done }) => ('action' in done ? [id] : [])),
          refused: all.flatMap(({ id, done }) => ('action' in done ? [] : [{ id, ...done }])),
        })
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

type Done =
  | { readonly action: Awaited<ReturnType<WebDeps['act']>> }
  | { readonly status: 404; readonly error: string }
  | { readonly status: 412; readonly error: string; readonly alert: Alert; readonly last: Action | undefined }

const changed = 'it changed since: look at it as it is now, and send its version in If-Match'

function readAlerts(given: unknown): readonly { readonly id: string; readonly version?: number }[] | undefined {
  if (!Array.isArray(given) || given.length === 0 || given.length > most) return undefined
  const read = given.flatMap((one: unknown) => {
    if (typeof one === 'string') return [{ id: one }]
    if (!isObject(one) || typeof one.id !== 'string') return []
    if (one.version === undefined) return [{ id: one.id }]
    return typeof one.version === 'number' ? [{ id: one.id, version: one.version }] : []
  })
  const ids = new Set(read.map(({ id }) => id))
  return read.length === given.length && ids.size === read.length ? read : undefined
}

/** A part of the address; Express gives a list only for patterns that no route of ours has. */
export const param = (value: string | readonly string[] | undefined): string => String(value ?? '')

/** The person who reads, for what says `me`. */
export const personOf = ({ locals }: Response): string | undefined => (locals.who as Subject | undefined)?.person

const missing = (id: string): string => `there is no alert "${id.slice(0, 60)}"`
