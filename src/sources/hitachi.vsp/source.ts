// Hitachi VSP, and HPE XP, which is the same: entries of the audit log, by syslog or as the array's own file.
import { hashOf } from '../../lib/hash.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Actor, Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { deviceEvent, type Product } from '../appliance/event.ts'
import type { Given } from '../appliance/facts.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { type AuditEntry, entryIn } from './line.ts'
import { factsOf } from './operations.ts'

const name = 'hitachi.vsp'
const product: Product = { source: name, vendor: 'Hitachi', product: 'VSP' }
const notOurs = { reason: 'no entry of the audit log: neither CELFSS nor the layout of its file', field: 'CELFSS' }

export default {
  name,
  logsource: [{ product: 'hitachi', service: 'vsp' }, { category: 'backup' }],
  read: readerOf({
    line: (found) => {
      const entry = entryIn(found.syslog)
      return entry ? ok(eventOf(entry, found)) : fail(notOurs)
    },
    // Details stand on lines of their own, behind one or two signs.
    continues: (line) => /^[+-]{1,2}[{\w]/.test(line),
    whyNot: () => notOurs,
  }),
} satisfies Source

function eventOf(entry: AuditEntry, { syslog, original, created, received }: FoundLine): Event {
  const time = entry.time ?? syslog.time
  const given: Given = { device: entry.array, time: time ?? created ?? received }
  const ended = entry.result === 'Failed' || /^(?:error|warning|reject|failed)/i.test(entry.ending)
  const facts = factsOf(entry, given)
  const { operationId: act } = entry
  // That entries were lost is told as an error of the log, and did happen.
  const lost = facts.action === 'audit-changed' && facts.detail?.explicit !== true
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time,
    code: entry.area === '' ? (entry.category ?? 'audit') : `[${entry.area}] ${entry.operation}`,
    provider: entry.category,
    outcome: ended && !lost ? 'failure' : 'success',
    error: ended ? { code: codeIn(entry), message: entry.ending || entry.result } : undefined,
    // Lines of one operation share its number, which begins anew some day.
    facts:
      act === undefined
        ? facts
        : { ...facts, act: hashOf(entry.array, act, String(Math.floor(given.time / 3_600_000))) },
    ...actorIn(entry),
    address: addressIn(entry),
    message: [entry.operation, entry.parameter, entry.ending].filter((one) => one !== '').join(', '),
    hosts: syslog.host ? [syslog.host] : [],
    vendor: {
      category: entry.category,
      result: entry.result,
      function: entry.area,
      operation: entry.operation,
      parameter: entry.parameter,
      ending: entry.ending,
      details: entry.details,
    },
  })
}

const codeIn = ({ ending }: AuditEntry): string =>
  /\(([\w-]{3,20})\)/.exec(ending)?.[1] ?? (/^warning/i.test(ending) ? 'Warning' : 'Error')

/** The array itself, whoever maintains it at its console, and a host that sends commands through a volume. */
function actorIn({ subject }: AuditEntry): { readonly user?: string; readonly kind?: Actor['kind'] } {
  const user = /^uid=(.+)$/.exec(subject ?? '')?.[1]
  if (user !== undefined) return { user }
  switch (subject?.toLowerCase()) {
    case '<system>':
      return { user: 'system', kind: 'provider' }
    case '<host>':
      return { user: 'Host', kind: 'service' }
    case '<dkcmaintenance>':
      return { user: 'DKCMaintenance', kind: 'unknown' }
    default:
      return {}
  }
}

/** Addresses of version 4 are written as such, those of version 6 with all zeros. */
const addressIn = ({ from, parameter }: AuditEntry): string | undefined =>
  /^(?:from=)?([\da-fA-F.:]{3,45})$/.exec(from ?? '')?.[1] ?? /\bIP=([\d.]{7,15})/.exec(parameter)?.[1]
