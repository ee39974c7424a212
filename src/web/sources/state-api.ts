// The JSON API of what detection remembers: a list with filters, one entry with all that made it, and what never arrives.
import type { RequestHandler, Response } from 'express'
import { param } from '../alert/api.ts'
import type { WebDeps } from '../deps.ts'
import { readStateQuery } from '../queue/query.ts'
import { refuse } from '../sign-in/access.ts'

export const stateRoutes = ({ state, blind }: WebDeps) =>
  ({
    'GET /api/ready': [
      (request, response) => {
        const { without } = request.query
        const names = (Array.isArray(without) ? without : [without]).filter((name) => typeof name === 'string')
        const report = blind(names)
        if (!report) return elsewhere(response)
        response.json(report)
      },
    ],
    'GET /api/state': [
      async (request, response) => {
        if (!state.owned()) return elsewhere(response)
        const query = readStateQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        response.json(await state.list(query.value))
      },
    ],
    'GET /api/state/:key': [
      (request, response) => {
        if (!state.owned()) return elsewhere(response)
        const line = state.show(param(request.params.key))
        if (!line)
          return refuse(
            response,
            404,
            'there is no entry of that key, or several begin so: `state list` tells the keys',
          )
        response.json({ line })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

const elsewhere = (response: Response): void =>
  refuse(response, 503, 'this process does not detect: ask one that runs the role detect, or wait until it has begun')
