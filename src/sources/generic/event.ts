// One record of a console that a site described as one event: who, what, when, from where.
import type { Json, JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { FieldPart } from '../../model/mapping.ts'
import { genericPlatform } from '../../model/platform.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { text } from '../kit/look.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { factsOf } from './facts.ts'
import type { At, Ready } from './ready.ts'
import type { Look } from './record.ts'
import { textsOf } from './spec.ts'
import { timeIn } from './values.ts'

export function toEvent(ready: Ready, look: Look, fields: JsonObject, found: FoundObject | FoundLine): Event {
  const { mapping, take, offset } = ready
  const { name, vendor, product, kind } = mapping
  const { original, created, received, syslog } = found
  const at = (part: FieldPart): string | undefined => text(plain(take[part]?.(look)))
  const code = at('code') ?? 'unknown'
  const stated = timeIn(take.time?.(look), offset, received)
  const time =
    stated ?? (syslog?.time === undefined || syslog.zoned !== false ? syslog?.time : syslog.time - offset * 60_000)
  const host = at('host')
  const { address, port } = hostAndPort(at('address'))
  const error = at('error')
  const outcome = outcomeOf(ready, look, error)
  const { vendor: own, ...masked } = kept(original, fields, ready.secrets)
  const actor = actorOf(ready, at)
  const event = eventFrom({
    source: name,
    id: at('id'),
    time,
    created: created ?? (stated === undefined ? undefined : syslog?.time),
    received,
    code,
    outcome,
    ...masked,
    facts: factsOf(ready, look, at, code),
    platform: genericPlatform(kind),
    actor,
    user:
      actor?.name === undefined
        ? undefined
        : { name: actor.name, ...(actor.name.includes('@') ? { email: actor.name } : {}) },
    address,
    port,
    agent: at('agent'),
    host: host === undefined ? undefined : { name: host },
    observer: { ...(vendor ? { vendor } : {}), ...(product ? { product } : {}), ...(host ? { name: host } : {}) },
    error: outcome === 'failure' ? { code: error ?? at('outcome') ?? 'failure' } : undefined,
    message: at('message')?.slice(0, 2_000),
  })
  return { ...event, generic: { [name.replaceAll('.', '_')]: own } }
}

/** Of a list the first member. */
const plain = (value: Json | undefined): Json | undefined =>
  Array.isArray(value) ? (value as readonly Json[])[0] : typeof value === 'boolean' ? String(value) : value

/** A console that has no field for it writes down what it has done; a word that nobody knows tells nothing. */
function outcomeOf(
  { mapping, take, outcomes }: Ready,
  look: Look,
  error: string | undefined,
): Event['event']['outcome'] {
  const [said] = textsOf(take.outcome?.(look))
  if (said === undefined)
    return error !== undefined
      ? 'failure'
      : mapping.fields.outcome === undefined && mapping.events.length > 0
        ? 'success'
        : 'unknown'
  if (outcomes.failure(said)) return 'failure'
  return outcomes.success(said) ? 'success' : 'unknown'
}

function actorOf({ kinds, mapping }: Ready, at: At): Actor | undefined {
  const name = at('actor')
  if (name === undefined) return undefined
  const [session, credential] = [at('session'), at('credential')]
  return {
    id: accountId(name, at('realm') ?? at('host') ?? mapping.name),
    name,
    kind: kinds.find(([, fits]) => fits(name))?.[0] ?? 'unknown',
    ...(session ? { session } : {}),
    ...(credential ? { credential } : {}),
  }
}
