// A notice of Lastcopy as an event: records that are gone before they were read, a silent source, a restore drill that is due.
import { hashOf } from '../../lib/hash.ts'
import type { Json } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import type { GapKind } from '../../model/journal.ts'
import type { Verb } from '../../model/verb.ts'

export type Notice = GapNotice | SilenceNotice | DrillNotice | MissedNotice

interface Told {
  /** The same each time that the same thing is told. */
  readonly id: string
  /** ISO: when it was noticed. */
  readonly at: string
  readonly site?: string
}

export interface GapNotice extends Told {
  readonly notice: 'gap'
  readonly stage: string
  readonly topic: string
  readonly partition?: number
  readonly what: GapKind
  /** The next offset that was to be read, and what was found in its place. */
  readonly expected: string
  readonly found: string
  /** ISO: the last record that was read before it. */
  readonly last?: string
}

export interface SilenceNotice extends Told {
  readonly notice: 'silence'
  /** The source that is silent; `*` for every one of the site. */
  readonly source: string
  /** The console, host or account of it, where the rest of the source goes on. */
  readonly part?: string
  /** ISO: when it last spoke. */
  readonly since: string
  /** Milliseconds: the longest it was ever silent before. */
  readonly usual?: number
  /** The page-now alert on its assets that it follows within three days, and whose doing that was. */
  readonly after?: {
    readonly alert: string
    readonly actor: { readonly id: string; readonly name: string; readonly kind: string }
  }
}

export interface DrillNotice extends Told {
  readonly notice: 'drill'
  /** The protected set, as the estate names it, and the id that it has among those that memory knows. */
  readonly of: string
  readonly set: string
  /** ISO: when a restore of it was last tested; before the first, since when Lastcopy would know. */
  readonly since: string
  /** It is due; otherwise it took place after it was. */
  readonly overdue: boolean
  /** No test of it was ever seen. */
  readonly never?: boolean
  /** Days between two of them. */
  readonly every: number
}

export interface MissedNotice extends Told {
  readonly notice: 'missed'
  /** Who should have been heard from. */
  readonly name: string
  readonly source?: string
  /** ISO: when it was heard last, or since when it is waited for. */
  readonly since: string
  /** Milliseconds: how long it may be silent, as the site says. */
  readonly within: number
  /** How loud its silence is, as the site says. */
  readonly priority: 'page-now' | 'notify'
  readonly after?: SilenceNotice['after']
}

/** @param original the notice as text */
export function eventOf(notice: Notice, original = JSON.stringify(notice)): Event {
  const { id, at, site } = notice
  const told = factsOf(notice)
  return {
    '@timestamp': new Date(Date.parse(at)).toISOString(),
    message: told.message,
    event: {
      id: id === '' ? hashOf('lastcopy.watch', original) : id,
      action: told.action,
      code: told.code,
      provider: 'lastcopy',
      outcome: 'success',
      kind: 'event',
      category: ['configuration'],
      type: ['change'],
      dataset: 'lastcopy.watch',
      module: 'lastcopy',
      original,
    },
    observer: { vendor: 'Lastcopy', product: 'Lastcopy' },
    backup: {
      platform: 'lastcopy',
      ...(site === undefined ? {} : { site }),
      ...(told.actor ? { actor: told.actor } : {}),
      resource: told.resource,
      detail: told.detail,
    },
  }
}

function factsOf(notice: Notice): Facts {
  switch (notice.notice) {
    case 'gap':
      return gapFacts(notice)
    case 'silence':
      return silenceFacts(notice)
    case 'drill':
      return drillFacts(notice)
    case 'missed':
      return missedFacts(notice)
  }
}

function drillFacts({ of, set, since, overdue, never, every }: DrillNotice): Facts {
  return {
    action: 'restore-tested',
    code: overdue ? 'drill-overdue' : 'drill-done',
    message: overdue
      ? `no restore of ${of} was tested since ${since}, which is due every ${every} days`
      : `a restore of ${of} was tested at ${since}`,
    resource: { type: 'restore-test', id: set, name: of },
    detail: { since, every_days: every, ...(overdue ? { overdue } : {}), ...(never ? { never_tested: true } : {}) },
  }
}

interface Facts {
  readonly action: Verb
  readonly code: string
  readonly message: string
  readonly resource: { readonly type: string; readonly id: string; readonly name: string }
  readonly actor?: {
    readonly id: string
    readonly name: string
    readonly kind: 'unknown' | 'person' | 'service' | 'product' | 'provider'
  }
  readonly detail: Readonly<Record<string, Json>>
}

