// What an IAM-style policy document gives or takes: read for grants of everything, denials, and hand-over to strangers.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { first, object, objects, text, texts } from '../kit/look.ts'
import { unescaped } from '../kit/unescape.ts'
import { accountOf, type CloudTrailRecord } from './record.ts'

/** Services whose full control is the top role over copies. */
const guarded = [
  '*',
  's3',
  'backup',
  'kms',
  'glacier',
  'iam',
  'rds',
  'ec2',
  'dynamodb',
  'elasticfilesystem',
  'fsx',
  'organizations',
]

/** A policy document that is an object, a JSON text, or URL-encoded JSON text. */
export function policyOf(value: Json | undefined): JsonObject | undefined {
  if (isObject(value)) return value
  if (typeof value !== 'string' || value.length > 200_000) return undefined
  const plain = value.trimStart().startsWith('%7B') ? unescaped(value) : value
  try {
    const parsed = JSON.parse(plain) as Json
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

const statementsOf = (policy: JsonObject | undefined): readonly JsonObject[] =>
  policy ? objects(first(policy, 'Statement', 'statement')) : []
const effectOf = (statement: JsonObject): string => (text(first(statement, 'Effect', 'effect')) ?? '').toLowerCase()
const actionsOf = (statement: JsonObject): readonly string[] =>
  texts(first(statement, 'Action', 'action', 'NotAction', 'notAction'), 200).map((action) => action.toLowerCase())

/** True when the document allows everything, or everything of a service that guards copies, on every resource. */
export function grantsEverything(policy: JsonObject | undefined): boolean {
  return statementsOf(policy).some((statement) => {
    if (effectOf(statement) !== 'allow') return false
    const resources = texts(first(statement, 'Resource', 'resource'), 200)
    if (
      !(
        resources.length === 0 ||
        resources.some((id) => id === '*' || /^arn:[^:]*:[^:]*:\*?:\*?:\*?$/.test(id) || id === 'arn:aws:s3:::*')
      )
    )
      return false
    if ('NotAction' in statement) return true
    return actionsOf(statement).some(
      (action) => action === '*' || action === '*:*' || guarded.some((service) => action === `${service}:*`),
    )
  })
}

/**
 * Facts of a resource policy: what is `denied` and to whom, which `foreign_accounts` it lets in and whether they may do
 * more than read, write and use (`foreign_manages`), `public`.
 * A denial of reads or writes to a product's principal cuts its access; only memory knows which principal that is.
 */
export function policyFacts(
  value: Json | undefined,
  record: Pick<CloudTrailRecord, 'account'>,
): { readonly detail: Readonly<Record<string, Json>> } {
  const policy = policyOf(value)
  if (!policy) return { detail: { policy: 'unknown' } }
  const denied: string[] = []
  const spared: string[] = []
  const deniedActions = new Set<string>()
  const foreign = new Set<string>()
  let open = false
  let allowsOwn = false
  let foreignManages = false
  for (const statement of statementsOf(policy)) {
    const principals = principalsOf(first(statement, 'Principal', 'principal'))
    if (effectOf(statement) === 'deny') {
      if (isHygiene(statement)) continue
      spared.push(...sparedBy(statement))
      denied.push(...(principals.length > 0 ? principals : ['*']).slice(0, 20))
      for (const action of actionsOf(statement).slice(0, 50)) deniedActions.add(action)
      continue
    }
    for (const principal of principals.slice(0, 50)) {
      const account = accountOf(principal) ?? (/^\d{12}$/.test(principal) ? principal : undefined)
      if (principal === '*' && !('Condition' in statement)) open = true
      if (account === record.account) allowsOwn = true
      else if (account !== undefined) {
        foreign.add(account)
        foreignManages ||= manages(statement)
      }
    }
  }
  const actions = [...deniedActions].sort()
  return {
    detail: {
      policy: 'read',
      ...(denied.length > 0
        ? { denied: [...new Set(denied)].sort().slice(0, 40), denied_actions: actions.slice(0, 50) }
        : {}),
      ...(denied.length > 0 && cutsAccess(actions) ? { cuts_access: true } : {}),
      ...(denied.length > 0 && guardsDeletion(actions) ? { guards_deletion: true } : {}),
      ...(spared.length > 0 ? { denied_except: [...new Set(spared)].sort().slice(0, 20) } : {}),
      ...(foreign.size > 0 ? { foreign_accounts: [...foreign].sort().slice(0, 20) } : {}),
      ...(foreign.size > 0 && !allowsOwn ? { handed_over: true } : {}),
      ...(foreignManages ? { foreign_manages: true } : {}),
      ...(open ? { public: true } : {}),
    },
  }
}

/** Allows to delete or to change the rules, and not only to read, to write, or to seal and open with a key. */
const manages = (statement: JsonObject): boolean =>
  'NotAction' in statement ||
  actionsOf(statement).some((action) =>
    /^(\*|[a-z0-9-]+:(\*|put(?!object(tagging|acl)?$)|delete|schedule|disable|update|revoke|cancel|import|bypass))/.test(
      action,
    ),
  )

/** Denials that only ask for good manners: encrypted transport, encrypted writes, the own organisation. */
const isHygiene = (statement: JsonObject): boolean =>
  /securetransport|tlsversion|server-side-encryption|principalorgid/i.test(
    JSON.stringify(first(statement, 'Condition', 'condition') ?? ''),
  )

/** Whom a denial leaves out: `NotPrincipal`, or a condition that the principal is none of these. */
const sparedBy = (statement: JsonObject): readonly string[] => [
  ...principalsOf(first(statement, 'NotPrincipal', 'notPrincipal')),
  ...Object.entries(object(first(statement, 'Condition', 'condition')))
    .filter(([operator]) => /^(arn|string)not(equals|like)/i.test(operator))
    .flatMap(([, held]) => Object.entries(object(held)))
    .filter(([name]) => /^aws:(principalarn|userid)$/i.test(name))
    .flatMap(([, held]) => texts(held, 20)),
]

function principalsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([kind, held]) => (kind === 'Service' ? [] : texts(held, 100)))
}

/** Denials of reading, writing or using: what a product needs to reach its copies. */
const cutsAccess = (actions: readonly string[]): boolean =>
  actions.some((action) =>
    /^(\*|[a-z0-9-]+:(\*|get|put\*|put(object|\*)?$|putobject|getobject|list|describe|startbackup|copyinto|decrypt|generatedatakey|encrypt))/.test(
      action,
    ),
  )

/** Denials of deletion are a guard. */
const guardsDeletion = (actions: readonly string[]): boolean =>
  actions.some((action) => /:(delete|update|put(backupvault|lifecycle|objectretention)|schedulekey)/.test(action))
