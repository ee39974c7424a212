// What an activity of Entra's audit log means for those who guard copies: roles, factors, policies, trust, credentials.
import type { Json } from '../../lib/json.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import { comparePolicies } from './conditional.ts'
import { type EntraRecord, first, said } from './record.ts'
import { membership, owned, resourceOf, rightGiven, roleActivated, roleGiven, roleTaken, targetOf } from './roles.ts'

type Reader = (record: EntraRecord) => Facts

const onTarget =
  (action: Verb, detail: Readonly<Record<string, Json>> = {}): Reader =>
  (record) => {
    const [target] = record.targets
    return {
      action,
      resource: resourceOf(target),
      ...targetOf(target),
      ...(Object.keys(detail).length > 0 ? { detail } : {}),
    }
  }

/** One person's factor. Registering a new one proves nothing of who did, so it has no direction. */
const factor =
  (direction?: 'weakened' | 'strengthened'): Reader =>
  (record) => {
    const [target] = record.targets
    const own = target !== undefined && record.initiator.object !== undefined && target.id === record.initiator.object
    return {
      action: 'mfa-changed',
      resource: resourceOf(target),
      ...targetOf(target),
      changes:
        direction === undefined ? [] : [{ setting: 'mfa', to: direction === 'weakened' ? 'off' : 'on', direction }],
      detail: { directory: true, ...(own ? { own: true } : {}) },
    }
  }

/** What stands before everybody's sign-in has no single resource: it guards the whole directory. */
const gate = (record: EntraRecord, exempted: readonly string[] = []): Facts => {
  const policy = resourceOf(record.targets[0])
  return {
    action: 'mfa-changed',
    changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    related: policy ? [{ ...policy, type: 'policy' }] : [],
    detail: { directory: true, ...(exempted.length > 0 ? { exempted } : {}) },
  }
}

const policy =
  (removed: boolean): Reader =>
  (record) => {
    const target = first(record, 'Policy') ?? record.targets[0]
    const { how, exempted } = comparePolicies(target, removed)
    if (how === 'weakened') return gate(record, exempted)
    return {
      action: 'mfa-changed',
      resource: resourceOf(target),
      changes: how === 'stronger' ? [{ setting: 'mfa', to: 'on', direction: 'strengthened' }] : [],
      detail: { directory: true },
    }
  }

/** A domain whose sign-ins another server vouches for lets that server sign in as anybody, factor and all. */
const federated: Reader = (record) => {
  const [target] = record.targets
  const type = (said(target, 'livetype') ?? said(target, 'authenticationtype') ?? '').toLowerCase()
  const silent = Object.keys(target?.changed ?? {}).length === 0
  const opens = type === 'federated' || (type === '' && (silent || record.activity.startsWith('set federation')))
  return opens ? gate(record) : { action: 'role-trust-changed', resource: resourceOf(target) }
}

/** Secrets and certificates of an application: added, or none left. */
const appCredential: Reader = (record) => {
  const target = first(record, 'Application', 'ServicePrincipal') ?? record.targets[0]
  const [now, before] = [target?.changed.keydescription, target?.was.keydescription].map((value) =>
    typeof value === 'string' ? value.length : 0,
  )
  const fewer = now !== undefined && before !== undefined && before > 0 && now < before
  return {
    action: fewer ? 'credential-removed' : 'credential-added',
    resource: resourceOf(target),
    ...targetOf(target),
    detail: {
      credential: /certificate|asymmetric/i.test(String(target?.changed.keydescription ?? ''))
        ? 'certificate'
        : 'password',
    },
  }
}

const groupUpdated: Reader = (record) => {
  const target = first(record, 'Group') ?? record.targets[0]
  const before =
    typeof target?.was.displayname === 'string' ? said({ ...target, changed: {} }, 'displayname') : undefined
  const after =
    typeof target?.changed.displayname === 'string' ? said({ ...target, was: {} }, 'displayname') : undefined
  if (before === undefined || after === undefined || before === after)
    return { action: 'other', resource: resourceOf(target) }
  const resource = resourceOf(target)
  return { action: 'group-renamed', resource: resource && { ...resource, name: after }, detail: { from_name: before } }
}

