// Synology DSM: what Log Center sends by syslog, or gives by its own interface.
import type { JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { deviceEvent, kindOf, type Product } from '../appliance/event.ts'
import type { Given } from '../appliance/facts.ts'
import { toldBy } from '../appliance/sentences.ts'
import type { Facts } from '../kit/facts.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { backupRows, snapshotRows } from './copies.ts'
import { fileFacts } from './files.ts'
import { type DsmLine, dsmLineIn, dsmLineOf, isLogObject } from './line.ts'
import { peopleRows } from './people.ts'
import { systemRows } from './system.ts'

const name = 'synology.dsm'
const product: Product = { source: name, vendor: 'Synology', product: 'DSM' }
const notOurs = { reason: 'no line of Log Center: neither a package with a sentence nor the event of a file service' }

export default {
  name,
  logsource: [{ product: 'synology', service: 'dsm' }, { product: 'synology' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isLogObject,
    object: (found) => ok(eventOf(dsmLineOf(found.value), found, found.syslog?.host, timeIn(found.value))),
    line: (found) => {
      const line = dsmLineIn(found.syslog)
      return line ? ok(eventOf(line, found, found.syslog.host, found.syslog.time)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

/** `2026/03/01 09:00:00`, in the time zone of the device. */
const timeIn = ({ time }: JsonObject): number | undefined =>
  statedTime(typeof time === 'string' ? time.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3') : time)

function eventOf(line: DsmLine, found: FoundLine | FoundObject, host = 'synology', time?: number): Event {
  const { category, text, file } = line
  const given: Given = { device: host, time: time ?? found.created ?? found.received }
  const platform = platformOf(category)
  const facts = file ? fileFacts(file, given) : sentence(line, platform, given)
  const who = whoIn(line, platform)
  const failed =
    /\bfail(?:ed|ure)?\b|\bunable to\b|\bpartially\b|\bcould not\b|\bdenied\b|was blocked/i.test(text) &&
    file === undefined
  return deviceEvent(product, {
    given,
    original: found.original,
    received: found.received,
    created: found.created,
    time,
    code: file ? `${category} ${file.act}` : codeOf(category, text),
    provider: category,
    outcome: failed ? 'failure' : 'success',
    error: failed ? { code: errorIn(text), message: text } : undefined,
    facts: scheduledBy(facts, who.kind),
    ...who,
    message: file ? undefined : text,
    platform,
    vendor: { category, ...(file ? { act: file.act, path: file.path, folder: file.folder } : { text }) },
  })
}

/** A sentence is known by what stands between the names in it. */
const codeOf = (category: string, text: string): string =>
  `${category}: ${text
    .slice(0, 400)
    .replace(/\[[^\]]*\]/g, '[]')
    .slice(0, 100)}`.trim()

/** Hyper Backup and Active Backup are products of their own, whatever else the device keeps. */
function platformOf(category: string): string {
  if (/^(hyper_?backup|package$|backup$)/i.test(category)) return 'synology.hyperbackup'
  return /^active_?backup/i.test(category) ? 'synology.activebackup' : name
}

function sentence({ category, text }: DsmLine, platform: string, given: Given): Facts {
  const own = platform !== name ? backupRows : /snapshot|replication/i.test(category) ? snapshotRows : []
  return (
    toldBy(own, text, given) ??
    toldBy(peopleRows, text, given) ??
    (/\bsnapshot|\breplication/i.test(text) ? toldBy(snapshotRows, text, given) : undefined) ??
    (/backup task|settings? of/i.test(text) ? toldBy(backupRows, text, given) : undefined) ??
    toldBy(systemRows, text, given) ?? { action: 'other' }
  )
}

interface Who {
  readonly user?: string
  readonly kind?: 'product' | 'provider' | 'unknown'
  readonly address?: string
}

/** A sentence on a connection names user and address; `SYSTEM` of a backup package is that package. */
function whoIn({ category, user, text, file, address }: DsmLine, platform: string): Who {
  const from = /^(?:User \[(.*?)\] from|Host) \[(.*?)\]/i.exec(text.slice(0, 600))
  const place = address ?? from?.[2]
  const who = from?.[1] ?? user
  return {
    ...(who === undefined || (from !== null && from[1] === undefined) ? {} : { user: who }),
    ...(place === undefined ? {} : { address: /\(([\da-f.:]{3,45})\)\s*$/i.exec(place)?.[1] ?? place }),
    ...(who === undefined || from?.[1] !== undefined
      ? {}
      : /^system$/i.test(who)
        ? { kind: platform === name ? 'provider' : 'product' }
        : // Over a file service a name says little of who uses it.
          file && !/^(file_?station|dsmfile)$/i.test(category) && kindOf(who, place) === 'person'
          ? { kind: 'unknown' }
          : {}),
  }
}

const scheduledBy = (facts: Facts, kind: Who['kind']): Facts =>
  facts.action === 'run-started' && kind === 'product'
    ? { ...facts, detail: { ...facts.detail, scheduled: true } }
    : facts

const errorIn = (text: string): string =>
  /authori[sz]ation|password|authenticat/i.test(text)
    ? 'AuthorizationFailure'
    : /not exist|not found/i.test(text)
      ? 'NotFound'
      : /immutable|protection period|locked|permission|denied|privilege/i.test(text)
        ? 'Denied'
        : 'Failed'