function gapFacts({ stage, topic, partition = 0, what, expected, found, last }: GapNotice): Facts {
  const count = what === 'truncated' || what === 'hole' ? countOf(expected, found) : undefined
  return {
    action: 'records-missing',
    code: what,
    message: sentences[what](`${topic}, partition ${partition}`, expected, found, count),
    resource: { type: 'topic', id: topic, name: topic },
    detail: {
      gap: what,
      told: places[what](partition, expected, found, count),
      stage,
      partition,
      expected,
      found,
      ...(count === undefined ? {} : { missing: count }),
      ...(last === undefined ? {} : { last_read: last }),
    },
  }
}

const sentences: Readonly<Record<GapKind, (place: string, expected: string, found: string, count?: number) => string>> =
  {
    truncated: (place, expected, found, count) =>
      `${count} records of ${place} were removed before they were read: from offset ${expected} to before ${found}`,
    hole: (place, expected, found, count) =>
      `${count} records are missing in ${place}: from offset ${expected} to before ${found}`,
    recreated: (place, expected, found) =>
      `${place} is not the topic that it was: it was read to before offset ${expected}, and now ends at ${found}; what it held beyond is lost`,
    'offsets-moved': (place, expected, found) =>
      `somebody moved where Lastcopy reads on in ${place} from offset ${expected} to ${found}; it went on at ${expected}`,
    'offsets-deleted': (place, expected) =>
      `somebody deleted where Lastcopy reads on in ${place}, or it ran out; it went on at offset ${expected}`,
    'state-deleted': (place) => `what Lastcopy remembered of ${place} is gone: every history begins anew`,
  }

/** Short enough for the line of a page. */
const places: Readonly<
  Record<GapKind, (partition: number, expected: string, found: string, count?: number) => string>
> = {
  truncated: (partition, expected, found, count) =>
    `partition ${partition}, offset ${expected} to before ${found}${records(count)}`,
  hole: (partition, expected, found, count) =>
    `partition ${partition}, offset ${expected} to before ${found}${records(count)}`,
  recreated: (partition, expected, found) => `partition ${partition}, read to before ${expected}, now ends at ${found}`,
  'offsets-moved': (partition, expected, found) => `partition ${partition}, from ${expected} to ${found}`,
  'offsets-deleted': (partition, expected) => `partition ${partition}, at ${expected}`,
  'state-deleted': (partition) => `partition ${partition}`,
}
const records = (count: number | undefined): string => (count === undefined ? '' : ` (${count} records)`)

/** Texts from outside are no numbers yet. */
function countOf(expected: string, found: string): number | undefined {
  const [from, to] = [Number(expected), Number(found)]
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && to > from ? to - from : undefined
}

const actorKinds = ['person', 'service', 'product', 'provider'] as const

function silenceFacts({ source, part, since, at, usual, after }: SilenceNotice): Facts {
  const everything = source === '*'
  const name = everything ? 'every source' : part === undefined ? source : `${source} of ${part}`
  return {
    action: 'source-silent',
    code: everything ? 'all-silent' : part === undefined ? 'source-silent' : 'part-silent',
    message: `${name} has said nothing since ${since}`,
    resource: { type: 'source', id: part === undefined ? source : `${source}/${part}`, name },
    ...actorOf(after),
    detail: {
      since,
      silent_minutes: minutesOf(Date.parse(at) - Date.parse(since)),
      ...(usual === undefined ? {} : { usual_minutes: minutesOf(usual) }),
      ...(after ? { after_alert: after.alert } : {}),
    },
  }
}

function missedFacts({ name, source, since, at, within, priority, after }: MissedNotice): Facts {
  return {
    action: 'source-silent',
    code: 'heartbeat-missed',
    message: `${name} should have been heard from every ${minutesOf(within)} minutes, and has not been since ${since}`,
    resource: { type: 'source', id: source ?? name, name },
    ...actorOf(after),
    detail: {
      since,
      silent_minutes: minutesOf(Date.parse(at) - Date.parse(since)),
      expected_minutes: minutesOf(within),
      expected_priority: priority,
      ...(after ? { after_alert: after.alert } : {}),
    },
  }
}

const minutesOf = (ms: number): number => Math.max(0, Math.round(ms / 60_000))

function actorOf(after: SilenceNotice['after']): Pick<Facts, 'actor'> {
  if (!after) return {}
  const kind = actorKinds.find((one) => one === after.actor.kind) ?? 'unknown'
  return { actor: { id: after.actor.id, name: after.actor.name, kind } }
}
