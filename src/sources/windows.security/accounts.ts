// Accounts, groups, computers and sign-ins of a host or a directory.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { Reader } from './classify.ts'
import type { WindowsRecord } from './record.ts'

const short = (computer: string): string => (computer.split('.')[0] ?? '').toLowerCase()

/** An account of the host itself, and not of a directory: its domain is the host. */
export const isLocal = ({ data, computer }: WindowsRecord): boolean =>
  /^builtin$/i.test(data.TargetDomainName ?? '') || (data.TargetDomainName ?? '').toLowerCase() === short(computer)

function target({ data, computer }: WindowsRecord): Required<Pick<Facts, 'target'>> & { readonly resource: Resource } {
  const name = data.TargetUserName ?? ''
  const id = accountId(name, data.TargetDomainName || short(computer))
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

/** `CN=Joe Doe,OU=…` in a directory, a SID alone for accounts of the host. */
function member({ data, computer }: WindowsRecord): Required<Pick<Facts, 'target'>> & { readonly resource: Resource } {
  const given = data.MemberName === undefined || data.MemberName === '-' ? '' : data.MemberName
  const sid = data.MemberSid ?? ''
  const name = given === '' ? (sid.includes('\\') ? sid : sid) : given
  const id = given === '' && sid.startsWith('S-1-') ? sid : accountId(name, data.TargetDomainName || short(computer))
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

/** Groups by their number at the end of the SID, since names are in the language of the server. */
const ruling = /-(512|518|519|544)$/
const localRuling = /^(administrators?|administratoren|administrateurs|administradores|amministratori)$/i

/** Groups that rule backups or hypervisors, and are called otherwise on a server of another language. */
const wellKnown: Readonly<Record<string, string>> = {
  'S-1-5-32-551': 'Backup Operators',
  'S-1-5-32-578': 'Hyper-V Administrators',
}

const joins: Reader = (record) => {
  const { data } = record
  const sid = data.TargetSid ?? ''
  const role = (Object.hasOwn(wellKnown, sid) ? wellKnown[sid] : undefined) ?? data.TargetUserName ?? ''
  const local = isLocal(record) || record.id === '4732'
  const rules =
    ruling.test(data.TargetSid ?? '') || localRuling.test(role) || /^(domain|enterprise|schema) admins$/i.test(role)
  return {
    action: rules ? 'admin-added' : 'role-granted',
    ...member(record),
    detail: { role, ...(local ? { local: true } : {}) },
  }
}
const leaves: Reader = (record) => ({
  action: 'role-revoked',
  ...member(record),
  detail: { role: record.data.TargetUserName ?? '' },
})

const groupMade: Reader = ({ data, computer }) => {
  const name = data.TargetUserName ?? ''
  return {
    action: 'group-created',
    resource: { type: 'group', id: accountId(name, data.TargetDomainName || short(computer)), name },
  }
}
const groupGone: Reader = (record) => {
  const { resource } = groupMade(record)
  return { action: 'user-removed', resource }
}
const renamed: Reader = ({ data, computer }) => {
  const name = data.NewTargetUserName ?? ''
  return {
    action: 'group-renamed',
    resource: { type: 'group', id: accountId(name, data.TargetDomainName || short(computer)), name },
    detail: { from_name: data.OldTargetUserName ?? '' },
  }
}

/** A new account under its number as well: what it joins later may name the number alone. */
const made: Reader = (record) => {
  const facts = account('user-added')(record)
  const sid = record.data.TargetSid ?? ''
  return /^S-1-5-21-/.test(sid) && facts.resource
    ? { ...facts, resource: { ...facts.resource, aliases: [sid] } }
    : facts
}

const account =
  (action: Facts['action'], detail: NonNullable<Facts['detail']> = {}): Reader =>
  (record) => ({ action, ...target(record), detail: { ...detail, ...(isLocal(record) ? { local: true } : {}) } })

/** Kinds of sign-ins that people use: at the machine, by remote desktop, unlocked, with cached credentials. */
const interactive = new Set(['2', '7', '10', '11'])

const signIn: Reader = (record) => ({
  action: 'sign-in',
  resource: { type: 'host', id: record.computer.toLowerCase(), name: record.computer },
  ...(interactive.has(record.data.LogonType ?? '') ? { detail: { console: true } } : {}),
})

/** Rights of replication that copy every password of a directory. */
const replication =
  /1131f6aa-9c07-11d1-f79f-00c04fc2dcd2|1131f6ad-9c07-11d1-f79f-00c04fc2dcd2|89e95b76-444d-4c62-991a-0facbeda640c/i
const directoryRead: Reader = ({ data }) => {
  const who = data.SubjectUserName ?? ''
  const expected = who.endsWith('$') || /^(MSOL_|AAD_|SYSTEM$)/i.test(who)
  return replication.test(data.Properties ?? '') && !expected
    ? {
        action: 'credential-store-read',
        resource: {
          type: 'tenant',
          id: `domain:${(data.SubjectDomainName ?? '').toLowerCase()}`,
          name: data.SubjectDomainName ?? 'directory',
        },
      }
    : { action: 'other' }
}

export const accountEvents: Readonly<Record<string, Reader>> = {
  4624: signIn,
  4625: signIn,
  4648: signIn,
  4768: signIn,
  4771: signIn,
  4776: signIn,
  4662: directoryRead,
  4720: made,
  4723: account('credential-added', { credential: 'password', own: true }),
  4724: account('credential-added', { credential: 'password' }),
  4725: account('credential-removed'),
  4726: account('user-removed'),
  4727: groupMade,
  4731: groupMade,
  4754: groupMade,
  4728: joins,
  4732: joins,
  4756: joins,
  4729: leaves,
  4733: leaves,
  4757: leaves,
  4730: groupGone,
  4734: groupGone,
  4758: groupGone,
  4781: renamed,
  4741: ({ data }) => {
    const name = (data.TargetUserName ?? '').replace(/\$$/, '')
    return { action: 'domain-joined', resource: { type: 'host', id: name.toLowerCase(), name } }
  },
  4743: account('user-removed'),
}

/** Numbers that tell of a directory, wherever it is held. */
export const ofDirectory = /^(4662|4727|4728|4729|4730|4737|4741|4742|4743|4754|4755|4756|4757|4758|5136|5137|5141)$/
