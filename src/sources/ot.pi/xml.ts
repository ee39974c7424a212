// Audit records and messages as `pidiag` and `pigetmsg` write them in XML, under the names that exports in columns have.
import type { JsonObject } from '../../lib/json.ts'

/** A file of a busy day has more; what is one record has one. */
const most = 10_000

const textIn = (xml: string, tag: string): string | undefined => {
  const found = new RegExp(`<${tag}\\b[^<>]{0,500}>([^<]{0,2000})</${tag}>`, 'i').exec(xml)?.[1]
  return found === undefined || found.trim() === '' ? undefined : plain(found.trim())
}
const attributeOf = (xml: string, tag: string, name: string): string | undefined => {
  const found = new RegExp(`<${tag}\\b[^<>]{0,500}?\\b${name}\\s*=\\s*"([^"]{0,500})"`, 'i').exec(xml)?.[1]
  return found === undefined || found === '' ? undefined : plain(found)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '')

/** The records of a text in XML; undefined where it is none. */
export function asRecord(record: Uint8Array): readonly JsonObject[] | undefined {
  // `<` begins a priority of syslog as well: only the tags tell.
  if (record[0] !== 0x3c && record[0] !== 0xef) return undefined
  const text = Buffer.from(record.buffer, record.byteOffset, Math.min(record.byteLength, 32 << 20)).toString('utf8')
  const audits = text.split(/(?=<AuditRecord\b)/i).filter((part) => /^<AuditRecord\b/i.test(part))
  const messages = text.split(/(?=<PIMessage\b)/i).filter((part) => /^<PIMessage[\s>]/i.test(part))
  if (audits.length === 0 && messages.length === 0) return undefined
  const server =
    attributeOf(text.slice(0, 5_000), 'PIServer', 'IPHost') ??
    attributeOf(text.slice(0, 5_000), 'PIMessages', 'MachineName')
  return [...audits.map((xml) => fromAudit(xml, server)), ...messages.map((xml) => fromMessage(xml, server))].slice(
    0,
    most,
  )
}

const given = (pairs: Readonly<Record<string, string | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== undefined))

function fromAudit(xml: string, server: string | undefined): JsonObject {
  const table = /<(PI(?!User|Time|Server|ConfigurationDB|TimeSeriesDB)\w{2,40}|Database)\b/i.exec(xml)?.[1]
  const befores = [...xml.matchAll(/<Before\b[^<>]{0,200}>([^<]{0,500})<\/Before>/gi)].map(([, held]) => held ?? '')
  const afters = [...xml.matchAll(/<After\b[^<>]{0,200}>([^<]{0,500})<\/After>/gi)].map(([, held]) => held ?? '')
  return given({
    Server: server,
    AuditRecordID: attributeOf(xml, 'AuditRecord', 'AuditRecordID') ?? textIn(xml, 'AuditRecordID'),
    UTCSeconds: attributeOf(xml, 'PITime', 'UTCSeconds') ?? textIn(xml, 'UTCSeconds'),
    UserName: attributeOf(xml, 'PIUser', 'Name') ?? textIn(xml, 'PIUser'),
    Source: 'pi audit',
    Table: table === 'Database' ? textIn(xml, 'Database') : table,
    Action: textIn(xml, 'Action') ?? attributeOf(xml, '\\w+', 'Action'),
    ObjectName: textIn(xml, 'Name') ?? attributeOf(xml, 'PI(?:Point|Module|Archive)\\w*', 'Name'),
    ObjectID: textIn(xml, 'ID'),
    ...(befores.length === 1 ? { ValueBefore: befores[0] } : {}),
    ...(afters.length === 1 ? { ValueAfter: afters[0] } : {}),
    Changes: afters.length > 1 ? afters.slice(0, 50).join(' | ') : undefined,
  })
}

const fromMessage = (xml: string, server: string | undefined): JsonObject =>
  given({
    Server: server,
    MessageTime: textIn(xml, 'MessageTime') ?? textIn(xml, 'Time'),
    MessageID: textIn(xml, 'MessageID') ?? textIn(xml, 'ID'),
    ProcessName: textIn(xml, 'ProcessName') ?? textIn(xml, 'Program'),
    ProcessOSUser: textIn(xml, 'ProcessOSUser'),
    UserName: textIn(xml, 'User'),
    Severity: textIn(xml, 'Severity'),
    Message: textIn(xml, 'Message') ?? textIn(xml, 'Text'),
  })
