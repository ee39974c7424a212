// The sources: the page, and the same as JSON.
import type { RequestHandler } from 'express'
import type { Subject } from '../../model/people.ts'
import { whyNot } from '../../people/roles.ts'
import type { WebDeps } from '../deps.ts'
import { routes } from '../routes.ts'
import { frameOf } from '../sign-in/access.ts'
import { sourcesPage } from './page.ts'

export const sourceRoutes = ({ sources, site, zone, now }: WebDeps) =>
  ({
    'GET /sources': [
      async (_, response) => {
        const letters = whyNot(response.locals.who as Subject | undefined, routes['GET /dead-letters']) === undefined
        const view = { report: await sources(), letters, site, zone, now: now() }
        response.send(sourcesPage({ ...view, ...frameOf(response) }))
      },
    ],
    'GET /api/sources': [async (_, response) => void response.json(await sources())],
  }) satisfies Record<string, readonly RequestHandler[]>
