// One entry of Entra's audit log as its readers want it, whichever way it came: diagnostic, Graph, Log Analytics, Office 365.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { type Fields, fieldsOf } from '../azure/fields.ts'
import { initiatorOf, type Principal } from '../azure/identity.ts'
import { unquoted } from '../azure/roles.ts'
import { parseJson } from '../envelope/decode.ts'
import { bodyOf } from '../kit/body.ts'
import { anyCase, objects, text } from '../kit/look.ts'

export interface Target {
  readonly type: string
  readonly id?: string
  /** The sign-in name of a user, else what it is called. */
  readonly name?: string
  readonly changed: JsonObject
  readonly was: JsonObject
}

export interface EntraRecord {
  readonly fields: Fields
  /** The inner object: `properties` of the diagnostic form, else the record itself. */
  readonly inner: JsonObject
  /** The activity as it is written, and in a form to compare: small letters, one kind of dash. */
  readonly code: string
  readonly activity: string
  readonly category: string
  readonly service: string
  readonly initiator: Principal
  readonly targets: readonly Target[]
  readonly details: ReadonlyMap<string, string>
}

export function recordOf(raw: JsonObject): EntraRecord {
  const fields = fieldsOf(raw)
  const properties = bodyOf(fields('properties'))
  const inner = properties ?? raw
  const at = fieldsOf(inner)
  const pick: Fields = (...names) => at(...names) ?? fields(...names)
  const code = text(pick('activitydisplayname', 'operationname', 'operation')) ?? 'unknown'
  return {
    fields: pick,
    inner,
    code: code.replace(/\.$/, ''),
    activity: plain(code),
    category: text(fields('category', 'recordtype')) ?? text(at('category')) ?? '',
    service: text(pick('loggedbyservice')) ?? '',
    initiator: initiatorIn(pick),
    targets: targetsIn(pick),
    details: new Map(
      listed(pick('additionaldetails', 'extendedproperties')).flatMap((part) => {
        const name = text(anyCase(part, 'key') ?? anyCase(part, 'name'))
        const value = text(anyCase(part, 'value'))
        return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const]
      }),
    ),
  }
}

/** Names of activities differ in dashes, capitals and a full stop from one stream to the next. */
const plain = (name: string): string =>
  name
    .slice(0, 300)
    .toLowerCase()
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '')
    .trim()

/** A list that stands as such or as text. */
function listed(value: Json | undefined): readonly JsonObject[] {
  if (typeof value !== 'string') return objects(value)
  const parsed = /^\s*[[{]/.test(value) ? parseJson(value) : undefined
  return parsed?.ok ? objects(parsed.value) : []
}

function initiatorIn(pick: Fields): Principal {
  const initiated = bodyOf(pick('initiatedby'))
  if (initiated && (isObject(initiated.user) || isObject(initiated.app))) return initiatorOf(initiated)
  // Office 365 names the user, and of an application's act the application.
  const user = text(pick('userid', 'caller', 'identity'))
  if (user === undefined) return {}
  return user.includes('@')
    ? { name: user, object: text(pick('userkey')) }
    : { display: user, object: text(pick('userkey')), application: true }
}

function targetsIn(pick: Fields): readonly Target[] {
  const given = listed(pick('targetresources')).slice(0, 30)
  if (given.length > 0) return given.map(targetOf)
  // Office 365: one object, its changes beside it.
  const id = text(pick('objectid'))
  const { changed, was } = changesOf(listed(pick('modifiedproperties')))
  return id === undefined && Object.keys(changed).length === 0
    ? []
    : [{ type: id?.includes('@') ? 'User' : 'Other', ...(id === undefined ? {} : { id, name: id }), changed, was }]
}

function targetOf(value: JsonObject): Target {
  const id = text(anyCase(value, 'id'))
  const name = text(anyCase(value, 'userprincipalname')) ?? text(anyCase(value, 'displayname'))
  return {
    type: text(anyCase(value, 'type')) ?? 'Other',
    ...(id === undefined ? {} : { id: id.toLowerCase() }),
    // A deleted user's name has its object id put before it.
    ...(name === undefined ? {} : { name: name.replace(/^[0-9a-f]{32}(?=[^@]+@)/i, '') }),
    ...changesOf(objects(anyCase(value, 'modifiedproperties')).slice(0, 100)),
  }
}

/** Changed properties by their names in small letters; their values are JSON inside texts. */
function changesOf(given: readonly JsonObject[]): { readonly changed: JsonObject; readonly was: JsonObject } {
  const changed: [string, string][] = []
  const was: [string, string][] = []
  for (const part of given) {
    const name = text(anyCase(part, 'displayname') ?? anyCase(part, 'name'))?.toLowerCase()
    if (name === undefined) continue
    const [to, from] = [text(anyCase(part, 'newvalue')), text(anyCase(part, 'oldvalue'))]
    if (to !== undefined) changed.push([name, to])
    if (from !== undefined) was.push([name, from])
  }
  return { changed: Object.fromEntries(changed), was: Object.fromEntries(was) }
}

/** The new value of a changed property, else the old one, without its quotes. */
export function said(target: Target | undefined, name: string): string | undefined {
  for (const held of [target?.changed, target?.was]) {
    const value = held !== undefined && Object.hasOwn(held, name) ? text(held[name]) : undefined
    const one = value === undefined ? undefined : unquoted(value)
    if (one !== undefined && one !== '' && one !== 'null') return one
  }
  return undefined
}

/** The first target of a type. */
export const first = ({ targets }: EntraRecord, ...types: readonly string[]): Target | undefined =>
  targets.find(({ type }) => types.includes(type))
