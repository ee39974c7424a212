// A record of any console as values under paths, whichever form it came in.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { HeaderedRecord } from '../envelope/cef.ts'
import { labelsOf } from '../envelope/cef.ts'
import { pairsIn } from '../envelope/pairs.ts'
import type { SyslogLine } from '../envelope/syslog.ts'

/** What stands at a path; undefined where nothing does. */
export type Look = (path: string) => Json | undefined

/**
 * A name with dots first, then step by step; a number takes one of a list, and any other step looks into the first member that has
 * it.
 */
export function lookIn(value: Json | undefined, path: string): Json | undefined {
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    const [, index, rest] = /^(\d{1,5})(?:\.([\s\S]+))?$/.exec(path) ?? []
    if (index !== undefined) return rest === undefined ? list[Number(index)] : lookIn(list[Number(index)], rest)
    for (const member of list.slice(0, 100)) {
      const found = lookIn(member, path)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, path)) return value[path]
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot)
    if (!Object.hasOwn(value, head)) continue
    const found = lookIn(value[head], path.slice(dot + 1))
    if (found !== undefined) return found
  }
  return undefined
}

/** What a syslog header says, under `syslog.`. */
function headerOf(syslog: SyslogLine | undefined): JsonObject {
  if (syslog === undefined) return {}
  const { host, app, process, messageId, message, facility, severity, data } = syslog
  return {
    ...(host === undefined ? {} : { host }),
    ...(app === undefined ? {} : { app }),
    ...(process === undefined ? {} : { process }),
    ...(messageId === undefined ? {} : { message_id: messageId }),
    ...(facility === undefined ? {} : { facility }),
    ...(severity === undefined ? {} : { severity }),
    ...(data === undefined ? {} : { data }),
    message,
  }
}

const over =
  (value: JsonObject, header: JsonObject): Look =>
  (path) =>
    lookIn(value, path) ?? (path.startsWith('syslog.') ? lookIn(header, path.slice('syslog.'.length)) : undefined)

export const ofObject = (value: JsonObject, syslog: SyslogLine | undefined): Look => over(value, headerOf(syslog))

/** Longer lines are no audit records, and expressions of a site must not run over them. */
const longest = 8_192

/** `name=value` pairs of the line, and over them the groups of the first expression that fits. */
export function ofLine(
  syslog: SyslogLine,
  lines: readonly RegExp[],
): { readonly look: Look; readonly fields: JsonObject } {
  const text = syslog.message.slice(0, longest)
  let groups: JsonObject = {}
  for (const line of lines) {
    const found = line.exec(text)?.groups
    if (!found) continue
    groups = Object.fromEntries(Object.entries(found).filter(([, held]) => held !== undefined))
    break
  }
  const fields: JsonObject = { ...pairsIn(syslog.message.slice(0, 65_536), 'first'), ...groups }
  return { look: over(fields, headerOf(syslog)), fields }
}

/** CEF and LEEF: the parts of the header by their names, the fields, and labelled ones by their labels in small letters. */
export function ofHeader(
  { fields, code, name, vendor, product, version, severity }: HeaderedRecord,
  syslog: SyslogLine,
): { readonly look: Look; readonly fields: JsonObject } {
  const all: JsonObject = {
    ...labelsOf(fields),
    ...fields,
    code,
    ...(name === undefined ? {} : { name }),
    vendor,
    product,
    version,
    ...(severity === undefined ? {} : { severity }),
  }
  return { look: over(all, headerOf(syslog)), fields: all }
}
