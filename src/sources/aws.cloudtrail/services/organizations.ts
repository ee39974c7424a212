// What holds the accounts that hold the copies: the organisation, its guards and backup policies, regions, shares.
import type { JsonObject } from '../../../lib/json.ts'
import { isObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { first, number, object, objects, text, texts } from '../../kit/look.ts'
import { policyOf } from '../policy.ts'
import { arn, type CloudTrailRecord, lastPart, named, type Reader, type ServiceReaders } from '../record.ts'
import { change, kindOf, type More, on, ownAccount, type Who } from './parts.ts'

const account: Who = (record) => {
  const id = text(first(record.params, 'accountId', 'targetId', 'rootId')) ?? record.account
  return { type: 'account', id, name: id }
}
const guardOff: Reader = on(account, 'guard-policy-removed', ({ params }) => ({
  detail: { guard: text(first(params, 'policyId', 'policyType')) ?? 'policy' },
}))

const moved: More = ({ params }) => ({
  detail: { moved: true, ...(text(params.destinationParentId) ? { to: text(params.destinationParentId) ?? '' } : {}) },
})

const policyResource = (record: CloudTrailRecord): Resource | undefined => {
  const summary = object(object(record.response.policy).policySummary)
  const id = text(summary.arn) ?? text(record.params.policyId)
  const name = text(summary.name) ?? text(record.params.name)
  return named('plan', id, name ? { name } : {})
}

/** A backup policy is a plan for many accounts, written as a tree of `@@assign`: its rules' days, the shortest first. */
function planDays(tree: JsonObject): readonly number[] {
  const assigned = (value: unknown): unknown => (isObject(value) ? (value['@@assign'] ?? undefined) : value)
  return Object.values(object(tree.plans))
    .flatMap((plan) => Object.values(object(object(plan).rules)))
    .flatMap((rule) => {
      const days = assigned(object(object(rule).lifecycle).delete_after_days)
      return typeof days === 'string' || typeof days === 'number' ? (number(days) ?? []) : []
    })
}

/** A service control policy guards by what it denies; one that denies nothing is none. */
const policyChanged: Reader = (record) => {
  const content = policyOf(record.params.content)
  const guard = text(record.params.policyId) ?? 'policy'
  if (content !== undefined && 'plans' in content) {
    const days = planDays(content)
    const empty = Object.keys(object(content.plans)).length === 0
    const changes: readonly Change[] = empty
      ? [change('schedule', 'off')]
      : days.length > 0
        ? [change('retention', Math.min(...days), 'd')]
        : []
    const action: Facts['action'] =
      record.name === 'CreatePolicy' ? 'job-created' : days.length > 0 ? 'retention-changed' : 'job-changed'
    return { action, resource: policyResource(record), changes, detail: { organization: true } }
  }
  const denies = objects(content?.Statement).some((statement) => text(statement.Effect)?.toLowerCase() === 'deny')
  const emptied = record.name === 'UpdatePolicy' && content !== undefined && 'Statement' in content && !denies
  return {
    action: emptied ? 'guard-policy-removed' : 'other',
    resource: account(record),
    detail: { guard, ...(denies ? { denies: true } : {}) },
  }
}

/** A delegated administrator governs the service in every account; over these that is the top role: contract, row 2. */
const topServices = /^(backup|iam|sso|account|member\.org\.stacksets\.cloudformation)\.amazonaws\.com$/
const delegated =
  (revoked: boolean): Reader =>
  (record) => {
    const service = text(record.params.servicePrincipal) ?? ''
    const who = account(record)
    return {
      action: revoked ? 'role-revoked' : topServices.test(service) ? 'admin-added' : 'role-granted',
      resource: who,
      ...(who ? { target: { id: who.id, name: who.id } } : {}),
      detail: { role: service, scope: 'organization' },
    }
  }

/** With the service's access its work in all accounts ends: organisation trails, backup policies. */
const serviceCut: Reader = (record) => {
  const service = text(record.params.servicePrincipal) ?? ''
  const own = ownAccount(record)
  if (service.startsWith('cloudtrail.'))
    return {
      action: 'audit-changed',
      resource: own,
      changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
      detail: { scope: 'trail', organization: true },
    }
  return service.startsWith('backup.')
    ? { action: 'job-changed', resource: own, changes: [change('schedule', 'off')], detail: { organization: true } }
    : { action: 'other', resource: own, detail: { role: service } }
}

/** A type of policy switched off at the root detaches all of that type at once. */
const typeDisabled: Reader = (record) =>
  text(record.params.policyType) === 'BACKUP_POLICY'
    ? {
        action: 'job-changed',
        resource: account(record),
        changes: [change('schedule', 'off')],
        detail: { organization: true },
      }
    : guardOff(record)

export const organizations: ServiceReaders = {
  LeaveOrganization: on(ownAccount, 'organization-left'),
  RemoveAccountFromOrganization: on(account, 'organization-left'),
  CloseAccount: on(account, 'parent-deleted'),
  DeleteOrganization: on(ownAccount, 'parent-deleted'),
  MoveAccount: on(account, 'parent-deleted', moved),
  DeleteOrganizationalUnit: on(ownAccount, 'other'),
  DetachPolicy: guardOff,
  DeletePolicy: guardOff,
  DisablePolicyType: typeDisabled,
  CreatePolicy: policyChanged,
  UpdatePolicy: policyChanged,
  RegisterDelegatedAdministrator: delegated(false),
  DeregisterDelegatedAdministrator: delegated(true),
  DisableAWSServiceAccess: serviceCut,
}

/** Whoever reads the root's new mailbox owns the account; a region that is disabled takes its copies out of reach. */
export const accountService: ServiceReaders = {
  CloseAccount: on(ownAccount, 'parent-deleted'),
  AcceptPrimaryEmailUpdate: on(account, 'parent-deleted', () => ({ detail: { handed_over: true } })),
  DisableRegion: on(account, 'parent-deleted', ({ params }) => ({
    detail: { region: text(params.regionName) ?? 'unknown' },
  })),
}

/** Shares open a vault or a snapshot to another account, and cut it off again. */
const shared =
  (opened: boolean): Reader =>
  (record) => {
    const [id] = texts(first(record.params, 'resourceArns', 'resourceArn'))
    const principals = texts(record.params.principals, 20)
    const share = text(record.params.resourceShareArn) ?? arn(record, 'ram', 'resource-share/unknown')
    return {
      action: 'exposure-changed',
      resource:
        id === undefined
          ? { type: 'share', id: share, name: lastPart(share) }
          : { type: kindOf(id), id, name: lastPart(id) },
      detail: { opened, ...(principals.length > 0 ? { shared_with: principals } : {}) },
    }
  }
export const ram: ServiceReaders = {
  CreateResourceShare: shared(true),
  AssociateResourceShare: shared(true),
  DisassociateResourceShare: shared(false),
  DeleteResourceShare: shared(false),
}
