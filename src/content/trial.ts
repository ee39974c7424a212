// Tries a record or an event on the rules: what it is read as, which rules say yes and why, and what the nearest others lack.
import { type KnownEstate, knowEstate } from '../estate/know.ts'
import { isObject, type Json, type JsonObject } from '../lib/json.ts'
import { fail, ok, type Result } from '../lib/result.ts'
import {
  type Trial,
  type TrialEvent,
  type TrialGiven,
  type TrialRecord,
  type TrialRule,
  trialBounds,
} from '../model/detections.ts'
import type { Estate } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import { onlySite, type Sites } from '../model/site.ts'
import type { Reject, Source } from '../model/source.ts'
import { type Detected, detectEvent } from '../pipeline/detect.ts'
import { memoryMap } from '../pipeline/memory-map.ts'
import { normalizeBatch } from '../pipeline/normalize.ts'
import { sees } from '../sigma/compile.ts'
import { explain, lackOf } from '../sigma/explain.ts'
import { merge } from './case-steps.ts'
import { completeEvent } from './cases.ts'
import type { Detections } from './load.ts'

export interface TrialPlace {
  readonly site: string
  readonly estate?: Estate
  /** Epoch milliseconds: when records came that tell no time. */
  readonly now: number
}

/** So many rules that nearly said yes. */
const nearest = 8

/**
 * Tries records one after the other over a memory that knows nothing but those before.
 * @returns what came of each, or what is wrong with the question
 */
export function tryRecords(given: TrialGiven, detections: Detections, place: TrialPlace): Result<Trial, string> {
  const source = given.source === undefined ? undefined : detections.sources.get(given.source)
  if (given.source !== undefined && !source) return fail(`there is no source "${given.source.slice(0, 60)}"`)
  if (given.rule !== undefined && !detections.detector.rules.rules.some(({ meta }) => meta.id === given.rule))
    return fail(`there is no rule "${given.rule.slice(0, 60)}" in use; a correlation joins what other rules say`)
  const texts = partsOf(given.text)
  if (texts.length === 0) return fail('there is nothing to try: paste a record')
  const estate = place.estate && knowEstate(place.estate)
  const run: Run = {
    detections,
    estate,
    sites: estate?.sites(place.site) ?? onlySite(place.site),
    memory: memoryMap(),
    rule: given.rule,
    now: place.now,
  }
  const records: TrialRecord[] = []
  for (const [index, text] of texts.slice(0, trialBounds.records).entries()) {
    const number = index + 1
    if (source) records.push(tryRecord(source, text, number, run))
    else {
      const event = eventIn(text)
      if (!event)
        return fail(`line ${number} is no JSON object: an ECS event is one, and a raw record needs its source`)
      records.push({
        number,
        rejects: [],
        dropped: false,
        events: [tryEvent(completeEvent(event, run.now, number), run, event)],
      })
    }
  }
  return ok({ records, left: Math.max(0, texts.length - trialBounds.records) })
}

interface Run {
  readonly detections: Detections
  readonly estate: KnownEstate | undefined
  readonly sites: Sites
  readonly memory: ReturnType<typeof memoryMap>
  readonly rule: string | undefined
  readonly now: number
}

/** One JSON value over several lines is one record, a list of objects several; XML is one; all else is lines. */
function partsOf(text: string): readonly string[] {
  const whole = text.replace(/^\ufeff/, '').trim()
  if (/^<(\?xml|Event|[A-Za-z])/.test(whole)) return [whole]
  const lines = whole.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length <= 1 && !whole.startsWith('[')) return lines
  const value = parsed(whole)
  if (Array.isArray(value) && value.every(isObject)) return value.map((one) => JSON.stringify(one))
  return isObject(value) ? [JSON.stringify(value)] : lines
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const eventIn = (text: string): JsonObject | undefined => {
  const value = parsed(text)
  return isObject(value) ? value : undefined
}

