// IAM's accounts: made and removed, their credentials and second factors; what gives them power stands beside.
import type { Json } from '../../../lib/json.ts'
import { type Facts, secondFactor } from '../../kit/facts.ts'
import { number, object, text } from '../../kit/look.ts'
import { policyFacts } from '../policy.ts'
import { arn, lastPart, type Reader, type ServiceReaders } from '../record.ts'
import { iamGrants } from './iam-grants.ts'
import { group, refusedName, role, self, targetOf, user } from './iam-principals.ts'
import { on as about, ownAccount, type Who } from './parts.ts'

const on =
  (who: Who, action: Facts['action'], detail: Readonly<Record<string, Json>> = {}): Reader =>
  (record) => {
    const resource = who(record) ?? self(record)
    return { action, resource, ...targetOf(resource), detail }
  }

/** For the root account CloudTrail writes a text of its own where a name stands: reference, 1.6. */
const factor =
  (to: 'on' | 'off'): Reader =>
  (record) => {
    const serial = text(record.params.serialNumber)
    const name = text(record.params.userName) ?? (serial ? lastPart(serial) : undefined) ?? refusedName(record, 'user')
    const root = name === 'AWS ROOT USER' || serial?.endsWith('root-account-mfa-device') === true
    const id = name === undefined ? undefined : arn(record, 'iam', root ? 'root' : `user/${name}`, 'global')
    // As a sign-in names it, so that the one finds the other.
    const spoken = root ? 'root' : (name ?? '')
    const caller = object(record.raw.userIdentity)
    const own = root ? text(caller.type) === 'Root' : name !== undefined && text(caller.userName) === name
    return {
      action: 'mfa-changed',
      resource: id === undefined ? undefined : { type: 'user', id, name: spoken },
      target: id === undefined ? {} : { id, name: spoken },
      changes: [secondFactor(to)],
      detail: { ...(root ? { root: true } : {}), ...(own ? { own: true } : {}) },
    }
  }

const keySwitched: Reader = (record) => {
  const off = /^(inactive|expired)$/i.test(text(record.params.status) ?? '')
  return on(user, off ? 'credential-removed' : 'credential-added', { credential: 'access-key' })(record)
}

/** How passwords must be; a policy that guards the account itself, so it has no copy for a resource. */
const passwordRules = about(ownAccount, 'access-policy-changed', (record) => {
  const length = number(record.params.minimumPasswordLength)
  return { detail: { policy: 'password', ...(length === undefined ? {} : { minimum_length: length }) } }
})

const accessKey = { credential: 'access-key' }
const password = { credential: 'password' }
const special = { credential: 'service-credential' }
const certificate = { credential: 'certificate' }

export const iam: ServiceReaders = {
  ...iamGrants,
  CreateUser: on(user, 'user-added'),
  CreateRole: (record) => ({
    ...on(role, 'user-added')(record),
    ...policyFacts(record.params.assumeRolePolicyDocument, record),
  }),
  CreateGroup: on(group, 'group-created'),
  DeleteUser: on(user, 'user-removed'),
  DeleteRole: on(role, 'user-removed'),
  DeleteServiceLinkedRole: on(role, 'user-removed'),
  DeleteGroup: on(group, 'user-removed'),
  CreateAccessKey: on(user, 'credential-added', accessKey),
  UpdateAccessKey: keySwitched,
  DeleteAccessKey: on(user, 'credential-removed', accessKey),
  CreateLoginProfile: on(user, 'credential-added', password),
  UpdateLoginProfile: on(user, 'credential-added', password),
  DeleteLoginProfile: on(user, 'credential-removed', password),
  ChangePassword: on(user, 'other'),
  CreateServiceSpecificCredential: on(user, 'credential-added', special),
  ResetServiceSpecificCredential: on(user, 'credential-added', special),
  DeleteServiceSpecificCredential: on(user, 'credential-removed', special),
  UploadSigningCertificate: on(user, 'credential-added', certificate),
  DeleteSigningCertificate: on(user, 'credential-removed', certificate),
  EnableMFADevice: factor('on'),
  DeactivateMFADevice: factor('off'),
  DeleteVirtualMFADevice: factor('off'),
  UpdateAccountPasswordPolicy: passwordRules,
  DeleteAccountPasswordPolicy: passwordRules,
}
