// What a record of Duo means, by the name of its action.
import type { Json } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { object, text } from '../kit/look.ts'
import type { DuoRecord } from './record.ts'

type Reader = (record: DuoRecord) => Facts

const of = (type: string, name: string | undefined): Resource | undefined =>
  name === undefined ? undefined : { type, id: `duo/${type}/${name}`, name }

const whom = ({ object: name }: DuoRecord): Pick<Facts, 'resource' | 'target'> =>
  name === undefined ? {} : { resource: of('user', name), target: { id: accountId(name), name } }

const factor =
  (to: 'on' | 'off'): Reader =>
  (record) => ({
    action: 'mfa-changed',
    ...whom(record),
    changes: [secondFactor(to)],
    ...(record.who === record.object ? { detail: { own: true } } : {}),
  })

const policy =
  (name: string, to?: 'on' | 'off'): Reader =>
  (record) => ({
    action: 'mfa-changed',
    resource: of('policy', record.object ?? name),
    ...(to ? { changes: [secondFactor(to)] } : {}),
    detail: { directory: true },
  })

/** Roles that change everything, administrators among it. */
const top = /^(owner|administrator)$/i

const administrator: Reader = (record) => {
  const role = text(record.more.role)
  const target = whom(record)
  if (role !== undefined && top.test(role)) return { action: 'admin-added', ...target, detail: { role } }
  if (role !== undefined) return { action: 'role-granted', ...target, detail: { role } }
  return { action: record.action === 'admin_create' ? 'user-added' : 'other', ...target }
}

/** Bypass lets a person in without a second factor; everything else asks for it again, or lets nobody in. */
const account: Reader = (record) => {
  const status = text(record.more.status)
  if (status !== undefined && /bypass/i.test(status)) return factor('off')(record)
  if (status !== undefined && /active/i.test(status)) return factor('on')(record)
  if (record.action === 'user_create') return { action: 'user-added', ...whom(record) }
  return { action: 'other', ...whom(record) }
}

const group: Reader = (record) => {
  const status = text(record.more.status) ?? ''
  const resource = of('group', record.object)
  if (/bypass/i.test(status))
    return { action: 'mfa-changed', resource, changes: [secondFactor('off')], detail: { directory: true } }
  return { action: record.action === 'group_create' ? 'group-created' : 'other', resource }
}

/** A key of the administration programming interface can do what an owner can. */
const integration: Reader = (record) => {
  const kind = `${text(record.more.raw_type) ?? ''} ${text(record.more.type) ?? ''}`
  const admin = /admin\s?api|adminapi/i.test(kind)
  return {
    action: admin ? 'admin-added' : 'credential-added',
    resource: of('credential', record.object),
    detail: { credential: 'access-key', ...(admin ? { role: 'Admin API' } : {}) },
  }
}

const enforcement: Reader = (record) => {
  const status = text(record.more.enforcement_status)
  return policy(
    'administrators’ single sign-on',
    status === undefined ? undefined : status === 'required' ? 'on' : 'off',
  )(record)
}

const about =
  (action: Facts['action'], type: string, detail: Readonly<Record<string, Json>> = {}): Reader =>
  (record) => ({ action, resource: of(type, record.object), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

const signIn: Reader = ({ raw }) => ({
  action: 'sign-in',
  resource: of('principal', text(object(raw.application).name) ?? text(raw.integration)),
  detail: { console: true },
})

/** First that fits; the more particular stand first. */
const readers: readonly (readonly [action: RegExp, read: Reader])[] = [
  [/^(authentication|admin_(login|2fa|lockout))/, signIn],
  [/^(user_)?bypass(_codes?)?_create/, factor('off')],
  [/^user_(update|create|status|import)/, account],
  [/^user_(pending_)?delete/, (record) => ({ action: 'user-removed', ...whom(record) })],
  [
    /^(phone|hardtoken|u2ftoken|webauthncredential|token|device)\w*_(delete|disassociate|deactivate|remove)/,
    factor('off'),
  ],
  [/^(phone|hardtoken|u2ftoken|webauthncredential|token)\w*_(create|associate|activate)/, factor('on')],
  [/^admin_(create|update)$|^administrator_/, administrator],
  [/^admin_(delete|disable)/, (record) => ({ action: 'user-removed', ...whom(record) })],
  [
    /^admin_(reset_password|send_reset)/,
    (record) => ({ action: 'credential-added', ...whom(record), detail: { credential: 'password' } }),
  ],
  [/^update_admin_factor/, policy('administrators’ factors')],
  [/^admin_single_sign_on/, enforcement],
  [/^policy_/, policy('policy')],
  [/^group_/, group],
  [/^(integration|application)_create/, integration],
  [/^(integration|application)_delete/, policy('application', 'off')],
  [/^(integration|application)_(skey|secret)/, about('read', 'credential')],
  [/^(log|siem|webhook)\w*_(delete|disable)/, about('audit-changed', 'trail', { scope: 'export', explicit: true })],
]

/** What the record says beyond who, when and where. */
export function classify(record: DuoRecord): Facts {
  for (const [pattern, read] of readers) if (pattern.test(record.action)) return read(record)
  const about = record.action.startsWith('user_') ? whom(record) : {}
  return { action: /_(view|list|export)$/.test(record.action) ? 'read' : 'other', ...about }
}
