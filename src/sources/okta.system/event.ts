// One System Log event as one event: who, what, when, from where. https://developer.okta.com/docs/reference/api/system-log/
import type { Json, JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, EcsUser, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { object, text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { classify } from './classify.ts'
import { at, fieldsOf } from './fields.ts'

const source = 'okta.system'

export function toEvent({ value: raw, original, created, received }: FoundObject): Event {
  const actor = object(at(raw, 'actor'))
  const client = object(at(raw, 'client'))
  const outcome = object(at(raw, 'outcome'))
  const reason = text(outcome.reason)
  const failed = outcomeOf(outcome.result)
  return eventFrom({
    source,
    id: text(at(raw, 'uuid')),
    time: statedTime(at(raw, 'published')),
    created,
    received,
    code: text(at(raw, 'eventType')) ?? 'unknown',
    provider: 'okta',
    outcome: failed,
    ...maskSecrets(original),
    facts: classify(raw),
    platform: source,
    actor: actorOf(actor, raw),
    user: userOf(actor),
    address: text(client.ipAddress),
    agent: text(object(client.userAgent).rawUserAgent),
    observer: { vendor: 'Okta', product: 'System Log' },
    error: failed === 'failure' ? { code: reason ?? text(outcome.result), message: reason } : undefined,
    message: text(at(raw, 'displayMessage')),
    vendor: fieldsOf(raw),
  })
}

const outcomes: Readonly<Record<string, Event['event']['outcome']>> = {
  SUCCESS: 'success',
  ALLOW: 'success',
  FAILURE: 'failure',
  DENY: 'failure',
}

function outcomeOf(result: Json | undefined): Event['event']['outcome'] {
  const word = (text(result) ?? '').toUpperCase()
  return Object.hasOwn(outcomes, word) ? (outcomes[word] ?? 'unknown') : 'unknown'
}

const kinds: Readonly<Record<string, Actor['kind']>> = {
  User: 'person',
  AppUser: 'person',
  SystemPrincipal: 'provider',
  PublicClientApp: 'service',
  PublicClientAppEntity: 'service',
  ServiceApp: 'service',
}

function actorOf(actor: JsonObject, raw: JsonObject): Actor | undefined {
  const name = text(actor.alternateId) ?? text(actor.displayName) ?? text(actor.id)
  if (name === undefined) return undefined
  const session = text(object(at(raw, 'authenticationContext')).externalSessionId)
  const system = /^system@okta\.com$/i.test(name)
  return {
    id: accountId(name, 'okta'),
    name: text(actor.displayName) ?? name,
    kind: system ? 'provider' : (kinds[text(actor.type) ?? ''] ?? 'unknown'),
    ...(session && session !== 'unknown' ? { session } : {}),
  }
}

function userOf(actor: JsonObject): EcsUser | undefined {
  const [id, name] = [text(actor.id), text(actor.alternateId) ?? text(actor.displayName)]
  if (id === undefined && name === undefined) return undefined
  return { ...(id ? { id } : {}), ...(name ? { name } : {}), ...(name?.includes('@') ? { email: name } : {}) }
}
