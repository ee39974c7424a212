// The JSON API of the audit log: its entries as they lie, and where it ends.
import { once } from 'node:events'
import type { RequestHandler } from 'express'
import type { WebDeps } from '../deps.ts'
import { actingOf, refuse } from '../sign-in/access.ts'

export const auditRoutes = ({ people }: WebDeps) =>
  ({
    'GET /api/audit': [
      async (request, response) => {
        // Told first, so that an export stands in what it exports.
        await people.ask({ act: 'audit-export', record: true }, actingOf(request, response))
        response.type('application/x-ndjson')
        for await (const entry of people.audit()) {
          if (response.destroyed) return
          if (!response.write(`${entry}\n`)) await Promise.race([once(response, 'drain'), once(response, 'close')])
        }
        response.end()
      },
    ],
    'GET /api/audit/head': [
      (_, response) => {
        const head = people.head()
        if (!head) return refuse(response, 503, 'the journal cannot be read yet')
        response.json(head)
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>
