// The JSON API of records: dead letters, and what settings were.
import express, { type RequestHandler } from 'express'
import { param } from '../alert/api.ts'
import { readBaseline } from '../body/baseline.ts'
import { readLearned } from '../body/learn.ts'
import type { BaselineEntry, WebDeps } from '../deps.ts'
import { readLetterQuery, readLimit } from '../queue/query.ts'
import { actingOf, refuse } from '../sign-in/access.ts'

export const recordRoutes = ({ deadLetters: letters, baseline: settings, learn, people }: WebDeps) =>
  ({
    'GET /api/dead-letters': [
      async (request, response) => {
        const limit = readLimit(request.query.limit, 10_000)
        if (!limit.ok) return refuse(response, 400, limit.error)
        const query = readLetterQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        const found = await letters.list({ ...query.value, limit: limit.value })
        response.json({ deadLetters: found.map(({ letter, ...rest }) => ({ ...rest, ...letter })) })
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
        const { id, at, letter, replayed, again } = entry
        response.json({ id, at, ...letter, ...(replayed ? { replayed } : {}), ...(again && { again }) })
      },
    ],
    'POST /api/dead-letters/:id/replay': [
      async (request, response) => {
        const id = param(request.params.id)
        const acting = actingOf(request, response)
        const again = request.query.again === 'true'
        const outcome = await letters.replay(id, { by: acting.who.name, again })
        if (outcome === undefined) return refuse(response, 404, 'there is no such dead letter')
        if (outcome === 'cut') return refuse(response, 409, 'only the beginning of its record is here')
        if (outcome === 'before')
          return refuse(response, 409, 'it was put back before; with again=true it is put back once more')
        await people.note({ act: 'dead-letter-replay', record: true, on: onLetter(id) }, acting)
        response.status(202).json({ replayed: id })
      },
    ],
    'POST /api/dead-letters/replay': [
      async (request, response) => {
        const query = readLetterQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        const acting = actingOf(request, response)
        const outcome = await letters.replayAll(query.value, acting.who.name)
        await people.note({ act: 'dead-letter-replay', record: true, detail: { letters: outcome.replayed } }, acting)
        response.status(202).json(outcome)
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
    'POST /api/learn': [
      express.text({ type: () => true, limit: '64mb' }),
      async (request, response) => {
        const read = readLearned(typeof request.body === 'string' ? request.body : '')
        if (!read.ok) return void response.status(400).json({ error: 'the events cannot be used', lines: read.error })
        await learn(read.value)
        const detail = { events: read.value.length }
        await people.note({ act: 'learned', record: true, detail }, actingOf(request, response))
        response.status(202).json({ learned: read.value.length })
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
