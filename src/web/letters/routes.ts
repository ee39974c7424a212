// The pages of the dead letters: the list, one of them, its record as it came, and what puts them back.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { param } from '../alert/api.ts'
import { sentence } from '../alert/pages.ts'
import type { DeadLetterEntry, LetterQuery, WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { readLetterQuery } from '../queue/query.ts'
import { actingOf, frameOf } from '../sign-in/access.ts'
import { letterTexts as words } from '../texts/letters.ts'
import { letterPage } from './letter-page.ts'
import { lettersPage } from './page.ts'

const shown = 200
const form = express.urlencoded({ extended: false, limit: '256kb' })

export const letterRoutes = (deps: WebDeps) => {
  const { deadLetters: letters, people, site, zone, now } = deps
  const trouble = (response: Response, status: number, told: string): void =>
    notice(response, { status, words: told, site, ...frameOf(response) })
  /** Whether every source has worked off what lay before it. */
  const idle = async (): Promise<boolean> => {
    const stages = (await deps.ready()).stages.filter(({ name }) => name.startsWith('normalize'))
    return stages.length > 0 && stages.every(({ state, behind }) => state === 'running' && behind === 0)
  }
  const show = async (entry: DeadLetterEntry, response: Response, wrong?: string): Promise<void> => {
    const view = { entry, idle: await idle(), site, zone, now: now(), ...(wrong !== undefined && { wrong }) }
    response.send(letterPage({ ...view, ...frameOf(response) }))
  }
  const read = async (request: Request, response: Response): Promise<DeadLetterEntry | undefined> => {
    const entry = await letters.get(param(request.params.id))
    if (!entry) {
      trouble(response, 404, words.none)
      return undefined
    }
    const on = { kind: 'dead-letter', id: entry.id }
    await people.note({ act: 'dead-letter-read', record: true, on }, actingOf(request, response))
    return entry
  }
  return {
    'GET /dead-letters': [
      async (request, response) => {
        const query = readLetterQuery(withZone(request.query))
        if (!query.ok) return trouble(response, 400, sentence(query.error))
        const found = await letters.list({ ...query.value, limit: shown + 1 })
        const sources = [...new Set(found.map(({ letter }) => letter.source))].sort()
        const { replayed, before } = request.query
        const done = replayed !== undefined && { done: { replayed: countOf(replayed), before: countOf(before) } }
        const list = { letters: found.slice(0, shown), more: found.length > shown, sources, asked: query.value }
        const view = { ...list, idle: await idle(), ...done, site, zone, now: now() }
        response.send(lettersPage({ ...view, ...frameOf(response) }))
      },
    ],
    'GET /dead-letters/:id': [
      async (request, response) => {
        const entry = await read(request, response)
        if (entry) await show(entry, response)
      },
    ],
    'GET /dead-letters/:id/record': [
      async (request, response) => {
        const entry = await read(request, response)
        if (!entry) return
        response.type('application/octet-stream').attachment(`${entry.letter.source}-${entry.id}.raw`)
        response.send(Buffer.from(entry.letter.record, 'base64'))
      },
    ],
    'POST /dead-letters/:id/replay': [
      form,
      async (request, response) => {
        const id = param(request.params.id)
        const acting = actingOf(request, response)
        const again = fieldsOf(request).again === 'true'
        const outcome = await letters.replay(id, { by: acting.who.name, again })
        const entry = outcome === undefined ? undefined : await letters.get(id)
        if (!entry) return trouble(response, 404, words.none)
        if (outcome !== 'replayed')
          return show(entry, response.status(409), outcome === 'cut' ? words.cut : words.known)
        const on = { kind: 'dead-letter', id: entry.id }
        await people.note({ act: 'dead-letter-replay', record: true, on }, acting)
        response.redirect(303, `/dead-letters/${encodeURIComponent(id)}`)
      },
    ],
    'POST /dead-letters/replay': [
      form,
      async (request, response) => {
        const { id, which, ...rest } = fieldsOf(request)
        const query = readLetterQuery(rest)
        if (!query.ok) return trouble(response, 400, sentence(query.error))
        const ids = (Array.isArray(id) ? id : [id]).filter((one) => typeof one === 'string')
        const wanted: LetterQuery | undefined = which === 'all' ? query.value : ids.length > 0 ? { ids } : undefined
        const acting = actingOf(request, response)
        const outcome = wanted ? await letters.replayAll(wanted, acting.who.name) : { replayed: 0, before: 0 }
        if (wanted)
          await people.note({ act: 'dead-letter-replay', record: true, detail: { letters: outcome.replayed } }, acting)
        const { source, reason, since } = query.value
        const back = new URLSearchParams({ replayed: String(outcome.replayed), before: String(outcome.before) })
        for (const [name, value] of Object.entries({ source, reason, since }))
          if (value !== undefined) back.set(name, value)
        response.redirect(303, `/dead-letters?${back}`)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

const fieldsOf = ({ body }: Request): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}

/** Only a number of ours is told again. */
const countOf = (given: unknown): number => (typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : 0)

/** A browser's field for times knows no zone; the page says that it is UTC. */
function withZone({ since, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const utc = typeof since === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(since) ? `${since}Z` : since
  return { ...rest, since: utc }
}
