// The search over events, as a page and as JSON.
import type { RequestHandler } from 'express'
import { sentence } from '../alert/pages.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { readEventQuery } from '../queue/query.ts'
import { frameOf, refuse } from '../sign-in/access.ts'
import { eventsPage } from './page.ts'

export const eventRoutes = ({ events, site, zone, now }: WebDeps) =>
  ({
    'GET /events': [
      async (request, response) => {
        const query = readEventQuery(withZone(request.query))
        if (!query.ok)
          return notice(response, { status: 400, words: sentence(query.error), site, ...frameOf(response) })
        const found = await events?.findEvents(query.value)
        response.send(eventsPage({ query: query.value, found, site, zone, now: now(), ...frameOf(response) }))
      },
    ],
    'GET /api/events': [
      async (request, response) => {
        const query = readEventQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        if (!events) return refuse(response, 404, 'events are not kept: store.events is false')
        const { events: found, ...rest } = await events.findEvents(query.value)
        response.json({ events: found.map(({ event, ref }) => ({ ...ref, event })), ...rest })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

/** A browser's fields for times know no zone; the page says that they are UTC. */
function withZone(query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const utc = (value: unknown): unknown =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value) ? `${value}Z` : value
  return { ...query, from: utc(query.from), to: utc(query.to) }
}
