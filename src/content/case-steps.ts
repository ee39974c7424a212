// A case's steps as records and events in time: named records, patches, offsets, repetitions, placeholders.
import { createHash } from 'node:crypto'
import { day, hour, minute, second } from '../lib/duration.ts'
import { isObject, type Json, type JsonObject } from '../lib/json.ts'
import type { CaseFile, CaseStep, RecordSpec } from './case-file.ts'

export interface Step {
  /** From 1, as written: all repetitions have the same. */
  readonly number: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly source: string | undefined
  readonly record?: string
  readonly event?: JsonObject
  readonly facts?: JsonObject
  readonly act?: NonNullable<CaseStep['act']>
}

const defaultBase = '2026-03-02T09:00:00Z'

/** One repetition of a step in time. Whoever moves, leaves out or adds moments makes another case of the same steps. */
export interface Moment {
  readonly step: CaseStep
  /** Of its step, as written, from 1. */
  readonly number: number
  /** From 1. */
  readonly repetition: number
  /** Epoch milliseconds. */
  readonly at: number
  /** Laid over the facts of the step. */
  readonly facts?: JsonObject
}

/** When each step happens, each repetition by itself, in the order of the steps. */
export function momentsOf(file: CaseFile, steps: readonly CaseStep[]): readonly Moment[] {
  const base = Date.parse(file.base ?? defaultBase)
  return steps.flatMap((step, index) => {
    const { times = 1, every = '0s' } = step.repeat ?? {}
    return Array.from({ length: times }, (_, repetition): Moment => {
      const at = base + readOffset(step.at) + repetition * readOffset(every)
      return { step, number: index + 1, repetition: repetition + 1, at }
    })
  })
}

/** What happens at a moment. @throws Error naming a record that is not there */
export function stepAt(file: CaseFile, { step, number, repetition, at, facts: more }: Moment, seed: string): Step {
  const { record, by, set, event, act } = step
  const fill = placeholders(at, repetition, `${seed} ${number - 1} ${repetition - 1}`)
  const facts = more === undefined ? step.facts : (merge(step.facts, more) as JsonObject)
  return {
    number,
    at,
    source: step.source ?? file.source,
    ...(record === undefined ? {} : { record: textOf(file, record, { by, set }, fill) }),
    ...(event === undefined ? {} : { event: eventOf(file, event, { by, set }, fill) }),
    ...(facts === undefined ? {} : { facts }),
    ...(act === undefined ? {} : { act }),
  }
}

/** JSON merge patch, RFC 7396. Keys such as `__proto__` are dropped: nothing of ours is called so. */
export function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const merged = new Map<string, Json | undefined>(isObject(target) ? Object.entries(target) : [])
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) merged.delete(key)
    else merged.set(key, merge(merged.get(key), value))
  }
  merged.delete('__proto__')
  return Object.fromEntries(merged)
}

const units: Readonly<Record<string, number>> = { ms: 1, s: second, m: minute, h: hour, d: day, w: 7 * day }

/** Milliseconds of `+1d12h`; the schema has checked its form. */
export function readOffset(text: string): number {
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)
  const length = [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0)
  return text.startsWith('-') ? -length : length
}

/** The record as text. A name is looked up, `like` followed, who does it and the patch laid over. */
function textOf(file: CaseFile, spec: RecordSpec, { by, set }: Layers, fill: Fill): string {
  const record = resolveRecord(file, spec, 0)
  if (typeof record === 'string') return fill(record)
  return JSON.stringify(fillIn(layered(file, record, { by, set }), fill))
}

/** The event, in place or by its name among the records, with who does it and the patch laid over. */
function eventOf(file: CaseFile, spec: RecordSpec, { by, set }: Layers, fill: Fill): JsonObject {
  const event = fillIn(layered(file, resolveRecord(file, spec, 0), { by, set }), fill)
  if (!isObject(event)) throw new Error('an event of a step is no object')
  return event
}

type Layers = { readonly [key in 'by' | 'set']: CaseStep[key] | undefined }

const layered = (file: CaseFile, record: Json, { by, set }: Layers): Json =>
  [...[by ?? []].flat().map((name) => resolveRecord(file, name, 0)), set ?? {}].reduce<Json>(merge, record)

function resolveRecord(file: CaseFile, spec: RecordSpec, depth: number): string | JsonObject {
  if (depth > 20) throw new Error('records are like each other in a circle')
  if (typeof spec === 'string') {
    if (!Object.hasOwn(file.records ?? {}, spec)) {
      if (/^[\w.-]+$/.test(spec)) throw new Error(`there is no record "${spec}" in records`)
      return spec
    }
    const named = file.records?.[spec]
    return typeof named === 'string' ? named : resolveRecord(file, named ?? {}, depth + 1)
  }
  if (typeof spec.like !== 'string') return spec
  const base = resolveRecord(file, spec.like, depth + 1)
  return typeof base === 'string' ? base : (merge(base, isObject(spec.set) ? spec.set : {}) as JsonObject)
}

type Fill = (text: string) => string

function placeholders(at: number, repetition: number, seed: string): Fill {
  const time = new Date(at)
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][time.getUTCMonth()]
  const clock = time.toISOString().slice(11, 19)
  const hex = createHash('sha256').update(seed).digest('hex')
  const values: Readonly<Record<string, string>> = {
    iso: time.toISOString().replace('.000Z', 'Z'),
    epoch: String(Math.floor(at / 1000)),
    epoch_ms: String(at),
    rfc3164: `${month} ${String(time.getUTCDate()).padStart(2, ' ')} ${clock}`,
    uuid: hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    n: String(repetition),
  }
  return (text) =>
    text.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
    )
}

function fillIn(value: Json | undefined, fill: Fill): Json {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((item) => fillIn(item, fill))
  if (!isObject(value)) return value ?? null
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, fill)]))
}
