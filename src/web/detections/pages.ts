// The addresses of the pages of detections.
import express, { type RequestHandler, type Response } from 'express'
import { trialBounds } from '../../model/detections.ts'
import type { Subject } from '../../model/people.ts'
import { isAtLeast } from '../../people/roles.ts'
import { param } from '../alert/api.ts'
import { sentence } from '../alert/pages.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { frameOf } from '../sign-in/access.ts'
import { coveragePage } from './coverage-page.ts'
import { type ExplainView, explainPage } from './explain-page.ts'
import { caseFiguresOf, casesOf, cellsOf, figuresOf } from './figures.ts'
import { filterRules, readRuleFilter } from './filter.ts'
import { listPage } from './list-page.ts'
import { rulePage } from './rule-page.ts'
import { texts } from './texts.ts'

const newest = 8

export const detectionPages = (deps: WebDeps) => {
  const { detections, store, site, zone } = deps
  const trouble = (response: Response, status: number, words: string): void =>
    notice(response, { status, words, site, ...frameOf(response) })
  const tries = (response: Response): boolean => isAtLeast((response.locals.who as Subject).role, 'analyst')
  const ask = (response: Response, more: Pick<ExplainView, 'given'> & Partial<ExplainView>): void =>
    void response.send(
      explainPage({ sources: detections.sources(), rules: detections.rules(), site, ...more, ...frameOf(response) }),
    )
  return {
    'GET /detections': [
      async (request, response) => {
        const filter = readRuleFilter(request.query)
        if (!filter.ok) return trouble(response, 400, sentence(filter.error))
        const proof = detections.proof()
        const all = detections.rules()
        const view = { all, filter: filter.value, proof, site, zone, now: deps.now() }
        response.send(
          listPage({
            ...view,
            rules: filterRules(all, filter.value, proof),
            sources: detections.sources(),
            figures: figuresOf(await store.tallies()),
            cases: caseFiguresOf(proof),
            tries: tries(response),
            ...frameOf(response),
          }),
        )
      },
    ],
    'GET /detections/coverage': [
      (_, response) =>
        void response.send(
          coveragePage({ proof: detections.proof(), rules: detections.rules(), site, ...frameOf(response) }),
        ),
    ],
    'GET /detections/explain': [
      ({ query }, response) => {
        const rule = detections.rules().find(({ id }) => id === query.rule)
        ask(response, { given: rule ? { rule: rule.id } : {} })
      },
    ],
    'POST /detections/explain': [
      express.urlencoded({ extended: false, limit: trialBounds.bytes * 4 }),
      async (request, response) => {
        const read = readFields(request.body, ({ secret, text }) => ({
          text: secret('text', trialBounds.bytes) ?? '',
          source: text('source', 100),
          rule: text('rule', 100),
        }))
        if (!read.ok) return ask(response.status(400), { given: {}, wrong: texts.explain.tooLarge })
        const { text, source, rule } = read.value
        const given = { text, ...(source === undefined ? {} : { source }), ...(rule === undefined ? {} : { rule }) }
        const trial = await detections.trial(given)
        if (trial.ok) return ask(response, { given, trial: trial.value })
        ask(response.status(trial.error.status), { given, wrong: sentence(trial.error.error) })
      },
    ],
    'GET /detections/:id': [
      async (request, response) => {
        const rule = detections.rules().find(({ id }) => id === param(request.params.id))
        if (!rule) return trouble(response, 404, 'There is no such rule.')
        const proof = detections.proof()
        const [tallies, { alerts }] = await Promise.all([
          store.tallies(),
          store.find({ rule: [rule.id], sort: 'newest', limit: newest }),
        ])
        response.send(
          rulePage({
            rule,
            text: detections.text(rule.id),
            runbook: deps.runbook(rule.file),
            proof,
            cases: casesOf(proof, rule),
            coverage: cellsOf(proof, rule.id),
            figures: figuresOf(tallies)(rule.id),
            recent: alerts,
            tries: tries(response),
            site,
            zone,
            now: deps.now(),
            ...frameOf(response),
          }),
        )
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
