// An entry of a tape library's log as one event.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { isRefused } from '../consoles/words.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { tapeFacts } from './facts.ts'

/** What any of the libraries says of one act. */
export interface TapeEntry {
  readonly id?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly library?: string | undefined
  readonly code?: string | undefined
  readonly message: string
  readonly user?: string | undefined
  readonly address?: string | undefined
  readonly volume?: string | undefined
  /** What to do about it, and nothing that happened. */
  readonly remedy?: boolean
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

export interface Maker {
  /** The source: `ibm.tape`. */
  readonly source: string
  readonly vendor: string
  readonly product: string
}

export function toEvent({ source, vendor, product }: Maker, entry: TapeEntry, found: FoundLine | FoundObject): Event {
  const { original, created, received, syslog } = found
  const library = entry.library ?? syslog?.host ?? ''
  const name = library || 'library'
  const { message } = entry
  const facts = entry.remedy
    ? ({ action: 'other' } as const)
    : tapeFacts(message, { library: name, volume: entry.volume })
  // What may be written once only and was tried again is what is told, however it ended.
  const refused = facts.action !== 'worm-violated' && !entry.remedy && isRefused(message)
  const user = entry.user ?? userIn(message, facts.action === 'sign-in')
  return eventFrom({
    source,
    id: entry.id === undefined ? undefined : `${name}/${entry.id}`,
    time: entry.time ?? syslog?.time,
    created,
    received,
    code: (entry.code ?? syslog?.app ?? 'entry').slice(0, 100),
    provider: syslog?.app,
    outcome: entry.remedy ? 'unknown' : refused ? 'failure' : 'success',
    ...maskSecrets(original),
    facts,
    platform: source,
    actor: actorOf(user, message, name),
    user: user === undefined ? undefined : { name: user },
    address:
      entry.address ??
      /\bfrom (?:host |ip |address )?\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*::[0-9a-f:]+)\]?/i.exec(message)?.[1],
    observer: { vendor, product, ...(library ? { name: library } : {}) },
    error: refused ? { code: 'failed', message: message.slice(0, 500) } : undefined,
    message: maskSecrets(message).original || undefined,
    vendor: { ...entry.fields },
  })
}

const nobody =
  /^(?:the|a|an|host|application|user|library|system|operator panel|service|robot|software|policy|admin(?:istrator)? panel|i|partition)$/i

/** @param signsIn of a sign-in it is whom the sentence is about */
function userIn(message: string, signsIn: boolean): string | undefined {
  const text = message.slice(0, 1_000)
  for (const pattern of [
    ...(signsIn
      ? [/\bfor (?:user )?["']?([\w.@\\-]{1,100})/i, /\blog(?:in|on)\b[^\n]{0,20}?[:=]\s*["']?([\w.@\\-]{1,100})/i]
      : []),
    /\b(?:by|initiated by|requested by)\s+(?:user\s+)?["'[(]?([\w.@\\-]{1,100})/i,
    /^(?:user\s*[:=]?\s*)["'[(]?([\w.@\\-]{1,100})["'\])]?\s+(?:logged|signed|moved|exported|deleted|created|changed|modified|opened|added|removed|ejected|imported|disabled|enabled)/i,
    /\buser(?:name)?\s*[:=]\s*["']?([\w.@\\-]{1,100})/i,
  ]) {
    const found = pattern.exec(text)?.[1]?.replace(/[.,;]+$/, '')
    if (found !== undefined && found !== '' && !nobody.test(found)) return found
  }
  return undefined
}

/** Moves that a host asks for are the backup product's, those of a policy the library's own. */
function actorOf(user: string | undefined, message: string, library: string): Actor | undefined {
  if (user !== undefined) {
    const service = /^(?:service|root|system)$/i.test(user)
    return { id: accountId(user, library), name: user, kind: service ? 'unknown' : 'person' }
  }
  if (/\bby (?:the )?(?:host|application|scsi|software)\b|\bhost[- ]initiated\b/i.test(message))
    return { id: `host@${library}`, name: 'host', kind: 'product' }
  return /\b(?:automatically|auto[- ]?(?:export|eject)(?:ed)?|by (?:the )?(?:library|policy|schedule))\b/i.test(message)
    ? { id: `library@${library}`, name: 'library', kind: 'provider' }
    : undefined
}
