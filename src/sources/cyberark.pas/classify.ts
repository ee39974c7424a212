// What an audit record means: by the number of its message, else by the words of its action.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { commandFacts } from '../commands/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { detailOf, type PasRecord } from './record.ts'

type Reader = (record: PasRecord) => Facts

const safeOf = ({ safe }: PasRecord): Resource | undefined =>
  safe === '' ? undefined : { type: 'key-store', id: `cyberark/${safe}`, name: safe }

/** The account object in a safe: what a person takes a password out of. */
function objectOf(record: PasRecord): Resource | undefined {
  const container = safeOf(record)
  const name = record.file.replace(/^Root[\\/]/, '')
  if (name === '') return container
  return { type: 'credential', id: `cyberark/${record.safe}/${name}`, name, ...(container ? { container } : {}) }
}

function personOf({ target }: PasRecord): Pick<Facts, 'resource' | 'target'> {
  if (target === '') return {}
  const id = accountId(target)
  return { resource: { type: 'user', id: `cyberark/user/${id}`, name: target }, target: { id, name: target } }
}

const machineOf = ({ machine }: PasRecord): Resource | undefined =>
  machine === '' ? undefined : { type: 'host', id: machine.toLowerCase(), name: machine }

const signIn: Reader = (record) => ({ action: 'sign-in', resource: machineOf(record), detail: { console: true } })

/** Groups and roles that rule the vault itself. */
const top = /^(vault admins|administrators?|system administrator|privilege cloud administrators?|securityadmin)$/i

const member: Reader = (record) => {
  const role = record.group || record.details || record.safe
  return {
    action: top.test(role) ? 'admin-added' : 'role-granted',
    ...personOf(record),
    ...(role ? { detail: { role } } : {}),
  }
}

const owner =
  (action: 'role-granted' | 'role-revoked'): Reader =>
  (record) => {
    const safe = safeOf(record)
    return { action, ...personOf(record), detail: { role: record.safe }, ...(safe ? { related: [safe] } : {}) }
  }

const password: Reader = (record) => ({
  action: 'credential-added',
  ...(record.target ? personOf(record) : { resource: objectOf(record) }),
  detail: { credential: 'password', ...(record.target === record.user ? { own: true } : {}) },
})

const onObject =
  (action: Facts['action']): Reader =>
  (record) => ({ action, resource: objectOf(record) })
const onPerson =
  (action: Facts['action']): Reader =>
  (record) => ({ action, ...personOf(record) })
const onSafe =
  (action: Facts['action'], bulk = false): Reader =>
  (record) => ({ action, resource: safeOf(record), ...(bulk ? { detail: { bulk: true } } : {}) })

/** Keystrokes and commands of a recorded session. */
const command: Reader = (record) => {
  const line = detailOf(record.details, 'Command') || record.details
  const facts = commandFacts(line, { host: record.machine.toLowerCase(), time: record.time ?? 0 })
  return facts ?? { action: 'process-started', resource: machineOf(record) ?? objectOf(record) }
}

/** Numbers as they stand in real records; what a number does not tell, the words of the action do. */
const byCode: Readonly<Record<string, Reader>> = {
  4: signIn,
  7: signIn,
  24: password,
  32: owner('role-granted'),
  33: owner('role-granted'),
  52: onObject('credential-removed'),
  88: password,
  180: onPerson('user-added'),
  185: onSafe('repository-created'),
  266: member,
  273: owner('role-revoked'),
  286: member,
  294: password,
  295: onObject('read'),
  300: signIn,
  308: onObject('read'),
  317: password,
  361: command,
  427: password,
  428: onObject('read'),
}

const byWords: readonly (readonly [action: RegExp, read: Reader])[] = [
  [/^(authentication failure|log ?on|login|sign.?in|psm connect)\b/i, signIn],
  [/\b(add|create)[ -]user\b|\.useradd$|user\.create/i, onPerson('user-added')],
  [/\b(delete|remove)[ -]user\b|\.userdelete$/i, onPerson('user-removed')],
  [/add group member|add.*(role|member)/i, member],
  [/remove group member|remove.*(role|member)/i, (record) => ({ ...member(record), action: 'role-revoked' })],
  [
    /^(add|create) group$/i,
    (record) => ({
      action: 'group-created',
      resource: {
        type: 'group',
        id: `cyberark/group/${record.target || record.group}`,
        name: record.target || record.group,
      },
    }),
  ],
  [/^(add|update) owner/i, owner('role-granted')],
  [/^remove owner/i, owner('role-revoked')],
  [/^delete safe/i, onSafe('credential-removed', true)],
  [/^add safe/i, onSafe('repository-created')],
  [/^delete (file|account)/i, onObject('credential-removed')],
  [/(reset|set|change|store).*(password|ssh key)/i, password],
  [/(retrieve|use|copy|show).*(password|ssh key|file)/i, onObject('read')],
  [/keystroke|sql command|ssh command/i, command],
  [
    /mfa.*(disable|remove|delete|reset)|(disable|remove|delete|reset).*mfa/i,
    (record) => ({
      action: 'mfa-changed',
      ...personOf(record),
      changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    /clear.*(log|history|audit)/i,
    (record) => ({ action: 'audit-changed', resource: safeOf(record), detail: { scope: 'vault', explicit: true } }),
  ],
]

/** What the record says beyond who, when and where. */
export function classify(record: PasRecord): Facts {
  const known = Object.hasOwn(byCode, record.code) ? byCode[record.code] : undefined
  const read = known ?? byWords.find(([words]) => words.test(record.action))?.[1]
  return read?.(record) ?? { action: 'other', resource: objectOf(record) }
}

/** Messages that are only written when something went wrong: authentication, verification and reconciliation. */
export const failures: ReadonlySet<string> = new Set(['4', '38', '60'])
