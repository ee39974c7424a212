// One audit event of Teleport as an event: who, what, when, from where; of a session also whether it is recorded.
import type { JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { parseJson } from '../envelope/decode.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { first, number, object, text, texts, truth } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { maskArguments } from '../kit/typed.ts'
import { classify, recordingOf } from './classify.ts'

const source = 'teleport.audit'

/** The record's event, and of a session's beginning or end one more that says whether it is recorded. */
export function toEvents(found: FoundObject): readonly Event[] {
  const told = eventOf(found, classify(found.value, text(found.value.cluster_name) ?? ''))
  const recording = recordingOf(found.value, text(found.value.cluster_name) ?? '')
  if (!recording) return [told]
  const own = eventOf(found, recording)
  // It is about the machine, and not about the cluster that tells of it.
  const { name: _, ...observer } = own.observer ?? {}
  return [told, { ...own, observer, event: { ...own.event, id: `${own.event.id}:recording` } }]
}

function eventOf({ value: raw, original, created, received, syslog }: FoundObject, facts: Facts): Event {
  const cluster = text(raw.cluster_name)
  const name = text(raw.user) ?? text(raw.updated_by) ?? text(object(raw.identity).user)
  const { address, port } = hostAndPort(text(first(raw, 'addr.remote', 'addr_remote') ?? object(raw.addr).remote))
  const error = text(raw.error)
  const host = text(raw.server_hostname)
  const program = Array.isArray(raw.argv) ? text(raw.program) : undefined
  return eventFrom({
    source,
    id: text(raw.uid),
    time: statedTime(raw.time),
    created,
    received,
    code: (text(raw.code) ?? '').toUpperCase(),
    provider: text(raw.event),
    outcome: outcomeOf(raw, error),
    ...maskSecrets(original, [], program === undefined ? undefined : (whole) => maskedArguments(whole, program)),
    facts,
    platform: source,
    actor: name === undefined ? undefined : actorOf(raw, name, cluster),
    user: name === undefined ? undefined : { name, ...(name.includes('@') ? { email: name } : {}) },
    address,
    port,
    agent: text(raw.user_agent),
    host: host === undefined ? undefined : { name: host },
    observer: { vendor: 'Teleport', product: 'Teleport', ...(cluster ? { name: cluster } : {}) },
    error: error === undefined ? undefined : { code: 'Error', message: error.slice(0, 2_000) },
    message: text(raw.message) ?? (syslog ? undefined : text(raw.summary)),
    vendor: fieldsOf(raw, program),
  })
}

/** Words of a command that a recorder of sessions saw, as they stand in the text. */
function maskedArguments(whole: string, program: string): string {
  return whole.replace(
    /("argv"\s*:\s*)(\[(?:\s*"(?:[^"\\]|\\.)*"\s*,?)*\s*\])/,
    (list: string, name: string, held: string) => {
      const words = parseJson(held)
      if (!words.ok || !Array.isArray(words.value)) return list
      const [, ...masked] = maskArguments([program, ...words.value.map(String)])
      return name + JSON.stringify(masked)
    },
  )
}

/** `success` where it is there; else the end of the code: information, warning, error. */
function outcomeOf(raw: JsonObject, error: string | undefined): Event['event']['outcome'] {
  const said = truth(raw.success)
  if (said !== undefined) return said ? 'success' : 'failure'
  if (error !== undefined || /[we]$/i.test(text(raw.code) ?? '')) return 'failure'
  return text(raw.state) === 'PENDING' ? 'unknown' : 'success'
}

/** Kinds of users by number: 1 is a human, 2 a bot. */
function actorOf(raw: JsonObject, name: string, cluster: string | undefined): Actor {
  const kind = number(raw.user_kind)
  const bot =
    kind === 2 || name.startsWith('bot-') || text(object(raw.identity).impersonator)?.startsWith('bot-') === true
  const system = name === 'system' || name.startsWith('@teleport-') || name === 'unimplemented'
  const session = text(raw.sid)
  return {
    id: accountId(name, cluster ?? 'teleport'),
    name,
    kind: system ? 'unknown' : bot ? 'service' : 'person',
    ...(session ? { session } : {}),
  }
}

const own = ['event', 'code', 'time', 'uid']

/** The vendor's own fields, without dots in their names. */
const fieldsOf = (raw: JsonObject, program: string | undefined): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    Object.entries(raw)
      .filter(([field]) => !own.includes(field))
      .map(([field, value]) => [field.replaceAll('.', '_'), value]),
  ),
  ...(program === undefined ? {} : { argv: maskArguments([program, ...texts(raw.argv)]).slice(1) }),
})
