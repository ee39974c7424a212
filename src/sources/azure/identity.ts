// Who acted in Azure: claims of the token, the caller, or what Entra calls the initiator, as one principal.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, EcsUser } from '../../model/event.ts'
import { text } from '../kit/look.ts'

export interface Identity {
  readonly actor?: Actor
  readonly user?: EcsUser
}

const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/'
const microsoft = 'http://schemas.microsoft.com/identity/claims/'

/** What a principal is known by, wherever it was read. */
export interface Principal {
  /** The object id of a user or service principal. */
  readonly object?: string | undefined
  /** The sign-in name of a user. */
  readonly name?: string | undefined
  /** The client id of an application. */
  readonly app?: string | undefined
  readonly display?: string | undefined
  readonly session?: string | undefined
  readonly credential?: string | undefined
  /** Set where the record itself says that an application acted and no user. */
  readonly application?: boolean
}

/** Applications of Microsoft's own, by client id: facts of Microsoft's page on first-party applications. */
const own: Readonly<Record<string, Actor['kind']>> = {
  // Backup Management Service, Azure Backup's resource provider.
  '262044b1-e2ce-469f-a196-69ab7ada62d3': 'product',
  // Data Protection, for backup vaults.
  '93e3a4fe-10b9-4bd0-9a8f-0a5cbeb5bbe8': 'product',
  // MS-PIM, which carries out what its own log tells.
  '01fc33a7-78ba-4d2f-a4b7-768e336e890e': 'provider',
}

const machineWords =
  /(^|[^a-z])(svc|service|automation|terraform|ansible|jenkins|github|gitlab|ci|cd|cicd|pipeline|deploy(er|ment)?|bot|agent|connector|runner|sync|sp|spn|app|mi|identity)([^a-z]|$)/i
const productWords =
  /(^|[^a-z])(veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|acronis|avamar|networker|powerprotect|azure ?backup|backup ?management ?service)/i
/** Whole names only: anybody may call an application so, and what these do is told by the log of privileged identities too. */
export const isPim = (display: string | undefined): boolean => /^(MS-PIM|Azure AD PIM)$/i.test(display ?? '')

/** The actor and the user. A user of a directory is `name@realm` like everywhere; an application its object id. */
export function identityOf({ object, name, app, display, session, credential, application }: Principal): Identity {
  const sign = name?.includes('@') && application !== true ? name : undefined
  const id = sign === undefined ? (object ?? app ?? name ?? display)?.toLowerCase() : accountId(sign)
  if (id === undefined) return {}
  const shown = sign ?? display ?? name ?? object ?? app
  return {
    actor: {
      id,
      ...(shown === undefined ? {} : { name: shown }),
      kind: kindOf(sign, app, display, application === true || (sign === undefined && app !== undefined)),
      ...(session === undefined ? {} : { session }),
      ...(credential === undefined ? {} : { credential }),
    },
    user: {
      id: object ?? id,
      ...(shown === undefined ? {} : { name: shown }),
      ...(sign === undefined ? {} : { domain: sign.slice(sign.lastIndexOf('@') + 1), email: sign }),
    },
  }
}

function kindOf(
  sign: string | undefined,
  app: string | undefined,
  display: string | undefined,
  application: boolean,
): Actor['kind'] {
  if (sign !== undefined) return machineWords.test(sign.split('@')[0] ?? '') ? 'service' : 'person'
  const client = (app ?? '').toLowerCase()
  const known = Object.hasOwn(own, client) ? own[client] : undefined
  if (known !== undefined) return known
  if (isPim(display)) return 'provider'
  if (display !== undefined && productWords.test(display)) return 'product'
  return application ? 'service' : 'unknown'
}

/**
 * The principal that claims and caller name.
 * @param claims of the token: short names, or the long ones of WS-Federation
 * @param caller `caller` of the activity log: a sign-in name or an object id
 */
export function principalOf(claims: JsonObject, caller: string | undefined): Principal {
  const claim = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const held = Object.hasOwn(claims, name) ? text(claims[name]) : undefined
      if (held !== undefined) return held
    }
    return undefined
  }
  const name =
    claim('upn', `${soap}upn`, `${soap}emailaddress`, 'unique_name', 'preferred_username', `${soap}name`) ??
    (caller?.includes('@') ? caller : undefined) ??
    mailIn(claim('name'))
  const object = claim('oid', `${microsoft}objectidentifier`) ?? (caller?.includes('@') ? undefined : caller)
  return {
    object: object?.toLowerCase(),
    name: name?.replace(/^(live\.com|mail)#/, ''),
    app: claim('appid', 'azp'),
    display: claim('name'),
    session: claim('sid', 'uti'),
    application: claim('idtyp', 'idtype') === 'app',
  }
}

const mailIn = (name: string | undefined): string | undefined => (name?.includes('@') ? name : undefined)

/** `initiatedBy` of Entra's audit log: a user, or an application. */
export function initiatorOf(initiated: JsonObject): Principal {
  const user = isObject(initiated.user) ? initiated.user : undefined
  const name = user ? text(user.userPrincipalName) : undefined
  if (user && (name !== undefined || text(user.id) !== undefined))
    return { object: text(user.id), name, display: text(user.displayName) }
  const app = isObject(initiated.app) ? initiated.app : {}
  return {
    object: text(app.servicePrincipalId),
    app: text(app.appId),
    display: text(app.displayName) ?? text(app.servicePrincipalName),
    application: true,
  }
}
