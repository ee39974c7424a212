// `lastcopy explain`: why a rule matched an event or did not, leaf by leaf.
import type { ReadRuleSet } from '../../content/rules.ts'
import type { JsonObject } from '../../lib/json.ts'
import { isoOf } from '../../lib/time.ts'
import type { Correlation } from '../../model/correlation.ts'
import type { Rule } from '../../sigma/ast.ts'
import { compileRules, sees } from '../../sigma/compile.ts'
import { type Explanation, explain, type Step } from '../../sigma/explain.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { correlateFile } from '../correlations.ts'
import type { Io } from '../io.ts'
import { readLines } from '../lines.ts'
import { objectOf, rulesIn, tellProblems, type Vendors, vendors } from '../rules.ts'

export default {
  summary: 'says why a rule matched an event or did not',
  usage: [
    'explain --rule FILE|ID [--rules DIR] --event FILE|- [--line N] [--raw] [--text] [--placeholders FILE]',
    'explain --rule ID --rules DIR --events FILE|- --time-field FIELD [--raw]   (a correlation: its live windows)',
  ],
  async run(args, io) {
    const { values } = readArgs(args, {
      rule: { type: 'string' },
      rules: { type: 'string' },
      event: { type: 'string' },
      events: { type: 'string' },
      'time-field': { type: 'string', default: '@timestamp' },
      line: { type: 'string' },
      raw: { type: 'boolean' },
      text: { type: 'boolean' },
      placeholders: { type: 'string' },
    })
    const wanted = required(values.rule, '--rule')
    const set = rulesIn(values.rules ?? wanted, values.placeholders)
    const raw = values.raw === true
    const known = raw ? undefined : await vendors()
    const correlations = set.correlations.filter((one) => values.rules === undefined || isCalled(one, wanted))
    const asked = correlations.length > 0 && (values.events !== undefined || values.rules !== undefined)
    if (values.events !== undefined && !asked) throw new UsageError(`there is no correlation "${wanted}"`)
    if (asked) {
      const events = values.events ?? required(values.event, '--events')
      return await tellWindows(io, set, known, { correlations, events, timeField: values['time-field'] })
    }
    const chosen = set.rules.filter((rule) => values.rules === undefined || isCalled(rule, wanted))
    const matcher = compileRules(
      { ...set, rules: chosen },
      { ...(known ? { fieldPath: known.fieldPath } : {}), placeholders: set.placeholders, raw },
    )
    const own = new Set(chosen.map(({ meta }) => meta.file))
    tellProblems(
      io,
      [...set.problems, ...matcher.problems].filter(({ file }) => values.rules === undefined || own.has(file)),
    )
    if (matcher.rules.length === 0) throw new UsageError(`there is no usable rule "${wanted}"`)
    const event = await eventIn(required(values.event, '--event'), lineOf(values.line), io)
    for (const rule of matcher.rules) {
      const explanation = explain(rule, event, matcher.fields)
      const routed = known === undefined || sees(rule.meta.logsource, known.logsources(event))
      const waiting = values.text ? io.text(tell(explanation, routed)) : io.json({ ...explanation, logsource: routed })
      if (waiting) await waiting
    }
    return 0
  },
} satisfies Command

interface Wanted {
  readonly correlations: readonly Correlation[]
  readonly events: string
  readonly timeField: string
}

/** The windows of correlations that are open at the end of a file, and what fired on the way there. */
async function tellWindows(
  io: Io,
  set: ReadRuleSet,
  known: Vendors | undefined,
  { correlations, events, timeField }: Wanted,
): Promise<number> {
  const file = correlateFile(set, known, timeField, 0)
  const metas = correlations.map(({ meta }) => meta)
  const problems = [...set.problems, ...file.problems].filter(({ rule }) => metas.some(({ id }) => id === rule))
  tellProblems(io, problems)
  if (problems.length > 0) return 2
  for await (const { number, bytes } of readLines(events, io.stdin)) {
    const event = objectOf(bytes)
    const found = event ? file.take(number, event) : []
    if (typeof found === 'string') continue
    for (const firing of found)
      if (metas.includes(firing.correlation))
        await io.json({
          rule: firing.correlation.id,
          fired: isoOf(firing.at),
          group: firing.group,
          events: firing.events,
        })
  }
  for (const meta of metas)
    for (const { has, expires, ...window } of file.correlator.live(meta))
      await io.json({
        rule: meta.id,
        ...window,
        has: has.map(({ at, ...one }) => ({ at: isoOf(at), ...one })),
        expires: isoOf(expires),
      })
  return 0
}

const isCalled = ({ meta, name }: Rule | Correlation, wanted: string): boolean =>
  [meta.id, name, meta.title].includes(wanted)

function lineOf(text: string | undefined): number {
  const line = Number(text ?? 0)
  if (!Number.isInteger(line) || line < 0) throw new UsageError('--line is a number from 0')
  return line
}

/** The event of a line; a file that is one JSON object over several lines is that object. */
async function eventIn(file: string, wanted: number, io: Io): Promise<JsonObject> {
  const lines: Buffer[] = []
  for await (const { number, bytes } of readLines(file, io.stdin)) {
    if (number === wanted) {
      const event = objectOf(bytes)
      if (event) return event
    }
    if (lines.length < 100_000) lines.push(bytes)
  }
  const whole = wanted === 0 ? objectOf(Buffer.from(lines.map(String).join('\n'))) : undefined
  if (whole) return whole
  throw new UsageError(`${file} has no event in line ${wanted}`)
}

const tell = ({ title, rule, verdict, steps }: Explanation, routed: boolean): string =>
  `${title} (${rule}): ${verdict}${routed ? '' : ', but the event is of another log source'}\n${tellStep(steps, 1)}`

function tellStep(step: Step, depth: number): string {
  const line = (text: string): string => `${'  '.repeat(depth)}${step.holds ? '+' : '-'} ${text}\n`
  if (step.op === 'leaf') {
    const found = step.found.length > 0 ? `: ${step.found.map((value) => JSON.stringify(value)).join(', ')}` : ''
    return line(`${step.asks} ${step.for} (${step.why}${found})`)
  }
  if (step.op === 'not' || step.op === 'search')
    return line(step.op === 'not' ? 'not' : step.name) + tellStep(step.of, depth + 1)
  return line(step.op) + step.of.map((part) => tellStep(part, depth + 1)).join('')
}
