// One line of a Rubrik cluster's syslog: names and values in brackets, and a sentence behind them.
import type { SyslogLine } from '../envelope/syslog.ts'
import { statedTime } from '../kit/time.ts'
import type { RubrikRecord } from '../rubrik.rsc/record.ts'

/** A record with the sentence cut: who did it, and in which organisation, stands in front of what was done. */
export interface CdmRecord extends RubrikRecord {
  readonly node: string
}

/** Older firmware puts a blank before some of the signs. */
const pair = /([A-Za-z][\w]{1,40}) ?= ?"([^"]{0,2000})"/g
const start = /\[(?=\s*[A-Za-z]\w{1,40} ?= ?")/

/** Undefined for a line without such a block, or one of something else. */
export function recordIn(line: string, syslog: SyslogLine): CdmRecord | undefined {
  const whole = line.slice(0, 40_000)
  const open = start.exec(whole)
  if (!open) return undefined
  const values = new Map<string, string>()
  let end = open.index
  pair.lastIndex = open.index
  for (let found = pair.exec(whole); found !== null; found = pair.exec(whole)) {
    const name = (found[1] ?? '').toLowerCase()
    if (!values.has(name)) values.set(name, found[2] ?? '')
    end = pair.lastIndex
  }
  const get = (name: string): string => (values.get(name) === '-' ? '' : (values.get(name) ?? ''))
  if (get('eventname') === '' && get('eventtype') === '') return undefined
  const said = whole
    .slice(end)
    .replace(/^[^\]]{0,200}\]\s*/, '')
    .replace(/"\s*$/, '')
    .trim()
  const { who, rest } = subject(said)
  const full = get('eventname')
  return {
    id: get('eventid') || undefined,
    series: get('eventseriesid') || undefined,
    name: full,
    type: get('eventtype'),
    message: rest === '' ? said : `${who === '' ? '' : `${who} `}${rest}`,
    status: get('status') || get('eventstatus'),
    severity: get('eventseverity'),
    time:
      statedTime(
        /\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))/.exec(whole.slice(0, open.index))?.[1],
      ) ?? syslog.time,
    user: who || get('username'),
    userId: get('userid'),
    address:
      /\b(?:from|ip(?: address)?) ["']?((?:\d{1,3}\.){3}\d{1,3}|[\da-f]{1,4}(?::[\da-f]{0,4}){2,7}|[\w.-]{3,200}\.[a-z]{2,20})["']?/i.exec(
        said,
      )?.[1] ?? '',
    objectId: get('objectid'),
    objectName: get('objectname'),
    objectType: get('objecttype'),
    cluster: get('clustername'),
    clusterId: get('clusterid') || get('clusteruuid'),
    organization: '',
    errorCode: get('errorid') || get('errorcode'),
    raw: rawOf(values, said),
    node: get('nodeid'),
  }
}

function rawOf(values: ReadonlyMap<string, string>, said: string): Readonly<Record<string, string>> {
  const raw: Record<string, string> = Object.create(null)
  for (const [name, value] of values) raw[name] = value
  raw.message = said.slice(0, 2_000)
  return raw
}

/** `jdoe (Global) created local user 'x'`, `jdoe@example.com in 'Global' logged in from …`. */
function subject(said: string): { readonly who: string; readonly rest: string } {
  const found = /^["']?([\w.@\\$+-]{1,120})["']?(?: \([^)]{1,120}\))?(?: in ["'][^"']{1,120}["'])? (?=[a-z])/i.exec(
    said,
  )
  const who = found?.[1] ?? ''
  // A sentence without anybody begins with what was done.
  if (
    found === null ||
    /^(failed|successfully|completed|started|user|snapshot|backup|the|node|cluster|unable|deleted|created|updated)$/i.test(
      who,
    )
  )
    return { who: '', rest: said }
  return { who, rest: said.slice(found[0].length) }
}
