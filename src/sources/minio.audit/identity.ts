// Who called MinIO: a user of its own, a directory's through a temporary key, a service account, or the server itself.
import { accountId } from '../../model/account.ts'
import type { Actor, EcsUser } from '../../model/event.ts'
import { object, text } from '../kit/look.ts'
import type { MinioRecord } from './record.ts'

/** A user that belongs to one deployment; one of a directory, by its distinguished name, is the same everywhere. */
export const localId = (name: string, deployment: string): string =>
  /^[a-z]+=/i.test(name)
    ? accountId(name.replace(/^uid=/i, 'cn='))
    : (deployment === '' ? name : `${name}@${deployment}`).toLowerCase()

const products =
  /(^|[^a-z])(veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|acronis|avamar|networker|powerprotect|restic|nakivo|kasten|velero)/i
const productAgents = /veeam|commvault|rubrik|cohesity|netbackup|acronis|restic|nakivo|kasten|velero/i
const machines = /(^|[^a-z])(svc|service|automation|terraform|ansible|ci|cd|pipeline|bot|agent|sync|app)([^a-z]|$)/i

/** The actor and the user; undefined where the entry names nobody, as for a caller without a key. */
export function identityOf({
  raw,
  deployment,
}: MinioRecord): { readonly actor: Actor; readonly user: EcsUser } | undefined {
  const claims = object(raw.requestClaims)
  const key = text(raw.accessKey) ?? text(claims.accessKey)
  const parent = text(raw.parentUser) ?? text(claims.parent) ?? text(claims.ldapUser)
  const mail = [text(claims.email), text(claims.preferred_username), text(claims.upn)].find((one) => one?.includes('@'))
  const name = mail ?? parent ?? text(claims.preferred_username) ?? key
  if (name === undefined) return undefined
  const id = mail === undefined ? localId(name, deployment) : accountId(mail)
  const temporary = claims.exp !== undefined || claims.sub !== undefined || claims.ldapUser !== undefined
  return {
    actor: {
      id,
      name,
      kind: kindOf(name, key, parent, mail !== undefined || temporary, text(raw.userAgent) ?? ''),
      ...(key === undefined ? {} : { credential: key }),
    },
    user: { id, name, ...(mail === undefined ? {} : { email: mail }) },
  }
}

/** Whoever signed in at a directory is a person; a key made for a user is a program's. */
function kindOf(
  name: string,
  key: string | undefined,
  parent: string | undefined,
  signedIn: boolean,
  agent: string,
): Actor['kind'] {
  if (products.test(name) || products.test(key ?? '')) return 'product'
  if (/MinIO Console/i.test(agent) || (signedIn && (name.includes('@') || /^[a-z]+=/i.test(name)))) return 'person'
  if (machines.test(name)) return 'service'
  if (parent !== undefined && parent !== key) return productAgents.test(agent) ? 'product' : 'service'
  return 'unknown'
}
