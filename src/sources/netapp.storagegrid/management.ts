// What a call of StorageGRID's management API did, by its path.
import type { Resource } from '../../model/event.ts'
import { bodyOf } from '../kit/body.ts'
import type { Facts } from '../kit/facts.ts'
import { unescaped } from '../kit/unescape.ts'
import { accessKey, grouped, password, person, tenant } from './accounts.ts'
import { type Managed, own, type Reader } from './call.ts'
import { bucket, container, emptied, locked, replicated, versioned } from './containers.ts'
import type { GridMessage } from './message.ts'
import { compliance } from './objects.ts'
import { tenantIn } from './people.ts'
import { audited, clocks, forwarded, gone, keyServer, lifecycle, opened, rule, trust } from './system.ts'

/** Paths behind the version, the narrowest first. https://docs.netapp.com/us-en/storagegrid-118/admin/using-grid-management-api.html */
const paths: readonly (readonly [RegExp, Reader])[] = [
  [/^(grid|org)\/(users|accounts)\/[^/]+\/change-password$/, password],
  [/^org\/(users\/[^/]+|users\/current-user)\/s3-access-keys/, accessKey],
  [/^(grid|org)\/users(\/|$)/, person],
  [/^(grid|org)\/groups(\/|$)/, grouped],
  [/^grid\/accounts(\/|$)/, tenant],
  [/^org\/containers\/[^/]+\/(default-retention|object-lock)/, locked],
  [/^org\/containers\/[^/]+\/versioning/, versioned],
  [/^org\/containers\/[^/]+\/(replication|cgr|cross-grid-replication)/, replicated],
  [/^org\/containers\/[^/]+\/compliance/, (call) => compliance(bucket(call), call.given)],
  [/^org\/containers\/[^/]+\/(delete-objects|empty)/, emptied],
  [
    /^org\/containers\/[^/]+\/(policy|bucket-policy)/,
    (call) => ({ action: 'access-policy-changed', resource: bucket(call) }),
  ],
  [
    /^org\/containers\/[^/]+\/(?!$)/,
    (call) => ({ action: 'repository-changed', resource: bucket(call), detail: { listed: true } }),
  ],
  [/^org\/containers/, container],
  [/^grid\/ilm-polic/, lifecycle],
  [/^grid\/ilm-rules(\/|$)(?!filters|evaluate)/, rule],
  [/^grid\/(storage-pools|cloud-storage-pools)/, gone('pool')],
  [/^grid\/(audit-destinations?|audit-syslog|external-syslog|syslog|log-collection)/, forwarded],
  [/^grid\/audit/, audited],
  [/^grid\/(kms|key-management)/, keyServer],
  [/^grid\/ntp/, clocks],
  [/^grid\/(identity-source|single-sign-on|sso)|^org\/identity-source/, trust],
  [/^grid\/ssh/, opened('ssh')],
  [/^grid\/firewall/, opened('firewall')],
  [/^grid\/(support-access|remote-support)/, opened('support-access')],
  [
    /^grid\/compliance-global/,
    (call) => ({
      action: 'immutability-changed',
      resource: call.grid,
      changes: [{ setting: 'lock-mode', to: 'compliance', direction: 'strengthened' }],
    }),
  ],
  [
    /^grid\/(grid-federation|gateway-federation)/,
    (call) => ({
      action: 'replication-changed',
      resource: own(call, 'replication', `federation ${call.id}`),
      changes: [{ setting: 'replication', to: call.method === 'DELETE' ? 'off' : 'on' }],
    }),
  ],
]

/** The facts of a `MGAU` message. @param grid what the message tells of, as a whole */
export function managementFacts({ codes }: GridMessage, grid: Resource): Facts {
  const path = (codes.MPAT ?? '')
    .replace(/^\/+(?:api\/)?(?:v\d+(?:\.\d+)?\/|private\/)*/, '')
    .replace(/[/?]+$/, '')
    .slice(0, 2_000)
  const method = (codes.MRMD ?? '').toUpperCase()
  if (/^(authorize|token)$/.test(path))
    return method === 'POST' ? { action: 'sign-in', resource: grid, detail: { console: true } } : { action: 'other' }
  if (/^(GET|HEAD|OPTIONS)$/.test(method)) return { action: 'read' }
  const [, , id = ''] = path.split('/')
  const call: Managed = {
    method,
    path,
    id: unescaped(id),
    body: bodyOf(codes.MRBD) ?? {},
    answer: bodyOf(codes.MRSP) ?? {},
    tenant: tenantIn(codes.MUUN),
    grid,
    given: codes.MRBD ?? '',
  }
  return paths.find(([form]) => form.test(path))?.[1](call) ?? { action: 'other', resource: grid }
}
