// QNAP QTS and QuTS hero: connections and events as QuLog Center sends them.
import { fail, ok } from '../../lib/result.ts'
import type { Actor, Event, Resource } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { deviceEvent, isHere, kindOf, type Product } from '../appliance/event.ts'
import { type Given, part, whole } from '../appliance/facts.ts'
import { toldBy } from '../appliance/sentences.ts'
import type { Facts } from '../kit/facts.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { eventRows } from './events.ts'
import { appRows, jobRows } from './jobs.ts'
import { type QuLine, quLineIn } from './line.ts'
import { storageRows } from './storage.ts'

const name = 'qnap.qts'
const product: Product = { source: name, vendor: 'QNAP', product: 'QTS' }
const notOurs = { reason: 'no line of QuLog Center: neither "conn log: Users: …" nor "event log: Users: …"' }

export default {
  name,
  logsource: [{ product: 'qnap', service: 'qts' }, { product: 'qnap' }, { category: 'backup' }],
  read: readerOf({
    line: (found) => {
      const line = quLineIn(found.syslog)
      return line ? ok(eventOf(line, found)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

function eventOf(line: QuLine, found: FoundLine): Event {
  const { syslog, original, received, created } = found
  const given: Given = { device: syslog.host ?? 'qnap', time: syslog.time ?? created ?? received }
  const connection = line.kind === 'connection'
  const facts = connection ? connectionFacts(line, given) : eventFacts(line, given)
  const failed = connection
    ? /\bfail/i.test(line.act ?? '')
    : /^(?:\w+ )?(?:Failed|Unable|Cannot|Could not|Partially)\b|\bfailed\b/i.test(line.text)
  const kind = kindIn(line)
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time: syslog.time,
    code: connection ? `${line.service ?? ''} ${line.act}`.trim() : codeOf(line),
    provider: line.application,
    outcome: failed ? 'failure' : 'success',
    error: failed ? { code: errorIn(line), message: connection ? line.act : line.text } : undefined,
    facts: scheduledBy(facts, kind),
    // What nobody is named for the device does by itself: a schedule, a retention.
    user: line.user ?? (line.kind === 'event' ? 'System' : undefined),
    kind,
    address: isHere(line.address) ? undefined : line.address,
    message: connection ? undefined : line.text,
    platform: isBackup(line) ? 'qnap.hybridbackup' : name,
    hosts: line.machine ? [line.machine] : [],
    vendor: vendorOf(line),
  })
}

const isBackup = ({ application }: QuLine): boolean => /hybrid backup|^hbs/i.test(application ?? '')

/** The short copy of an event names nobody: the long one tells. */
function eventFacts(line: QuLine, given: Given): Facts {
  const { text, application = '', kind } = line
  if (kind === 'copy') return { action: 'other', resource: whole(given) }
  return (
    (isBackup(line) ? toldBy(jobRows, text, given) : undefined) ??
    (/app center/i.test(application) ? toldBy(appRows, text, given) : undefined) ??
    toldBy(storageRows, text, given) ??
    toldBy(eventRows, text, given) ?? { action: 'other' }
  )
}

function connectionFacts({ act = '', service = '', accessed }: QuLine, given: Given): Facts {
  const resource = accessed === undefined ? whole(given) : fileOf(given, accessed)
  switch (act.toLowerCase()) {
    case 'login success':
    case 'login ok':
    case 'login fail':
    case 'mount success':
    case 'mount fail':
      return {
        action: 'sign-in',
        resource: whole(given),
        ...(/http|ssh|telnet/i.test(service) ? { detail: { console: true } } : {}),
      }
    case 'delete':
      return { action: 'object-deleted', resource }
    case 'rename':
    case 'move': {
      const [from = '', to] = (accessed ?? '').split(' -> ')
      return to === undefined
        ? { action: 'file-renamed', resource }
        : { action: 'file-renamed', resource: fileOf(given, to), detail: { from_name: from } }
    }
    case 'write':
    case 'add':
    case 'copy':
    case 'upload':
    case 'create directory':
      return { action: 'object-written', resource }
    case 'read':
    case 'open':
    case 'download':
      return { action: 'read', resource }
    default:
      return { action: 'other', resource }
  }
}

/** `share/folder/file`, and before it where an app opened it: `[File Station] /share/file`. */
function fileOf(given: Given, told: string): Resource {
  const path = told.replace(/^\[[^\]]{1,60}\]\s*/, '').replace(/^\/+/, '')
  const [share = ''] = path.split('/', 1)
  return {
    type: 'file',
    id: `${given.device}:/${path}`,
    name: `/${path}`,
    ...(share === '' ? {} : { container: part(given, 'share', share) }),
  }
}

/** What `admin` does at 127.0.0.1 the device does by itself; over a file service a name says little of who uses it. */
function kindIn({ user, address, service, kind, ...line }: QuLine): Actor['kind'] | undefined {
  if (user === undefined && kind !== 'event') return undefined
  if (user === undefined || /^system$/i.test(user) || isHere(address))
    return isBackup({ kind, ...line }) ? 'product' : 'provider'
  const byName = kindOf(user, address)
  return kind === 'connection' && byName === 'person' && !/http|ssh|telnet/i.test(service ?? '') ? 'unknown' : byName
}

const scheduledBy = (facts: Facts, kind: Actor['kind'] | undefined): Facts =>
  facts.action === 'run-started' && kind === 'product'
    ? { ...facts, detail: { ...facts.detail, scheduled: true } }
    : facts

/** A sentence is known by what stands outside its quotes. */
const codeOf = ({ application = '', text }: QuLine): string =>
  `${application}: ${text
    .slice(0, 400)
    .replace(/"[^"]*"/g, '""')
    .replace(/[:.] .*$/, '')
    .slice(0, 100)}`

const errorIn = ({ text, kind }: QuLine): string =>
  kind === 'connection'
    ? 'AuthorizationFailure'
    : /not exist|not found/i.test(text)
      ? 'NotFound'
      : /immutable|locked|permission|denied|WORM|protect/i.test(text)
        ? 'Denied'
        : 'Failed'

const vendorOf = (line: QuLine): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries({
      application: line.application,
      category: line.category,
      content: line.text,
      connection_type: line.service,
      accessed_resources: line.accessed,
      action: line.act,
      computer_name: line.machine,
    }).filter(([, value]) => value !== undefined && value !== ''),
  )
