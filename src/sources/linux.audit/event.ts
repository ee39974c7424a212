// One audit event as one event: who logged in, as whom it ran, what, where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { fromLines, maskedLines } from './lines.ts'
import { type AuditRecord, loginOf, plainName, typeOf } from './record.ts'

const source = 'linux.audit'

export function toEvent(record: AuditRecord, { original, created, received, syslog }: FoundLine | FoundObject): Event {
  const host = record.node || record.fields.node || syslog?.host || ''
  const outcome = outcomeOf(record)
  const who = whoIn(record)
  const address = [record.fields.addr, record.fields.hostname].find(
    (value) => value !== undefined && value !== '?' && value !== '',
  )
  const masked = maskSecrets(original, [], maskedLines)
  const kept = masked.hash === undefined ? record : (fromLines(masked.original) ?? record)
  return eventFrom({
    source,
    time: record.time,
    created: created ?? syslog?.time,
    received,
    code: typeOf(record),
    provider: 'auditd',
    outcome,
    ...masked,
    facts: { ...classify(record, host), act: `${host} ${Math.floor((record.time ?? 0) / 1000)}:${record.serial}` },
    platform: source,
    actor: actorOf(record, host),
    user: who ? { ...(record.fields.auid ? { id: record.fields.auid } : {}), name: who } : undefined,
    address,
    host: host ? { name: host } : undefined,
    error: outcome === 'failure' ? { code: record.fields.exit ?? 'failed' } : undefined,
    vendor: {
      ...kept.fields,
      ...(kept.command ? { command: kept.command } : {}),
      ...(kept.paths.length > 0 ? { paths: kept.paths } : {}),
    },
  })
}

/** A line of EXECVE is written when the program was loaded; of other lines without a result nobody knows. */
function outcomeOf({ fields, types }: AuditRecord): Event['event']['outcome'] {
  const result = fields.success ?? fields.res ?? fields.result
  if (result !== undefined) return /^(yes|success|1|ok)$/i.test(result) ? 'success' : 'failure'
  return types.includes('EXECVE') || types.some((type) => /^(DAEMON_|TIME_)/.test(type)) ? 'success' : 'unknown'
}

const whoIn = (record: AuditRecord): string | undefined =>
  loginOf(record) ??
  plainName(record.names.UID) ??
  plainName(record.fields.user) ??
  plainName(record.fields.acct) ??
  record.fields.uid

function actorOf(record: AuditRecord, host: string): Actor | undefined {
  const login = loginOf(record)
  const session = record.fields.ses
  const name = whoIn(record)
  if (name === undefined) return undefined
  const hasSession = session !== undefined && !/^(4294967295|-1)$/.test(session)
  return {
    id: accountId(/^\d+$/.test(name) ? `uid ${name}` : name, host),
    name,
    kind: login === undefined && !/^(USER_|LOGGED_IN)/.test(typeOf(record)) ? 'provider' : 'person',
    ...(hasSession ? { session: `${host} ${session}` } : {}),
  }
}
