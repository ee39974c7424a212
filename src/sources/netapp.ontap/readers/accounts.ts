// Accounts, roles and keys of administrators, the second factor, SAML, and multi-admin verification.
import type { Resource } from '../../../model/event.ts'
import { type Facts, secondFactor } from '../../kit/facts.ts'
import { accountOf, type Command, flag, idOf, option, type Reader, svmOf } from '../command.ts'
import { isOff } from '../values.ts'

/** The cluster's own top role, an SVM's, and FSx' for the whole file system. */
const top = /^(admin|vsadmin|fsxadmin)$/i

const nameOf = (command: Command): string =>
  option(command, 'user-or-group-name', 'username', 'name') ?? command.uuids.account ?? '?'

function account(command: Command, name = nameOf(command)): Pick<Facts, 'resource' | 'target' | 'parents'> {
  const id = accountOf(command.cluster, svmOf(command), name)
  return {
    resource: { type: 'user', id, name },
    target: { id, name },
    parents: [command.cluster],
  }
}

/** Whoever leaves the role out gets the top one. */
const created: Reader = (command) => {
  const role = option(command, 'role') ?? 'admin'
  const methods = factorModified(command)
  return [
    {
      action: top.test(role) ? 'admin-added' : 'user-added',
      ...account(command),
      detail: { role, ...methodOf(command), ...(option(command, 'role') === undefined ? { default_role: true } : {}) },
    },
    ...methods,
  ]
}

const methodOf = (command: Command): Facts['detail'] => {
  const way = option(command, 'application')
  return way === undefined ? {} : { application: way }
}

function factorModified(command: Command): readonly Facts[] {
  const second = option(command, 'second-authentication-method', 'second-authmethod')
  if (second === undefined || !/modify|expand/.test(command.path)) return []
  const to = isOff(second) ? 'off' : 'on'
  return [
    {
      action: 'mfa-changed',
      ...account(command),
      changes: [secondFactor(to)],
    },
  ]
}

const modified: Reader = (command) => {
  const role = option(command, 'role')
  const facts: readonly Facts[] = [
    ...(role === undefined
      ? []
      : [
          {
            action: top.test(role) ? ('admin-added' as const) : ('role-granted' as const),
            ...account(command),
            detail: { role },
          },
        ]),
    ...factorModified(command),
  ]
  const locked = flag(command, 'is-account-locked', 'locked')
  if (facts.length > 0) return facts
  if (locked !== undefined) return locked ? withdrawn('locked')(command) : credential('unlocked')(command)
  return option(command, 'password') === undefined
    ? { action: 'other', ...account(command) }
    : credential('password')(command)
}

const credential =
  (kind: string): Reader =>
  (command) => ({
    action: 'credential-added',
    ...account(command),
    detail: { credential: kind, ...(kind === 'unlocked' ? { recovered: true } : {}) },
  })

const withdrawn =
  (kind: string): Reader =>
  (command) => ({ action: 'credential-removed', ...account(command), detail: { credential: kind } })

/** A role that may do everything is the top one, whatever it is called. */
const roleChanged: Reader = (command) => {
  const role = option(command, 'role') ?? option(command, 'name') ?? command.uuids.role ?? '?'
  const everything =
    /^(default|\/api\/?)$/i.test(option(command, 'cmddirname', 'api', 'path') ?? '') &&
    /^(all|read_create_modify|rwx?)$/i.test(option(command, 'access') ?? '')
  const resource: Resource = { type: 'role', id: idOf(command, 'role', role), name: role }
  return everything
    ? { action: 'admin-added', resource, parents: [command.cluster], detail: { role, everything: true } }
    : { action: 'role-granted', resource, parents: [command.cluster], detail: { role } }
}

const saml =
  (to?: 'on' | 'off'): Reader =>
  (command) => {
    const enabled = flag(command, 'is-enabled', 'enabled')
    const next = to ?? (enabled === undefined ? undefined : enabled ? 'on' : 'off')
    return {
      action: 'mfa-changed',
      resource: { type: 'policy', id: `${command.cluster}/saml-sp`, name: 'SAML sign-in' },
      parents: [command.cluster],
      changes: next === undefined ? [] : [secondFactor(next)],
      detail: { directory: true },
    }
  }

export const accounts: Readonly<Record<string, Reader>> = {
  'security login create': created,
  'security login modify': modified,
  'security login expand': factorModified,
  'security login delete': (command) => ({ action: 'user-removed', ...account(command) }),
  'security login lock': withdrawn('locked'),
  'security login unlock': credential('unlocked'),
  'security login password': credential('password'),
  'security login password-prepare-to-downgrade': credential('password'),
  'security login publickey create': credential('ssh-key'),
  'security login publickey load-from-uri': credential('ssh-key'),
  'security login publickey delete': withdrawn('ssh-key'),
  'security login totp create': (command) => ({
    action: 'mfa-changed',
    ...account(command),
    changes: [secondFactor('on')],
  }),
  'security login totp delete': (command) => ({
    action: 'mfa-changed',
    ...account(command),
    changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
  }),
  'security login role create': roleChanged,
  'security login role modify': roleChanged,
  'security login rest-role create': roleChanged,
  'security login rest-role modify': roleChanged,
  'security login domain-tunnel create': (command) => ({
    action: 'domain-joined',
    resource: { type: 'array', id: command.cluster, name: command.cluster },
  }),
  'security saml-sp create': saml('on'),
  'security saml-sp modify': saml(),
  'security saml-sp delete': saml('off'),
  'security webauthn credentials delete': (command) => ({
    action: 'mfa-changed',
    ...account(command),
    changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
  }),
}
