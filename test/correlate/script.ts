// Correlations tried as a story: rules in short, events with the minute at which they happened, and what fires.
import { newCorrelator } from '../../src/correlate/correlator.ts'
import { planCorrelations } from '../../src/correlate/plan.ts'
import type { Firing } from '../../src/model/correlation.ts'
import { cellOf } from '../../src/sigma/cell.ts'
import { compileRules } from '../../src/sigma/compile.ts'
import { fieldPath, valuesAt } from '../../src/sigma/lookup.ts'
import { parseRules } from '../../src/sigma/parse.ts'

/** Rules `a`, `b`, `c`, `d`: each matches events that have its letter in `is`. */
const letters = ['a', 'b', 'c', 'd']
  .map(
    (name) =>
      `title: ${name}\nid: id-${name}\nname: ${name}\nlogsource: {product: x}\ndetection:\n  s:\n    is: ${name}\n  condition: s\n`,
  )
  .join('---\n')

/** A correlation document, from its lines below `correlation:`. */
export const correlation = (lines: string, head = 'id: it'): string =>
  `title: A correlation\n${head}\ncorrelation:\n${lines.trim().replaceAll(/^/gm, '  ')}\n`

export type Step = Readonly<Record<string, unknown>> & { readonly min: number }

export interface Told {
  readonly rule: string
  /** Places in the list of steps. */
  readonly events: readonly number[]
  readonly group: Firing['group']
  readonly min: number
}

export interface Play {
  /** The steps' places in the order in which they arrive. */
  readonly order?: readonly number[]
  /** The watermark follows the newest event at this distance; without it, it stands still until the end. */
  readonly latenessMin?: number
  readonly finish?: boolean
  readonly ceiling?: number
}

export function open(documents: readonly string[]) {
  const parsed = parseRules([letters, ...documents].join('---\n'), 'x.yml')
  const matcher = compileRules(parsed, { raw: true })
  const plans = planCorrelations(parsed.correlations, parsed.rules)
  return { matcher, plans, problems: [...parsed.problems, ...matcher.problems, ...plans.problems] }
}

/** What fires when the steps happen, in the order in which it is told. */
export function play(documents: readonly string[], steps: readonly Step[], options: Play = {}): readonly Told[] {
  const { matcher, plans, problems } = open(documents)
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  const correlator = newCorrelator<number>(plans, options.ceiling === undefined ? {} : { ceiling: options.ceiling })
  const firings: Firing[] = []
  let newest = Number.NEGATIVE_INFINITY
  for (const place of options.order ?? steps.keys()) {
    const step = steps[place]
    if (!step) continue
    const at = step.min * 60_000
    const read = (field: string) => cellOf(valuesAt(step, fieldPath(field))).values
    for (const { rule } of matcher.match(step, [])) firings.push(...correlator.match(rule, { id: place, at, read }))
    newest = Math.max(newest, at)
    if (options.latenessMin !== undefined) firings.push(...correlator.advance(newest - options.latenessMin * 60_000))
  }
  if (options.finish ?? true) firings.push(...correlator.advance(newest), ...correlator.finish())
  return firings.map(({ correlation: meta, events, group, at }) => ({ rule: meta.id, events, group, min: at / 60_000 }))
}

/** Only the events of what fires. */
export const eventsOf = (told: readonly Told[]): readonly (readonly number[])[] => told.map(({ events }) => events)
