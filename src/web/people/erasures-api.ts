// The JSON API by which one person's data is erased on request.
import express, { type RequestHandler } from 'express'
import { refusals } from '../../model/ask.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { late } from '../sign-in/door.ts'

const json = express.json({ limit: '16kb' })
const mostNames = 20
/** A shorter word would take others with it. */
const shortest = 3

export const erasureRoutes = ({ erase }: WebDeps) =>
  ({
    'POST /api/erasures': [
      json,
      async (request, response) => {
        const read = readFields(request.body, ({ list, choice }) => ({
          names: list('names', mostNames, 500),
          dryRun: choice('dryRun', ['yes', 'no']) === 'yes',
        }))
        if (!read.ok) return refuse(response, 400, read.error)
        const { names, dryRun } = read.value
        if (names.length === 0) return refuse(response, 400, 'names is missing: every name that the person goes by')
        const short = names.find((name) => name.length < shortest)
        if (short !== undefined) return refuse(response, 400, `"${short}" is too short: other words would go with it`)
        const erased = await erase(names, { dryRun, by: actingOf(request, response) })
        if ('account' in erased)
          return refuse(
            response,
            409,
            `${erased.account} has an account here: remove that first, \`lastcopy user remove\``,
          )
        if ('late' in erased) return refuse(response.set('retry-after', String(late.wait)), late.status, late.error)
        if ('refused' in erased) return refuse(response, 409, refusals[erased.refused])
        response.json(erased)
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>
