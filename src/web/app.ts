// The web door: headers, who may enter, the API, the pages, the intake and what machines ask about health.
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { access, signIn } from './access.ts'
import { api } from './api.ts'
import type { WebDeps } from './deps.ts'
import { pages } from './pages.ts'
import { style } from './style.ts'

/** The whole web room as one handler; it opens no socket itself. */
export function createApp(deps: WebDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(headers)
  app.get('/healthz', (_, response) => void response.json({ alive: true }))
  app.get('/readyz', async (_, response) => {
    const readiness = await deps.ready()
    response.status(readiness.ready ? 200 : 503).json(readiness)
  })
  app.get('/style.css', (_, response) => {
    response.set('cache-control', 'public, max-age=300').type('css').send(style)
  })
  app.post('/intake/:source', deps.intake)
  app.use(signIn(deps))
  app.use(access(deps.access))
  app.get('/metrics', async (_, response) => {
    const { type, text } = await deps.metrics()
    response.set('content-type', type).send(text)
  })
  if (deps.console) app.use('/api', api(deps)).use(pages(deps))
  app.use((error: unknown, _: Request, response: Response, next: NextFunction) => failed(deps, error, response, next))
  return app
}

/** Nothing but our own style sheet is ever loaded, no script runs, and nobody frames the page. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

function headers(_: Request, response: Response, next: NextFunction): void {
  response.set({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not `no-referrer`: a form would then be sent with `Origin: null`, and refused as another site's.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cache-control': 'no-store',
  })
  next()
}

/** A body that cannot be read is the sender's mistake; anything else is ours and tells nothing of the inside. */
function failed(deps: WebDeps, error: unknown, response: Response, next: NextFunction): void {
  if (response.headersSent) {
    next(error)
    return
  }
  const given = (error as { status?: unknown })?.status
  const status = typeof given === 'number' && given >= 400 && given < 500 ? given : 500
  if (status === 500) deps.fault(error)
  const said =
    status === 413 ? 'the body is too large' : status < 500 ? 'the request cannot be read' : 'something went wrong here'
  response.status(status).json({ error: said })
}
