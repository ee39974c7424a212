// What an audit event of Teleport means, by its name.
import type { JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { processFacts } from '../commands/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { object, text, texts } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

type Reader = (raw: JsonObject, cluster: string) => Facts

/** Roles that come with Teleport and may change its configuration, or reach everything. */
const top = /^(editor|admin|administrator|access-admin|root|cluster-admin)$/i

const of = (type: string, name: string | undefined, cluster: string): Resource | undefined =>
  name === undefined ? undefined : { type, id: [cluster, type, name].filter((part) => part !== '').join('/'), name }

/** An account with the roles that it has from now on. */
const account: Reader = (raw, cluster) => {
  const name = text(raw.name)
  const target = name === undefined ? {} : { id: accountId(name, cluster || 'teleport'), name }
  const role = texts(raw.roles).find((one) => top.test(one))
  const resource = of('user', name, cluster)
  if (role !== undefined) return { action: 'admin-added', resource, target, detail: { role } }
  return { action: raw.event === 'user.create' ? 'user-added' : 'role-granted', resource, target }
}

const factor =
  (to: 'on' | 'off'): Reader =>
  (raw, cluster) => {
    const name = text(raw.user)
    return {
      action: 'mfa-changed',
      resource: of('user', name, cluster),
      ...(name ? { target: { id: accountId(name, cluster || 'teleport'), name } } : {}),
      changes: [{ setting: 'mfa', to }],
      detail: { own: true },
    }
  }

const about =
  (action: Facts['action'], type: string, detail: Facts['detail'] = {}): Reader =>
  (raw, cluster) => ({
    action,
    resource: of(type, text(raw.name), cluster),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  })

/** Approved for hours: a role that the one who asked may use, and did not hold before. */
const request: Reader = (raw, cluster) => {
  const resource = of('role', text(raw.id), cluster)
  const role = texts(raw.roles).join(', ')
  const state = text(raw.state) ?? text(raw.proposed_state)
  if (state !== 'APPROVED') return { action: 'other', resource }
  const until = statedTime(raw.max_duration ?? raw.access_expiry ?? raw.expires)
  const from = statedTime(raw.time)
  const hours =
    until !== undefined && from !== undefined && until > from ? Math.ceil((until - from) / 3_600_000) : undefined
  return {
    action: 'role-activated',
    resource,
    detail: { ...(role ? { role } : {}), ...(hours === undefined ? {} : { hours }) },
  }
}

/** Certificates are made at every sign-in; one that lives for years is a key under the mat. */
const certificate: Reader = (raw, cluster) => {
  const identity = object(raw.identity)
  const [from, until] = [statedTime(raw.time), statedTime(identity.expires)]
  const long = from !== undefined && until !== undefined && until - from > 400 * 86_400_000
  const name = text(identity.user)
  return long
    ? { action: 'credential-added', resource: of('credential', name, cluster), detail: { credential: 'certificate' } }
    : { action: 'other', resource: of('user', name, cluster) }
}

const session: Reader = (raw, cluster) => ({
  action: 'sign-in',
  resource: of(
    'host',
    text(raw.server_hostname) ?? text(raw.db_service) ?? text(raw.kubernetes_cluster) ?? text(raw.server_id),
    cluster,
  ),
})

/** A command of a session, as enhanced recording or `tsh ssh host command` logs it. */
const command: Reader = (raw) => {
  const host = text(raw.server_hostname) ?? text(raw.server_id) ?? ''
  const line = text(raw.command) ?? [text(raw.path) ?? text(raw.program) ?? '', ...texts(raw.argv)].join(' ')
  return processFacts(line, { host, time: statedTime(raw.time) ?? 0 })
}

const recording: Reader = (_, cluster) => ({
  action: 'audit-changed',
  resource: of('trail', 'session recording', cluster),
  detail: { scope: 'console' },
})

/**
 * Whether a session is recorded, as its beginning and its end say: `off`, or where it is (`node`, `proxy-sync`).
 * https://goteleport.com/docs/reference/audit-events
 */
export function recordingOf(raw: JsonObject, cluster: string): Facts | undefined {
  const mode = text(raw.session_recording)?.toLowerCase()
  if ((raw.event !== 'session.start' && raw.event !== 'session.end') || mode === undefined) return undefined
  const host = text(raw.server_hostname) ?? text(raw.server_id)
  return {
    action: 'audit-changed',
    resource: of('trail', `session recording of ${host ?? 'hosts'}`, cluster),
    changes: [{ setting: 'logging', to: mode === 'off' ? 'off' : 'on' }],
    detail: { scope: 'session', explicit: true },
  }
}

const readers: Readonly<Record<string, Reader>> = {
  'user.create': account,
  'user.update': account,
  'user.delete': about('user-removed', 'user'),
  'bot.create': about('user-added', 'service-account'),
  'bot.delete': about('user-removed', 'service-account'),
  'role.created': about('user-added', 'role'),
  'role.updated': about('role-granted', 'role'),
  'role.deleted': about('user-removed', 'role'),
  'access_request.create': request,
  'access_request.update': request,
  'access_request.review': request,
  'access_list.member.create': about('role-granted', 'group'),
  'saml.created': about('role-trust-changed', 'policy'),
  'saml.updated': about('role-trust-changed', 'policy'),
  'saml.deleted': about('role-trust-changed', 'policy'),
  'oidc.created': about('role-trust-changed', 'policy'),
  'oidc.updated': about('role-trust-changed', 'policy'),
  'oidc.deleted': about('role-trust-changed', 'policy'),
  'github.created': about('role-trust-changed', 'policy'),
  'github.updated': about('role-trust-changed', 'policy'),
  'github.deleted': about('role-trust-changed', 'policy'),
  'trusted_cluster.create': about('role-trust-changed', 'policy'),
  'trusted_cluster.delete': about('role-trust-changed', 'policy'),
  'mfa.add': factor('on'),
  'mfa.delete': factor('off'),
  'auth_preference.update': (_, cluster) => ({
    action: 'mfa-changed',
    resource: of('policy', 'auth preference', cluster),
    detail: { directory: true },
  }),
  'session_recording_config.update': recording,
  'reset_password_token.create': about('credential-added', 'user', { credential: 'password' }),
  'lock.created': (raw, cluster) => ({
    action: 'credential-removed',
    resource: of('user', text(object(raw.target).user) ?? text(raw.name), cluster),
  }),
  'join_token.create': about('credential-added', 'credential', { credential: 'access-key' }),
  'cert.create': certificate,
  'user.login': (_, cluster) => ({
    action: 'sign-in',
    resource: of('console', cluster || undefined, ''),
    detail: { console: true },
  }),
  'user.headless_login.approved': () => ({ action: 'sign-in' }),
  auth: () => ({ action: 'sign-in' }),
  'session.start': session,
  'session.join': session,
  'db.session.start': session,
  'kube.session.start': session,
  'windows.desktop.session.start': session,
  'session.command': command,
  exec: command,
}

export function classify(raw: JsonObject, cluster: string): Facts {
  const name = text(raw.event) ?? ''
  return Object.hasOwn(readers, name) ? (readers[name]?.(raw, cluster) ?? { action: 'other' }) : { action: 'other' }
}
