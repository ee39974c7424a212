// `lastcopy match`: which rules say yes to which events of a file.
import { compileRules } from '../../sigma/compile.ts'
import { glanceOf } from '../../sigma/glance.ts'
import { readArgs, required } from '../args.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { readBatches } from '../lines.ts'
import { objectOf, rulesIn, tellProblems, vendors } from '../rules.ts'

export default {
  summary: 'says which rules match which events',
  usage: ['match --rules DIR --events FILE|- [--raw] [--placeholders FILE]'],
  async run(args, io) {
    const { values } = readArgs(args, {
      rules: { type: 'string' },
      events: { type: 'string' },
      raw: { type: 'boolean' },
      placeholders: { type: 'string' },
    })
    const raw = values.raw === true
    const set = rulesIn(required(values.rules, '--rules'), values.placeholders)
    const events = required(values.events, '--events')
    const known = raw ? undefined : await vendors()
    const matcher = compileRules(set, {
      ...(known ? { fieldPath: known.fieldPath } : {}),
      placeholders: set.placeholders,
      raw,
    })
    tellProblems(io, [...set.problems, ...matcher.problems])
    const glance = glanceOf(matcher)
    for await (const batch of readBatches(events, io.stdin))
      for (const { number, bytes } of batch) {
        if (glance && isWhole(bytes) && !glance(bytes)) continue
        const event = objectOf(bytes)
        if (event === undefined) {
          if (bytes.length > 0) io.say(JSON.stringify({ event: number, error: 'the line is no JSON object' }))
          continue
        }
        const matches = matcher.match(event, known?.logsources(event) ?? [])
        if (matches.length > 0)
          await tell(
            io,
            number,
            matches.map(({ rule }) => rule.id),
          )
      }
    return 0
  },
} satisfies Command

/** It looks like an object; what does not is parsed, so that it is told. */
const isWhole = (bytes: Buffer): boolean => bytes[0] === 0x7b && bytes.at(-1) === 0x7d

async function tell(io: Io, event: number, rules: readonly string[]): Promise<void> {
  for (const rule of new Set(rules)) {
    const waiting = io.json({ rule, event })
    if (waiting) await waiting
  }
}
