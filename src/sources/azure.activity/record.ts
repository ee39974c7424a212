// One record of the activity log as its readers want it, whichever way it was exported.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { Setting } from '../../model/setting.ts'
import type { Verb } from '../../model/verb.ts'
import { type Fields, fieldsOf, spelled } from '../azure/fields.ts'
import { resourceIdOf, resourceOf } from '../azure/ids.ts'
import { codeOf } from '../azure/outcome.ts'
import { bodyOf } from '../kit/body.ts'
import type { Facts } from '../kit/facts.ts'
import { anyCase, number, object, text } from '../kit/look.ts'

export interface ActivityRecord {
  readonly fields: Fields
  /** The operation as it is written, and in small letters. */
  readonly code: string
  readonly operation: string
  readonly category: string
  /** The id of the resource as it is written; '' where there is none. */
  readonly target: string
  readonly properties: JsonObject
  /** What was asked, else what was answered: Azure leaves out either. */
  readonly body: JsonObject
  /** Nothing is said of what was asked. */
  readonly silent: boolean
  /** The answer says that something new was made. */
  readonly created: boolean
  readonly claims: JsonObject
  readonly authorization: JsonObject
}

export type Reader = (record: ActivityRecord) => Facts
export type Readers = Readonly<Record<string, Reader>>
export type Who = (record: ActivityRecord) => Resource | undefined
export type More = (record: ActivityRecord) => Partial<Facts>

export function recordOf(raw: JsonObject): ActivityRecord {
  const fields = fieldsOf(raw)
  const code = spelled(fields('operationnamevalue', 'operationname', 'operation')) ?? ''
  const properties = bodyOf(fields('propertiesd', 'properties')) ?? {}
  const identity = object(fields('identity'))
  const authorization = bodyOf(fields('authorizationd', 'authorization') ?? identity.authorization) ?? {}
  const target =
    text(fields('resourceid', 'resourceuri', 'resourcei')) ??
    text(anyCase(object(fields('resource')), 'id')) ??
    text(anyCase(authorization, 'scope')) ??
    text(fields('resource')) ??
    text(fieldsOf(properties)('entity')) ??
    ''
  const inner = fieldsOf(properties)
  const asked = bodyOf(inner('requestbody'))
  const body = asked ?? bodyOf(inner('responsebody')) ?? {}
  return {
    fields,
    code,
    operation: operationOf(code, spelled(fields('resourcetypevalue', 'resourcetype'))),
    category: spelled(fields('categoryvalue', 'category', 'eventcategory')) ?? '',
    target,
    properties,
    body,
    silent: Object.keys(body).length === 0,
    created: [
      fields('resultsignature'),
      inner('statuscode'),
      spelled(fields('substatus', 'activitysubstatusvalue')),
    ].some((said) => codeOf(said) === 201),
    claims: bodyOf(fields('claimsd', 'claims') ?? identity.claims ?? identity.claim) ?? {},
    authorization,
  }
}

/** The portal's file has `Delete Storage Account` and the type beside it: its first word is the verb. */
function operationOf(code: string, type: string | undefined): string {
  const plain = code.trim().toLowerCase()
  if (plain.includes('/') || type === undefined || !type.includes('/')) return plain
  const verb = spoken.find(([word]) => plain.startsWith(word))?.[1]
  return verb === undefined ? plain : `${type.toLowerCase()}/${verb}`
}
const spoken: readonly (readonly [string, string])[] = [
  ['delete', 'delete'],
  ['remove', 'delete'],
  ['purge', 'purge/action'],
  ['extend', 'extend/action'],
  ['lock', 'lock/action'],
  ['regenerate', 'regeneratekey/action'],
  ['clear legal', 'clearlegalhold/action'],
  ['set legal', 'setlegalhold/action'],
  ['list', 'list/action'],
  ['get', 'read'],
  ['create', 'write'],
  ['update', 'write'],
  ['add', 'write'],
  ['put', 'write'],
  ['set', 'write'],
]

/** A value of the body's properties; names of any case. */
export const asked = ({ body }: ActivityRecord, path: string): Json | undefined =>
  anyCase(anyCase(body, 'properties'), path) ?? anyCase(body, path)

/** The resource that the record names. */
export const target =
  (kind: string, more: (record: ActivityRecord) => Partial<Resource> = () => ({})): Who =>
  (record) =>
    record.target === '' ? undefined : resourceOf(kind, record.target, { ...tagsOf(record), ...more(record) })

function tagsOf({ body }: ActivityRecord): Partial<Resource> {
  const tags = anyCase(body, 'tags')
  if (!isObject(tags)) return {}
  const pairs = Object.entries(tags).slice(0, 50)
  return pairs.length === 0
    ? {}
    : {
        tags: Object.fromEntries(pairs.map(([name, value]) => [name.slice(0, 256), (text(value) ?? '').slice(0, 256)])),
      }
}

/** A reader from who is concerned, the verb, and what else the record says. */
export const on =
  (who: Who, action: Verb, more: More = () => ({})): Reader =>
  (record) => ({ action, resource: who(record), ...more(record) })

export const change = (setting: Setting, to: Json, more: Omit<Change, 'setting' | 'to'> = {}): Change => ({
  setting,
  to,
  ...more,
})
export const changing =
  (...changes: readonly Change[]): More =>
  () => ({ changes })

/** A number of days as a change; none where there is none. */
export const days = (setting: Setting, value: Json | undefined): readonly Change[] => {
  const told = number(value)
  return told === undefined ? [] : [change(setting, told, { unit: 'd' })]
}

/** A switch as a change; none where there is none. */
export const switched = (setting: Setting, value: Json | undefined): readonly Change[] =>
  value === true || value === 'true' || value === 'True'
    ? [change(setting, 'on')]
    : value === false || value === 'false' || value === 'False'
      ? [change(setting, 'off')]
      : []

/** Subscription, group and tenant of the record. */
export function parentsOf({ target: id, claims, fields }: ActivityRecord): readonly string[] {
  const tenant = tenantOf(claims, fields)
  return [...(id === '' ? [] : resourceIdOf(id).parents), ...(tenant === undefined ? [] : [tenant])]
}

export const tenantOf = (claims: JsonObject, fields: Fields): string | undefined =>
  (
    text(claims['http://schemas.microsoft.com/identity/claims/tenantid']) ??
    text(claims.tid) ??
    text(fields('tenantid', 'aadtenantid'))
  )?.toLowerCase()
