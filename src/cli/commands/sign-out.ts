// `lastcopy sign-out`: ends the session of this terminal, there and here.
import { apiOptions, apiUsage, openApi, Refused } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { keepSession } from '../token.ts'

export default {
  summary: 'ends the session of this terminal',
  usage: [`sign-out ${apiUsage}`],
  async run(args, io) {
    const { values, positionals } = readArgs(args, apiOptions)
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much`)
    const api = await openApi(values, io)
    if (!api) return 2
    try {
      await api.ask('api/sign-out', { json: {} })
    } catch (cause) {
      // A session that is over is what was asked for.
      if (!(cause instanceof Refused) || cause.status !== 401) throw cause
    }
    keepSession(api.url, undefined)
    return 0
  },
} satisfies Command
