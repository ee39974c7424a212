// `lastcopy sign-in`: a session for the command line, kept for this user of this machine until it ends.
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { askPassword } from '../password.ts'
import { keepSession } from '../token.ts'

export default {
  summary: 'signs this terminal in, so that commands act under your name',
  usage: [`sign-in NAME ${apiUsage}   asks for the password, or takes it from stdin`],
  async run(args, io) {
    const { values, positionals } = readArgs(args, apiOptions)
    const [name, ...more] = positionals
    if (more.length > 0) throw new UsageError(`"${more[0]}" is too much; a password is never typed on the command line`)
    required(name, 'NAME')
    const api = await openApi(values, io)
    if (!api) return 2
    const password = await askPassword(io, `Password of ${name}`)
    const { session } = await api.ask('api/sign-in', { json: { name, password } })
    keepSession(api.url, String(session))
    io.say(`signed in at ${api.url} as ${name}; \`lastcopy sign-out\` ends it`)
    return 0
  },
} satisfies Command
