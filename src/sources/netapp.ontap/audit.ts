// One entry of audit.log, as forwarded by syslog or asked for by REST: who, from where, what was typed or called, and what became of it.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { at, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface AuditEntry {
  readonly cluster: string
  readonly node?: string | undefined
  /** `ssh`, `http`, `ontapi`, `console`, `internal` … */
  readonly application: string
  readonly address?: string | undefined
  readonly port?: number | undefined
  readonly svm: string
  readonly user: string
  readonly role?: string | undefined
  readonly input: string
  readonly state: 'success' | 'pending' | 'error' | undefined
  readonly message?: string | undefined
  readonly session?: string | undefined
  readonly command?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
}

const stamp =
  /(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) +(\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?:\.\d+)? ([+-]\d\d:?\d\d|[A-Z]{1,4})\b/
const head = /(?:^|\s)([0-9a-f]{6,20})(?::([0-9a-f]{6,20}))? :: ([^\s:][^:]*):([\w-]+) :: (\S+) :: (\S.*?) :: /i

/** Session and command, and the blank before them. */
const longestIds = 45

/** Undefined where a line is no entry of audit.log. */
export function auditIn(syslog: SyslogLine): AuditEntry | undefined {
  // A tag such as `[kern_audit:info:2385]` looks like structured data and is taken for it behind a header of RFC 5424.
  const line = syslog.message
  const bar = line.indexOf(' :: ')
  if (bar < 0) return undefined
  const begin = Math.max(0, bar - longestIds)
  const found = head.exec(line.slice(begin, begin + 2_000))
  if (!found) return undefined
  const [whole, session, command, cluster = '', application = '', location = '', who = ''] = found
  const { input, state, message } = partsOf(line.slice(begin + found.index + whole.length))
  const before = line.slice(0, begin + found.index)
  const host = syslog.host ?? syslog.app
  return {
    cluster,
    node: host,
    application: application.toLowerCase(),
    ...locationOf(location),
    ...userOf(who, cluster),
    input,
    state,
    message,
    session,
    command,
    time: timeIn(before) ?? syslog.time,
  }
}

function timeIn(before: string): number | undefined {
  const found = stamp.exec(before)
  if (!found) return undefined
  const [, month, date, year, clock, zone] = found
  return syslogTime(`${month} ${date} ${year} ${clock} ${zone}`, 0)?.time
}

/** The state is the first that no quotes hold: whoever types one into an argument does not decide what became of it. */
function partsOf(rest: string): Pick<AuditEntry, 'input' | 'state' | 'message'> {
  const found = stateIn(rest, true) ?? stateIn(rest, false)
  if (!found) return { input: rest.trim(), state: undefined }
  const message = rest
    .slice(found.end)
    .replace(/^(?::\s*| :: )/, '')
    .trim()
  return {
    input: rest.slice(0, found.start).trim(),
    state: found.state,
    ...(message === '' ? {} : { message }),
  }
}

const statePart = / ?:: (Success|Pending|Error|Failed|Failure)\b(?=\s*:|\s*$| ::)/gi

function stateIn(rest: string, outside: boolean) {
  const outsideQuotes = outside && rest.includes('"')
  let open = false
  let place = 0
  for (const found of rest.matchAll(statePart)) {
    for (; outsideQuotes && place < found.index; place += 1)
      if (rest[place] === '"' && rest[place - 1] !== '\\') open = !open
    if (outsideQuotes && open) continue
    const state = (found[1] ?? '').toLowerCase()
    return {
      state: state.startsWith('fail') ? ('error' as const) : (state as 'success' | 'pending' | 'error'),
      start: found.index,
      end: found.index + found[0].length,
    }
  }
  return undefined
}

/** `10.0.0.1:57404`, `10.0.0.1:unknown`, `[2001:db8::1]:443`, `console`, `unknown`. */
function locationOf(location: string): Pick<AuditEntry, 'address' | 'port'> {
  const found = /^\[?(.*?)\]?(?::(\d{1,5}|unknown|-))?$/.exec(location)
  const address = found?.[1] ?? ''
  if (/^(unknown|null|-|none|<[^>]*>)?$/i.test(address)) return {}
  const port = Number(found?.[2])
  return { address, ...(Number.isInteger(port) && port > 0 ? { port } : {}) }
}

/** `svm:user`, `cluster:user:role`; a user of a directory brings its domain. */
function userOf(who: string, cluster: string): Pick<AuditEntry, 'svm' | 'user' | 'role'> {
  const [first = '', second, third] = who.split(':')
  if (second === undefined) return { svm: cluster, user: first }
  return { svm: first, user: second, ...(third ? { role: third } : {}) }
}

/** An entry as `GET /api/security/audit/messages` gives it. */
export function auditOf(value: JsonObject): AuditEntry {
  const node = text(at(value, 'node.name')) ?? text(value.node)
  const svm = text(at(value, 'svm.name')) ?? text(value.svm) ?? text(value.vserver)
  const cluster = text(at(value, 'cluster.name')) ?? text(value.cluster) ?? clusterOf(node) ?? svm ?? ''
  const state = text(value.state)?.toLowerCase()
  const where = locationOf(text(value.location) ?? '')
  return {
    cluster,
    node,
    application: (text(value.application) ?? '').toLowerCase(),
    ...where,
    svm: svm ?? cluster,
    user: text(value.user) ?? '',
    role: text(value.role),
    input: text(value.input) ?? '',
    state:
      state === 'success' || state === 'pending'
        ? state
        : state === 'error' || state === 'failed'
          ? 'error'
          : undefined,
    message: text(value.message),
    session: text(value.session_id),
    command: text(value.command_id),
    time: timeOf(value.timestamp),
  }
}

const timeOf = (value: Json | undefined): number | undefined => statedTime(value)

/** Nodes are called after their cluster: `na01-02` belongs to `na01`. */
export const clusterOf = (node: string | undefined): string | undefined =>
  node?.replace(/\..*$/, '').replace(/-\d{1,2}$/, '')

export const isAuditObject = (value: JsonObject): boolean =>
  typeof value.input === 'string' &&
  (Object.hasOwn(value, 'application') || Object.hasOwn(value, 'command_id') || Object.hasOwn(value, 'session_id'))
