// Users, groups and roles of a cluster, and their second factors.
import type { JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import { secondFactor } from '../kit/facts.ts'
import { objects, text, texts } from '../kit/look.ts'
import { of, type Reader, says } from './thing.ts'

/** Roles that rule the cluster. */
const top = /COHESITY_ADMIN|super[ _-]?admin|^admin$/i
const rolesIn = (record: JsonObject): readonly string[] => [
  ...texts(record.roles),
  ...objects(record.roles).flatMap((role) => text(role.name) ?? []),
]

export const person: Reader = (record, act) => {
  const name = record.entityName || record.entityId
  const target = name === '' ? {} : { target: { id: accountId(name, record.cluster || 'cohesity'), name } }
  const resource = of(record, /group/i.test(record.entity) ? 'group' : 'user')
  const before = rolesIn(record.before)
  const added = rolesIn(record.after).filter((role) => !before.includes(role))
  const told = /\brole[s]? "?(?:to )?"?([\w ]*admin[\w ]*)"?/i.exec(record.description)?.[1]
  const role =
    added.find((one) => top.test(one)) ?? (act !== 'login' && told && top.test(told.trim()) ? told.trim() : undefined)
  if (act === 'login') return { action: 'sign-in', detail: { console: true } }
  if (act === 'delete') return { action: 'user-removed', resource, ...target }
  if (says(record, /\bmfa\b|multi-?factor/i))
    return {
      action: 'mfa-changed',
      resource,
      ...target,
      changes: [secondFactor(says(record, /disabl|remov|reset/i) ? 'off' : 'on')],
    }
  if (role) return { action: 'admin-added', resource, ...target, detail: { role } }
  if (act === 'create') return { action: 'user-added', resource, ...target }
  return {
    action: added.length > 0 ? 'role-granted' : says(record, /password/i) ? 'credential-added' : 'other',
    resource,
    ...target,
  }
}
