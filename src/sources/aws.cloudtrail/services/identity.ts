// IAM, Identity Center, STS and sign-in: who became powerful, who lost a factor, who came in.
import type { Json } from '../../../lib/json.ts'
import type { Resource } from '../../../model/event.ts'
import { grantsEverything, policyFacts, policyOf } from '../policy.ts'
import {
  arn,
  type CloudTrailRecord,
  type Facts,
  first,
  lastPart,
  object,
  type Reader,
  type ServiceReaders,
  tagsOf,
  text,
  truth,
} from '../record.ts'

const principal =
  (type: 'user' | 'role' | 'group', ...names: readonly string[]) =>
  (record: CloudTrailRecord): Resource | undefined => {
    const name = text(first(record.params, ...names)) ?? refusedName(record, type)
    const tags = tagsOf(record.params.tags)
    return name === undefined
      ? undefined
      : { type, id: arn(record, 'iam', `${type}/${name}`, 'global'), name, ...(tags ? { tags } : {}) }
  }

/** A refused IAM call has null parameters; its target is in the message only: reference, trap 5. */
const refusedName = (record: CloudTrailRecord, type: string): string | undefined =>
  new RegExp(`on resource: (?:arn:[^\\s"]*:)?${type}[/ ]([\\w+=,.@/-]+)`).exec(record.message)?.[1]?.split('/').at(-1)

const user = principal('user', 'userName')
const role = principal('role', 'roleName')
const group = principal('group', 'groupName')

/** Managed policies that are the top role of a service which guards copies, by name. Read-only forms never are. */
export const isTopPolicy = (id: string): boolean => {
  const name = lastPart(id)
  if (/read.?only|viewer|view.?only|audit/i.test(name)) return false
  return /^(administratoraccess(-.*)?|poweruseraccess|iamfullaccess|systemadministrator|amazons3fullaccess|awskeymanagementservicepoweruser|amazonec2fullaccess|amazonrdsfullaccess|amazondynamodbfullaccess|amazonfsxfullaccess|amazonelasticfilesystemfullaccess|amazonglacierfullaccess|awsorganizationsfullaccess|awsbackup(fullaccess|operatoraccess|organizationadminaccess)|.*backup.*(fullaccess|admin(istrator)?))$/i.test(
    name,
  )
}

/** Groups and roles whose name says administrator; read-only ones do not. */
const isAdminName = (name: string): boolean =>
  /(^|[^a-z])(admin|admins|administrators?|root|owners?|superusers?|poweruser)([^a-z]|$)/i.test(
    name.replace(/([a-z])([A-Z])/g, '$1-$2'),
  ) && !/read.?only|viewer|view.?only|audit/i.test(name)

const targetOf = (resource: Resource | undefined): Pick<Facts, 'target'> =>
  resource ? { target: { id: resource.id, ...(resource.name ? { name: resource.name } : {}) } } : {}

