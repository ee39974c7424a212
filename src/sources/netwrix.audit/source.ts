// Netwrix Auditor: changes and sign-ins of the systems that it watches, as its SIEM add-on exports them in CEF.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { type NetwrixRecord, recordOf } from './record.ts'

const source = 'netwrix.audit'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object holds no CEF of Netwrix', field: 'message' }
    : { reason: 'the line holds no CEF of Netwrix' }

function toEvent(record: NetwrixRecord, { original, created, received, syslog }: FoundLine): Event {
  const { platform, facts } = classify(record)
  const failed = /^failed/i.test(record.done)
  return eventFrom({
    source,
    time: record.time ?? syslog.time,
    created: created ?? (record.time === undefined ? undefined : syslog.time),
    received,
    code: record.name || record.done || 'unknown',
    provider: record.product || undefined,
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts,
    platform,
    actor: actorOf(record),
    user:
      record.user === ''
        ? undefined
        : { name: record.user, ...(record.user.includes('@') ? { email: record.user } : {}) },
    address: record.workstation || undefined,
    host: record.host && !/^https?:/.test(record.host) ? { name: record.host } : undefined,
    observer: { vendor: 'Netwrix', product: 'Auditor', ...(syslog.host ? { name: syslog.host } : {}) },
    error: failed ? { code: record.done, message: record.message.slice(0, 2_000) } : undefined,
    message: maskSecrets(record.message.slice(0, 2_000)).original || undefined,
    vendor: { product: record.product, kind: record.kind, done: record.done, object: record.object },
  })
}

const systems = /^(system|nt authority\\|local service|network service|not specified|anonymous logon)/i

/** Machines have a dollar behind their name. */
function actorOf({ user }: NetwrixRecord): Actor | undefined {
  if (user === '') return undefined
  return {
    id: accountId(user),
    name: user,
    kind: systems.test(user) ? 'provider' : user.endsWith('$') ? 'service' : 'person',
  }
}

export default {
  name: source,
  logsource: [{ product: 'netwrix' }, { category: 'backup' }],
  read: readerOf({
    whyNot,
    line(found) {
      const headered = headeredIn(found.original)
      if (headered && /^(netwrix|stealthbits)/i.test(headered.vendor)) return ok(toEvent(recordOf(headered), found))
      return fail(
        headered
          ? { reason: `the record is of ${headered.vendor || 'another vendor'}`, field: 'vendor' }
          : whyNot(found.original),
      )
    },
  }),
} satisfies Source
