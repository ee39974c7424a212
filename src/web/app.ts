// The web door: headers, who may enter, and every route of the table with what answers it.
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { StoreTrouble } from '../model/store.ts'
import { alertRoutes } from './alert/api.ts'
import { exportRoutes } from './alert/export-routes.ts'
import { incidentRoutes } from './alert/incidents-api.ts'
import { pageRoutes, sentence } from './alert/pages.ts'
import { hookRoutes } from './answer/hook.ts'
import { answerLinkRoutes } from './answer/link.ts'
import { assetHandler } from './assets.ts'
import { auditRoutes } from './audit/api.ts'
import { auditPageRoutes } from './audit/routes.ts'
import { deliveryRoutes } from './deliveries/routes.ts'
import type { WebDeps } from './deps.ts'
import { detectionRoutes } from './detections/api.ts'
import { detectionPages } from './detections/pages.ts'
import { eventRoutes } from './events/routes.ts'
import { notice } from './frame/notice.ts'
import { recordRoutes } from './letters/records-api.ts'
import { letterRoutes } from './letters/routes.ts'
import { openApiRoute } from './openapi/route.ts'
import { tokenRoutes, userRoutes } from './people/api.ts'
import { erasureRoutes } from './people/erasures-api.ts'
import { ownRoutes } from './people/own-pages.ts'
import { sessionRoutes } from './people/sessions-api.ts'
import { tokenPageRoutes } from './people/tokens-pages.ts'
import { usersRoutes } from './people/users-pages.ts'
import { planRoutes } from './plans/api.ts'
import { planPageRoutes } from './plans/routes.ts'
import { postureRoutes } from './posture/api.ts'
import { drillPageRoutes } from './posture/drill-pages.ts'
import { drillRoutes } from './posture/drills-api.ts'
import { survivalRoutes } from './posture/pages.ts'
import { reportRoutes } from './posture/reports.ts'
import { streamRoute } from './queue/stream.ts'
import { viewRoutes } from './queue/views.ts'
import { type RouteName, routes } from './routes.ts'
import { frameOf, gate, guard, refuse } from './sign-in/access.ts'
import { makeDoors } from './sign-in/doors.ts'
import { factorRoutes } from './sign-in/factor.ts'
import { providerRoutes } from './sign-in/provider.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { sourceRoutes } from './sources/routes.ts'
import { stateRoutes } from './sources/state-api.ts'

type Handlers = readonly RequestHandler[]

/** The whole web room as one handler; it opens no socket itself. */
export function createApp(deps: WebDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('trust proxy', deps.access.proxies ?? [])
  app.use(headers(deps))
  app.use(guard(deps))
  const handlers = handlersOf(deps)
  for (const name of Object.keys(routes) as RouteName[]) {
    if (!deps.console && !always.has(name)) continue
    const [method, path] = name.split(' ') as ['GET' | 'POST', string]
    app[method === 'GET' ? 'get' : 'post'](path, gate(routes[name], deps), ...handlers[name])
  }
  // Nobody is told what there is who may not come in.
  app.use(gate('anybody', deps), (request, response) => missing(request, response, deps))
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) =>
    failed(deps, error, { request, response }, next),
  )
  return app
}

/** What a process answers that shows no alerts. */
const always: ReadonlySet<RouteName> = new Set([
  'GET /healthz',
  'GET /readyz',
  'GET /console/:version/:file',
  'GET /metrics',
  'POST /intake/:source',
  'POST /heartbeat/:name',
  'POST /services/collector',
  'POST /services/collector/:form',
  'POST /services/collector/:form/1.0',
  'GET /services/collector/health',
  'GET /services/collector/health/1.0',
  'GET /api/ready',
  'GET /api/state',
  'GET /api/state/:key',
  'GET /api/posture',
])

