// The JSON API of planned changes and mutes: proposed by one person, approved by another.
import { randomBytes } from 'node:crypto'
import express, { type RequestHandler } from 'express'
import type { PlanVerb } from '../../model/ask.ts'
import { type Plan, type PlanDraft, planKinds } from '../../model/plan.ts'
import { param } from '../alert/api.ts'
import { readFields } from '../body/fields.ts'
import { decided } from '../decided.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { readPlan } from './body.ts'

const json = express.json({ limit: '256kb' })

export const planRoutes = (deps: WebDeps) =>
  ({
    'GET /api/changes': [
      (request, response) => {
        const { kind } = request.query
        if (kind !== undefined && !planKinds.some((one) => one === kind))
          return refuse(response, 400, `kind must be one of ${planKinds.join(', ')}`)
        response.json({ changes: plansOf(deps).filter((plan) => kind === undefined || plan.kind === kind) })
      },
    ],
    'GET /api/changes/:id': [
      (request, response) => {
        const plan = deps.people.known()?.get('plan', param(request.params.id))
        if (!plan) return refuse(response, 404, 'there is no such proposal')
        response.json(plan)
      },
    ],
    'POST /api/changes': [
      json,
      async (request, response) => {
        const draft = readPlan(request.body, deps.now(), deps.detections.rules())
        if (!draft.ok) return refuse(response, 400, draft.error)
        const ask = proposal(draft.value, deps.site)
        if (await decided(deps.people, ask, actingOf(request, response), response))
          response.status(201).json(deps.people.known()?.get('plan', ask.id) ?? { id: ask.id })
      },
    ],
    'POST /api/changes/:id/approve': [json, decideOn(deps, 'approve')],
    'POST /api/changes/:id/reject': [json, decideOn(deps, 'reject')],
    'POST /api/changes/:id/withdraw': [json, decideOn(deps, 'withdraw')],
  }) satisfies Record<string, readonly RequestHandler[]>

const decideOn =
  (deps: WebDeps, verb: PlanVerb): RequestHandler =>
  async (request, response) => {
    const id = param(request.params.id)
    const words = readFields(request.body, ({ text }) => text('text', 1_000))
    if (!words.ok) return refuse(response, 400, words.error)
    const plan = deps.people.known()?.get('plan', id)
    if (!plan) return refuse(response, 404, 'there is no such proposal')
    if (await decided(deps.people, decisionOn(plan, verb, words.value), actingOf(request, response), response))
      response.json(deps.people.known()?.get('plan', id) ?? { id })
  }

/** The ask that a draft becomes, under an id that people can say. */
export function proposal({ ...plan }: PlanDraft, site: string) {
  const id = `${plan.kind === 'change' ? 'CHG' : 'MUT'}-${randomBytes(4).toString('hex')}`
  return { act: `${plan.kind}-propose`, plan, id, site } as const
}

export const decisionOn = ({ kind, id }: Plan, verb: PlanVerb, words: string | undefined) =>
  ({ act: `${kind}-${verb}`, plan: id, ...(words === undefined ? {} : { words }) }) as const

/** Newest first. */
export const plansOf = ({ people }: WebDeps): readonly Plan[] =>
  [...(people.known()?.all('plan') ?? [])].sort((one, other) => (one.proposedAt < other.proposedAt ? 1 : -1))
