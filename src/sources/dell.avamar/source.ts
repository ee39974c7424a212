// Dell Avamar: events and the audit of its management console server by syslog.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { actorIn, wentWrong } from '../deeds/actor.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { readerOf } from '../kit/reading.ts'
import { classify } from './facts.ts'
import { type AvamarEvent, eventIn, eventOf, isEvent } from './line.ts'

const source = 'dell.avamar'

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  readonly sent?: number | undefined
}

/** Accounts of the server's own parts; whoever comes through a console with one of them is somebody. */
const own = /^(mcuser|backuponly|backuprestore|replonly|restoreonly|mcs|system|avamar|root)(@.*)?$/i

function actorOf({ user, host, requestor }: AvamarEvent): Actor | undefined {
  const actor = actorIn(user, host, requestor.has('product') ? undefined : own)
  return actor && /^(rest|api|mcsdk|vro)\b/i.test(requestor.get('product') ?? '') && actor.kind === 'person'
    ? { ...actor, kind: 'unknown' }
    : actor
}

function toEvent(event: AvamarEvent, { original, created, received, sent }: Carried): Event {
  const failed = event.type === 'ERROR' || wentWrong.test(event.summary)
  const role = event.requestor.get('role')
  return eventFrom({
    source,
    time: sent,
    created,
    received,
    code: event.code,
    provider: event.category || undefined,
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: classify(event, sent ?? created ?? received),
    platform: source,
    actor: actorOf(event),
    user: event.user === undefined ? undefined : { name: event.user, ...(role ? { roles: [role] } : {}) },
    address: event.requestor.get('host'),
    agent: event.requestor.get('product'),
    host: event.host === '' ? undefined : { name: event.host },
    observer: { vendor: 'Dell', product: 'Avamar', ...(event.host ? { name: event.host } : {}) },
    error: failed ? { code: event.code, message: event.summary } : undefined,
    message: event.summary,
    vendor: { type: event.type, severity: event.severity, category: event.category, ...Object.fromEntries(event.more) },
  })
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no event of Avamar: it has no Code with a Summary', field: 'Summary' }
    : { reason: 'the line is no event of Avamar: it has no <Code> with a number and a <Summary>' }

export default {
  name: source,
  logsource: [{ product: 'dell', service: 'avamar' }, { product: 'avamar' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isEvent,
    whyNot,
    object: ({ value, syslog, ...carried }) => {
      const event = eventOf(value, syslog?.host)
      return event ? ok(toEvent(event, { ...carried, sent: syslog?.time })) : fail(whyNot(value))
    },
    line: ({ syslog, ...carried }) => {
      // The header has a colon behind the host, and no program.
      const event = eventIn(carried.original, syslog.host ?? syslog.app)
      return event ? ok(toEvent(event, { ...carried, sent: syslog.time })) : fail(whyNot(carried.original))
    },
  }),
} satisfies Source