function handlersOf(deps: WebDeps): Readonly<Record<RouteName, Handlers>> {
  const doors = makeDoors(deps)
  return {
    ...machineRoutes(deps),
    ...signInRoutes(deps, doors),
    ...factorRoutes(deps, doors),
    ...providerRoutes(deps, doors),
    ...ownRoutes(deps, doors),
    ...usersRoutes(deps, doors),
    ...tokenPageRoutes(deps),
    ...sessionRoutes(deps),
    ...alertRoutes(deps),
    ...incidentRoutes(deps),
    ...hookRoutes(deps),
    ...answerLinkRoutes(deps),
    ...streamRoute(deps),
    ...eventRoutes(deps),
    ...exportRoutes(deps),
    ...viewRoutes(deps),
    ...deliveryRoutes(deps),
    ...recordRoutes(deps),
    ...letterRoutes(deps),
    ...stateRoutes(deps),
    ...sourceRoutes(deps),
    ...userRoutes(deps, doors),
    ...tokenRoutes(deps),
    ...planRoutes(deps),
    ...drillRoutes(deps),
    ...postureRoutes(deps),
    ...survivalRoutes(deps),
    ...drillPageRoutes(deps),
    ...reportRoutes(deps),
    ...auditRoutes(deps),
    ...auditPageRoutes(deps),
    ...erasureRoutes(deps),
    ...pageRoutes(deps),
    ...planPageRoutes(deps),
    ...detectionRoutes(deps),
    ...detectionPages(deps),
    ...openApiRoute(),
  }
}

const machineRoutes = (deps: WebDeps) =>
  ({
    'GET /healthz': [(_, response) => void response.json({ alive: true })],
    'GET /readyz': [
      async (_, response) => {
        const readiness = await deps.ready()
        response.status(readiness.ready ? 200 : 503).json(readiness)
      },
    ],
    'GET /console/:version/:file': [assetHandler],
    'POST /intake/:source': [deps.intake],
    'POST /heartbeat/:name': [deps.heartbeat],
    'POST /services/collector': [deps.intake],
    'POST /services/collector/:form': [deps.intake],
    'POST /services/collector/:form/1.0': [deps.intake],
    'GET /services/collector/health': [deps.intake],
    'GET /services/collector/health/1.0': [deps.intake],
    'GET /metrics': [
      async (_, response) => {
        const { type, text } = await deps.metrics()
        response.set('content-type', type).send(text)
      },
    ],
  }) satisfies Record<string, Handlers>

/** Nothing but our own style sheet and scripts is ever loaded, none that stands in a page runs, and nobody frames it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Before anything else: they are on refusals too. */
const headers =
  ({ access }: WebDeps): RequestHandler =>
  (request, response, next) => {
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
      // Over plain HTTP browsers are told not to believe it.
      ...(request.secure || access.publicUrl?.startsWith('https:') ? { 'strict-transport-security': aYear } : {}),
    })
    next()
  }

const aYear = 'max-age=31536000'

function missing({ path }: Request, response: Response, { site }: WebDeps): void {
  if (path.startsWith('/api/')) refuse(response, 404, 'there is no such address')
  else notice(response, { status: 404, site, words: 'There is no such page.', ...frameOf(response) })
}

interface Exchange {
  readonly request: Request
  readonly response: Response
}

/** A body that cannot be read is the sender's mistake; anything else is ours and tells nothing of the inside. */
function failed(deps: WebDeps, error: unknown, { request, response }: Exchange, next: NextFunction): void {
  if (response.headersSent) {
    next(error)
    return
  }
  if (error instanceof StoreTrouble) {
    withoutStore(deps, error, { request, response })
    return
  }
  const given = (error as { status?: unknown })?.status
  const status = typeof given === 'number' && given >= 400 && given < 500 ? given : 500
  if (status === 500) deps.fault(error)
  const said =
    status === 413 ? 'the body is too large' : status < 500 ? 'the request cannot be read' : 'something went wrong here'
  if (request.path.startsWith('/api/') || request.accepts(['json', 'html']) !== 'html') refuse(response, status, said)
  else notice(response, { status, site: deps.site, words: sentence(said), ...frameOf(response) })
}

function withoutStore({ site }: WebDeps, { message }: StoreTrouble, { request, response }: Exchange): void {
  const words = `The alert store does not answer; pages go out all the same. ${message}`
  if (request.path.startsWith('/api/')) refuse(response, 503, words)
  else notice(response, { status: 503, site, words, ...frameOf(response) })
}
