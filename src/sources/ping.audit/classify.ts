// What a record of Ping means: PingOne says it in two words, PingID in a sentence, PingFederate by the name of an event.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import type { PingRecord } from './record.ts'

type Reader = (record: PingRecord) => Facts

const of = (type: string, { target, environment }: PingRecord): Resource | undefined =>
  target === undefined || (target.id || target.name) === ''
    ? undefined
    : {
        type,
        id: ['ping', environment, type, target.id || target.name].filter((part) => part !== '').join('/'),
        name: target.name,
      }

const whom = (record: PingRecord): Pick<Facts, 'resource' | 'target'> => {
  const name = record.target?.name ?? ''
  return name === '' ? {} : { resource: of('user', record), target: { id: accountId(name, 'ping'), name } }
}

/** PingID and sign-in events name no target: it is the one who acts. */
const self = (record: PingRecord): Pick<Facts, 'resource' | 'target'> =>
  record.user === ''
    ? {}
    : {
        resource: { type: 'user', id: `ping/user/${accountId(record.user, 'ping')}`, name: record.user },
        target: { id: accountId(record.user, 'ping'), name: record.user },
      }

const person =
  (action: Facts['action'], detail: Facts['detail'] = {}): Reader =>
  (record) => ({ action, ...whom(record), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

const about =
  (action: Facts['action'], type: string, detail: Facts['detail'] = {}): Reader =>
  (record) => ({ action, resource: of(type, record), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

const signIn: Reader = ({ client }) => ({
  action: 'sign-in',
  ...(client ? { resource: { type: 'principal', id: `ping/client/${client}`, name: client } } : {}),
  ...(/admin/i.test(client) ? { detail: { console: true } } : {}),
})

/**
 * A role by its id, with where it holds. The roles of the product itself are administrators'; those of a population or of a group
 * are help desk's.
 */
const assignment: Reader = (record) => {
  const [, role, scope] = /for role '([^']{1,100})' scoped for ([A-Z_]+)/.exec(record.message) ?? []
  const named = role ?? /role '?([\w -]{1,60}?)'?(?: |$)/.exec(record.message)?.[1]
  const detail = { ...(named ? { role: named } : {}) }
  if (/DELETED/.test(record.type)) return { action: 'role-revoked', ...whom(record), detail }
  return {
    action: scope === 'ORGANIZATION' || scope === 'ENVIRONMENT' ? 'admin-added' : 'role-granted',
    ...whom(record),
    detail,
  }
}

const membership: Reader = (record) => {
  const user = /\/users\/([^/]+)/.exec(record.target?.href ?? '')?.[1]
  const role = record.target?.name ?? ''
  return {
    action: /DELETED/.test(record.type) ? 'role-revoked' : 'role-granted',
    ...(user
      ? { resource: { type: 'user', id: `ping/${record.environment}/user/${user}`, name: user }, target: { id: user } }
      : {}),
    ...(role ? { detail: { role } } : {}),
  }
}

const factor =
  (to: 'on' | 'off'): Reader =>
  (record) => ({
    action: 'mfa-changed',
    ...(record.target && /USER/.test(record.target.type) ? whom(record) : self(record)),
    changes: [secondFactor(to)],
    ...(record.target?.name === record.user || record.product === 'PingID' ? { detail: { own: true } } : {}),
  })

/** Whoever it applies to: a policy without values. */
const policy: Reader = (record) => ({
  action: 'mfa-changed',
  resource: of('policy', record),
  ...(/DELETED$/.test(record.type) ? { changes: [secondFactor('off')] } : {}),
  detail: { directory: true },
})

const forwarding: Reader = (record) => ({
  action: 'audit-changed',
  resource: of('trail', record),
  changes: /DELETED$/.test(record.type)
    ? [{ setting: 'logging-forwarding', to: 'off', direction: 'weakened' }]
    : /disabled/i.test(record.message)
      ? [{ setting: 'logging', to: 'off', direction: 'weakened' }]
      : [],
  detail: { scope: 'export', explicit: true },
})

/** PingOne: a kind of thing and what happened to it. First that fits. */
const pingOne: readonly (readonly [type: RegExp, read: Reader])[] = [
  [/^ROLE_ASSIGNMENT\./, assignment],
  [/^(MEMBER_OF_GROUP|GROUP_MEMBERSHIP)\./, membership],
  [/^USER\.ACCESS_|^AUTHENTICATION\.|^(PASSWORD|OTP|ASSERTION|DEVICE)\.CHECK_|^SESSION\.CREATED|^FLOW\./, signIn],
  [/^USER\.MFA_?(DISABLED|DELETED)|^MFA_ENABLED\.DELETED|^USER_MFA_.*(DISABLED|BYPASS)/, factor('off')],
  [/^USER\.MFA_?ENABLED|^MFA_ENABLED\.(CREATED|UPDATED)/, factor('on')],
  [/^DEVICE\.(DELETED|UNPAIRED|BLOCKED)/, factor('off')],
  [/^DEVICE\.(CREATED|ACTIVATED|PAIRED)/, factor('on')],
  [/^(MFA_SETTINGS|DEVICE_AUTHENTICATION_POLICY|MFA_POLICY|FIDO_POLICY|SIGN_ON_POLICY|ACTION)\./, policy],
  [/^USER\.CREATED/, person('user-added')],
  [/^USER\.DELETED/, person('user-removed')],
  [/^USER\.(LOCKED|DISABLED)/, person('credential-removed')],
  [/^PASSWORD\.(RESET|SET|RECOVERY|FORCE)/, person('credential-added', { credential: 'password' })],
  [/^GROUP\.CREATED/, about('group-created', 'group')],
  [/^GROUP\.DELETED/, about('user-removed', 'group')],
  [/^(APPLICATION|WORKER)\.CREATED/, about('user-added', 'service-account')],
  [/^(APPLICATION|WORKER)\.DELETED/, about('user-removed', 'service-account')],
  [/^SECRET\.(UPDATED|CREATED|ROTATED)/, about('credential-added', 'service-account', { credential: 'access-key' })],
  [/^SECRET\.READ/, about('read', 'service-account')],
  [/^(IDENTITY_PROVIDER|GATEWAY|CERTIFICATE|KEY)\./, about('role-trust-changed', 'policy')],
  [/^(SUBSCRIPTION|WEBHOOK|LOG_STREAM)\./, forwarding],
  [/^(ENVIRONMENT|ORGANIZATION)\.DELETED/, about('parent-deleted', 'tenant')],
]

/** PingID tells in a sentence what came about. */
const pingId: readonly (readonly [message: RegExp, read: Reader])[] = [
  [/\b(bypass)/i, factor('off')],
  [/\b(device )?(unpaired|removed|deleted)|\bunpair/i, factor('off')],
  [/\bdevice (paired|added|activated)|^paired/i, factor('on')],
  [/\bauthenticat|\bsign(ed)?.?on\b|\blogin\b|\bverif/i, signIn],
  [/\bpolicy\b/i, policy],
  [/\bdisabled\b/i, factor('off')],
  [/\badministrator .*(added|created)/i, person('admin-added', { role: 'administrator' })],
]

/** PingFederate: events of sign-on, and components of the console with what was done to them. */
const federate: readonly (readonly [type: RegExp, read: Reader])[] = [
  [/^(AUTHN|SSO|OAuth|STS|SLO|PWD|LOGIN)|(^|\.)(LOGIN|AUTHN)/i, signIn],
  [/^(ADMIN\w*|USER\w*|ACCOUNT\w*)\.(CREATE|ADD)/i, administrators('admin-added')],
  [/^(ADMIN\w*|USER\w*|ACCOUNT\w*)\.(DELETE|REMOVE)/i, administrators('user-removed')],
  [/^(ADMIN\w*|USER\w*|ACCOUNT\w*)\.(RESET|CHANGE_PASSWORD|PASSWORD)/i, administrators('credential-added')],
  [
    /(CONNECTION|ADAPTER|SELECTOR|POLICY|CERT|KEY|TRUST|IDP|SP_|AUTHN_API|OAUTH)\w*\.(CREATE|MODIFY|UPDATE|DELETE|ROTATE|IMPORT)/i,
    trust,
  ],
]

function administrators(action: Facts['action']): Reader {
  return ({ message }) => {
    const name = /\buser(?:name)?[ :='"]{1,3}([\w.@\\-]{1,100})/i.exec(message)?.[1]
    return {
      action,
      ...(name
        ? {
            resource: { type: 'user', id: `ping/user/${accountId(name, 'ping')}`, name },
            target: { id: accountId(name, 'ping'), name },
          }
        : {}),
      detail: { ...(action === 'admin-added' ? { role: 'administrator' } : {}) },
    }
  }
}

function trust({ type }: PingRecord): Facts {
  return {
    action: 'role-trust-changed',
    resource: { type: 'policy', id: `ping/${type.split('.')[0]}`, name: type.split('.')[0] ?? type },
  }
}

export function classify(record: PingRecord): Facts {
  const { product, type, message } = record
  const table =
    product === 'PingOne' || (type.includes('.') && product === 'PingID')
      ? pingOne
      : product === 'PingID'
        ? pingId
        : federate
  const words = table === pingId ? message : type
  const read = table.find(([pattern]) => pattern.test(words))?.[1]
  if (read) return read(record)
  return {
    action: /\.(READ|CHECK\w*|REQUESTED)$/.test(type) ? 'read' : 'other',
    ...(record.target ? { resource: of('policy', record) } : {}),
  }
}
