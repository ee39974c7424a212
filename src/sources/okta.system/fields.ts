// Okta's fields by their names, whatever a pipeline made of their capitals, and the way back from names that rules use.
import type { Json, JsonObject } from '../../lib/json.ts'

const names = [
  'actor',
  'authenticationContext',
  'client',
  'debugContext',
  'device',
  'displayMessage',
  'eventType',
  'legacyEventType',
  'outcome',
  'published',
  'request',
  'securityContext',
  'severity',
  'target',
  'transaction',
  'uuid',
  'version',
] as const
export type OktaField = (typeof names)[number]

const byLowerCase: ReadonlyMap<string, OktaField> = new Map(names.map((name) => [name.toLowerCase(), name]))

/** A field of the first level, also where a pipeline wrote it in small letters. */
export function at(value: JsonObject, name: OktaField): Json | undefined {
  if (Object.hasOwn(value, name)) return value[name]
  const small = name.toLowerCase()
  return Object.hasOwn(value, small) ? value[small] : undefined
}

/** What ECS holds already. */
const inEcs: Partial<Record<OktaField, string>> = {
  eventType: 'event.code',
  uuid: 'event.id',
  displayMessage: 'message',
}

/** The vendor's own fields under their own names. */
export const fieldsOf = (raw: JsonObject): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = at(raw, name)
      return value === undefined || value === null || inEcs[name] !== undefined || name === 'published'
        ? []
        : [[name, value]]
    }),
  )

/** Where an event holds what a public rule calls by Okta's name. */
export function fieldPath(field: string): string | undefined {
  const [head = '', ...rest] = field.split('.')
  const name = byLowerCase.get(head.toLowerCase())
  if (name === undefined) return undefined
  if (rest.length === 0 && inEcs[name] !== undefined) return inEcs[name]
  return ['okta.system', name, ...rest.map((part) => spelled[part.toLowerCase()] ?? part)].join('.')
}

/** Names below the first level that public rules write in small letters. */
const spelled: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'alternateId',
    'displayName',
    'ipAddress',
    'debugData',
    'isProxy',
    'requestUri',
    'userAgent',
    'rawUserAgent',
    'externalSessionId',
    'threatSuspected',
    'logOnlySecurityData',
    'asOrg',
    'initiationType',
    'signOnMode',
  ].map((name) => [name.toLowerCase(), name]),
)
