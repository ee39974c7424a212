// The live window of a group, for people: what it has, what is missing, when it runs out.
import type { Bound, Firing } from '../model/correlation.ts'
import { type Entry, placeOf, type Scalar } from './entry.ts'
import type { Group } from './group.ts'
import { hasRule, isPositive, isWithin, measures } from './measure.ts'
import type { Plan } from './plan.ts'

export interface LiveWindow<Id> {
  readonly group: Firing['group']
  readonly has: readonly { readonly events: readonly Id[]; readonly at: number; readonly rules: readonly string[] }[]
  /** What is counted; empty where nothing can be. */
  readonly measure: readonly number[]
  /** In words: rules that must still match, bounds that are not met. */
  readonly missing: readonly string[]
  /** When the first of it leaves the window. Epoch milliseconds. */
  readonly expires: number
}

/** The window that ends with the group's last match. */
export function inspect<Id>(plan: Plan, group: Group<Id>): LiveWindow<Id> | undefined {
  const { entries } = group
  const last = entries.at(-1)
  if (!last) return undefined
  const from = placeOf(entries, last.at - plan.correlation.timespan)
  const window = { entries, from, to: entries.length - 1 }
  const part = entries.slice(from)
  const measure = measures(plan.correlation, window)
  return {
    group: groupRecord(plan, group.values),
    has: part.map((entry) => ({ events: entry.events, at: entry.at, rules: rulesOf(plan, entry) })),
    measure,
    missing: missingOf(plan, part, measure),
    expires: (part[0]?.at ?? last.at) + plan.correlation.timespan,
  }
}

/** The values of a group by the names that the correlation groups by. */
export const groupRecord = ({ correlation }: Plan, values: readonly Scalar[]): Firing['group'] =>
  Object.fromEntries(
    correlation.groupBy.flatMap((name, place) => {
      const value = values[place]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Counts do not keep which rule it was, so all that it can be are named. */
const rulesOf = <Id>({ correlation, rules }: Plan, entry: Entry<Id>): readonly string[] =>
  correlation.type.startsWith('temporal') ? rules.filter((_, index) => hasRule(entry.rules, index)) : rules

function missingOf<Id>(
  { correlation, rules }: Plan,
  entries: readonly Entry<Id>[],
  measure: readonly number[],
): readonly string[] {
  const { type, bounds, expression } = correlation
  if (bounds.length > 0) return bounds.filter((bound) => !measure.some((value) => isWithin(bound, value))).map(tell)
  if (!type.startsWith('temporal')) return []
  const present = entries.reduce((sum, entry) => sum | entry.rules, 0)
  return rules.filter((name, index) => !hasRule(present, index) && (!expression || isPositive(expression, name)))
}

const tell = ({ order, value }: Bound): string => `${order} ${value}`

/** What is missing, as people say it: the titles of rules, how many more of what. */
export function missingWords(
  { correlation, rules, titles }: Plan,
  { missing, measure }: LiveWindow<unknown>,
): readonly string[] {
  const { type, bounds, field = [] } = correlation
  if (bounds.length === 0 || type.startsWith('temporal'))
    return missing.map((name) => titles[rules.indexOf(name)] ?? name)
  const [most = 0] = measure
  return bounds
    .filter((bound) => !measure.some((value) => isWithin(bound, value)))
    .map(({ order, value }) => {
      const more = order === 'gt' ? value + 1 - most : value - most
      const what = fieldWords[field[0] ?? ''] ?? (field.length > 0 ? `different ${field.join(' and ')}` : 'of the same')
      if ((order === 'gte' || order === 'gt') && (type === 'event_count' || type === 'value_count') && more > 0)
        return `${more} more ${what}`
      return `${order} ${value}`
    })
}

const fieldWords: Readonly<Record<string, string>> = {
  'lastcopy.class': 'of another class',
  'lastcopy.detection': 'of another kind',
  'backup.resource.id': 'on another resource',
  'backup.platform': 'on another system',
}
