// Who an IAM call is about: users, roles, groups and policies, by the parameters or by what a refusal says.
import type { Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { first, object, text } from '../../kit/look.ts'
import { arn, type CloudTrailRecord, lastPart, refusedArn, tagsOf } from '../record.ts'
import type { Who } from './parts.ts'

const principal =
  (type: 'user' | 'role' | 'group', ...names: readonly string[]): Who =>
  (record) => {
    const name = text(first(record.params, ...names)) ?? refusedName(record, type)
    const tags = tagsOf(record.params.tags)
    return name === undefined
      ? undefined
      : { type, id: arn(record, 'iam', `${type}/${name}`, 'global'), name, ...(tags ? { tags } : {}) }
  }

/** A refused IAM call has null parameters; its target is in the message, as an ARN or as `user NAME`: reference, trap 5. */
export function refusedName(record: CloudTrailRecord, type: string): string | undefined {
  const refused = refusedArn(record)
  if (refused !== undefined) return refused.includes(`:${type}/`) ? lastPart(refused) : undefined
  return new RegExp(`on resource: ${type} ([\\w+=,.@-]+)`).exec(record.message)?.[1]
}

export const user = principal('user', 'userName')
export const role = principal('role', 'roleName')
export const group = principal('group', 'groupName')

/** The account that it was done to. */
export const targetOf = (resource: Resource | undefined): Pick<Facts, 'target'> =>
  resource ? { target: { id: resource.id, ...(resource.name ? { name: resource.name } : {}) } } : {}

/** Calls without a name concern the caller himself. */
export function self(record: CloudTrailRecord): Resource | undefined {
  const id = text(object(record.raw.userIdentity).arn)
  return id === undefined ? undefined : { type: 'user', id, name: lastPart(id) }
}

/** Managed policies that are the top role of a service which guards copies, by name. Read-only forms never are. */
export const isTopPolicy = (id: string): boolean => {
  const name = lastPart(id)
  return !readOnly.test(name) && top.test(name)
}
const readOnly = /read.?only|viewer|view.?only|audit/i
const top =
  /^(administratoraccess|poweruseraccess|iamfullaccess|systemadministrator|databaseadministrator|amazon(s3|ec2|rds|dynamodb|fsx|elasticfilesystem|glacier|redshift|docdb)fullaccess|awsstoragegatewayfullaccess|awsorganizationsfullaccess|awsbackup(fullaccess|organizationadminaccess)|.*backup.*(fullaccess|admin(istrator)?s?))$/i

/** Groups and roles whose name says administrator; read-only ones do not. */
export const isAdminName = (name: string): boolean =>
  !readOnly.test(name) &&
  /(^|[^a-z])(admin|admins|administrators?|root|owners?|superusers?|poweruser)([^a-z]|$)/i.test(
    name.replace(/([a-z])([A-Z])/g, '$1-$2'),
  )
