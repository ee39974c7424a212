// Neighbours of a threshold on any number: the value laid over the event, one step on either side of the boundary.
import type { JsonObject } from '../../lib/json.ts'
import type { CompiledRule } from '../../sigma/compile.ts'
import type { Fields } from '../../sigma/program.ts'
import { merge } from '../case-steps.ts'
import { type PlayedCase, type Seen, upTo } from './played.ts'
import type { Way } from './subject.ts'
import { type Given, numberIn, saysYes, sidesOf, type Threshold, thresholdsOf } from './truth.ts'

/** @param side which of the two numbers beside the boundary */
export function valueWay(rule: CompiledRule, threshold: Threshold, fields: Fields, side: 'low' | 'high'): Way {
  const { field } = threshold
  const [low, high] = sidesOf(threshold)
  const value = side === 'low' ? low : high
  return (played) => {
    const last = played.seen.find(({ matches }) => matches.has(rule.meta.id))
    const others = last && deciding(rule, threshold, fields, last)
    const moment = last && played.moments[last.place]
    // More than one event at the moment would get the value.
    if (!last || !others || !moment || eventsAt(played, last.place) > 1) return undefined
    const found = numberIn(rule, last.detected.event, fields, field)
    if (found === value && others.size === 0) return undefined
    const given = new Map([...others, [field, value]])
    const facts = [...given].reduce<JsonObject>((all, one) => merge(all, nested(...one)) as JsonObject, {})
    const event = (replayed: PlayedCase) => replayed.seen.find(({ key }) => key === last.key)
    const also = [...others].map(([other, number]) => `, ${short(other)} at ${number}`).join('')
    return {
      changed: `${short(field)} at ${value}${found === undefined || found === value ? '' : ` instead of ${found}`}${also}`,
      moments: [...upTo(played, last.place).slice(0, -1), { ...moment, facts }],
      must: saysYes(rule, last.detected.event, fields, given),
      tells: (replayed) => {
        const seen = event(replayed)
        return seen !== undefined && numberIn(rule, seen.detected.event, fields, field) === value
      },
      fires: (replayed) => event(replayed)?.matches.has(rule.meta.id) === true,
    }
  }
}

const short = (field: string): string => field.replace(/^backup\.(history|detail)\./, '')
const eventsAt = ({ seen }: PlayedCase, place: number): number => seen.filter((one) => one.place === place).length

/** `a.b: 1` as an object; a patch that puts it in place. */
const nested = (field: string, value: number): JsonObject =>
  field.split('.').reduceRight<JsonObject | number>((below, key) => ({ [key]: below }), value) as JsonObject

/** Numbers for other thresholds, such that this one alone decides; undefined where it never does. */
function deciding(rule: CompiledRule, threshold: Threshold, fields: Fields, { detected }: Seen): Given | undefined {
  const sides = sidesOf(threshold)
  const says = (others: Given): boolean[] =>
    sides.map((value) => saysYes(rule, detected.event, fields, new Map([...others, [threshold.field, value]])))
  const decides = (others: Given): boolean => new Set(says(others)).size === 2
  if (decides(new Map())) return new Map()
  // Others hold the rule up as well, or hold it down: they are put on either side, until this one decides.
  let given: Given = new Map()
  for (const other of thresholdsOf(rule)) {
    if (other.field === threshold.field) continue
    for (const value of notHoldingFirst(other)) {
      const tried = new Map([...given, [other.field, value] as const])
      if (decides(tried)) return tried
      if (!given.has(other.field) && says(tried).includes(true)) given = tried
    }
  }
  return undefined
}

const notHoldingFirst = (other: Threshold): readonly number[] =>
  other.order.startsWith('g') ? sidesOf(other) : sidesOf(other).toReversed()
