// What each step of a case led to, told to whoever has to find out why the case failed.
import { canonical, isObject, type Json } from '../lib/json.ts'
import type { Detected } from '../pipeline/detect.ts'
import type { Step } from './case-steps.ts'

interface StepTrace {
  readonly at: number
  /** How many events the step gave, its repetitions together. */
  readonly count: number
  /** The last of them with what memory knew; undefined where it was dropped, or was here before. */
  readonly last: Detected | undefined
}

/** By the step's number. */
export type Trace = Map<number, StepTrace>

/** Writes down what a step led to. @param detected undefined for a record that came to nothing */
export function noteStep(trace: Trace, { number, at }: Step, detected: Detected | undefined): void {
  trace.set(number, { at, count: (trace.get(number)?.count ?? 0) + 1, last: detected })
}

/** The trace in lines: each step's act, the facts that rules judge by, and the rules that said yes. */
export function tellTrace(trace: Trace): readonly string[] {
  return [...trace].flatMap(([number, { at, count, last }]) => {
    const head = `step ${number}  ${new Date(at).toISOString().replace('.000Z', 'Z')}${count > 1 ? ` (last of ${count})` : ''}`
    return last ? [`${head}  ${tellAct(last)}`, ...tellFacts(last).map((line) => `    ${line}`)] : [`${head}  dropped`]
  })
}

function tellAct({ event: { event, backup } }: Detected): string {
  const { resource, actor } = backup ?? {}
  const failed = event.outcome === 'failure' ? ' refused' : ''
  return `${event.action}${failed} (${event.code}) on ${resource?.name ?? resource?.id ?? 'nothing'} by ${actor?.name ?? 'nobody'}`
}

function tellFacts({ event: { backup }, matches }: Detected): readonly string[] {
  const { actor, resource, change, copy, history, detail } = backup ?? {}
  const { id: _, name: __, ...who } = actor ?? { id: '' }
  const facts = { actor: who, resource: { type: resource?.type, id: resource?.id }, change, copy, history, detail }
  const lines = Object.entries(facts).flatMap(([name, value]) => {
    const told = tellValues(value as Json | undefined)
    return told === '' ? [] : [`${name.padEnd(9)}${told}`]
  })
  const rules = matches.map(({ rule }) => `"${rule.title}" (${rule.lastcopy?.priority ?? rule.level ?? ''})`)
  return [...lines, `rules    ${rules.join(', ') || 'none'}`]
}

const tellValues = (value: Json | undefined): string =>
  isObject(value)
    ? Object.entries(value)
        .filter(([, held]) => held !== undefined)
        .map(([key, held]) => `${key}=${typeof held === 'string' ? held : canonical(held ?? null)}`)
        .join(' ')
    : ''
