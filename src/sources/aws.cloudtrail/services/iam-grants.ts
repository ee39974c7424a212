// Who became powerful and who lost power: policies attached, written inline, versions set, groups joined, guards taken.
import type { Resource } from '../../../model/event.ts'
import { object, text, truth } from '../../kit/look.ts'
import { grantsEverything, policyFacts, policyOf } from '../policy.ts'
import { arn, type CloudTrailRecord, lastPart, type Reader, type ServiceReaders } from '../record.ts'
import { group, isAdminName, isTopPolicy, role, targetOf, user } from './iam-principals.ts'
import type { Who } from './parts.ts'

const attached =
  (who: Who): Reader =>
  (record) => {
    const policy =
      text(record.params.policyArn) ??
      /arn:aws[a-z-]*:iam::[^\s":]*:policy\/[\w+=,.@/-]+/.exec(record.message)?.[0] ??
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
  (who: Who): Reader =>
  (record) => {
    const resource = who(record)
    return {
      action: grantsEverything(policyOf(record.params.policyDocument)) ? 'admin-added' : 'role-granted',
      resource,
      ...targetOf(resource),
      detail: { role: text(record.params.policyName) ?? 'inline', scope: 'account' },
    }
  }

const revoked =
  (who: Who): Reader =>
  (record) => {
    const resource = who(record)
    const policy = text(record.params.policyArn) ?? text(record.params.policyName)
    return {
      action: 'role-revoked',
      resource,
      ...targetOf(resource),
      detail: policy === undefined ? {} : { role: lastPart(policy), scope: 'account' },
    }
  }

/** A policy gives nothing until it is attached, so a first version is no grant; a new default version of a live one is. */
const versioned: Reader = (record) => {
  const id =
    text(record.params.policyArn) ?? text(object(record.response.policy).arn) ?? text(record.params.policyName) ?? ''
  const live =
    record.name === 'SetDefaultPolicyVersion' ||
    (record.name === 'CreatePolicyVersion' && truth(record.params.setAsDefault) === true)
  const everything = grantsEverything(policyOf(record.params.policyDocument))
  return {
    action: live ? (everything ? 'admin-added' : 'role-granted') : 'other',
    resource: {
      type: 'policy',
      id: id.startsWith('arn:') ? id : arn(record, 'iam', `policy/${id}`, 'global'),
      name: lastPart(id),
    },
    detail: { role: lastPart(id), scope: 'account', ...(everything ? { everything: true } : {}) },
  }
}

const boundary =
  (who: Who): Reader =>
  (record) => {
    const resource = who(record)
    return {
      action: 'guard-policy-removed',
      resource,
      ...targetOf(resource),
      detail: { guard: 'permissions-boundary' },
    }
  }

const member = (record: CloudTrailRecord) => {
  const name = text(record.params.userName)
  return {
    ...(name ? { name, id: arn(record, 'iam', `user/${name}`, 'global') } : {}),
    group: { name: text(record.params.groupName) ?? '' },
  }
}
const joined: Reader = (record) => {
  const name = text(record.params.groupName) ?? ''
  return {
    action: isAdminName(name) ? 'admin-added' : 'role-granted',
    resource: group(record),
    target: member(record),
    detail: { role: name, scope: 'account' },
  }
}

const trusted: Reader = (record) => {
  const resource = role(record)
  return {
    action: 'role-trust-changed',
    resource,
    ...targetOf(resource),
    ...policyFacts(record.params.policyDocument, record),
  }
}

/** Who may sign in to roles from outside: a provider added or changed opens all roles that trust it. */
const provider: Reader = (record) => {
  const id =
    text(record.params.sAMLProviderArn) ??
    text(record.params.openIDConnectProviderArn) ??
    text(record.response.sAMLProviderArn) ??
    text(record.response.openIDConnectProviderArn) ??
    text(record.params.name) ??
    text(record.params.url)
  const resource: Resource | undefined =
    id === undefined ? undefined : { type: 'identity-provider', id, name: lastPart(id) }
  return { action: 'role-trust-changed', resource, ...targetOf(resource), detail: { provider: true } }
}

export const iamGrants: ServiceReaders = {
  AttachUserPolicy: attached(user),
  AttachRolePolicy: attached(role),
  AttachGroupPolicy: attached(group),
  DetachUserPolicy: revoked(user),
  DetachRolePolicy: revoked(role),
  DetachGroupPolicy: revoked(group),
  PutUserPolicy: inline(user),
  PutRolePolicy: inline(role),
  PutGroupPolicy: inline(group),
  DeleteUserPolicy: revoked(user),
  DeleteRolePolicy: revoked(role),
  DeleteGroupPolicy: revoked(group),
  CreatePolicy: versioned,
  CreatePolicyVersion: versioned,
  SetDefaultPolicyVersion: versioned,
  AddUserToGroup: joined,
  RemoveUserFromGroup: (record) => ({ action: 'role-revoked', resource: group(record), target: member(record) }),
  UpdateAssumeRolePolicy: trusted,
  PutUserPermissionsBoundary: (record) => ({ action: 'other', resource: user(record) }),
  PutRolePermissionsBoundary: (record) => ({ action: 'other', resource: role(record) }),
  DeleteUserPermissionsBoundary: boundary(user),
  DeleteRolePermissionsBoundary: boundary(role),
  CreateSAMLProvider: provider,
  UpdateSAMLProvider: provider,
  DeleteSAMLProvider: provider,
  CreateOpenIDConnectProvider: provider,
  UpdateOpenIDConnectProviderThumbprint: provider,
  AddClientIDToOpenIDConnectProvider: provider,
  DeleteOpenIDConnectProvider: provider,
}
