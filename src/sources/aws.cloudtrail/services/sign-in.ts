// Who came in: console sign-ins, federation, and the root account's own e-mail and password.
import type { Resource } from '../../../model/event.ts'
import { object, text } from '../../kit/look.ts'
import { arn, type CloudTrailRecord, lastPart, type Reader, type ServiceReaders } from '../record.ts'

const signIn: Reader = (record) => ({
  action: 'sign-in',
  detail: {
    console: true,
    mfa: /^yes$/i.test(text(object(record.raw.additionalEventData).MFAUsed) ?? ''),
    ...(record.failed ? { refused: true } : {}),
  },
})

/** The root account's e-mail or password was replaced: whoever reads the new mailbox owns the account. */
const rootChanged: Reader = (record) => {
  const id = arn(record, 'iam', 'root', 'global')
  return {
    action: 'credential-added',
    resource: { type: 'user', id, name: 'root' },
    target: { id, name: 'root' },
    detail: { credential: record.name === 'EmailUpdated' ? 'email' : 'password', root: true },
  }
}

export const signin: ServiceReaders = {
  ConsoleLogin: signIn,
  SwitchRole: signIn,
  UserAuthentication: signIn,
  ExternalIdPDirectoryLogin: signIn,
  CredentialVerification: () => ({ action: 'other' }),
  PasswordUpdated: rootChanged,
  PasswordRecoveryCompleted: rootChanged,
  EmailUpdated: rootChanged,
}

const roleOf = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(record.params.roleArn)
  return id === undefined ? undefined : { type: 'role', id, name: lastPart(id) }
}
const assumed: Reader = (record) => ({ action: 'sign-in', resource: roleOf(record), detail: { assumed: true } })

/** `AssumeRole` is not here: services do it all day, and the session tells its role in every record that follows. */
export const sts: ServiceReaders = {
  AssumeRoleWithSAML: assumed,
  AssumeRoleWithWebIdentity: assumed,
  AssumeRoot: (record) => ({ ...assumed(record), detail: { assumed: true, root: true } }),
  GetFederationToken: assumed,
}