const attached =
  (who: (record: CloudTrailRecord) => Resource | undefined): Reader =>
  (record) => {
    const policy =
      text(record.params.policyArn) ??
      /arn:aws[a-z-]*:iam::[^\s"]*:policy\/[\w+=,.@/-]+/.exec(record.message)?.[0] ??
      ''
    const resource = who(record)
    return {
      action: isTopPolicy(policy) ? 'admin-added' : 'role-granted',
      resource,
      ...targetOf(resource),
      detail: { role: lastPart(policy), scope: 'account' },
    }
  }
const inline =
  (who: (record: CloudTrailRecord) => Resource | undefined): Reader =>
  (record) => {
    const resource = who(record)
    return {
      action: grantsEverything(policyOf(record.params.policyDocument)) ? 'admin-added' : 'role-granted',
      resource,
      ...targetOf(resource),
      detail: { role: text(record.params.policyName) ?? 'inline', scope: 'account' },
    }
  }
const on =
  (
    who: (record: CloudTrailRecord) => Resource | undefined,
    action: Facts['action'],
    detail: Readonly<Record<string, Json>> = {},
  ): Reader =>
  (record) => {
    const resource = who(record) ?? self(record)
    return { action, resource, ...targetOf(resource), detail }
  }

/** Calls without a name concern the caller himself. */
function self(record: CloudTrailRecord): Resource | undefined {
  const id = text(object(record.raw.userIdentity).arn)
  return id === undefined ? undefined : { type: 'user', id, name: lastPart(id) }
}

const policyVersion: Reader = (record) => {
  const id =
    text(record.params.policyArn) ?? text(object(record.response.policy).arn) ?? text(record.params.policyName) ?? ''
  const top = grantsEverything(policyOf(record.params.policyDocument))
  const live =
    record.name === 'CreatePolicy'
      ? false
      : truth(record.params.setAsDefault) === true || record.name === 'SetDefaultPolicyVersion'
  return {
    action: top && live ? 'admin-added' : live ? 'role-granted' : 'other',
    resource: {
      type: 'policy',
      id: id.startsWith('arn:') ? id : arn(record, 'iam', `policy/${id}`, 'global'),
      name: lastPart(id),
    },
    detail: { role: lastPart(id), scope: 'account' },
  }
}

const mfaOff: Reader = (record) => {
  const serial = text(record.params.serialNumber)
  const name = text(record.params.userName) ?? (serial ? lastPart(serial) : undefined) ?? refusedName(record, 'user')
  const root = name === 'AWS ROOT USER' || serial?.endsWith('root-account-mfa-device') === true
  const id =
    name === undefined
      ? undefined
      : root
        ? arn(record, 'iam', 'root', 'global')
        : arn(record, 'iam', `user/${name}`, 'global')
  const caller = text(object(record.raw.userIdentity).arn)
  return {
    action: 'mfa-changed',
    resource: id ? { type: 'user', id, name: name ?? '' } : undefined,
    target: id ? { id, ...(name ? { name } : {}) } : {},
    changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    detail: { ...(root ? { root: true } : {}), ...(caller !== undefined && caller === id ? { own: true } : {}) },
  }
}
const mfaOn: Reader = (record) => ({
  ...mfaOff(record),
  changes: [{ setting: 'mfa', to: 'on', direction: 'strengthened' }],
})

const boundary =
  (who: (record: CloudTrailRecord) => Resource | undefined): Reader =>
  (record) => ({
    action: 'guard-policy-removed',
    resource: who(record),
    ...targetOf(who(record)),
    detail: { guard: 'permissions-boundary' },
  })

const joined: Reader = (record) => {
  const name = text(record.params.groupName) ?? ''
  const resource = group(record)
  const member = text(record.params.userName)
  return {
    action: isAdminName(name) ? 'admin-added' : 'role-granted',
    resource,
    target: {
      ...(member ? { name: member, id: arn(record, 'iam', `user/${member}`, 'global') } : {}),
      group: { name },
    },
    detail: { role: name, scope: 'account' },
  }
}

export const iam: ServiceReaders = {
  CreateUser: on(user, 'user-added'),
  CreateRole: (record) => ({
    ...on(role, 'user-added')(record),
    ...policyFacts(record.params.assumeRolePolicyDocument, record),
  }),
  CreateGroup: on(group, 'user-added'),
  DeleteUser: on(user, 'user-removed'),
  DeleteRole: on(role, 'user-removed'),
  DeleteGroup: on(group, 'user-removed'),
  AttachUserPolicy: attached(user),
  AttachRolePolicy: attached(role),
  AttachGroupPolicy: attached(group),
  DetachUserPolicy: on(user, 'role-revoked'),
  DetachRolePolicy: on(role, 'role-revoked'),
  DetachGroupPolicy: on(group, 'role-revoked'),
  PutUserPolicy: inline(user),
  PutRolePolicy: inline(role),
  PutGroupPolicy: inline(group),
  DeleteUserPolicy: on(user, 'role-revoked'),
  DeleteRolePolicy: on(role, 'role-revoked'),
  DeleteGroupPolicy: on(group, 'role-revoked'),
  CreatePolicy: policyVersion,
  CreatePolicyVersion: policyVersion,
  SetDefaultPolicyVersion: policyVersion,
  AddUserToGroup: joined,
  RemoveUserFromGroup: on(group, 'role-revoked'),
  CreateAccessKey: on(user, 'credential-added', { credential: 'access-key' }),
  CreateLoginProfile: on(user, 'credential-added', { credential: 'password' }),
  UpdateLoginProfile: on(user, 'credential-added', { credential: 'password' }),
  ChangePassword: on(user, 'other'),
  UpdateAccessKey: (record) =>
    on(user, text(record.params.status)?.toLowerCase() === 'inactive' ? 'credential-removed' : 'credential-added', {
      credential: 'access-key',
    })(record),
  DeleteAccessKey: on(user, 'credential-removed'),
  DeleteLoginProfile: on(user, 'credential-removed'),
  UpdateAssumeRolePolicy: (record) => ({
    ...on(role, 'role-trust-changed')(record),
    ...policyFacts(record.params.policyDocument, record),
  }),
  PutUserPermissionsBoundary: on(user, 'other'),
  PutRolePermissionsBoundary: on(role, 'other'),
  DeleteUserPermissionsBoundary: boundary(user),
  DeleteRolePermissionsBoundary: boundary(role),
  DeactivateMFADevice: mfaOff,
  DeleteVirtualMFADevice: mfaOff,
  EnableMFADevice: mfaOn,
  UpdateAccountPasswordPolicy: (record) => ({ action: 'other', resource: { type: 'account', id: record.account } }),
}

const assigned: Reader = (record) => {
  const set = text(first(record.params, 'permissionSetArn', 'permissionSetName')) ?? ''
  const who = text(record.params.principalId) ?? ''
  return {
    action: isTopPolicy(text(record.params.permissionSetName) ?? '') ? 'admin-added' : 'role-granted',
    resource: { type: 'account', id: text(record.params.targetId) ?? record.account },
    target: { id: who },
    detail: { role: lastPart(set), scope: 'account' },
  }
}
export const sso: ServiceReaders = {
  CreateAccountAssignment: assigned,
  DeleteAccountAssignment: (record) => ({ ...assigned(record), action: 'role-revoked' }),
  AttachManagedPolicyToPermissionSet: (record) => {
    const policy = text(record.params.managedPolicyArn) ?? ''
    return {
      action: isTopPolicy(policy) ? 'admin-added' : 'role-granted',
      resource: { type: 'role', id: text(record.params.permissionSetArn) ?? 'permission-set' },
      detail: { role: lastPart(policy), scope: 'organization' },
    }
  },
  PutInlinePolicyToPermissionSet: (record) => ({
    action: grantsEverything(policyOf(record.params.inlinePolicy)) ? 'admin-added' : 'role-granted',
    resource: { type: 'role', id: text(record.params.permissionSetArn) ?? 'permission-set' },
    detail: { role: 'inline', scope: 'organization' },
  }),
  PutMfaDeviceManagementForDirectory: () => ({ action: 'mfa-changed', detail: { directory: true } }),
}

const signIn: Reader = (record) => ({
  action: 'sign-in',
  detail: {
    console: true,
    mfa: /^yes$/i.test(text(object(record.raw.additionalEventData).MFAUsed) ?? ''),
    ...(record.failed ? { refused: true } : {}),
  },
})
export const signin: ServiceReaders = {
  ConsoleLogin: signIn,
  SwitchRole: signIn,
  CredentialVerification: () => ({ action: 'other' }),
}

const assumed: Reader = (record) => {
  const id = text(record.params.roleArn)
  return {
    action: 'sign-in',
    ...(id ? { resource: { type: 'role', id, name: lastPart(id) } } : {}),
    detail: { assumed: true },
  }
}
export const sts: ServiceReaders = {
  AssumeRoleWithSAML: assumed,
  AssumeRoleWithWebIdentity: assumed,
  AssumeRoot: (record) => ({ ...assumed(record), detail: { assumed: true, root: true } }),
  GetFederationToken: assumed,
}
