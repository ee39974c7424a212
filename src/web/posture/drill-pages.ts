// The page of practised restores, and what its forms do: the same as the API, answered by the page.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Ask, refusals } from '../../model/ask.ts'
import type { Subject } from '../../model/people.ts'
import { isAtLeast } from '../../people/roles.ts'
import { param } from '../alert/api.ts'
import { sentence } from '../alert/pages.ts'
import { readDrill, readFinish, readStep } from '../body/drill.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf } from '../sign-in/access.ts'
import { late } from '../sign-in/door.ts'
import { drillsOf, newDrillId } from './drills-api.ts'
import { drillsPart } from './drills-page.ts'
import { showPart, survivalFor } from './frame.ts'
import { words } from './texts.ts'

const form = express.urlencoded({ extended: false, limit: '256kb' })
const title = words.parts.drills

export const drillPageRoutes = (deps: WebDeps) => {
  const show = async (
    response: Response,
    more: { readonly wrong?: string; readonly given?: unknown } = {},
  ): Promise<void> => {
    const survival = await survivalFor(deps, response, { part: 'drills', title })
    if (!survival) return
    const practises = isAtLeast((response.locals.who as Subject).role, 'analyst')
    const { posture, zone } = deps
    const view = { survival, drills: drillsOf(deps), names: posture.names, practises, zone, now: deps.now(), ...more }
    showPart(deps, response, { part: 'drills', title, content: drillsPart(view) })
  }
  /** Back to the page at that drill, or the page with why not. */
  const answer = async (ask: Ask, id: string, request: Request, response: Response): Promise<void> => {
    const outcome = await deps.people.ask(ask, actingOf(request, response))
    const wrong = outcome === 'late' ? late.error : outcome.refused && refusals[outcome.refused]
    if (wrong === undefined) return response.redirect(303, `/survive/drills#${encodeURIComponent(id)}`)
    await show(response.status(409), { wrong: sentence(wrong), given: request.body })
  }
  return {
    'GET /survive/drills': [(_, response) => show(response)],
    'POST /survive/drills': [
      form,
      async (request, response) => {
        const by = actingOf(request, response)
        const now = new Date(deps.now()).toISOString()
        const draft = readDrill(given(request.body), by.who, deps.posture.names, now)
        if (!draft.ok) return show(response.status(400), { wrong: sentence(draft.error), given: request.body })
        const id = newDrillId()
        await answer({ act: 'drill-start', drill: draft.value, id, site: deps.site }, id, request, response)
      },
    ],
    'POST /survive/drills/:id/step': [
      form,
      async (request, response) => {
        const drill = param(request.params.id)
        const step = readStep(given(request.body))
        if (!step.ok) return show(response.status(400), { wrong: sentence(step.error) })
        await answer({ act: 'drill-step', drill, step: step.value }, drill, request, response)
      },
    ],
    'POST /survive/drills/:id/finish': [
      form,
      async (request, response) => {
        const drill = param(request.params.id)
        const finish = readFinish(given(request.body))
        if (!finish.ok) return show(response.status(400), { wrong: sentence(finish.error) })
        await answer({ act: 'drill-finish', drill, ...finish.value }, drill, request, response)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

/** A browser’s fields for times know no zone, which the page says are UTC; of a list with one name it sends a text. */
function given(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, read(name, value)]))
}

function read(name: string, value: unknown): unknown {
  if (name === 'sets' || name === 'copies') return [value].flat()
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value) ? `${value}Z` : value
}
