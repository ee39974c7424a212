// IAM Identity Center: permission sets, who is assigned them, and the directory's people and factors.
import type { Resource } from '../../../model/event.ts'
import { first, object, text } from '../../kit/look.ts'
import { grantsEverything, policyOf } from '../policy.ts'
import { type CloudTrailRecord, lastPart, type Reader, type ServiceReaders } from '../record.ts'
import { isAdminName, isTopPolicy } from './iam-principals.ts'

/** The record names the set by its ARN only; what the set grants stands in the calls that filled it. */
const assigned =
  (action?: 'role-revoked'): Reader =>
  (record) => {
    const set = text(first(record.params, 'permissionSetArn', 'permissionSetName')) ?? ''
    const who = text(record.params.principalId)
    const account = text(record.params.targetId) ?? record.account
    return {
      action: action ?? (isTopPolicy(text(record.params.permissionSetName) ?? '') ? 'admin-added' : 'role-granted'),
      resource: { type: 'account', id: account, name: account },
      ...(who ? { target: { id: who } } : {}),
      detail: { role: lastPart(set), scope: 'account' },
    }
  }

const setOf = (record: CloudTrailRecord): Resource => {
  const id = text(record.params.permissionSetArn) ?? 'permission-set'
  return { type: 'role', id, name: lastPart(id) }
}
const granted =
  (name: (record: CloudTrailRecord) => string, top: (record: CloudTrailRecord) => boolean): Reader =>
  (record) => ({
    action: top(record) ? 'admin-added' : 'role-granted',
    resource: setOf(record),
    detail: { role: name(record), scope: 'organization' },
  })
const managed = (record: CloudTrailRecord): string => lastPart(text(record.params.managedPolicyArn) ?? '')
const customer = (record: CloudTrailRecord): string =>
  text(object(record.params.customerManagedPolicyReference).name) ?? 'customer policy'

const onSet =
  (action: 'role-revoked' | 'guard-policy-removed' | 'user-removed'): Reader =>
  (record) => ({
    action,
    resource: setOf(record),
    detail: action === 'guard-policy-removed' ? { guard: 'permissions-boundary' } : { scope: 'organization' },
  })

/** The directory may ask for a second factor always, on change of context, or never. */
const directoryFactor: Reader = (record) => {
  const mode =
    text(first(object(first(record.params, 'configuration', 'mfaConfiguration')), 'mfaMode')) ??
    text(record.params.mfaMode)
  const off = mode?.toUpperCase() === 'DISABLED'
  return {
    action: 'mfa-changed',
    changes:
      mode === undefined ? [] : [{ setting: 'mfa', to: off ? 'off' : 'on', ...(off ? { direction: 'weakened' } : {}) }],
    detail: { directory: true, ...(mode ? { mode } : {}) },
  }
}

export const sso: ServiceReaders = {
  CreateAccountAssignment: assigned(),
  DeleteAccountAssignment: assigned('role-revoked'),
  AttachManagedPolicyToPermissionSet: granted(managed, (record) => isTopPolicy(managed(record))),
  AttachCustomerManagedPolicyReferenceToPermissionSet: granted(customer, (record) => isTopPolicy(customer(record))),
  PutInlinePolicyToPermissionSet: granted(
    () => 'inline',
    (record) => grantsEverything(policyOf(record.params.inlinePolicy)),
  ),
  DetachManagedPolicyFromPermissionSet: onSet('role-revoked'),
  DeleteInlinePolicyFromPermissionSet: onSet('role-revoked'),
  DeletePermissionsBoundaryFromPermissionSet: onSet('guard-policy-removed'),
  DeletePermissionSet: onSet('user-removed'),
  PutMfaDeviceManagementForDirectory: directoryFactor,
}

const person = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(first(record.params, 'userId', 'memberId')) ?? text(first(record.response, 'userId'))
  const name = text(first(record.params, 'userName')) ?? text(object(record.response.user).userName)
  return id === undefined && name === undefined
    ? undefined
    : { type: 'user', id: id ?? name ?? '', name: name ?? id ?? '' }
}
const onPerson =
  (action: 'user-added' | 'user-removed' | 'credential-added'): Reader =>
  (record) => {
    const resource = person(record)
    return {
      action,
      resource,
      ...(resource ? { target: { id: resource.id, name: resource.name ?? resource.id } } : {}),
    }
  }

/** Groups are named by an id here; an administrators' group shows only where a name is there too. */
const joined: Reader = (record) => {
  const id = text(record.params.groupId) ?? ''
  const name = text(first(record.params, 'groupName', 'displayName')) ?? id
  const who = text(object(first(record.params, 'memberId', 'member')).userId) ?? person(record)?.id
  return {
    action: isAdminName(name) ? 'admin-added' : 'role-granted',
    resource: { type: 'group', id, name },
    target: { ...(who ? { id: who } : {}), group: { name } },
    detail: { role: name, scope: 'organization' },
  }
}
const left: Reader = (record) => ({ ...joined(record), action: 'role-revoked' })

const factorGone: Reader = (record) => {
  const resource = person(record)
  return {
    action: 'mfa-changed',
    resource,
    ...(resource ? { target: { id: resource.id, name: resource.name ?? resource.id } } : {}),
    changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    detail: { directory: true },
  }
}

/** `sso-directory` is what the console calls, `identitystore` what programs call. */
export const directory: ServiceReaders = {
  CreateUser: onPerson('user-added'),
  DeleteUser: onPerson('user-removed'),
  UpdatePassword: onPerson('credential-added'),
  AddMemberToGroup: joined,
  RemoveMemberFromGroup: left,
  CreateGroupMembership: joined,
  DeleteGroupMembership: left,
  DeleteMfaDeviceForUser: factorGone,
  PutMfaDeviceManagementForDirectory: directoryFactor,
}
