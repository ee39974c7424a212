// The JSON API of records: dead letters, and what settings were.
import express, { type RequestHandler } from 'express'
import { actingOf, refuse } from './access.ts'
import { param } from './api.ts'
import { readBaseline } from './baseline-body.ts'
import type { BaselineEntry, DeadLetterEntry, WebDeps } from './deps.ts'
import { readLimit } from './query.ts'

export const recordRoutes = ({ deadLetters: letters, baseline: settings, people }: WebDeps) =>
  ({
    'GET /api/dead-letters': [
      async (request, response) => {
        const limit = readLimit(request.query.limit, 10_000)
        if (!limit.ok) return refuse(response, 400, limit.error)
        const { source } = request.query
        const found = await letters.list({ limit: limit.value, ...(typeof source === 'string' ? { source } : {}) })
        response.json({ deadLetters: found.map(summaryOf) })
      },
    ],
    'GET /api/dead-letters/:id': [
      async (request, response) => {
        const entry = await letters.get(param(request.params.id))
        if (!entry) return refuse(response, 404, 'there is no such dead letter')
        await people.note(
          { act: 'dead-letter-read', record: true, on: onLetter(entry.id) },
          actingOf(request, response),
        )
        response.json({ id: entry.id, at: entry.at, ...entry.letter })
      },
    ],
    'POST /api/dead-letters/:id/replay': [
      async (request, response) => {
        const id = param(request.params.id)
        if (!(await letters.replay(id))) return refuse(response, 404, 'there is no such dead letter')
        await people.note({ act: 'dead-letter-replay', record: true, on: onLetter(id) }, actingOf(request, response))
        response.status(202).json({ replayed: id })
      },
    ],
    'GET /api/baseline': [
      async (request, response) => {
        const limit = readLimit(request.query.limit, 10_000)
        if (!limit.ok) return refuse(response, 400, limit.error)
        const { resource } = request.query
        const found: readonly BaselineEntry[] = await settings.list({
          limit: limit.value,
          ...(typeof resource === 'string' ? { prefix: resource } : {}),
        })
        response.json({ baseline: found })
      },
    ],
    'POST /api/baseline': [
      express.text({ type: () => true, limit: '64mb' }),
      async (request, response) => {
        const read = readBaseline(typeof request.body === 'string' ? request.body : '')
        if (!read.ok) return void response.status(400).json({ error: 'the baseline cannot be used', lines: read.error })
        const imported = await settings.import(read.value)
        if (!imported.ok) return refuse(response, 400, imported.error)
        const detail = { entries: imported.value }
        await people.note({ act: 'baseline-import', record: true, detail }, actingOf(request, response))
        response.status(202).json({ imported: imported.value })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

const onLetter = (id: string) => ({ kind: 'dead-letter', id: id.slice(0, 80) })

/** Without the bytes: a list of large records would be larger than anybody wants. */
function summaryOf({ id, at, letter: { record, ...rest } }: DeadLetterEntry) {
  return { id, at, ...rest, bytes: Buffer.byteLength(record, 'base64') }
}
