// The JSON API of detections: the rules with what they were worth, the coverage, and what a pasted record leads to.
import express, { type RequestHandler } from 'express'
import type { RuleEntry } from '../../model/detections.ts'
import { trialBounds } from '../../model/detections.ts'
import { param } from '../alert/api.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { refuse } from '../sign-in/access.ts'
import { caseFiguresOf, casesOf, cellsOf, figuresOf } from './figures.ts'
import { filterRules, readRuleFilter } from './filter.ts'

export const detectionRoutes = ({ detections, store, runbook }: WebDeps) => {
  /** Where the cases stand, without what they showed. */
  const proofState = () => {
    const proof = detections.proof()
    if (proof.state !== 'done') return proof
    const { state, at, seconds, unreadable } = proof
    return { state, at, seconds, ran: proof.coverage.ran, failed: proof.coverage.failed, unreadable }
  }
  const figures = async () => figuresOf(await store.tallies())
  const find = (id: string): RuleEntry | undefined => detections.rules().find((rule) => rule.id === id)
  return {
    'GET /api/detections': [
      async (request, response) => {
        const filter = readRuleFilter(request.query)
        if (!filter.ok) return refuse(response, 400, filter.error)
        const proof = detections.proof()
        const [worth, cases] = [await figures(), caseFiguresOf(proof)]
        const rules = filterRules(detections.rules(), filter.value, proof).map((rule) => ({
          ...rule,
          figures: worth(rule.id),
          cases: cases(rule),
        }))
        response.json({ digest: detections.digest(), proof: proofState(), rules })
      },
    ],
    'GET /api/detections/coverage': [
      (_, response) => {
        const proof = detections.proof()
        response.json({ proof: proofState(), ...(proof.state === 'done' && { coverage: proof.coverage }) })
      },
    ],
    'GET /api/detections/:id': [
      async (request, response) => {
        const rule = find(param(request.params.id))
        if (!rule) return refuse(response, 404, 'there is no such rule')
        const proof = detections.proof()
        response.json({
          rule: { ...rule, figures: (await figures())(rule.id), cases: caseFiguresOf(proof)(rule) },
          text: detections.text(rule.id),
          runbook: runbook(rule.file),
          proof: proofState(),
          cases: casesOf(proof, rule),
          coverage: cellsOf(proof, rule.id),
        })
      },
    ],
    'POST /api/detections/explain': [
      express.json({ limit: trialBounds.bytes * 2 }),
      async (request, response) => {
        const read = readFields(request.body, ({ secret, text }) => ({
          text: secret('text', trialBounds.bytes),
          source: text('source', 100),
          rule: text('rule', 100),
        }))
        if (!read.ok) return refuse(response, 400, read.error)
        const { text, source, rule } = read.value
        if (text === undefined) return refuse(response, 400, 'text is missing: the record or the event')
        const given = { text, ...(source === undefined ? {} : { source }), ...(rule === undefined ? {} : { rule }) }
        const tried = await detections.trial(given)
        if (!tried.ok) return refuse(response, tried.error.status, tried.error.error)
        response.json(tried.value)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
