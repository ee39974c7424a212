// The JSON API of alerts: lists, one alert with its history, and what people do to it.
import express, { type RequestHandler, type Response } from 'express'
import { actingOf, refuse } from './access.ts'
import { actNames, readAct } from './acts.ts'
import type { WebDeps } from './deps.ts'
import { readAlertQuery } from './query.ts'

export const alertRoutes = (deps: WebDeps) =>
  ({
    'GET /api/alerts': [
      async (request, response) => {
        const query = readAlertQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        response.json(await deps.store.find(query.value))
      },
    ],
    'GET /api/alerts/:id': [
      async (request, response) => {
        const id = param(request.params.id)
        const alert = await deps.store.get(id)
        if (!alert) return noAlert(response, id)
        response.json({ alert, ...(await deps.store.history(alert.id)) })
      },
    ],
    'POST /api/alerts/:id/:act': [
      express.json({ limit: '64kb' }),
      async (request, response) => {
        const id = param(request.params.id)
        const given = readAct(param(request.params.act), id, request.body, deps.people.known())
        if (!given) return refuse(response, 404, `an alert can be: ${actNames.join(', ')}`)
        if (!given.ok) return refuse(response, 400, given.error)
        if (!(await deps.store.get(id))) return noAlert(response, id)
        response.status(202).json(await deps.act(given.value, actingOf(request, response)))
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

/** A part of the address; Express gives a list only for patterns that no route of ours has. */
export const param = (value: string | readonly string[] | undefined): string => String(value ?? '')

const noAlert = (response: Response, id: string): void =>
  refuse(response, 404, `there is no alert "${id.slice(0, 60)}"`)
