// Every address of the web door and who may use it: the one table that the app is built from, tested and documented by.
import type { Need } from '../people/roles.ts'

const read: Need = ['viewer', 'alerts']
const handle: Need = ['analyst', 'alerts']
const propose: Need = ['analyst', 'changes']
const decide: Need = ['engineer', 'changes']
const records: Need = ['engineer', 'records']
const practise: Need = ['analyst', 'posture']
const admin: Need = ['admin', 'people']

/** The intake asks for tokens of its own, hooks and links for a signature; a user's own password and tokens ask again who it is. */
export const routes = {
  'GET /healthz': 'everybody',
  'GET /readyz': 'everybody',
  'GET /console/:version/:file': 'everybody',
  'POST /intake/:source': 'everybody',
  'POST /heartbeat/:name': 'everybody',
  'POST /services/collector': 'everybody',
  'POST /services/collector/:form': 'everybody',
  'POST /services/collector/:form/1.0': 'everybody',
  'GET /services/collector/health': 'everybody',
  'GET /services/collector/health/1.0': 'everybody',
  'POST /hooks/:pager': 'everybody',
  'GET /a/:token': 'everybody',
  'POST /a/:token': 'everybody',
  'GET /sign-in': 'everybody',
  'POST /sign-in': 'everybody',
  'POST /api/sign-in': 'everybody',
  'GET /first-run': 'everybody',
  'POST /first-run': 'everybody',
  'POST /api/first-run': 'everybody',
  'POST /sign-out': 'anybody',
  'POST /api/sign-out': 'anybody',
  'GET /api/me': 'anybody',
  'GET /metrics': ['viewer', 'metrics'],

  'GET /': read,
  'GET /alerts/:id': read,
  'GET /alerts/:id/print': read,
  'GET /api/stream': read,
  'GET /api/alerts': read,
  'GET /api/alert-facets': read,
  'GET /api/alerts/:id': read,
  'GET /api/alerts/:id/export': read,
  'GET /events': read,
  'GET /api/events': read,
  'POST /alerts/:id/:act': handle,
  'POST /api/alerts/:id/:act': handle,
  'POST /api/bulk/:act': handle,
  'GET /api/pages': read,
  'GET /api/pages/log': read,
  'GET /api/pages/:id': read,
  'POST /api/pages/test': handle,
  'POST /api/pages/:id/:act': handle,
  'GET /api/views': read,
  'POST /api/views': read,
  'POST /api/views/forget': read,
  'POST /views': read,
  'POST /views/forget': read,

  'GET /changes': ['viewer', 'changes'],
  'GET /api/changes': ['viewer', 'changes'],
  'GET /api/changes/:id': ['viewer', 'changes'],
  'POST /changes': propose,
  'POST /api/changes': propose,
  'POST /changes/:id/approve': decide,
  'POST /changes/:id/reject': decide,
  'POST /changes/:id/withdraw': propose,
  'POST /api/changes/:id/approve': decide,
  'POST /api/changes/:id/reject': decide,
  'POST /api/changes/:id/withdraw': propose,

  'GET /detections': read,
  'GET /detections/coverage': read,
  'GET /detections/explain': handle,
  'POST /detections/explain': handle,
  'GET /detections/:id': read,
  'GET /api/detections': read,
  'GET /api/detections/coverage': read,
  'GET /api/detections/:id': read,
  'POST /api/detections/explain': handle,

  'GET /api/dead-letters': records,
  'GET /api/dead-letters/:id': records,
  'POST /api/dead-letters/:id/replay': records,
  'POST /api/dead-letters/replay': records,
  'GET /api/baseline': ['viewer', 'records'],
  'POST /api/baseline': records,
  'POST /api/learn': records,
  'GET /api/ready': ['viewer', 'records'],
  'GET /api/state': ['viewer', 'records'],
  'GET /api/state/:key': ['viewer', 'records'],

  'GET /api/posture': ['viewer', 'posture'],
  'GET /api/drills': ['viewer', 'posture'],
  'GET /api/drills/:id': ['viewer', 'posture'],
  'POST /api/drills': practise,
  'POST /api/drills/:id/step': practise,
  'POST /api/drills/:id/finish': practise,

  'GET /api/users': admin,
  'POST /api/users': admin,
  'POST /api/users/:name/password': ['viewer', 'people'],
  'POST /api/users/:name/:act': admin,
  'GET /api/tokens': ['viewer', 'people'],
  'POST /api/tokens': ['viewer', 'people'],
  'POST /api/tokens/:id/revoke': ['viewer', 'people'],

  'GET /api/audit': ['engineer', 'audit'],
  'GET /api/audit/head': ['viewer', 'audit'],
} as const satisfies Record<string, Need>

export type RouteName = keyof typeof routes
