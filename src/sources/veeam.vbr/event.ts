// One Veeam event as one event of ours, from a syslog line or a Windows event.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom, type Told } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { identityOf, productOf } from './actor.ts'
import { classify, isOwn } from './classify.ts'
import { field, type Said, type VbrRecord } from './record.ts'

export interface Envelope {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  readonly time?: number | undefined
  readonly id?: string | undefined
  /** `Veeam_MP`, `Veeam_Security`, `Veeam_Backup`; a Windows provider's name. */
  readonly provider?: string | undefined
  /** The server as it calls itself, else as the header has it. */
  readonly host?: string | undefined
  /** Names that stood in the block twice. */
  readonly doubled?: readonly string[]
}

/** The server's name without its domain. */
export const serverOf = (host: string | undefined): string =>
  host === undefined
    ? ''
    : (/^[\d.:[\]]+$/.test(host) ? host : (host.split('.', 1)[0] ?? '')).toLowerCase().slice(0, 100)

/** The event of a record. */
export const toEvent = (record: VbrRecord, envelope: Envelope): Event => eventOf(record, envelope, classify(record))

/** The event of a record whose act is known. */
export function eventOf(record: VbrRecord, envelope: Envelope, said: Said): Event {
  const { outcome = 'success', error, peers, ...facts } = said
  const identity = identityOf(record) ?? (isOwn(said) ? productOf(record) : undefined)
  const { address, port } = hostAndPort(field(record, 'SourceIpAddress', 'Endpoint'))
  const { original, hash, vendor } = kept(envelope.original, vendorOf(record, envelope))
  return eventFrom({
    source: 'veeam.vbr',
    id: envelope.id,
    time: envelope.time,
    created: envelope.created,
    received: envelope.received,
    code: record.code,
    provider: envelope.provider,
    outcome,
    original,
    hash,
    facts,
    platform: 'veeam.vbr',
    actor: identity?.actor,
    user: identity?.user,
    address,
    port,
    agent: field(record, 'ClientId'),
    host: envelope.host === undefined ? undefined : { name: envelope.host },
    observer: {
      vendor: 'Veeam',
      product: 'Backup & Replication',
      ...(record.server === '' ? {} : { name: record.server }),
      ...versionOf(record),
    },
    error: error === undefined ? undefined : { code: error, ...(record.text === '' ? {} : { message: record.text }) },
    message: record.text,
    users: peers,
    vendor,
  } satisfies Told)
}

const versionOf = (record: VbrRecord): { readonly version?: string } => {
  const version = field(record, 'VbrVersion')
  return version === undefined ? {} : { version }
}

const longest = 8192

/** The vendor's fields in small letters with underscores, as Elastic's integration of the product writes them. */
function vendorOf(record: VbrRecord, { doubled = [] }: Envelope): JsonObject {
  const fields: Record<string, Json> = Object.create(null)
  for (const [name, value] of record.fields) {
    if (value.trim() === '' || name === 'Description') continue
    fields[snake(name)] = value.length > longest ? value.slice(0, longest) : value
  }
  fields.instance_id = record.code
  if (record.level) fields.level = record.level
  if (doubled.length > 0) fields.doubled_fields = doubled
  return fields
}

/** `JobSessionID` as `job_session_id`, `TapeIDs` as `tape_ids`. */
export function snake(name: string): string {
  const known = written.get(name)
  if (known !== undefined) return known
  const said = name
    .replace(/IDs$/, 'Ids')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
  if (written.size < 2000) written.set(name, said)
  return said
}
/** The product has a few hundred names. */
const written = new Map<string, string>()
