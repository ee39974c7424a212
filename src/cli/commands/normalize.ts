// `lastcopy normalize`: raw records in, one ECS document a line out; what cannot be read is told on stderr.
import { loadSources, sourceNames, withMapped } from '../../content/sources.ts'
import { fail } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { type Line, longestLine, readLines } from '../lines.ts'
import { mappingsFor } from '../mappings.ts'

export default {
  summary: 'turns raw records of a source into ECS documents',
  usage: ['normalize --source NAME [FILE|-] [--received ISO] [--config FILE]'],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      source: { type: 'string' },
      received: { type: 'string' },
      config: { type: 'string' },
    })
    if (positionals.length > 1) throw new UsageError(`one file at a time, not ${positionals.length}`)
    const name = required(values.source, '--source')
    const mappings = await mappingsFor([name], values.config, io)
    if (!mappings) return 2
    const built = sourceNames().filter((one) => one === name)
    const source = (await withMapped(await loadSources(built), mappings)).get(name)
    if (!source)
      throw new UsageError(
        `there is no source "${name}"; there are: ${[...sourceNames(), ...mappings.map((one) => one.name)].join(', ')}`,
      )
    return normalizeFile(source, positionals[0] ?? '-', receivedAt(values.received), io)
  },
} satisfies Command

function receivedAt(text: string | undefined): number {
  if (text === undefined) return Date.now()
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new UsageError(`--received "${text}" is no ISO time, such as 2026-01-31T12:00:00Z`)
  return time
}

async function normalizeFile(source: Source, file: string, received: number, io: Io): Promise<number> {
  let rejects = 0
  const reject = (line: number, reason: string, field?: string): void => {
    rejects += 1
    io.say(JSON.stringify({ line, reason, ...(field === undefined ? {} : { field }) }))
  }
  for await (const { number, bytes, cut } of recordsOf(readLines(file, io.stdin))) {
    if (bytes.length === 0) continue
    const reading = cut
      ? fail<Reject>({ reason: 'the line is longer than a record can be' })
      : source.read(bytes, received)
    if (!reading.ok) {
      reject(number + 1, reading.error.reason, reading.error.field)
      continue
    }
    for (const event of reading.value.events) {
      const waiting = io.json(event)
      if (waiting) await waiting
    }
    for (const { reason, field } of reading.value.rejects) reject(number + 1, reason, field)
  }
  return rejects > 0 ? 1 : 0
}

/** One JSON document that is laid out over many lines is one record; it begins with a line that is no JSON by itself. */
async function* recordsOf(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  let waiting: Line[] | undefined
  let size = 0
  for await (const line of lines) {
    if (line.number === 0 && beginsJson.test(line.bytes.subarray(0, 64).toString()) && !isJson(line.bytes)) waiting = []
    if (waiting === undefined) {
      yield line
      continue
    }
    waiting.push(line)
    size += line.bytes.length
    if (size > longestLine) {
      yield* waiting
      waiting = undefined
    }
  }
  if (waiting === undefined) return
  const whole = Buffer.concat(waiting.flatMap(({ bytes }) => [bytes, newline]))
  if (isJson(whole)) yield { number: 0, bytes: whole, cut: false }
  else yield* waiting
}

/** A bracket, and what may follow it in JSON: a line of a log may begin with a bracket too. */
const beginsJson = /^\ufeff?\s*(?:\{\s*(?:"|$)|\[\s*(?:[[{"]|$))/
const newline = Buffer.from('\n')

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes))
    return true
  } catch {
    return false
  }
}