/** A change of how an account may sign in at all; the rest of what is kept of a user is none of ours. */
const userUpdated: Reader = (record) => {
  const [target] = record.targets
  const enabled = said(target, 'accountenabled')
  return enabled === 'false'
    ? { action: 'credential-removed', resource: resourceOf(target), ...targetOf(target) }
    : { action: 'other', resource: resourceOf(target), ...targetOf(target) }
}

const elevated: Reader = (record) => {
  const tenant = record.fields('tenantid', 'aadtenantid', 'organizationid')
  const id = typeof tenant === 'string' ? tenant.toLowerCase() : '/'
  return {
    action: 'access-elevated',
    resource: { type: 'tenant', id, name: id },
    detail: { role: 'User Access Administrator' },
  }
}

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/elevated their access to user access administrator|assigns the caller to user access admin/, elevated],
  [/pim activation|activate|add member to role (requested|completed) \(pim/, roleActivated],
  [/^add eligible member/, roleGiven({ eligible: true })],
  [/^(add (scoped )?member to role|add role assignment)/, roleGiven()],
  [/^(remove (eligible |scoped )?member from role|remove role assignment|delete role assignment)/, roleTaken],
  [/^add member to group|^add owner to group/, membership('role-granted')],
  [/^remove (member|owner) from group/, membership('role-revoked')],
  [/^add owner to (application|service principal)/, owned],
  [/^add (app role assignment|delegated permission grant|approleassignment)|^consent to application/, rightGiven],
  [/^remove (app role assignment|delegated permission grant)/, onTarget('role-revoked')],
  [/^add service principal credentials|certificates and secrets management/, appCredential],
  [/^remove service principal credentials/, onTarget('credential-removed')],
  [/^disable (strong authentication|per-user mfa)/, factor('weakened')],
  [/^enable strong authentication/, factor('strengthened')],
  [
    /(deleted|removed) security info|^admin (deleted|removed) |^user deleted|delete.*authentication method|^reset.*mfa|revoke.*mfa/,
    factor('weakened'),
  ],
  [/(registered|updated|changed|added) .*security info|^admin registered/, factor()],
  [/^delete conditional access policy/, policy(true)],
  [/^(update|add) conditional access policy/, policy(false)],
  [
    /^(authentication methods policy|authentication strength|update authorization policy|set company.*(auth|mfa))/,
    (record) => ({ action: 'mfa-changed', resource: resourceOf(record.targets[0]) }),
  ],
  [/^set (federation settings on domain|domain authentication)/, federated],
  [/^(update role setting|update role policy).*pim|^update role setting/, onTarget('four-eyes-changed')],
  [/^(add|invite|create) (external )?user|^add service principal$|^add application$/, onTarget('user-added')],
  [/^(hard |soft )?delete (user|application|service principal)|^remove service principal/, onTarget('user-removed')],
  [/^disable (account|user|service principal)/, onTarget('credential-removed')],
  [/^update user/, userUpdated],
  [/^add group/, onTarget('group-created')],
  [/^update group/, groupUpdated],
  [/^(hard )?delete group/, onTarget('user-removed')],
  [/^(admin )?reset (user )?password|^reset password/, onTarget('credential-added', { credential: 'password' })],
  [/^change (user )?password/, onTarget('other')],
  [/^(recover|get|read|list|download|export) /, onTarget('read')],
]

/** What the entry says; an activity that no reader knows is something else. */
export function classify(record: EntraRecord): Facts {
  for (const [name, reader] of readers) if (name.test(record.activity)) return reader(record)
  return onTarget('other')(record)
}
