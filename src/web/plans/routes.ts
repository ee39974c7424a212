// The pages of planned changes and of mutes: what waits, what holds, what was; and the form for a new one.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Ask, type PlanVerb, refusals } from '../../model/ask.ts'
import type { PlanKind } from '../../model/plan.ts'
import { param } from '../alert/api.ts'
import { sentence } from '../alert/pages.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { actingOf, frameOf } from '../sign-in/access.ts'
import { late } from '../sign-in/door.ts'
import { planTexts } from '../texts/plans.ts'
import { decisionOn, plansOf, proposal } from './api.ts'
import { readPlan } from './body.ts'
import { planPath, plansPage } from './page.ts'

const form = express.urlencoded({ extended: false, limit: '256kb' })

export const planPageRoutes = (deps: WebDeps) => {
  const change = planPages(deps, 'change')
  const mute = planPages(deps, 'mute')
  return {
    'GET /changes': change.list,
    'POST /changes': change.propose,
    'POST /changes/:id/approve': change.decide('approve'),
    'POST /changes/:id/reject': change.decide('reject'),
    'POST /changes/:id/withdraw': change.decide('withdraw'),
    'GET /mutes': mute.list,
    'POST /mutes': mute.propose,
    'POST /mutes/:id/approve': mute.decide('approve'),
    'POST /mutes/:id/reject': mute.decide('reject'),
    'POST /mutes/:id/withdraw': mute.decide('withdraw'),
  } satisfies Record<string, readonly RequestHandler[]>
}

type Handlers = readonly RequestHandler[]

function planPages(deps: WebDeps, kind: PlanKind) {
  const show = (response: Response, more: { readonly wrong?: string; readonly given?: unknown } = {}): void =>
    void response.send(
      plansPage({
        kind,
        plans: plansOf(deps).filter((plan) => plan.kind === kind),
        rules: deps.detections.rules(),
        site: deps.site,
        zone: deps.zone,
        now: deps.now(),
        ...more,
        ...frameOf(response),
      }),
    )
  /** Why it was not done. */
  const carried = async (ask: Ask, request: Request, response: Response): Promise<string | undefined> => {
    const outcome = await deps.people.ask(ask, actingOf(request, response))
    return outcome === 'late' ? late.error : outcome.refused && refusals[outcome.refused]
  }
  const list: Handlers = [(_, response) => show(response)]
  const propose: Handlers = [
    form,
    async (request, response) => {
      const draft = readPlan({ ...withZone(request.body), kind }, deps.now(), deps.detections.rules())
      if (!draft.ok) return show(response.status(400), { wrong: sentence(draft.error), given: request.body })
      const ask = proposal(draft.value, deps.site)
      const wrong = await carried(ask, request, response)
      if (wrong === undefined) return response.redirect(303, `${planPath(kind)}#${ask.id}`)
      show(response.status(409), { wrong: sentence(wrong), given: request.body })
    },
  ]
  const decide = (verb: PlanVerb): Handlers => [
    async (request, response) => {
      const plan = deps.people.known()?.get('plan', param(request.params.id))
      if (plan?.kind !== kind)
        return notice(response, { status: 404, words: planTexts.none, site: deps.site, ...frameOf(response) })
      const wrong = await carried(decisionOn(plan, verb, undefined), request, response)
      if (wrong === undefined) return response.redirect(303, `${planPath(kind)}#${plan.id}`)
      show(response.status(403), { wrong: sentence(wrong) })
    },
  ]
  return { list, propose, decide }
}

/** A browser's fields for times know no zone; the page says that they are UTC. */
function withZone(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null) return {}
  const utc = (value: unknown): unknown =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value) ? `${value}Z` : value
  const given = body as Readonly<Record<string, unknown>>
  return { ...given, from: utc(given.from), to: utc(given.to) }
}
