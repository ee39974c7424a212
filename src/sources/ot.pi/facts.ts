// What the PI Data Archive says: its audit database by table and action, its message log by words.
// docs.aveva.com, "Auditing the PI Data Archive": tables, EnableAudit, messages of edits of archives.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { consoleFacts } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import type { Row } from '../ot/row.ts'

const lies = (server: string): NonNullable<Resource['container']> => ({ type: 'database', id: server, name: server })

const thing = (server: string, type: string, name: string): Resource => ({
  type,
  id: `${server}/${type}/${name.toLowerCase()}`,
  name,
  container: lies(server),
})

const trail = (server: string): Resource => ({ type: 'trail', id: `${server}/audit`, name: `PI audit of ${server}` })

/** `piadmin` and `piadmins` may do everything. */
const top = /\bpiadmins?\b/i

export function piFacts(row: Row, server: string): Facts {
  const { table = '', action = '' } = auditOf(row)
  return (
    (table === '' ? undefined : fromAudit(table, action, row, server)) ??
    fromWords(row.message.slice(0, 2_000), server) ??
    consoleFacts(row.message, { device: server, kind: 'host' }) ?? { action: 'other', resource: lies(server) }
  )
}

export interface Audited {
  readonly table?: string
  readonly action?: string
}

/** Of an audit record; the message log has neither. */
function auditOf({ fields }: Row): Audited {
  const texts = (...names: readonly string[]): string | undefined =>
    names.map((name) => fields[name]).find((held): held is string => typeof held === 'string' && held !== '')
  const table = texts('Table', 'table', 'Database', 'database')
  const action = texts('Action', 'action')
  return table !== undefined && action !== undefined && /^(?:add|edit|editattempt|remove|delete)$/i.test(action)
    ? { table, action }
    : {}
}

function fromAudit(table: string, action: string, row: Row, server: string): Facts | undefined {
  const removes = /^(?:remove|delete)$/i.test(action)
  const name = row.thing ?? table
  if (/^pituning|timeout|tuning/i.test(table)) return tuned(name, row.to, server)
  if (/^piarchives$/i.test(table))
    return removes
      ? { action: 'repository-deleted', resource: thing(server, 'repository', name), detail: { detached: true } }
      : { action: 'repository-changed', resource: thing(server, 'repository', name) }
  // An edit of what was measured, long after it was.
  if (/^pi(?:archive|snapshot)$/i.test(table))
    return {
      action: removes ? 'object-deleted' : 'object-overwritten',
      resource: thing(server, 'object', name),
      ...(removes ? {} : { detail: { how: 'rewritten' } }),
    }
  if (/^pipoints?$/i.test(table))
    return removes
      ? { action: 'object-deleted', resource: thing(server, 'object', name) }
      : { action: 'repository-changed', resource: thing(server, 'object', name), detail: { listed: true } }
  if (/user|ident|group|trust|mapping/i.test(table))
    return ofPeople(table, removes, /^add$/i.test(action), name, row, server)
  if (/dbsec|database ?security/i.test(table))
    return { action: 'access-policy-changed', resource: thing(server, 'policy', name) }
  return undefined
}

function ofPeople(table: string, removes: boolean, adds: boolean, name: string, row: Row, server: string): Facts {
  const id = accountId(name, server)
  const who = { resource: { type: 'user', id, name }, target: { id, name } }
  if (removes) return { action: /mapping|trust/i.test(table) ? 'role-revoked' : 'user-removed', ...who }
  const role = [
    row.to,
    ...Object.entries(row.fields).flatMap(([field, held]) =>
      /changes|identity/i.test(field) && typeof held === 'string' ? [held] : [],
    ),
  ]
    .filter(Boolean)
    .join(' ')
  if (top.test(role)) return { action: 'admin-added', ...who, detail: { role: 'piadmins' } }
  return { action: /mapping|trust/i.test(table) ? 'role-granted' : adds ? 'user-added' : 'role-granted', ...who }
}

