// One record of Duo as one event: who, what, when, from where. https://duo.com/docs/adminapi#logs
import type { JsonObject } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { object, text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { type DuoRecord, isAuthentication, recordOf, timeIn } from './record.ts'

const source = 'duo.admin'

export function toEvent({ value: raw, original, created, received }: FoundObject): Event {
  const record = recordOf(raw)
  const { who, action } = record
  const outcome = outcomeOf(record)
  const failure = text(raw.reason) ?? text(record.more.error) ?? text(raw.result)
  const host = text(raw.host)
  const agent = text(record.more.user_agent) ?? text(object(raw.access_device).browser)
  return eventFrom({
    source,
    id: text(raw.activity_id) ?? text(raw.txid) ?? text(raw.telephony_id),
    time: timeIn(raw),
    created,
    received,
    code: action,
    provider: 'duo',
    outcome,
    ...maskSecrets(original),
    facts: classify(record),
    platform: source,
    actor: actorOf(record),
    user: who === undefined ? undefined : { name: who, ...(who.includes('@') ? { email: who } : {}) },
    address: addressOf(record),
    agent,
    observer: { vendor: 'Cisco', product: 'Duo', ...(host ? { name: host } : {}) },
    error: outcome === 'failure' ? { code: failure, message: failure } : undefined,
    vendor: fieldsOf(raw),
  })
}

/** An authentication says its result; of an administrator's act only the name tells that it went wrong. */
function outcomeOf({ raw, action }: DuoRecord): Event['event']['outcome'] {
  const result = (text(object(raw.outcome).result) ?? text(raw.result) ?? '').toLowerCase()
  if (/^(success|allow|ok)/.test(result)) return 'success'
  if (result !== '') return 'failure'
  if (/_error$|lockout|_failed$/.test(action)) return 'failure'
  return isAuthentication(raw) || /^telephony|^offline/.test(text(raw.eventtype) ?? '') ? 'unknown' : 'success'
}

/** Directory syncs and Duo's own acts stand under names of their own. */
const machines = /^(system|api|directory sync|.*\b(integration|admin api))$/i

function actorOf({ who, raw, more }: DuoRecord): Actor | undefined {
  if (who === undefined) return undefined
  const kind = machines.test(who) || text(object(raw.actor).type) === 'integration' ? 'service' : 'person'
  return {
    id: accountId(
      text(more.email) !== undefined && /^admin_(login|2fa)/.test(text(raw.action) ?? '')
        ? (text(more.email) ?? who)
        : who,
    ),
    name: who,
    kind,
  }
}

function addressOf({ raw, more }: DuoRecord): string | undefined {
  const device = object(raw.access_device)
  const given = text(device.ip) ?? text(object(device.ip).address) ?? text(more.ip_address) ?? text(raw.ip)
  return hostAndPort(given).address
}

const own = ['action', 'description', 'isotimestamp', 'timestamp', 'ts', 'txid', 'activity_id']

function fieldsOf(raw: JsonObject): Readonly<Record<string, unknown>> {
  const { more } = recordOf(raw)
  const rest = Object.entries(raw).filter(([name]) => !own.includes(name) && !name.includes('.'))
  return { ...Object.fromEntries(rest), ...(Object.keys(more).length > 0 ? { description: more } : {}) }
}