function tryRecord(source: Source, text: string, number: number, run: Run): TrialRecord {
  const { detections, sites, now } = run
  const bytes = Buffer.from(text, 'utf8')
  const raw = { source, bytes, received: undefined, before: now, position: `line:${number}` }
  const { drafts, rejects } = normalizeBatch([raw], detections.relevance, undefined, sites)
  const used = drafts.flatMap(({ event }) => event ?? [])
  const told = rejects.map(({ reject }) => reject)
  if (used.length > 0 || told.length > 0)
    return { number, rejects: told.map(rejectOf), dropped: false, events: used.map((event) => tryEvent(event, run)) }
  // The service would not look further; whoever asks why nothing fires wants to see what it is.
  const reading = source.read(bytes, now)
  if (!reading.ok) return { number, rejects: [rejectOf(reading.error)], dropped: false, events: [] }
  return { number, rejects: [], dropped: true, events: reading.value.events.map((event) => tryEvent(event, run)) }
}

const rejectOf = ({ reason, field }: Reject) => ({ reason, ...(field === undefined ? {} : { field }) })

/** @param facts an event that brings facts of its own keeps them: memory would not know them here */
function tryEvent(event: Event, run: Run, facts?: JsonObject): TrialEvent {
  const { detections, estate, memory } = run
  const given = facts?.backup === undefined ? {} : { given: (known: Event) => withFacts(known, facts.backup as Json) }
  const detector = { ...detections.detector, ...(estate ? { estate } : {}), ...given }
  const at = event['@timestamp']
  const detected = detectEvent(memory, detector, event, { source: event.event.dataset, position: 'pasted', at })
  const known = detected?.event ?? event
  const rules = rulesOn(known, run)
  const seen = rules.filter((rule) => rule.sees).length
  return {
    event: JSON.parse(JSON.stringify(known)) as Json,
    twin: detected === undefined,
    alerts: alertsOf(detected),
    completed: (detected?.firings ?? []).map(({ correlation: { id, title } }) => ({ id, title })),
    rules: run.rule === undefined ? shown(rules) : rules,
    asked: run.rule === undefined ? seen : rules.length,
    unasked: run.rule === undefined ? detections.detector.rules.rules.length - seen : 0,
  }
}

const withFacts = (known: Event, backup: Json): Event => merge(known as unknown as Json, { backup }) as unknown as Event

function alertsOf(detected: Detected | undefined): TrialEvent['alerts'] {
  const last = new Map((detected?.alerts ?? []).map((alert) => [alert.id, alert]))
  return [...last.values()].map(({ id, rule, title, priority, summary, class: row }) => ({
    id,
    rule: rule.id,
    title,
    class: row,
    priority,
    summary,
  }))
}

/** Every rule that sees the log source, or the one that was asked for. */
function rulesOn(event: Event, { detections: { detector }, rule: wanted }: Run): readonly TrialRule[] {
  const logsources = detector.logsources(event.event.dataset)
  return detector.rules.rules.flatMap((rule) => {
    const seen = sees(rule.meta.logsource, logsources)
    if (wanted === undefined ? !seen : rule.meta.id !== wanted) return []
    const explanation = explain(rule, event, detector.rules.fields)
    const { verdict } = explanation
    const { id, title, lastcopy } = rule.meta
    return [
      {
        ...{ id, title, verdict, sees: seen },
        ...(lastcopy ? { priority: lastcopy.priority } : {}),
        because: (verdict === 'matched' ? explanation.because : lackOf(explanation))
          .slice(0, 60)
          .map(({ asks, for: asked, holds, why, found }) => ({ asks, for: asked.slice(0, 500), holds, why, found })),
      },
    ]
  })
}

/** Whoever said yes, then those that ask for what was done and lack least. */
function shown(rules: readonly TrialRule[]): readonly TrialRule[] {
  const yes = rules.filter(({ verdict }) => verdict === 'matched')
  const no = rules
    .filter(({ verdict }) => verdict !== 'matched')
    .map((rule) => ({ rule, other: Number(rule.because.some(({ asks }) => asksForAct.test(asks))) }))
    .sort((a, b) => a.other - b.other || a.rule.because.length - b.rule.because.length)
  return [...yes, ...no.slice(0, nearest).map(({ rule }) => rule)]
}

/** A rule that asks for another verb is about something else, however little it lacks. */
const asksForAct = /^event\.(action|code|outcome)\b/