/** `EnableAudit` is a set of databases as bits: -1 is all of them, 0 none. */
function tuned(name: string, to: string | undefined, server: string): Facts {
  if (/EnableAudit/i.test(name))
    return {
      action: 'audit-changed',
      resource: trail(server),
      changes: [
        to === undefined
          ? { setting: 'logging', direction: 'weakened' }
          : { setting: 'logging', to: /^\s*0\s*$/.test(to) ? 'off' : 'on' },
      ],
      detail: { scope: 'host', explicit: true },
    }
  if (/Archive_?EditLogging|BatchDbEditLogging/i.test(name))
    return {
      action: 'audit-changed',
      resource: trail(server),
      changes: [{ setting: 'logging-scope', to: /^\s*0\s*$/.test(to ?? '') ? 'narrow' : 'full' }],
      detail: { scope: 'host' },
    }
  return { action: 'other', resource: thing(server, 'policy', name) }
}

const pathIn = (text: string): string =>
  /["']?((?:[A-Za-z]:\\|\\\\)[^"'\r\n,;]{1,200}?\.\w{2,5})\b/.exec(text)?.[1] ??
  /\barchive\s+(?:file\s+)?["']?([\w.~-]{3,100})/i.exec(text)?.[1] ??
  'archive'

const archives: readonly (readonly [text: RegExp, read: (text: string, server: string) => Facts])[] = [
  [
    /EnableAudit/i,
    (text, server) =>
      tuned('EnableAudit', /\bto\s+["']?(-?\d{1,6})/i.exec(text)?.[1] ?? /=\s*(-?\d{1,6})/.exec(text)?.[1], server),
  ],
  [
    /\barchive\b[^\n]{0,200}\b(?:unregister(?:ed|ing)?|deleted|removed)\b|\b(?:unregister(?:ed|ing)?|deleted|removed)\b[^\n]{0,80}\barchive\b/i,
    (text, server) => ({
      action: 'repository-deleted',
      resource: thing(server, 'repository', pathIn(text)),
      ...(/unregister/i.test(text) ? { detail: { detached: true } } : {}),
    }),
  ],
  [
    /\barchive\b[^\n]{0,200}\b(?:registered|created)\b|\b(?:registered|created)\b[^\n]{0,80}\barchive\b/i,
    (text, server) => ({ action: 'repository-created', resource: thing(server, 'repository', pathIn(text)) }),
  ],
  [
    /\bbackup\b[^\n]{0,200}\b(?:fail\w*|error|abort\w*|complet\w*|success\w*|ended|finished)\b|\b(?:fail\w*|complet\w*)\b[^\n]{0,80}\bbackup\b/i,
    (_, server) => ({ action: 'job-finished', resource: thing(server, 'job', 'PI Backup Subsystem') }),
  ],
  [
    /\bEdit type\W{1,4}(?:Delete|Replace)\b|\barchive edit\b/i,
    (text, server) => {
      const point = /point ?(?:id)?\W{1,4}(\d{1,12})/i.exec(text)?.[1] ?? 'point'
      return /\bDelete\b/i.test(text)
        ? { action: 'object-deleted', resource: thing(server, 'object', point) }
        : { action: 'object-overwritten', resource: thing(server, 'object', point), detail: { how: 'rewritten' } }
    },
  ],
  [
    /\b(?:backup|archive|audit)\w*\b[^\n]{0,60}\bsubsystem\b[^\n]{0,60}\b(?:stopped|shut ?down|terminat\w+)\b/i,
    (text, server) => ({
      action: 'job-stopped',
      resource: thing(server, 'service', /\bPI \w+ Subsystem\b/i.exec(text)?.[0] ?? 'subsystem'),
      changes: [{ setting: 'schedule', to: 'off' }],
    }),
  ],
  [
    /\b(?:system clock|clock)\b[^\n]{0,80}\b(?:changed|adjusted|moved|jumped)\b/i,
    (_, server) => ({
      action: 'clock-changed',
      resource: { type: 'host', id: server, name: server },
      changes: [{ setting: 'clock' }],
    }),
  ],
]

function fromWords(text: string, server: string): Facts | undefined {
  return archives.find(([pattern]) => pattern.test(text))?.[1](text, server)
}
