// Dell Unity: events of its log, by syslog and as its REST interface gives them.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import type { Product } from '../appliance/event.ts'
import { fourEyes, type Given, part, whole } from '../appliance/facts.ts'
import { actIn, type Holding, holding } from '../appliance/holdings.ts'
import { type Spoken, spokenEvent } from '../appliance/spoken.ts'
import { plainUser, sentenceFacts, whoIn } from '../appliance/told.ts'
import { nameBehind } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import { text } from '../kit/look.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'

const name = 'dell.unity'
const product: Product = { source: name, vendor: 'Dell', product: 'Unity' }
const notOurs = {
  reason: 'no event of Unity: no number of a message (14:60000) and no program of that name',
  field: 'messageId',
}

const eventIn = (value: JsonObject): JsonObject => (isObject(value.content) ? value.content : value)

export default {
  name,
  logsource: [{ product: 'dell', service: 'unity' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => {
      const event = eventIn(value)
      return typeof event.messageId === 'string' && typeof event.message === 'string'
    },
    object: (found) => ok(eventOf(toldOf(eventIn(found.value)), found, found.syslog?.host)),
    line: (found) => {
      const told = toldIn(found)
      return told ? ok(eventOf(told, found, found.syslog.host)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

const toldOf = (value: JsonObject): Spoken =>
  said({
    id: text(value.id),
    time: statedTime(value.creationTime),
    code: text(value.messageId),
    message: text(value.message) ?? '',
    user: saidUser(text(value.username)),
    provider: text(value.source),
  })

/** What only the sentence tells, and the number of the message: `14:60000` is the part of the system and a number in it. */
function said(told: Spoken): Spoken {
  const { user, address } = whoIn(told.message)
  return { ...told, user: told.user ?? user, address, ...(told.code ? { vendor: { message_id: told.code } } : {}) }
}

/** The number stands before the sentence, behind it or nowhere; then the program says whose line it is. */
function toldIn({ syslog }: FoundLine): Spoken | undefined {
  const { message, app, messageId } = syslog
  const number =
    /\b(\d{1,3}:[\da-f]{4,8})\b/i.exec(message.slice(0, 400))?.[1] ??
    (/^\d{1,3}:[\da-f]{4,8}$/i.test(messageId ?? '') ? messageId : undefined)
  if (number === undefined && !/unity|emc/i.test(`${app ?? ''} ${message.slice(0, 60)}`)) return undefined
  const quoted = /\bmessage\s*[=:]\s*"([^"]{1,2000})"/i.exec(message)?.[1]
  return said({
    time: syslog.time,
    code: number,
    message: quoted ?? message.replace(/^.{0,120}?\b\d{1,3}:[\da-f]{4,8}\b\W{0,4}/i, ''),
    user: saidUser(/\buser(?:name)?\s*[=:]\s*"?([^",;\s]{1,100})/i.exec(message)?.[1]),
    provider: app,
  })
}

const saidUser = (told: string | undefined): string | undefined =>
  told === undefined || /^(N\/A|-|none|unknown|)$/i.test(told) ? undefined : plainUser(told)

/** What is made of others stands first. */
const holdings: readonly Holding[] = [
  holding('plan', 'plan', 'snapshot schedules?|protection schedules?|schedules?'),
  holding('replication', 'replication', 'replication sessions?|replication connections?|remote systems?|replication'),
  holding('point', 'snapshot', 'snapshots?|snaps?'),
  holding('container', 'file-system', 'file ?systems?'),
  holding('container', 'volume', 'LUNs?|consistency groups?|storage resources?'),
  holding('container', 'datastore', 'datastores?'),
  holding('container', 'pool', 'storage pools?|pools?'),
  holding('container', 'share', 'NFS exports?|SMB shares?|shares?'),
]

function factsOf(message: string, given: Given): Facts {
  const server = /\bNAS server\b/i.test(message) ? nameBehind(message, 'NAS server') : undefined
  if (server !== undefined && actIn(message) === 'deleted' && !/snapshot|file ?system/i.test(message))
    return { action: 'parent-deleted', resource: part(given, 'svm', server) }
  if (/\b(?:KMIP|key manager|keystore|lockbox)\b/i.test(message) && /delet|remov|disabl/i.test(message))
    return { action: 'key-disabled', resource: part(given, 'key-store', 'keystore', `keystore of ${given.device}`) }
  if (/\b(?:dual|four-eyes|two-person)\b.{0,30}\b(?:control|auth|approval|integrity)/i.test(message))
    return fourEyes(given, actIn(message) === 'off' ? 'off' : 'on')
  return sentenceFacts(message, given, holdings, 'array') ?? { action: 'other', resource: whole(given) }
}

const eventOf = (told: Spoken, found: FoundLine | FoundObject, host: string | undefined): Event =>
  spokenEvent(product, told, found, host ?? 'unity', factsOf)
