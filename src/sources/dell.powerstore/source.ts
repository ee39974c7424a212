// Dell PowerStore: audit events and alerts by remote logging, as lines with structured data.

import { fail, ok } from '../../lib/result.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { pairsIn } from '../envelope/pairs.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { factsOf } from './facts.ts'
import type { Audited } from './things.ts'

const name = 'dell.powerstore'
const notOurs = {
  reason: 'no event of PowerStore: no [PowerStore_audit_event@1139 …] and no [PowerStore_remote_logging_alert@1139 …]',
}

/** `2025-01-31T19:43:17 HOST ARRAY PID@TAG Category [PowerStore_…@1139 name="value" …] text`; the time says no zone. */
const form =
  /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?\s*(\S{1,100})?\s+(PS[\w-]{4,60})?\s*(\S{1,60}@\S{1,60})?\s*\b([A-Za-z]{3,40})\s+\[(PowerStore_\w+)@\d+\s((?:[^"\]]|"(?:[^"\\]|\\.)*")*)\]\s?([\s\S]*)$/

export default {
  name,
  logsource: [{ product: 'dell', service: 'powerstore' }, { category: 'backup' }],
  read: readerOf({
    line: (found) => {
      const event = eventIn(found)
      return event ? ok(event) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

function eventIn({ syslog, original, created, received }: FoundLine): Event | undefined {
  const start = syslog.message.indexOf('[PowerStore_')
  const line = syslog.message.slice(Math.max(0, start - 300))
  const found = start < 0 ? undefined : (form.exec(line) ?? undefined)
  if (!found) return undefined
  const [, stamp, , , , category = '', kind = '', data = '', text = ''] = found
  const fields = pairsIn(data)
  const said = (field: string): string | undefined => (isSaid(fields[field]) ? fields[field] : undefined)
  const time = statedTime(stamp) ?? syslog.time
  const array =
    said('appliance') ?? said('appliance_name')?.replace(/-appliance-\d+$/, '') ?? syslog.host ?? 'powerstore'
  const isAudit = kind === 'PowerStore_audit_event'
  const audited: Audited = {
    array,
    category,
    type: said('resource_type') ?? '',
    action: (said('action') ?? '').toLowerCase(),
    text,
    time: time ?? received,
  }
  const failed = /^fail/i.test(said('status') ?? '')
  const actor = isAudit ? actorOf(said('user'), array, audited) : undefined
  return eventFrom({
    source: name,
    id: said('event_id') ?? (said('id') === undefined ? undefined : `${array}/${said('id')}`),
    time,
    created,
    received,
    code: isAudit
      ? [category, audited.type, audited.action].filter((part) => part !== '').join(' ')
      : (said('event_name') ?? 'alert'),
    provider: kind,
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: isAudit ? { ...factsOf(audited), parents: [array] } : { action: 'other' },
    platform: name,
    actor,
    user: actor ? { id: actor.id, name: actor.name ?? actor.id } : undefined,
    address: said('client_ip'),
    host: { name: array },
    observer: { vendor: 'Dell', product: 'PowerStore', name: array },
    error: failed ? { code: /not found|does not exist/i.test(text) ? 'NotFound' : 'failed', message: text } : undefined,
    message: maskSecrets(text).original,
    vendor: { [isAudit ? 'audit' : 'alert']: { ...fields } },
  })
}

const isSaid = (value: string | undefined): value is string =>
  value !== undefined && !/^(|none|not applicable|unknown)$/i.test(value)

/** The array signs in to itself by certificate, and runs its own diagnostics as root. */
function actorOf(user: string | undefined, array: string, { text, category }: Audited): Actor | undefined {
  if (user === undefined) return undefined
  const kind =
    /cert_account|^EncryptHTTP\./.test(`${user} ${text}`) || user.startsWith('EncryptHTTP.')
      ? 'provider'
      : /veeam|commvault|rubrik|cohesity|netbackup|ppdm|powerprotect|avamar/i.test(user)
        ? 'product'
        : /(^|[-_.])(svc|sa|api|bot|ansible|monitor)([-_.]|$)/i.test(user)
          ? 'service'
          : /^service$/i.test(category)
            ? 'unknown'
            : 'person'
  return { id: accountId(user, array), name: user, kind }
}
