// Who acted: the principal that stays the same from session to session, and whether a person stands behind it.
import type { JsonObject } from '../../lib/json.ts'
import type { Actor, EcsUser } from '../../model/event.ts'
import { object, text, truth } from '../kit/look.ts'
import { lastPart } from './record.ts'

export interface Identity {
  readonly actor: Actor
  readonly user?: EcsUser
}

/** Names that sites give to what is no person. Whole words only: `ci` is one, `lucia` is none. */
const machineWords =
  /(^|[^a-z])(svc|service|automation|terraform|tofu|ansible|jenkins|github|gitlab|ci|cd|cicd|pipeline|deploy(er|ment)?|bot|lambda|ecs|eks|job|cron|scheduler|runner|robot|sync|agent|connector|lifecycle|workload|instance|ec2|batch)([^a-z]|$)/i
const productWords =
  /(^|[^a-z])(veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|acronis|avamar|networker|powerprotect|n2ws|clumio|aws-?backup)/i

/**
 * Reads `userIdentity`. Facts: AWS, "CloudTrail userIdentity element"; kinds: contract, section 3.
 * @param raw the whole record
 */
export function identityOf(raw: JsonObject): Identity {
  const who = object(raw.userIdentity)
  const type = text(who.type) ?? ''
  const invokedBy = text(who.invokedBy)
  const session = object(object(who.sessionContext).sessionIssuer)
  const given = text(who.arn)
  const userName = text(who.userName)
  const credential = text(who.accessKeyId) ?? text(who.credentialId)
  const kind = kindOf(raw, who, type)
  const id =
    principalOf(who, type, given, text(session.arn)) ??
    invokedBy ??
    stable(text(who.principalId)) ??
    text(who.accountId) ??
    text(raw.eventSource) ??
    'unknown'
  const issuerName = text(session.userName)
  const name = userName ?? issuerName ?? (type === 'Root' ? 'root' : undefined) ?? consoleName(raw)
  const sessionName = (type === 'AssumedRole' || type === 'FederatedUser') && given ? lastPart(given) : undefined
  const roles = type === 'AssumedRole' && text(session.arn) ? [text(session.arn) ?? ''] : undefined
  const account = text(who.accountId)
  return {
    actor: {
      id,
      name: type === 'Root' ? 'root' : spoken(name ?? lastPart(id), sessionName),
      kind,
      ...(sessionName === undefined ? {} : { session: given ?? sessionName }),
      ...(credential === undefined ? {} : { credential }),
    },
    ...(name === undefined && given === undefined
      ? {}
      : {
          user: {
            ...(text(who.principalId) ? { id: text(who.principalId) ?? '' } : {}),
            ...(name ? { name } : {}),
            ...(account ? { domain: account } : {}),
            ...(roles ? { roles } : {}),
          },
        }),
  }
}

/** A session that carries a person's address is the person; another one says which of the role's users it is. */
const spoken = (name: string, session: string | undefined): string =>
  session === undefined || session === name ? name : session.includes('@') ? session : `${name}/${session}`

/** A failed console sign-in names the person only here. */
const consoleName = (raw: JsonObject): string | undefined =>
  text(raw.eventName) === 'ConsoleLogin' ? text(object(raw.additionalEventData).UserName) : undefined

/** `AROA…:session` of a caller from another account: the role's own id stays from session to session. */
const stable = (principal: string | undefined): string | undefined =>
  /^(AROA\w+):/.exec(principal ?? '')?.[1] ?? principal

/** `arn:aws:sts::A:assumed-role/R/S` is a session of the role `arn:aws:iam::A:role/R`. */
function principalOf(
  who: JsonObject,
  type: string,
  given: string | undefined,
  issuer: string | undefined,
): string | undefined {
  // Single sign-on gives everybody with one permission set the same role, and the person's own name as session.
  if (given !== undefined && /:assumed-role\/AWSReservedSSO_[^/]+\/.+/.test(given)) return given
  if (issuer !== undefined) return issuer
  const session = given === undefined ? undefined : /^(arn:[^:]+):sts::(\d+):assumed-role\/(.+)\/[^/]*$/.exec(given)
  if (session) return `${session[1]}:iam::${session[2]}:role/${session[3]}`
  if (type === 'IdentityCenterUser') return text(object(who.onBehalfOf).userId) ?? given
  return given
}

/** Identity providers that let in people; others (clusters, pipelines) let in workloads. */
const peoplesProvider =
  /accounts\.google\.com|facebook|login\.microsoftonline|amazon\.com$|cognito-identity|okta|auth0/i
/** Names that programs give to sessions: an instance, a time in milliseconds, an SDK's counter. */
const machineSession = /^(i-[0-9a-f]{8,17}|\d{13,}|aws-sdk-.*|GitHubActions|[0-9a-f]{32})$/

function kindOf(raw: JsonObject, who: JsonObject, type: string): Actor['kind'] {
  const context = object(who.sessionContext)
  const issuer = object(context.sessionIssuer)
  const role = text(issuer.userName) ?? lastPart(text(issuer.arn) ?? '')
  if (type === 'AWSService' || (type === '' && text(who.invokedBy) !== undefined)) return 'provider'
  if (text(raw.eventType) === 'AwsServiceEvent') return 'provider'
  if (/^AWSServiceRoleFor/.test(role)) return 'provider'
  if (['Root', 'SAMLUser', 'IdentityCenterUser', 'FederatedUser'].includes(type)) return 'person'
  if (truth(raw.sessionCredentialFromConsole) === true || text(raw.eventType) === 'AwsConsoleSignIn') return 'person'
  if (text(object(context.attributes).mfaAuthenticated) === 'true') return 'person'
  if (type === 'IAMUser') return byName(text(who.userName) ?? '') ?? 'person'
  if (type === 'AssumedRole' || type === 'Role') return ofRole(who, role)
  if (type === 'WebIdentityUser') return peoplesProvider.test(text(who.identityProvider) ?? '') ? 'person' : 'service'
  return 'unknown'
}

/** A name is a hint: what it does not say, records may (a console sign-in, a second factor), and those were asked first. */
const byName = (name: string): 'product' | 'service' | undefined =>
  productWords.test(name) ? 'product' : machineWords.test(name) ? 'service' : undefined

function ofRole(who: JsonObject, role: string): Actor['kind'] {
  const context = object(who.sessionContext)
  const name = lastPart(text(who.arn) ?? '')
  if (/^AWSReservedSSO_/.test(role) || name.includes('@')) return 'person'
  if (/^AWSBackupDefaultServiceRole$/.test(role) || /^backup\.amazonaws\.com/.test(text(who.invokedBy) ?? ''))
    return 'product'
  if (productWords.test(role)) return 'product'
  // Credentials that a host or a function was given: no person asked for them.
  if (text(context.ec2RoleDelivery) !== undefined || text(object(who.inScopeOf).issuerType) !== undefined)
    return 'service'
  if (machineSession.test(name)) return 'service'
  const provider = text(object(context.webIdFederationData).federatedProvider)
  if (provider !== undefined) return peoplesProvider.test(provider) ? 'person' : 'service'
  return byName(role) ?? (machineWords.test(name) ? 'service' : 'unknown')
}
