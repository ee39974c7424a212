// Views of the queue that readers save under a name: only an address of the queue is kept, so that a link does the same.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Ask, refusals } from '../../model/ask.ts'
import type { SavedView, Subject } from '../../model/people.ts'
import { viewsOf } from '../../people/views.ts'
import { sentence } from '../alert/pages.ts'
import { readFields } from '../body/fields.ts'
import { decided } from '../decided.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { actingOf, frameOf } from '../sign-in/access.ts'
import { late } from '../sign-in/door.ts'
import { addressOf, askedOf } from './address.ts'

const form = express.urlencoded({ extended: false, limit: '16kb' })
const json = express.json({ limit: '16kb' })
const longestName = 60
const longestQuery = 2_000

/** Those of whoever reads. */
export const savedViews = ({ people }: WebDeps, { locals }: Response): readonly SavedView[] => {
  const known = people.known()
  return known && locals.who ? viewsOf(known, locals.who as Subject) : []
}

/** The view that a body names, or what is wrong with it. */
function readView(body: unknown): Omit<SavedView, 'owner'> | string {
  const read = readFields(body, ({ text }) => ({ name: text('name', longestName), query: text('query', longestQuery) }))
  if (!read.ok) return read.error
  const { name, query = '' } = read.value
  if (name === undefined) return 'name is missing'
  const asked = askedOf(Object.fromEntries(new URLSearchParams(query)))
  return { name, query: addressOf(asked).replace(/^\/\??/, '') }
}

const readName = (body: unknown): string | undefined => {
  const read = readFields(body, ({ text }) => text('name', longestName))
  return read.ok ? read.value : undefined
}

export const viewRoutes = (deps: WebDeps) => {
  const back = async (ask: Ask, to: string, request: Request, response: Response): Promise<void> => {
    const outcome = await deps.people.ask(ask, actingOf(request, response))
    const wrong = outcome === 'late' ? late.error : outcome.refused && refusals[outcome.refused]
    if (wrong !== undefined)
      return notice(response, { status: 409, words: sentence(wrong), site: deps.site, ...frameOf(response) })
    response.redirect(303, to)
  }
  const unread = (response: Response, words: string): void =>
    notice(response, { status: 400, words: sentence(words), site: deps.site, ...frameOf(response) })
  return {
    'GET /api/views': [
      (_, response) =>
        void response.json({ views: savedViews(deps, response).map(({ name, query }) => ({ name, query })) }),
    ],
    'POST /api/views': [
      json,
      async (request, response) => {
        const view = readView(request.body)
        if (typeof view === 'string') return void response.status(400).json({ error: view })
        if (await decided(deps.people, { act: 'view-save', view }, actingOf(request, response), response))
          response.status(201).json(view)
      },
    ],
    'POST /api/views/forget': [
      json,
      async (request, response) => {
        const name = readName(request.body)
        if (name === undefined) return void response.status(400).json({ error: 'name is missing' })
        if (await decided(deps.people, { act: 'view-forget', view: name }, actingOf(request, response), response))
          response.json({ forgotten: name })
      },
    ],
    'POST /views': [
      form,
      async (request, response) => {
        const view = readView(request.body)
        if (typeof view === 'string') return unread(response, view)
        await back({ act: 'view-save', view }, `/?${view.query}`, request, response)
      },
    ],
    'POST /views/forget': [
      form,
      async (request, response) => {
        const name = readName(request.body)
        if (name === undefined) return unread(response, 'name is missing')
        await back({ act: 'view-forget', view: name }, '/', request, response)
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
