// The JSON API of pages: incidents with who was rung and who answered, answers to them, the log, and a test of the way.
import { once } from 'node:events'
import express, { type RequestHandler, type Response } from 'express'
import { dispositions } from '../../model/alert.ts'
import type { Incident } from '../../model/incident.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { readLogQuery, readPagesQuery } from '../queue/query.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { bound } from '../sign-in/bound.ts'
import { param } from './api.ts'
import { answerTo } from './seen.ts'

const longestText = 4_000
/** Each one wakes people. */
const mostTests = 6

export const incidentRoutes = (deps: WebDeps) => {
  const { store, answers } = deps
  return {
    'GET /api/pages': [
      async (request, response) => {
        const query = readPagesQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        response.json(await store.incidents(query.value))
      },
    ],
    'GET /api/pages/log': [
      async (request, response) => {
        const span = readLogQuery(request.query)
        if (!span.ok) return refuse(response, 400, span.error)
        await deps.people.note(
          { act: 'page-export', record: true, detail: { ...span.value } },
          actingOf(request, response),
        )
        response.type('application/x-ndjson')
        for await (const entry of store.log(span.value)) {
          if (response.destroyed) return
          if (!response.write(`${JSON.stringify(entry)}\n`))
            await Promise.race([once(response, 'drain'), once(response, 'close')])
        }
        response.end()
      },
    ],
    'GET /api/pages/:id': [
      async (request, response) => {
        const id = param(request.params.id)
        const story = await store.incident(id)
        if (!story) return noPage(response, id)
        response.json(story)
      },
    ],
    'POST /api/pages/test': [
      bound(mostTests, deps.now),
      async (request, response) => {
        const { domainController } = answers
        const pagers = answers.pagers()
        if (pagers.length === 0) return refuse(response, 409, 'no pager is configured: nobody would be rung')
        const test = await answers.test(actingOf(request, response))
        response.status(202).json({ ...test, pagers, ...(domainController && { domainController }) })
      },
    ],
    'POST /api/pages/:id/:act': [
      express.json({ limit: '64kb' }),
      async (request, response) => {
        const id = param(request.params.id)
        const name = param(request.params.act)
        if (name !== 'ack' && name !== 'resolve') return refuse(response, 404, 'a page can be: ack, resolve')
        const read = readFields(request.body, ({ text, choice }) => ({
          text: text('text', longestText),
          ...(name === 'resolve' ? { disposition: choice('disposition', dispositions) } : {}),
        }))
        if (!read.ok) return refuse(response, 400, read.error)
        const incident = (await store.incident(id))?.incident
        if (!incident) return noPage(response, id)
        const { text, disposition } = read.value
        const isAlert = (await store.get(incident.alert)) !== undefined
        if (name === 'resolve' && text === undefined)
          return refuse(response, 400, 'it needs a text: why nobody need be woken any more')
        if (name === 'resolve' && isAlert && disposition === undefined)
          return refuse(
            response,
            400,
            `disposition is missing, one of ${dispositions.join(', ')}: that closes the alert`,
          )
        const action = await deps.act(
          {
            ...(name === 'ack' ? answerOf(incident) : { act: 'close', alert: incident.alert, via: 'api' }),
            ...(text === undefined ? {} : { text }),
            ...(disposition === undefined ? {} : { disposition }),
          },
          actingOf(request, response),
        )
        const answered = name === 'ack' ? await answerTo(store, incident.id) : undefined
        response.status(202).json({ ...action, ...(answered && { answered, first: answered.action === action.id }) })
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

const answerOf = ({ id, alert, stage }: Incident) =>
  ({ act: 'acknowledge', alert, stage, dedupKey: id, via: 'api' }) as const

const noPage = (response: Response, id: string): void =>
  refuse(response, 404, `there is no page "${id.slice(0, 60)}", or several begin so`)
