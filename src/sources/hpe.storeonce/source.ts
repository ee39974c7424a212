// HPE StoreOnce: sentences of its audit and event log, by syslog and as objects of its REST interface.
import type { JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import type { Product } from '../appliance/event.ts'
import { cut, fourEyes, type Given, granted, part, scheduled } from '../appliance/facts.ts'
import { actIn, type Holding, holding } from '../appliance/holdings.ts'
import { type Spoken, spokenEvent } from '../appliance/spoken.ts'
import { plainUser, sentenceFacts, whoIn } from '../appliance/told.ts'
import { nameBehind } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import { first, text } from '../kit/look.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const name = 'hpe.storeonce'
const product: Product = { source: name, vendor: 'HPE', product: 'StoreOnce' }
const notOurs = {
  reason: 'no line of StoreOnce: neither its name nor a word of its stores, libraries and shares',
  field: 'description',
}

export default {
  name,
  logsource: [{ product: 'hpe', service: 'storeonce' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => sentenceOf(value) !== undefined && Object.keys(value).some((field) => marks.test(field)),
    object: (found) => ok(eventOf(toldOf(found.value), found, found.syslog?.host)),
    line: (found) => {
      const { app, message, host, time } = found.syslog
      if (!ours.test(`${app ?? ''} ${message.slice(0, 1_000)}`)) return fail(notOurs)
      const sentence = /\b(?:message|description)\s*[=:]\s*"([^"]{1,2000})"/i.exec(message)?.[1] ?? message
      return ok(
        eventOf(
          {
            time,
            code: /\b(?:event|audit)(?:_?id|_?code)\s*[=:]\s*"?(\w{1,20})/i.exec(message)?.[1],
            message: sentence,
            ...whoIn(message),
          },
          found,
          host,
        ),
      )
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

/** Fields that an event of the appliance has besides its sentence. */
const marks =
  /^(?:eventId|event_?code|auditId|category|applianceName|serialNumber|eventTime|createdDate|timestamp|userName|user)$/i
const ours =
  /store ?once|catalyst|\bVTL\b|cloud bank|\bD2D|housekeeping|dual authori[sz]ation|security officer|immutab|\bNAS share|\bcartridge/i

const sentenceOf = (value: JsonObject): string | undefined =>
  text(first(value, 'description', 'message', 'eventDescription', 'details'))

function toldOf(value: JsonObject): Spoken {
  const user = text(first(value, 'userName', 'user', 'username', 'initiator'))
  const message = sentenceOf(value) ?? ''
  const who = whoIn(message)
  return {
    id: text(first(value, 'auditId', 'eventId', 'id')),
    time: statedTime(first(value, 'eventTime', 'createdDate', 'timestamp', 'time')),
    code: text(first(value, 'eventCode', 'event_code', 'eventType', 'category')),
    message,
    user: user === undefined ? who.user : plainUser(user),
    address: text(first(value, 'sourceIp', 'clientIp', 'ipAddress', 'address')) ?? who.address,
  }
}

/** What is made of others stands first; everything on it holds copies. */
const holdings: readonly Holding[] = [
  holding('replication', 'replication', 'replication mappings?|replication|copy jobs?|copy polic(?:y|ies)'),
  holding('point', 'recovery-point', '(?:catalyst )?(?:data |backup )?items?|data objects?|backup objects?'),
  holding('point', 'tape', 'cartridges?|virtual tapes?'),
  holding('container', 'repository', 'cloud bank (?:storage|stores?)|catalyst stores?|stores?'),
  holding('container', 'repository', 'VTL librar(?:y|ies)|virtual tape librar(?:y|ies)|librar(?:y|ies)|VTL'),
  holding('container', 'repository', 'NAS shares?|shares?'),
  holding('container', 'pool', 'service sets?|storage clusters?|storage groups?|storage pools?|storage'),
]

function factsOf(message: string, given: Given): Facts {
  const act = actIn(message)
  if (/\bdual[- ]?auth\w*/i.test(message) && /\b(?:disabl|enabl|turned|switched)/i.test(message))
    return fourEyes(given, act === 'off' ? 'off' : 'on')
  if (
    /\bsecurity officer\b/i.test(message) &&
    /\b(?:creat|add|assign|grant|chang)/i.test(message) &&
    !/\brequest/i.test(message)
  )
    return granted(given, nameBehind(message, 'users?|accounts?') ?? '?', 'Security Officer', true)
  if (/\bhousekeeping\b/i.test(message) && (act === 'off' || act === 'on'))
    return scheduled(part(given, 'job', 'housekeeping'), act)
  if (/\b(?:encryption )?(?:key ?store|key manager|KMIP)\b/i.test(message) && (act === 'deleted' || act === 'off'))
    return { action: 'key-disabled', resource: part(given, 'key-store', 'keystore', `keystore of ${given.device}`) }
  if (/\bencryption keys?\b/i.test(message) && act === 'deleted')
    return {
      action: 'key-destruction-scheduled',
      resource: part(given, 'key', 'encryption', `encryption of ${given.device}`),
    }
  const client =
    /\b(?:client|permission|access)\b/i.test(message) && (act === 'deleted' || act === 'off')
      ? nameBehind(message, 'catalyst stores?|stores?|shares?|librar(?:y|ies)')
      : undefined
  if (client !== undefined && /\b(?:client|permission|access)\b.{0,80}\b(?:on|of|for|to|from)\b/i.test(message))
    return cut(part(given, 'repository', client))
  const facts = sentenceFacts(message, given, holdings, 'console')
  return facts ?? { action: 'other', resource: { type: 'console', id: given.device, name: given.device } }
}

const eventOf = (told: Spoken, found: FoundLine | FoundObject, host: string | undefined): Event =>
  spokenEvent(product, told, found, host ?? 'storeonce', factsOf)
