// The JSON API of drills: a stopwatch that is started, told each step, and stopped.
import { randomBytes } from 'node:crypto'
import express, { type RequestHandler } from 'express'
import type { Drill } from '../../model/drill.ts'
import { param } from '../alert/api.ts'
import { readDrill, readFinish, readStep } from '../body/drill.ts'
import { decided } from '../decided.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf, refuse } from '../sign-in/access.ts'

const json = express.json({ limit: '256kb' })

export const drillRoutes = (deps: WebDeps) => {
  const drillOf = (id: string) => deps.people.known()?.get('drill', id)
  return {
    'GET /api/drills': [(_, response) => void response.json({ drills: drillsOf(deps) })],
    'GET /api/drills/:id': [
      (request, response) => {
        const drill = drillOf(param(request.params.id))
        if (!drill) return refuse(response, 404, 'there is no such drill')
        response.json(drill)
      },
    ],
    'POST /api/drills': [
      json,
      async (request, response) => {
        const by = actingOf(request, response)
        const draft = readDrill(request.body, by.who, deps.posture.names, new Date(deps.now()).toISOString())
        if (!draft.ok) return refuse(response, 400, draft.error)
        const ask = { act: 'drill-start', drill: draft.value, id: newDrillId(), site: deps.site } as const
        if (await decided(deps.people, ask, by, response)) response.status(201).json(drillOf(ask.id) ?? { id: ask.id })
      },
    ],
    'POST /api/drills/:id/step': [
      json,
      async (request, response) => {
        const drill = param(request.params.id)
        const step = readStep(request.body)
        if (!step.ok) return refuse(response, 400, step.error)
        const ask = { act: 'drill-step', drill, step: step.value } as const
        if (await decided(deps.people, ask, actingOf(request, response), response))
          response.json(drillOf(drill) ?? { id: drill })
      },
    ],
    'POST /api/drills/:id/finish': [
      json,
      async (request, response) => {
        const drill = param(request.params.id)
        const finish = readFinish(request.body)
        if (!finish.ok) return refuse(response, 400, finish.error)
        const ask = { act: 'drill-finish', drill, ...finish.value } as const
        if (await decided(deps.people, ask, actingOf(request, response), response))
          response.json(drillOf(drill) ?? { id: drill })
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

/** An id that people can say. */
export const newDrillId = (): string => `DRL-${randomBytes(4).toString('hex')}`

/** Newest first. */
export const drillsOf = ({ people }: WebDeps): readonly Drill[] =>
  [...(people.known()?.all('drill') ?? [])].sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
