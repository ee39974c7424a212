// The page of planned changes and mutes: what waits, what holds, what was; and the form for a new one.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Ask, type PlanVerb, refusals } from '../model/ask.ts'
import { actingOf, frameOf } from './access.ts'
import { param } from './api.ts'
import type { WebDeps } from './deps.ts'
import { late } from './door.ts'
import { notice } from './notice.ts'
import { sentence } from './pages.ts'
import { readPlan } from './plan-body.ts'
import { decisionOn, plansOf, proposal } from './plans-api.ts'
import { plansPage } from './plans-page.ts'

const form = express.urlencoded({ extended: false, limit: '256kb' })

export const planPageRoutes = (deps: WebDeps) => {
  const show = (response: Response, more: { readonly wrong?: string; readonly given?: unknown } = {}): void =>
    void response.send(
      plansPage({
        plans: plansOf(deps),
        site: deps.site,
        zone: deps.zone,
        now: deps.now(),
        ...more,
        ...frameOf(response),
      }),
    )
  /** Back to the page, or why not. */
  const carried = async (ask: Ask, request: Request, response: Response): Promise<string | undefined> => {
    const outcome = await deps.people.ask(ask, actingOf(request, response))
    return outcome === 'late' ? late.error : outcome.refused && refusals[outcome.refused]
  }
  const decide = async (verb: PlanVerb, request: Request, response: Response): Promise<void> => {
    const plan = deps.people.known()?.get('plan', param(request.params.id))
    if (!plan)
      return notice(response, {
        status: 404,
        words: 'There is no such proposal.',
        site: deps.site,
        ...frameOf(response),
      })
    const wrong = await carried(decisionOn(plan, verb, undefined), request, response)
    if (wrong === undefined) return response.redirect(303, `/changes#${plan.id}`)
    show(response.status(403), { wrong: sentence(wrong) })
  }
  return {
    'GET /changes': [(_, response) => show(response)],
    'POST /changes': [
      form,
      async (request, response) => {
        const draft = readPlan(withZone(request.body), deps.now())
        if (!draft.ok) return show(response.status(400), { wrong: sentence(draft.error), given: request.body })
        const ask = proposal(draft.value, deps.site)
        const wrong = await carried(ask, request, response)
        if (wrong === undefined) return response.redirect(303, `/changes#${ask.id}`)
        show(response.status(409), { wrong: sentence(wrong), given: request.body })
      },
    ],
    'POST /changes/:id/approve': [(request, response) => decide('approve', request, response)],
    'POST /changes/:id/reject': [(request, response) => decide('reject', request, response)],
    'POST /changes/:id/withdraw': [(request, response) => decide('withdraw', request, response)],
  } satisfies Record<string, readonly RequestHandler[]>
}

/** A browser's fields for times know no zone; the page says that they are UTC. */
function withZone(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const utc = (value: unknown): unknown =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value) ? `${value}Z` : value
  const { from, to, count, kind, ...rest } = body as Readonly<Record<string, unknown>>
  return { ...rest, kind, from: utc(from), to: utc(to), ...(kind === 'mute' ? {} : { count }) }
}
