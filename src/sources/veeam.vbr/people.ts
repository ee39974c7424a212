// Who may do what on a backup server: users and roles, second factors, four eyes, sign-ins and single sign-on.
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import { actorNameOf, targetOf } from './actor.ts'
import { switched } from './parts.ts'
import {
  changesOf,
  consoleOf,
  field,
  named,
  type Outcome,
  type Reader,
  type Said,
  thing,
  type VbrRecord,
} from './record.ts'

/** Roles that may destroy copies or let others do it; a name with one of the views in it only looks, whatever else it says. */
const top = /admin/i
const views = /viewer|read.?only|auditor|report|monitor/i
const unnamed = 'a role of the backup server that the record does not name'

function member(record: VbrRecord): { readonly resource: Resource; readonly target: ReturnType<typeof targetOf> } {
  const name =
    field(record, 'Name') ?? /user or group:? (.{1,200}?)(?: has been|$)/i.exec(record.text)?.[1] ?? 'unknown'
  const target = targetOf(record, name)
  return { resource: { type: 'user', id: target.id, name }, target }
}

/** The role stands in the changes only. Where none stands there, nobody can say that it was an ordinary one. */
const added =
  (outcome?: Outcome): Reader =>
  (record) => {
    const { resource, target } = member(record)
    const role = changesOf(record).objects.find((one) => one.role !== '')?.role ?? unnamed
    const isTop = role === unnamed || (top.test(role) && !views.test(role))
    return {
      action: isTop ? 'admin-added' : 'role-granted',
      resource,
      target,
      related: [consoleOf(record)],
      detail: { role },
      ...(outcome === undefined ? {} : { outcome, error: 'AddingUserOrGroupFailed' }),
    }
  }

const removed: Reader = (record) => ({ action: 'user-removed', ...member(record) })

const role =
  (action: Verb): Reader =>
  (record) => ({ action, resource: thing(record, 'role', ['ID'], ['Name']) })

/** The factor of everybody who signs in at this server. */
const factors =
  (to: 'on' | 'off'): Reader =>
  (record) => ({ action: 'mfa-changed', resource: consoleOf(record), ...switched('mfa', to) })

/** Whom it concerns stands in the sentence only: `for X by Y`. */
const factor =
  (to: 'on' | 'off', exempts: boolean): Reader =>
  (record) => {
    const name = /\bfor (?:user )?(.{1,200}?) by /.exec(record.text)?.[1]?.replace(/^'|'$/g, '') ?? actorNameOf(record)
    if (name === undefined) return factors(to)(record)
    const target = targetOf(record, name)
    const own = actorNameOf(record)
    return {
      action: 'mfa-changed',
      resource: { type: 'user', id: target.id, name },
      target,
      ...switched('mfa', to),
      detail: {
        ...(exempts ? { exempted: [name] } : {}),
        ...(own !== undefined && targetOf(record, own).id === target.id ? { own: true } : {}),
      },
    }
  }

/** Consoles that people use, by the client that asked for the token. */
const consoles = /shell|web-ui|console/i

const signIn =
  (outcome: Outcome, why = 'AuthorizationDenied'): Reader =>
  (record) => {
    const client = field(record, 'ClientId')
    // A token that is made from another one is no sign-in.
    if (field(record, 'GrantType') === 'refresh_token' && outcome === 'success')
      return { action: 'other', resource: consoleOf(record) }
    return {
      action: 'sign-in',
      resource: consoleOf(record),
      outcome,
      ...(outcome === 'success' && (client === undefined || consoles.test(client))
        ? { detail: { console: true } }
        : {}),
      ...(outcome === 'failure' ? { error: field(record, 'Reason') ?? why } : {}),
    }
  }

/** Another identity provider vouches for people from now on; a new path on the same host is none. */
const singleSignOn: Reader = (record) => {
  const host = (url: string): string => /^[a-z]+:\/\/([^/:]+)/i.exec(url)?.[1]?.toLowerCase() ?? url
  const other = changesOf(record).properties.some(
    ({ name, from, to }) =>
      (/(url|entityid|issuer)/i.test(name) && host(from) !== host(to)) ||
      (/certificate|thumbprint/i.test(name) && from !== to),
  )
  return {
    action: 'access-policy-changed',
    resource: consoleOf(record),
    changes: [{ setting: 'access-guard', direction: other ? 'weakened' : 'unchanged' }],
  }
}

export const people: Readonly<Record<string, Reader>> = {
  31200: added(),
  31210: added('failure'),
  31300: role('user-added'),
  31310: role('role-granted'),
  31320: role('user-removed'),
  31400: removed,
  40200: factors('on'),
  40201: factors('off'),
  40202: factor('off', false),
  40203: factor('on', false),
  40204: factor('off', true),
  40205: signIn('failure', 'InvalidMfaCode'),
  40206: signIn('failure', 'TooManyInvalidMfaCodes'),
  40207: signIn('failure', 'MfaCodeReused'),
  40100: (record) => ({ action: 'sign-in', resource: consoleOf(record), detail: { console: true } }),
  42800: singleSignOn,
  44000: signIn('success'),
  44001: signIn('failure', 'TokenDenied'),
  44002: signIn('failure'),
  44003: signIn('success'),
  44006: (record) => ({ action: 'read', resource: consoleOf(record), outcome: 'failure', error: 'AccessDenied' }),
  25210: (record) => ({ action: 'user-removed', resource: thing(record, 'user', ['SubtenantID'], ['SubtenantName']) }),
  36011: credential('credential-added'),
  36012: credential('credential-added'),
  36013: credential('credential-removed'),
  36014: (record) => ({ action: 'sign-in', resource: consoleOf(record) }),
  41810: (record) => ({
    action: 'access-policy-changed',
    resource: consoleOf(record),
    outcome: 'failure',
    error: field(record, 'EventType', 'param1') ?? 'UnsuccessfulAttemptToModifySecurityObject',
  }),
}

/** Whoever has a recovery token restores a machine from its backups. */
function credential(action: 'credential-added' | 'credential-removed'): Reader {
  return (record): Said => ({
    action,
    resource: named(record, 'credential', field(record, 'TokenID') ?? 'recovery-token'),
    detail: { credential: 'recovery-token' },
  })
}
