// `lastcopy baseline`: tells the service what settings were before it began to listen, and lists what it knows.
import { apiOptions, apiUsage, openApi, Refused } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { readLines } from '../lines.ts'

const step = 2_000

export default {
  summary: 'lists what settings are known to be, or imports what they were',
  usage: [
    `baseline list [--resource PREFIX] [--limit N] ${apiUsage}`,
    `baseline import FILE|- ${apiUsage}   one {"resource","setting","value","at"} a line`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      resource: { type: 'string' },
      limit: { type: 'string' },
    })
    const [verb, file, ...more] = positionals
    if (verb !== 'list' && verb !== 'import') throw new UsageError(verb ? `it cannot ${verb}` : 'list, or import FILE?')
    if (more.length > 0 || (verb === 'list' && file !== undefined)) throw new UsageError('that is too much')
    const api = await openApi(values, io)
    if (!api) return 2
    if (verb === 'import') return importFile(required(file, 'FILE'), api, io)
    const query = new URLSearchParams({
      limit: values.limit ?? '10000',
      ...(values.resource === undefined ? {} : { resource: values.resource }),
    })
    const { baseline } = await api.ask(`api/baseline?${query}`)
    for (const entry of Array.isArray(baseline) ? baseline : []) await io.json(entry)
    return 0
  },
} satisfies Command

type Api = NonNullable<Awaited<ReturnType<typeof openApi>>>

/** Piece by piece; a piece with a mistake is not taken, and says its lines. What went in before it stays, and may come again. */
async function importFile(file: string, api: Api, io: Io): Promise<number> {
  let lines: string[] = []
  let first = 1
  let imported = 0
  const send = async (): Promise<boolean> => {
    if (lines.length === 0) return true
    try {
      const answer = await api.ask('api/baseline', { method: 'POST', body: lines.join('\n') })
      imported += Number(answer.imported)
      first += lines.length
      lines = []
      return true
    } catch (cause) {
      if (!(cause instanceof Refused) || !Array.isArray(cause.answer.lines)) throw cause
      for (const { line, reason } of cause.answer.lines as { line: number; reason: string }[])
        io.say(JSON.stringify({ line: line + first - 1, reason }))
      return false
    }
  }
  let fine = true
  for await (const { bytes } of readLines(file, io.stdin)) {
    lines.push(bytes.toString())
    if (lines.length >= step) fine = await send()
    if (!fine) break
  }
  fine &&= await send()
  io.say(`${imported} ${imported === 1 ? 'entry' : 'entries'} imported`)
  return fine ? 0 : 1
}
