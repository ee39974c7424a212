// Events about people: roles, accounts, second factors, quorum, sign-ins, the list of addresses that may come in.
import { accountId } from '../../model/account.ts'
import type { Facts } from '../kit/facts.ts'
import type { Rule, Told } from './classify.ts'

const bare = (name: string): string => name.replace(/^['"[]|['".\]]+$/g, '').trim()

function person(told: Told): Pick<Facts, 'resource' | 'target'> {
  const name = bare(told.said.name ?? told.objectName)
  if (name === '') return {}
  const id = accountId(name, 'rubrik')
  return { resource: { type: 'user', id: `rubrik/user/${id}`, name }, target: { id, name } }
}

/** Roles that rule the product; one that may only look does not, whatever it is called. */
const top = /\b(administrator|owner)\b|\badmin(role)?\b|adminrole$/i
const looks = /read.?only|view|auditor/i
const isTop = (role: string): boolean => top.test(role) && !looks.test(role)
const rolesIn = (text: string | undefined): readonly string[] =>
  bare(text ?? '')
    .split(/\s*,\s*/)
    .map(bare)
    .filter((role) => role !== '' && !/^none$/i.test(role))

function roles(told: Told): Facts {
  const before = rolesIn(told.said.from)
  const added = rolesIn(told.said.to).filter((role) => !before.includes(role))
  const admin = added.find(isTop)
  const role = admin ?? added[0]
  const known = told.said.to !== undefined
  return {
    action: admin !== undefined || !known ? 'admin-added' : added.length > 0 ? 'role-granted' : 'role-revoked',
    ...person(told),
    ...(role ? { detail: { role } } : {}),
  }
}

const factor =
  (to: 'on' | 'off', directory = false) =>
  (told: Told): Facts => ({
    action: 'mfa-changed',
    ...(directory ? {} : person(told)),
    changes: [{ setting: 'mfa', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
    ...(directory ? { detail: { directory: true } } : {}),
  })

const quorum = (told: Told): Facts => ({
  action: 'four-eyes-changed',
  resource: {
    type: 'policy',
    id: `rubrik/quorum/${bare(told.said.name ?? 'configuration')}`,
    name: bare(told.said.name ?? 'Quorum Authorization'),
  },
  ...(/TprPolicyDeleted/.test(told.name) || /\bdeleted\b/.test(told.message)
    ? { changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' as const }] }
    : /TprConfigEnable/.test(told.name) || /\benabled\b/.test(told.message)
      ? { changes: [{ setting: 'four-eyes', to: 'on', direction: 'strengthened' as const }] }
      : {}),
})

const simple =
  (action: Facts['action'], detail: Facts['detail'] = {}) =>
  (told: Told): Facts => ({ action, ...person(told), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

/** The list of addresses that may come in is switched off, or grows shorter or longer. */
const allowlist = (told: Told): Facts => {
  const off = /Disabled/.test(told.name) || /enabled: false/i.test(told.message)
  const narrowed = /^DeleteIPWhitelist/.test(told.name)
  return {
    action: 'exposure-changed',
    resource: { type: 'policy', id: 'rubrik/allowlist', name: 'IP allowlist' },
    ...(narrowed ? {} : { changes: [{ setting: 'firewall', to: off ? 'off' : 'on' }] }),
  }
}

export const peopleRules: readonly Rule[] = [
  {
    name: /^RoleAssign(edTo|mentTo)User/,
    words:
      /^(?<who>\S+) updated the assigned roles for (?:SSO group |\w+ )?(?<name>\S+) from (?<from>.*?) to (?<to>.*)$/i,
    read: roles,
  },
  {
    name: /^(RoleDeassignedFrom|AllRolesDeassignedFrom)/,
    words: /^(?<who>\S+) revoked (?:role (?<role>.+?)|all roles) from (?:user |user group )?(?<name>\S+?)\.?$/i,
    read: simple('role-revoked'),
  },
  {
    name: /^AccountOwnershipAssigned/,
    words: /account ownership/i,
    read: simple('admin-added', { role: 'Account Owner' }),
  },
  {
    name: /^(RoleCreated|RoleUpdated|SyncedRoleCreated|RoleSyncUpdated)/,
    words: /^(?<who>\S+) (?:created|updated) (?:the )?role (?<name>.+?)\.?$/i,
    read: (told) => ({
      action: 'role-granted',
      resource: {
        type: 'role',
        id: `rubrik/role/${bare(told.said.name ?? told.objectName)}`,
        name: bare(told.said.name ?? told.objectName),
      },
    }),
  },
  {
    name: /^(SSO)?User(Created|Invited)/,
    words: /^(?:(?<who>\S+) created SSO user, |User )(?<name>\S+?)(?: was created)?\.?$/i,
    read: simple('user-added'),
  },
  {
    name: /^(UserDeleted|UserGroupDeleted|ServiceAccountDeleted|RoleDeleted)/,
    words: /^(?<who>\S+) deleted (?:user|service account|role) (?<name>\S+?)\.?$/i,
    read: simple('user-removed'),
  },
  {
    name: /^ServiceAccountCreated/,
    words: /^(?<who>\S+) created service account (?<name>.+?)\.?$/i,
    read: simple('user-added'),
  },
  {
    name: /^ServiceAccountSecretRotated/,
    words: /rotated .*secret/i,
    read: simple('credential-added', { credential: 'password' }),
  },
  {
    name: /^(UserChangedOtherUserPassword|UpdateUserPassword|AdminRequestedPasswordChange)/,
    words: /password/i,
    read: simple('credential-added', { credential: 'password' }),
  },
  {
    name: /^(TotpGlobalUnenforce|TotpLdapUnenforce|PasskeysDisallowed)/,
    words: /Two-Step Verification not enforced (?:globally|for LDAP)/i,
    read: factor('off', true),
  },
  {
    name: /^(TotpGlobalEnforce|TotpLdapEnforce)/,
    words: /Two-Step Verification enforced globally/i,
    read: factor('on', true),
  },
  {
    name: /^(TotpReset|TotpUserLevelUnenforce|PasskeyDeleted|TotpReminderDisable)/,
    words:
      /^(?<who>\S+) (?:disabled Rubrik Two-Step Verification|set Rubrik Two-Step Verification not enforced) for (?<name>\S+?)\.?$/i,
    read: factor('off'),
  },
  {
    name: /^(TotpSetup|TotpUserLevelEnforce|TotpReconfigure|PasskeyAdded)/,
    words: /^(?<who>\S+) (?:set up|enabled) Rubrik Two-Step Verification/i,
    read: factor('on'),
  },
  { name: /^MfaRemember/, words: /remember/i, read: () => ({ action: 'mfa-changed', detail: { directory: true } }) },
  {
    name: /^Tpr(PolicyDeleted|PolicyUpdated|PolicyCreated|ConfigUpdate|ConfigEnable)/,
    words:
      /^(?<who>\S+) (?:deleted|updated|created|enabled) (?:the )?Quorum Authorization(?: policy (?<name>.+?))?(?: configuration.*)?\.?$/i,
    read: quorum,
  },
  {
    name: /^(SetWhitelistDisabled|SetWhitelistEnabled|SetIPWhitelist|DeleteIPWhitelist|AddIPWhitelist|UpdateIPWhitelist|UpdateWhitelist)/,
    words: /IP allowlist/i,
    read: allowlist,
  },
  {
    name: /(?<!Passwordless|Disabled|Enabled|Update)Login(?!Banner)|^PasswordLogin|^ClientAuthenticationFailed|^ClientIdInvalid|^Locked/,
    words: /^(?:Known user, |Unknown user, )?(?<who>\S+?),? (?:logged in|was unable to login|failed to login)/i,
    read: () => ({ action: 'sign-in', detail: { console: true } }),
  },
  {
    name: /^(AddNewSSOIdentityProvider|UpdateSSOIdentityProvider|RemoveIdentityProvider|SSO(Add|Remove)Configuration)/,
    words: /identity provider/i,
    read: () => ({ action: 'role-trust-changed' }),
  },
  {
    name: /^OrgDeleted/,
    words: /^(?<who>\S+) deleted organization (?<name>.+?)\.?$/i,
    read: (told) => ({
      action: 'parent-deleted',
      resource: {
        type: 'organization',
        id: `rubrik/organization/${bare(told.said.name ?? told.objectName)}`,
        name: bare(told.said.name ?? told.objectName),
      },
    }),
  },
]
