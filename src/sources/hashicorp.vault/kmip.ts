// KMIP requests and answers that pass through Vault: operations are numbers, keys are unique identifiers.
// Numbers: OASIS KMIP 1.4, section 9.1.3.2.27 (Operation), 9.1.3.2.28 (Result Status).
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import { many, object, text } from '../kit/look.ts'
import { idOf, type VaultRecord } from './record.ts'

interface Operation {
  readonly name: string
  readonly action: Verb
}

const operations: Readonly<Record<number, Operation>> = {
  1: { name: 'create', action: 'key-created' },
  2: { name: 'create-key-pair', action: 'key-created' },
  3: { name: 'register', action: 'key-created' },
  4: { name: 're-key', action: 'key-rotated' },
  8: { name: 'locate', action: 'read' },
  10: { name: 'get', action: 'key-used' },
  11: { name: 'get-attributes', action: 'read' },
  18: { name: 'activate', action: 'key-enabled' },
  19: { name: 'revoke', action: 'key-disabled' },
  20: { name: 'destroy', action: 'key-destruction-scheduled' },
  21: { name: 'archive', action: 'key-disabled' },
  22: { name: 'recover', action: 'key-enabled' },
  24: { name: 'query', action: 'read' },
  30: { name: 'discover-versions', action: 'read' },
  31: { name: 'encrypt', action: 'key-used' },
  32: { name: 'decrypt', action: 'key-used' },
}

export const isKmip = (raw: JsonObject): boolean => typeof raw.type === 'string' && raw.type.startsWith('kmip-')

export interface KmipFacts {
  readonly code: string
  readonly facts: Facts
  readonly outcome: Event['event']['outcome']
  readonly actor?: Actor
}

export function kmipFacts(record: VaultRecord): KmipFacts {
  const request = object(record.raw.request)
  const asked = object(object(request.data).kmip_request)
  const answered = object(object(object(record.raw.response).data).kmip_response)
  const message = Object.keys(answered).length > 0 ? answered : asked
  const value = numberOf(taggedIn(asked, 'Operation') ?? taggedIn(message, 'Operation'))
  const operation = value === undefined ? undefined : operations[value]
  const key = text(taggedIn(asked, 'UniqueIdentifier') ?? taggedIn(message, 'UniqueIdentifier'))
  const serial = text(request.client_certificate_serial_number)
  const status = numberOf(taggedIn(message, 'ResultStatus'))
  return {
    code: `kmip-${operation?.name ?? (value === undefined ? 'unknown' : String(value))}`,
    facts: {
      action: operation?.action ?? 'other',
      ...(key ? { resource: { type: 'key', id: idOf(record, 'kmip', key), name: key } } : {}),
    },
    outcome: status === undefined ? 'unknown' : status === 0 ? 'success' : 'failure',
    ...(serial
      ? { actor: { id: `kmip certificate ${serial}`, name: serial, kind: 'service', credential: serial } }
      : {}),
  }
}

/** The value of the first tag of that name, wherever it stands; not deeper than KMIP nests. */
function taggedIn(message: Json | undefined, tag: string, depth = 0): Json | undefined {
  if (!isObject(message) || depth > 12) return undefined
  if (message.tag === tag) return message.value
  for (const inner of many(message.value)) {
    const found = taggedIn(inner, tag, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

const numberOf = (value: Json | undefined): number | undefined => {
  const parsed = Number(text(value) ?? Number.NaN)
  return Number.isInteger(parsed) ? parsed : undefined
}
