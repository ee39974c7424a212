// Who acted: the principal that stays the same from session to session, and whether a person stands behind it.
import type { JsonObject } from '../../lib/json.ts'
import type { Actor, EcsUser } from '../../model/event.ts'
import { lastPart, object, text } from './record.ts'

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
  const credential = text(who.accessKeyId)
  const kind = kindOf(raw, who, type)
  const id =
    principalOf(who, type, given, text(session.arn)) ??
    invokedBy ??
    text(who.principalId) ??
    text(who.accountId) ??
    text(raw.eventSource) ??
    'unknown'
  const issuerName = text(session.userName)
  const name = userName ?? issuerName ?? (type === 'Root' ? 'root' : undefined) ?? consoleName(raw)
  const sessionName = type === 'AssumedRole' && given ? lastPart(given) : undefined
  const roles = type === 'AssumedRole' && text(session.arn) ? [text(session.arn) ?? ''] : undefined
  const account = text(who.accountId)
  return {
    actor: {
      id,
      name: spoken(name ?? lastPart(id), sessionName),
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

/** `arn:aws:sts::A:assumed-role/R/S` is a session of the role `arn:aws:iam::A:role/R`. */
function principalOf(
  who: JsonObject,
  type: string,
  given: string | undefined,
  issuer: string | undefined,
): string | undefined {
  if (issuer !== undefined) return issuer
  const session = given === undefined ? undefined : /^(arn:[^:]+):sts::(\d+):assumed-role\/(.+)\/[^/]*$/.exec(given)
  if (session) return `${session[1]}:iam::${session[2]}:role/${session[3]}`
  if (type === 'IdentityCenterUser') return text(object(who.onBehalfOf).userId) ?? given
  return given
}

function kindOf(raw: JsonObject, who: JsonObject, type: string): Actor['kind'] {
  const issuer = object(object(who.sessionContext).sessionIssuer)
  const attributes = object(object(who.sessionContext).attributes)
  const role = text(issuer.userName) ?? lastPart(text(issuer.arn) ?? '')
  const session = lastPart(text(who.arn) ?? '')
  if (type === 'AWSService' || (type === '' && text(who.invokedBy) !== undefined)) return 'provider'
  if (text(raw.eventType) === 'AwsServiceEvent') return 'provider'
  if (/^AWSServiceRoleFor/.test(role)) return 'provider'
  if (type === 'Root' || type === 'SAMLUser' || type === 'IdentityCenterUser' || type === 'FederatedUser')
    return 'person'
  if (
    text(raw.sessionCredentialFromConsole) === 'true' ||
    raw.sessionCredentialFromConsole === true ||
    text(raw.eventType) === 'AwsConsoleSignIn'
  )
    return 'person'
  if (text(attributes.mfaAuthenticated) === 'true') return 'person'
  if (type === 'IAMUser')
    return productWords.test(text(who.userName) ?? '')
      ? 'product'
      : machineWords.test(text(who.userName) ?? '')
        ? 'service'
        : 'person'
  if (type === 'AssumedRole' || type === 'Role') {
    if (/^AWSReservedSSO_/.test(role) || session.includes('@')) return 'person'
    if (/^AWSBackupDefaultServiceRole$/.test(role) || /backup\.amazonaws\.com$/.test(text(who.invokedBy) ?? ''))
      return 'product'
    if (productWords.test(role)) return 'product'
    if (/^(i-[0-9a-f]{8,17}|\d{13,}|botocore-session-\d+|aws-sdk-.*|GitHubActions|[0-9a-f]{32})$/.test(session))
      return 'service'
    if (text(object(object(who.sessionContext).webIdFederationData).federatedProvider) !== undefined) return 'service'
    return machineWords.test(role) || machineWords.test(session) ? 'service' : 'unknown'
  }
  return type === 'WebIdentityUser' ? 'service' : 'unknown'
}
