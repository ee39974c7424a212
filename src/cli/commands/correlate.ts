// `lastcopy correlate`: which correlations say yes to which sets of events of a file.
import { parseDuration } from '../../lib/duration.ts'
import { isoOf } from '../../lib/time.ts'
import type { Firing } from '../../model/correlation.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { correlateFile } from '../correlations.ts'
import { readLines } from '../lines.ts'
import { objectOf, rulesIn, tellProblems, vendors } from '../rules.ts'

export default {
  summary: 'says which correlations fire over which events',
  usage: ['correlate --rules DIR --events FILE|- --time-field FIELD [--raw] [--lateness 24h] [--placeholders FILE]'],
  async run(args, io) {
    const { values } = readArgs(args, {
      rules: { type: 'string' },
      events: { type: 'string' },
      'time-field': { type: 'string', default: '@timestamp' },
      lateness: { type: 'string', default: '24h' },
      raw: { type: 'boolean' },
      placeholders: { type: 'string' },
    })
    const lateness = parseDuration(values.lateness)
    if (!lateness.ok) throw new UsageError(`--lateness: ${lateness.error}`)
    const set = rulesIn(required(values.rules, '--rules'), values.placeholders)
    const events = required(values.events, '--events')
    const known = values.raw === true ? undefined : await vendors()
    const file = correlateFile(set, known, required(values['time-field'], '--time-field'), lateness.value)
    tellProblems(io, [...set.problems, ...file.problems])
    const tell = async (firings: readonly Firing[]): Promise<void> => {
      for (const { correlation, events: lines, group, at } of firings) {
        const waiting = io.json({ rule: correlation.id, events: lines, group, at: isoOf(at) })
        if (waiting) await waiting
      }
    }
    for await (const { number, bytes } of readLines(events, io.stdin)) {
      const event = objectOf(bytes)
      const found = event ? file.take(number, event) : bytes.length > 0 ? 'the line is no JSON object' : []
      if (typeof found === 'string') io.say(JSON.stringify({ event: number, error: found }))
      else if (found.length > 0) await tell(found)
    }
    await tell(file.finish())
    const { evicted, late } = file.correlator.stats
    if (evicted > 0) io.say(`${evicted} matches were given up for want of room`)
    if (late > 0) io.say(`${late} matches came later than ${values.lateness} and were left out`)
    return 0
  },
} satisfies Command
