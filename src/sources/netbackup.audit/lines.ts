// The text forms of NetBackup's audit: the detailed report, the one for programs, the short one, and syslog lines of them.
import { pairsIn } from '../envelope/pairs.ts'
import { type AuditRecord, auditTime, categoryOf, type Detail, isFailure, serverName } from './record.ts'

const labels =
  'DATE|TIMESTAMP|USER|USER NAME|CATEGORY|ACTION|OPERATION|REASON|DESCRIPTION|MESSAGE|DETAILS|BEGINNING EVENT TIME|ENDING EVENT TIME|EVENT COUNT'
const labelled = new RegExp(`(?<=^|[\\s|";,])(${labels})[ \\t]*:[ \\t]*`, 'gi')

/** The record in a text; undefined where it is none. @param host the server's name as the carrier has it */
export function recordIn(text: string, host: string | undefined): AuditRecord | undefined {
  const told = text.slice(0, 200_000)
  const fields = fieldsIn(told)
  return fields ? fromFields(fields, host) : (fromShort(told, host) ?? fromPairs(told, host))
}

type Fields = ReadonlyMap<string, string>

/** `DATE: …`, `USER: …` on lines of their own, or between bars and in quotes. */
function fieldsIn(text: string): Fields | undefined {
  const marks = [...text.matchAll(labelled)].slice(0, 40)
  const fields = new Map<string, string>()
  for (const [index, mark] of marks.entries()) {
    const name = (mark[1] ?? '').toUpperCase()
    const start = (mark.index ?? 0) + mark[0].length
    if (fields.has('DETAILS')) break
    const end = name === 'DETAILS' ? text.length : (marks[index + 1]?.index ?? text.length)
    if (!fields.has(name))
      fields.set(
        name,
        text
          .slice(start, end)
          .trim()
          .replace(/^"|["|;,\s]+$/g, '')
          .trim(),
      )
  }
  return categoryOf(fields.get('CATEGORY')) !== undefined && fields.has('ACTION') ? fields : undefined
}

function fromFields(fields: Fields, host: string | undefined): AuditRecord {
  const said = fields.get('DESCRIPTION') ?? fields.get('MESSAGE') ?? ''
  return recordOf(
    {
      category: fields.get('CATEGORY') ?? '',
      action: fields.get('ACTION') ?? fields.get('OPERATION') ?? '',
      text: said,
      user: fields.get('USER') ?? fields.get('USER NAME') ?? '',
      reason: fields.get('REASON') ?? '',
      time: fields.get('ENDING EVENT TIME') || fields.get('DATE') || fields.get('TIMESTAMP'),
    },
    detailsIn(fields.get('DETAILS') ?? ''),
    host,
  )
}

/** `09/23/2010 14:40:52 root@server1 POLICY DELETE Policy 'x' was deleted`. */
const short =
  /^"?(\d{1,2}\/\d{1,2}\/\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)[\s|"]+(\S{1,200})[\s|"]+([A-Z_]{2,30})[\s|"]+([A-Z_]{2,30})[\s|"]+([\s\S]{1,4000})$/

function fromShort(text: string, host: string | undefined): AuditRecord | undefined {
  const found = short.exec(text.trim())
  if (!found || categoryOf(found[3]) === undefined) return undefined
  const [, time, user = '', category = '', action = '', said = ''] = found
  return recordOf({ category, action, text: said.replace(/"$/, ''), user, reason: '', time }, [], host)
}

/** `category=POLICY action=DELETE user="root@primary01" description="…"`. */
function fromPairs(text: string, host: string | undefined): AuditRecord | undefined {
  const pairs = pairsIn(text)
  const get = (...names: readonly string[]): string =>
    names.map((name) => Object.entries(pairs).find(([key]) => key.toLowerCase() === name)?.[1]).find(Boolean) ?? ''
  if (categoryOf(get('category')) === undefined) return undefined
  return recordOf(
    {
      category: get('category'),
      action: get('action', 'operation'),
      text: get('description', 'message'),
      user: get('user', 'username'),
      reason: get('reason'),
      time: get('date', 'time', 'timestamp'),
    },
    [],
    host,
  )
}

interface Said {
  readonly category: string
  readonly action: string
  readonly text: string
  readonly user: string
  readonly reason: string
  readonly time: string | undefined
}

function recordOf(said: Said, details: readonly Detail[], host: string | undefined): AuditRecord {
  const category = categoryOf(said.category) ?? ''
  const { action, text, user, reason } = said
  return {
    category,
    action: action.trim().toUpperCase(),
    text: text.slice(0, 4000),
    user,
    details,
    reason,
    server: serverName(host ?? hostOf(user)),
    time: auditTime(said.time),
    failed: isFailure(category, undefined, text),
    vendor: { category, action: action.trim().toUpperCase(), ...(reason === '' ? {} : { reason }) },
  }
}

/** `root@primary01`: the account's host is the server that audits, where nothing else names one. */
const hostOf = (user: string): string | undefined => /@([\w.-]{1,200})$/.exec(user)?.[1]

/** Rows of the report's table: a number, the attribute, its old and its new value, with two blanks or more between. */
function detailsIn(text: string): readonly Detail[] {
  return text
    .split(/\r?\n/)
    .slice(0, 200)
    .flatMap((line) => {
      const [number, attribute, from, to] = line.trim().split(/\s{2,}|\t+/)
      if (number === undefined || !/^\d+$/.test(number) || attribute === undefined) return []
      return to === undefined ? [{ attribute, from: '', to: from ?? '' }] : [{ attribute, from: from ?? '', to }]
    })
}
