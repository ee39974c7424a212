// What an event of a user or a line of the server's log means.
// https://www.keycloak.org/docs-api/latest/javadocs/org/keycloak/events/EventType.html
import { accountId } from '../../model/account.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { text } from '../kit/look.ts'
import { adminFacts, directoryOf, realmOf } from './admin.ts'
import type { KeycloakRecord } from './record.ts'

type Reader = (record: KeycloakRecord) => Facts

/** Whose account it is: users act on their own. */
function self(record: KeycloakRecord): Pick<Facts, 'resource' | 'target'> {
  const name = record.user || record.userId
  if (name === '') return {}
  return {
    resource: { type: 'user', id: `keycloak/${realmOf(record)}/user/${record.userId || name}`, name },
    target: { id: accountId(name, directoryOf(record)), name },
  }
}

const signIn: Reader = (record) => ({
  action: 'sign-in',
  ...(record.client
    ? {
        resource: { type: 'principal', id: `keycloak/${realmOf(record)}/client/${record.client}`, name: record.client },
      }
    : {}),
  ...(/^(security-admin-console|account(-console)?)$/.test(record.client) ? { detail: { console: true } } : {}),
})

/** A credential of one's own: a password, or a second factor. */
const credential =
  (to: 'on' | 'off'): Reader =>
  (record) => {
    const type = text(record.details.credential_type) ?? ''
    if (type === 'password')
      return {
        action: to === 'on' ? 'credential-added' : 'credential-removed',
        ...self(record),
        detail: { credential: 'password', own: true },
      }
    return { action: 'mfa-changed', ...self(record), changes: [secondFactor(to)], detail: { own: true } }
  }

const password: Reader = (record) => ({
  action: 'credential-added',
  ...self(record),
  detail: { credential: 'password', own: true },
})

const about =
  (action: Facts['action']): Reader =>
  (record) => ({ action, ...self(record) })

/** Without `_ERROR`, which says no more than that it went wrong. */
const readers: Readonly<Record<string, Reader>> = {
  LOGIN: signIn,
  CLIENT_LOGIN: signIn,
  IDENTITY_PROVIDER_LOGIN: signIn,
  IDENTITY_PROVIDER_POST_LOGIN: signIn,
  IDENTITY_PROVIDER_FIRST_LOGIN: signIn,
  OAUTH2_DEVICE_CODE_TO_TOKEN: signIn,
  IMPERSONATE: signIn,
  CODE_TO_TOKEN: () => ({ action: 'read' }),
  REFRESH_TOKEN: () => ({ action: 'read' }),
  USER_INFO_REQUEST: () => ({ action: 'read' }),
  INTROSPECT_TOKEN: () => ({ action: 'read' }),
  PERMISSION_TOKEN: () => ({ action: 'read' }),
  REGISTER: about('user-added'),
  DELETE_ACCOUNT: about('user-removed'),
  UPDATE_PASSWORD: password,
  RESET_PASSWORD: password,
  UPDATE_TOTP: credential('on'),
  REMOVE_TOTP: credential('off'),
  UPDATE_CREDENTIAL: credential('on'),
  REMOVE_CREDENTIAL: credential('off'),
  FEDERATED_IDENTITY_LINK: about('credential-added'),
  REMOVE_FEDERATED_IDENTITY: about('credential-removed'),
}

export function classify(record: KeycloakRecord): Facts {
  if (record.kind === 'admin') return adminFacts(record)
  if (record.kind === 'log') return lineFacts(record)
  const name = record.type.replace(/_ERROR$/, '')
  return Object.hasOwn(readers, name) ? (readers[name]?.(record) ?? { action: 'other' }) : { action: 'other' }
}

/** Administrators that are made on the host itself, past the console and its log. */
function lineFacts({ message, host }: KeycloakRecord): Facts {
  const [, name] =
    /KC-SERVICES0009: Added user '([^']{1,200})' to realm 'master'/.exec(message) ??
    /KC-SERVICES00(?:77|78): Created temporary admin (?:user with username|service account with client id) (\S{1,200})/.exec(
      message,
    ) ??
    []
  if (name !== undefined)
    return {
      action: 'admin-added',
      resource: { type: 'user', id: `keycloak/master/user/${name}`, name },
      target: { id: accountId(name, 'master'), name },
      detail: { role: 'admin' },
    }
  const started = /\bKeycloak [\d.]+\S* .{0,200}started in /.test(message)
  return started && host
    ? { action: 'host-started', resource: { type: 'console', id: host, name: host } }
    : { action: 'other' }
}
