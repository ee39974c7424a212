// What an audit record of Delinea means, by what it is about and what was done to it.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import type { DelineaRecord } from './record.ts'

type Reader = (record: DelineaRecord) => Facts

const of = ({ tenant, target, targetId }: DelineaRecord, type: string): Resource | undefined =>
  target === '' && targetId === ''
    ? undefined
    : {
        type,
        id: ['delinea', tenant, type, targetId || target].filter((part) => part !== '').join('/'),
        name: target || targetId,
      }

/** A secret lies in a folder. */
function secretOf(record: DelineaRecord): Resource | undefined {
  const secret = of(record, 'credential')
  const { container, tenant } = record
  if (!secret || container === '') return secret
  const id = ['delinea', tenant, 'folder', container].filter((part) => part !== '').join('/')
  return { ...secret, container: { type: 'key-store', id, name: container } }
}

function whom(record: DelineaRecord): Pick<Facts, 'resource' | 'target'> {
  const name = record.whom || record.target
  if (name === '') return {}
  const id = accountId(name, 'delinea')
  return { resource: { type: 'user', id: `delinea/user/${id}`, name }, target: { id, name } }
}

const onSecret =
  (action: Facts['action'], detail: Facts['detail'] = {}): Reader =>
  (record) => ({ action, resource: secretOf(record), ...(Object.keys(detail).length > 0 ? { detail } : {}) })
const on =
  (action: Facts['action'], type: string, detail: Facts['detail'] = {}): Reader =>
  (record) => ({ action, resource: of(record, type), ...(Object.keys(detail).length > 0 ? { detail } : {}) })
const person =
  (action: Facts['action'], detail: Facts['detail'] = {}): Reader =>
  (record) => ({ action, ...whom(record), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

const signIn: Reader = () => ({ action: 'sign-in', detail: { console: true } })

/** A session on a machine, opened with a secret. */
const launch: Reader = (record) => {
  const host =
    /Target Server: ([^\s,]{1,255})/.exec(record.details)?.[1] ??
    /\bto (\S{1,255}?)(?::\d+)? (?:at|using) /.exec(record.message)?.[1] ??
    (record.code.includes('Session') && !record.targetId ? record.target : undefined)
  return {
    action: 'sign-in',
    resource: host ? { type: 'host', id: host.toLowerCase(), name: host } : secretOf(record),
    ...(host ? { related: [secretOf(record)].filter((one) => one !== undefined) } : {}),
  }
}

/** Roles that rule the product; a permission by its name. */
const top = /\b(administrator|unlimited admin|platform admin|system admin)/i

const role: Reader = (record) => {
  const named = record.target || record.details
  const who = record.whom ? whom(record) : { resource: of(record, 'role') }
  return {
    action: top.test(named) ? 'admin-added' : 'role-granted',
    ...who,
    ...(named ? { detail: { role: named } } : {}),
  }
}

/** An account is the item, and the group what it lies in, or the other way round. */
const joined: Reader = (record) => {
  const group = record.whom ? record.target : record.container || record.details
  return {
    action: top.test(group) ? 'admin-added' : 'role-granted',
    ...whom(record),
    ...(group ? { detail: { role: group } } : {}),
  }
}

const factor: Reader = (record) => ({ action: 'mfa-changed', ...whom(record), changes: [secondFactor('off')] })

/** A mode in which an administrator sees and changes every secret. */
const unlimited: Reader = ({ done, user }) => {
  const detail = { role: 'Unlimited Administrator' }
  const id = accountId(user, 'delinea')
  const who =
    user === '' ? {} : { resource: { type: 'user', id: `delinea/user/${id}`, name: user }, target: { id, name: user } }
  return { action: /enabl|turnedon|^on$/.test(done) ? 'admin-added' : 'role-revoked', ...who, detail }
}

/** First that fits: what it is about, what was done. */
const readers: readonly (readonly [thing: RegExp, done: RegExp, read: Reader])[] = [
  [/session|secret/, /^launch/, launch],
  [/authsession|^user|login|^identity/, /^(login|logon|sessionstart|signin|authenticat|loginfail)/, signIn],
  [/unlimited/, /./, unlimited],
  [/^user/, /twofactor|mfa.*(reset|disable|remove|delete)/, factor],
  [/mfa|twofactor|authenticationprofile|authprofile/, /delet|remov|disabl|reset/, factor],
  [/mfa|twofactor|authenticationprofile|authprofile/, /./, on('mfa-changed', 'policy', { directory: true })],
  [/^user/, /^(create|add)(d)?$/, person('user-added')],
  [/^user/, /^(delete|disable|lockout|lock)/, person('credential-removed')],
  [/^user/, /password/, person('credential-added', { credential: 'password' })],
  [/^(user|group)/, /addedtogroup|memberadded|addmember|^assign/, joined],
  [/^(user|group)/, /removedfromgroup|memberremoved|removemember|^unassign/, person('role-revoked')],
  [/^group/, /^create/, on('group-created', 'group')],
  [/^group/, /^delete/, on('user-removed', 'group')],
  [/role/, /unassign|remov|delet/, on('role-revoked', 'role')],
  [/role|permission/, /assign|add|creat|edit|update|grant/, role],
  [
    /^(export|secret)/,
    /export/,
    (record) => ({
      action: 'credential-store-read',
      resource: of(record, 'key-store') ?? { type: 'key-store', id: 'delinea/secrets', name: 'secrets' },
    }),
  ],
  [/^secret/, /^(view|copy|copied|password_?displayed|passwordcopied|checkout|checkedout|retriev)/, onSecret('read')],
  [/^secret/, /^(delete|erase|deactivat)/, onSecret('credential-removed')],
  [/^secret/, /^(create|undelete|restor)/, onSecret('credential-added', { credential: 'password' })],
  [/^secret/, /passwordchange|^rotat/, onSecret('credential-added', { credential: 'password' })],
  [/^folder/, /^delete/, on('credential-removed', 'key-store', { bulk: true })],
  [
    /^(dualcontrol|approval|workflow)/,
    /delet|disabl|remov/,
    (record) => ({
      action: 'four-eyes-changed',
      resource: of(record, 'policy'),
      changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    /^(eventsubscription|syslog|siem|auditlog)/,
    /delet|disabl|remov/,
    (record) => ({
      action: 'audit-changed',
      resource: of(record, 'trail'),
      changes: [{ setting: 'logging-forwarding', to: 'off', direction: 'weakened' }],
      detail: { scope: 'export', explicit: true },
    }),
  ],
  [
    /federation|identityprovider|directoryservice|domain$/,
    /creat|updat|edit|add|delet/,
    on('role-trust-changed', 'policy'),
  ],
  [/./, /^(view|queried|query|read|list|retrieved)/, on('read', 'policy')],
]

export function classify(record: DelineaRecord): Facts {
  const { thing, done } = record
  const read = readers.find(([about, what]) => about.test(thing) && what.test(done))?.[2]
  if (read) return read(record)
  if (thing === 'engine') return { action: 'other' }
  return { action: 'other', resource: /^secret/.test(thing) ? secretOf(record) : of(record, 'policy') }
}
