// What goes along the ways between rules and correlations: which groups an event belongs to, and what a truth hands on.
import { type Entry, type FieldValues, type Scalar, valuesOf } from './entry.ts'
import type { Group, Truth } from './group.ts'
import { combinations } from './measure.ts'
import type { Plan, Route } from './plan.ts'

const mostEvents = 10_000
/** Of so many events of a firing the fields are handed on. */
const mostValues = 64

/** The groups that an event belongs to: none when it lacks a field, several when a field is a list. */
export const groupsOf = ({ group }: Route, fields: FieldValues): readonly (readonly Scalar[])[] =>
  combinations(group.map((field) => distinct(valuesOf(fields, field))))

const distinct = (values: readonly Scalar[]): readonly Scalar[] =>
  values.length < 2 ? values : [...new Map(values.map((value) => [String(value), value])).values()]

/** Fields of an entry that are needed later: by its own count, and by the correlations behind it. */
export function fieldsKept(plan: Plan): ReadonlySet<string> {
  const fieldsOf = ({ plan: { correlation, outer }, group }: Route): readonly string[] => [
    ...group,
    ...(correlation.field ?? []),
    ...outer.flatMap(fieldsOf),
  ]
  return new Set([...(plan.correlation.field ?? []), ...plan.outer.flatMap(fieldsOf)])
}

const nothing: FieldValues = {}

export const pick = (fields: FieldValues, keeps: ReadonlySet<string>): FieldValues =>
  keeps.size === 0
    ? nothing
    : Object.fromEntries(Object.entries(fields).filter(([name, values]) => keeps.has(name) && values.length > 0))

/** The events of a truth in the order of their times; of very many the last. */
export function eventsOf<Id>({ entries, from, to, fresh }: Truth<Id>): readonly Id[] {
  const events = new Set<Id>()
  // What stays true is handed on at every match, so only with its last events.
  const most = fresh ? mostEvents : mostValues
  for (let place = Math.max(from, to - most + 1); place <= to; place += 1)
    for (const event of entries[place]?.events ?? []) events.add(event)
  return [...events].slice(-mostEvents)
}

/** A firing as a match of the correlations behind it: what it is grouped by, else what its events hold. */
export function entryOf<Id>(plan: Plan, group: Group<Id>, truth: Truth<Id>, events: readonly Id[]): Entry<Id> {
  const { groupBy, meta } = plan.correlation
  const { entries, from, to, at } = truth
  const fields: Record<string, readonly Scalar[]> = Object.create(null)
  for (let place = Math.max(from, to - mostValues); place <= to; place += 1)
    for (const [name, values] of Object.entries(entries[place]?.fields ?? {})) {
      const known = fields[name]
      if (known === undefined) fields[name] = values
      else if (known.length < mostValues) fields[name] = distinct([...known, ...values])
    }
  for (const [place, name] of groupBy.entries()) {
    const value = group.values[place]
    if (value !== undefined) fields[name] = [value]
  }
  return { at, key: `${meta.id} ${group.key} ${at}`, events, fields, rules: 0 }
}
