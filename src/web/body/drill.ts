// Reads what somebody says of a drill: how it begins, a step that is done, how it ends.
import { nearest } from '../../lib/nearest.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import type { Ask } from '../../model/ask.ts'
import { type DrillDraft, drillEnds, drillKinds } from '../../model/drill.ts'
import type { Subject } from '../../model/people.ts'
import { readFields } from './fields.ts'

const mostSets = 500
const mostWriters = 50
const longestName = 200
const longestWords = 1_000

type Step = Extract<Ask, { act: 'drill-step' }>['step']
type Finish = Omit<Extract<Ask, { act: 'drill-finish' }>, 'act' | 'drill'>

/** What the estate names. */
interface KnownNames {
  readonly sets: readonly string[]
  readonly copies: readonly string[]
}

/**
 * @param known names of the estate; where it names none, any will do
 * @param now ISO
 */
export function readDrill(body: unknown, who: Subject, known: KnownNames, now: string): Result<DrillDraft, string> {
  const read = readFields(body, ({ text, list, choice, time }) => ({
    kind: choice('kind', drillKinds),
    sets: list('sets', mostSets, longestName),
    scenario: text('scenario', longestWords),
    runbook: text('runbook', longestWords),
    writtenBy: list('writtenBy', mostWriters, longestName),
    executedBy: text('executedBy', longestName) ?? who.person ?? who.name,
    decidedAt: time('decidedAt') ?? now,
    lostAt: time('lostAt'),
    copies: list('copies', mostSets, longestName),
  }))
  if (!read.ok) return read
  const { kind, scenario, runbook, lostAt = read.value.decidedAt, ...rest } = read.value
  if (kind === undefined) return fail(`kind is missing: one of ${drillKinds.join(', ')}`)
  if (rest.sets.length === 0) return fail('sets are missing: what is to serve again')
  if (scenario === undefined) return fail('scenario is missing: what is taken to have happened')
  if (runbook === undefined) return fail('runbook is missing: where it is, and its version')
  if (rest.writtenBy.length === 0) return fail('writtenBy is missing: who wrote the runbook')
  if (Date.parse(lostAt) > Date.parse(rest.decidedAt)) return fail('lostAt must not lie behind decidedAt')
  const odd = oddOf('sets', rest.sets, known.sets) ?? oddOf('copies', rest.copies, known.copies)
  if (odd !== undefined) return fail(odd)
  return ok({ kind, scenario, runbook, lostAt, ...rest })
}

function oddOf(field: string, given: readonly string[], known: readonly string[]): string | undefined {
  const odd = known.length > 0 ? given.find((name) => !known.includes(name)) : undefined
  if (odd === undefined) return undefined
  const close = nearest(odd, known)
  return `${field}: the estate has no "${odd}"${close === undefined ? '' : `; did you mean ${close}?`}`
}

/** A step that is done; without a time, now. */
export function readStep(body: unknown): Result<Step, string> {
  const read = readFields(body, ({ text, time }) => ({
    name: text('name', longestName),
    at: time('at'),
    serves: text('serves', longestName),
    point: time('point'),
    words: text('text', longestWords),
  }))
  if (!read.ok) return read
  const { name, ...rest } = read.value
  if (name === undefined) return fail('name is missing: what was done')
  if (rest.point !== undefined && rest.serves === undefined)
    return fail('point belongs to a set that bears load: say which with serves')
  return ok({ name, ...given(rest) })
}

/** How it ended. */
export function readFinish(body: unknown): Result<Finish, string> {
  const read = readFields(body, ({ text, choice, time }) => ({
    end: choice('end', drillEnds),
    at: time('at'),
    point: time('point'),
    words: text('text', longestWords),
  }))
  if (!read.ok) return read
  const { end, ...rest } = read.value
  if (end === undefined) return fail(`end is missing: one of ${drillEnds.join(', ')}`)
  if (end !== 'served' && rest.words === undefined) return fail('text is missing: why it did not serve')
  return ok({ end, ...given(rest) })
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
