// Lines of access.log, the same on every server of Proxmox: calls of its interface.
import type { Facts } from '../kit/facts.ts'
import { unescaped } from '../kit/unescape.ts'
import type { ProxmoxRecord } from './event.ts'

const call = /^(\S+) - (\S+) \[([^\]]{10,40})\] "([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?" (\d{3}) (\S+)(?: "([^"]*)")?/

export const isAccess = (line: string): boolean => call.test(line)

/** Parameters that stand in the path; those of the body are in no log. */
export type Query = Readonly<Record<string, string>>

/** What a call means. @param name the first group of its pattern @param groups all of them */
export type CallReader = (name: string, query: Query, groups: readonly string[]) => Facts

/** `DELETE /config/datastore/store1`, without the form of the answer; the first that fits. */
export type Calls = readonly (readonly [call: RegExp, read: CallReader])[]

/** @param calls those that say something; the others are looks or plain calls */
export function fromAccess(line: string, calls: (host: string) => Calls, host: string): ProxmoxRecord {
  const [, address, user = '-', stamp = '', method = '', target = '', status = '', , agent] = call.exec(line) ?? []
  const mark = target.indexOf('?')
  const [path, query] = mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
  const plain = unescaped(path.replaceAll('+', ' ')).replace(/^\/api2\/(json|extjs)/, '')
  const failed = Number(status) >= 400
  return {
    code: `${method} ${plain}`.slice(0, 300),
    time: timeOf(stamp),
    outcome: failed ? 'failure' : 'success',
    facts: factsOf(`${method} ${plain}`, queryOf(query), calls(host)),
    user: user === '-' ? undefined : unescaped(user.replaceAll('+', ' ')),
    address,
    agent,
    error: failed ? status : undefined,
    vendor: { method, path: plain, query: query.replace(/(ticket=)[^&]*/gi, '$1***'), status: Number(status) },
  }
}

function factsOf(line: string, query: Query, calls: Calls): Facts {
  if (/^(?:GET|HEAD|OPTIONS) /.test(line)) return { action: 'read' }
  for (const [pattern, read] of calls) {
    const found = pattern.exec(line)
    if (found) return read(found[1] ?? '', query, found.slice(1))
  }
  return { action: 'other' }
}

/** `02/03/2026:10:00:00 +0100`, or with the month by its name. */
function timeOf(stamp: string): number | undefined {
  const [, day, month = '', year, clock, zone = '+0000'] =
    /^(\d\d)\/(\w{2,3})\/(\d{4}):(\d\d:\d\d:\d\d) ?([+-]\d{4})?/.exec(stamp) ?? []
  const number = /^\d\d$/.test(month)
    ? Number(month)
    : ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].indexOf(
        month.toLowerCase(),
      ) + 1
  const time = Date.parse(
    `${year}-${String(number).padStart(2, '0')}-${day}T${clock}${zone.slice(0, 3)}:${zone.slice(3)}`,
  )
  return Number.isNaN(time) ? undefined : time
}

function queryOf(query: string): Query {
  const pairs = query
    .split('&')
    .slice(0, 50)
    .map((pair) => pair.split('='))
    .map(
      ([name = '', value = '']) =>
        [unescaped(name.replaceAll('+', ' ')), unescaped(value.replaceAll('+', ' '))] as const,
    )
  return Object.fromEntries(pairs.filter(([name]) => name !== '' && name !== '__proto__'))
}
