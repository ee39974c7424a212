// The JSON API: alerts, what people do to them, dead letters and the baseline.
import express, { type Request, type Response, Router } from 'express'
import { byOf } from './access.ts'
import { readBaseline } from './baseline-body.ts'
import type { BaselineEntry, DeadLetterEntry, WebDeps } from './deps.ts'
import { readAlertQuery, readLimit } from './query.ts'

const acts = { ack: 'acknowledge', close: 'close', note: 'note', reopen: 'reopen' } as const
const longestText = 4_000

export function api(deps: WebDeps): Router {
  const router = Router()
  router.get('/alerts', async (request, response) => {
    const query = readAlertQuery(request.query)
    if (!query.ok) return wrong(response, 400, query.error)
    response.json(await deps.store.find(query.value))
  })
  router.get('/alerts/:id', async (request, response) => {
    const alert = await deps.store.get(request.params.id)
    if (!alert) return wrong(response, 404, 'there is no such alert')
    response.json({ alert, ...(await deps.store.history(alert.id)) })
  })
  router.post('/alerts/:id/:act', express.json({ limit: '64kb' }), async (request, response) => {
    const { id, act } = request.params
    if (!isAct(act)) return wrong(response, 404, `an alert can be: ${Object.keys(acts).join(', ')}`)
    const text = (request.body as { text?: unknown } | undefined)?.text
    if (text !== undefined && (typeof text !== 'string' || text.length > longestText))
      return wrong(response, 400, `text must be a text of at most ${longestText} characters`)
    if (act === 'note' && (text === undefined || text.trim() === '')) return wrong(response, 400, 'a note needs a text')
    if (!(await deps.store.get(id))) return wrong(response, 404, 'there is no such alert')
    const said = text === undefined || text === '' ? {} : { text }
    response.status(202).json(await deps.act({ act: acts[act], alert: id, by: byOf(response), ...said }))
  })
  deadLetters(router, deps)
  baseline(router, deps)
  router.use((_, response) => wrong(response, 404, 'there is no such address'))
  return router
}

function deadLetters(router: Router, { deadLetters: letters }: WebDeps): void {
  router.get('/dead-letters', async (request, response) => {
    const limit = readLimit(request.query.limit, 10_000)
    if (!limit.ok) return wrong(response, 400, limit.error)
    const { source } = request.query
    const found = await letters.list({ limit: limit.value, ...(typeof source === 'string' ? { source } : {}) })
    response.json({ deadLetters: found.map(summaryOf) })
  })
  router.get('/dead-letters/:id', async (request, response) => {
    const entry = await letters.get(request.params.id)
    if (!entry) return wrong(response, 404, 'there is no such dead letter')
    response.json({ id: entry.id, at: entry.at, ...entry.letter })
  })
  router.post('/dead-letters/:id/replay', async (request, response) => {
    if (!(await letters.replay(request.params.id))) return wrong(response, 404, 'there is no such dead letter')
    response.status(202).json({ replayed: request.params.id })
  })
}

/** Without the bytes: a list of large records would be larger than anybody wants. */
function summaryOf({ id, at, letter: { record, ...rest } }: DeadLetterEntry) {
  return { id, at, ...rest, bytes: Buffer.byteLength(record, 'base64') }
}

function baseline(router: Router, { baseline: known }: WebDeps): void {
  router.get('/baseline', async (request, response) => {
    const limit = readLimit(request.query.limit, 10_000)
    if (!limit.ok) return wrong(response, 400, limit.error)
    const { resource } = request.query
    const found: readonly BaselineEntry[] = await known.list({
      limit: limit.value,
      ...(typeof resource === 'string' ? { prefix: resource } : {}),
    })
    response.json({ baseline: found })
  })
  router.post('/baseline', express.text({ type: () => true, limit: '64mb' }), async (request: Request, response) => {
    const read = readBaseline(typeof request.body === 'string' ? request.body : '')
    if (!read.ok) return void response.status(400).json({ error: 'the baseline cannot be used', lines: read.error })
    const imported = await known.import(read.value)
    if (!imported.ok) return wrong(response, 400, imported.error)
    response.status(202).json({ imported: imported.value })
  })
}

const isAct = (name: string | undefined): name is keyof typeof acts => name !== undefined && Object.hasOwn(acts, name)

const wrong = (response: Response, status: number, error: string): void => void response.status(status).json({ error })
