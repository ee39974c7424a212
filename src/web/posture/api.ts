// The JSON API of the analysis: which copies survive which credential, what shows that they are good, and what is overdue.
import type { RequestHandler } from 'express'
import type { WebDeps } from '../deps.ts'
import { refuse } from '../sign-in/access.ts'

const mostDays = 3_650

export const postureRoutes = ({ posture }: WebDeps) =>
  ({
    'GET /api/posture': [
      async (request, response) => {
        const { dwell } = request.query
        const days = dwell === undefined ? undefined : Number(dwell)
        if (days !== undefined && !(days > 0 && days <= mostDays))
          return refuse(response, 400, `dwell must be a number of days, ${mostDays} at most`)
        const found = await posture.survival(days)
        if (found.ok) return void response.json(found.value)
        const [status, words] = refusals[found.error]
        refuse(response, status, words)
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

const refusals = {
  'no-estate': [404, 'the configuration names no estate with copies'],
  elsewhere: [503, 'this process does not detect: ask one that runs the role detect, or wait until it has begun'],
} as const
