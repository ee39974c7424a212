// The pages about survival that only tell: who can turn it off, the ways drawn, the copies, the findings.
import type { RequestHandler, Response } from 'express'
import type { Survival } from '../../model/posture.ts'
import { drawGraph, drawScene } from '../../posture/draw.ts'
import { graphScene } from '../../posture/scene.ts'
import type { WebDeps } from '../deps.ts'
import { type Html, html } from '../frame/html.ts'
import { copiesPart } from './copies-page.ts'
import { findingsPart, readWeight } from './findings-page.ts'
import { type Part, showPart, survivalFor } from './frame.ts'
import { survivePart } from './survive-page.ts'
import { words } from './texts.ts'

const usualDwell = 30
const mostDwell = 3_650

export const survivalRoutes = (deps: WebDeps) => {
  const show = async (
    response: Response,
    part: Part,
    title: string,
    content: (survival: Survival) => Html,
    dwell = usualDwell,
  ): Promise<void> => {
    const survival = await survivalFor(deps, response, { part, title, ...(dwell === usualDwell ? {} : { dwell }) })
    if (survival) showPart(deps, response, { part, title, content: content(survival) })
  }
  const clock = () => ({ now: deps.now(), zone: deps.zone })
  return {
    'GET /survive': [
      ({ query }, response) => {
        const dwell = Number(query.dwell) > 0 ? Math.min(Number(query.dwell), mostDwell) : usualDwell
        const { hand, copy } = query
        const chosen = typeof hand === 'string' && typeof copy === 'string' ? { hand, copy } : {}
        return show(response, 'survive', words.title, (survival) => survivePart(survival, { dwell, ...chosen }), dwell)
      },
    ],
    'GET /survive/graph': [(_, response) => show(response, 'graph', words.parts.graph, graphPart)],
    'GET /survive/graph.svg': [
      async (_, response) => {
        const survival = await survivalFor(deps, response, { part: 'graph', title: words.parts.graph })
        if (!survival) return
        response.set('content-disposition', 'attachment; filename="who-can-turn-it-off.svg"')
        response.type('image/svg+xml').send(drawGraph(survival))
      },
    ],
    'GET /survive/copies': [
      (_, response) => show(response, 'copies', words.parts.copies, (survival) => copiesPart(survival, clock())),
    ],
    'GET /survive/findings': [
      ({ query }, response) =>
        show(response, 'findings', words.parts.findings, (survival) =>
          findingsPart(survival, readWeight(query.weight), {
            estate: deps.posture.estate,
            rules: new Map(deps.detections.rules().map(({ id, file }) => [file, id])),
          }),
        ),
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

const graphPart = (survival: Survival): Html =>
  html`<p class="lead">${words.graphHint} <a href="/survive/graph.svg">${words.asFile}</a></p><figure class="panel graph" tabindex="0" aria-label="${words.parts.graph}">${{ html: drawScene(graphScene(survival), { bare: true }) }}</figure><p class="note-on">${words.basisHint}</p>`
