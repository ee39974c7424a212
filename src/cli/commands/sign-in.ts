// `lastcopy sign-in`: a session for the command line, kept for this user of this machine until it ends.
import { type Api, apiOptions, apiUsage, openApi, Refused } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { askPassword } from '../password.ts'
import { keepSession } from '../token.ts'

export default {
  summary: 'signs this terminal in, so that commands act under your name',
  usage: [
    `sign-in NAME ${apiUsage}   asks for the password, and the code of a second factor where there is one; or takes them from stdin, a line each`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, apiOptions)
    const [name, ...more] = positionals
    if (more.length > 0) throw new UsageError(`"${more[0]}" is too much; a password is never typed on the command line`)
    required(name, 'NAME')
    const api = await openApi(values, io)
    if (!api) return 2
    const password = await askPassword(io, `Password of ${name}`)
    const session = await sessionFor(api, { name, password }, () =>
      askPassword(io, 'Code of the app, or a recovery code'),
    )
    keepSession(api.url, session)
    io.say(`signed in at ${api.url} as ${name}; \`lastcopy sign-out\` ends it`)
    return 0
  },
} satisfies Command

/** The password is shown again with the code: the service keeps nothing between the two. */
async function sessionFor(
  api: Api,
  given: { readonly name: string | undefined; readonly password: string },
  code: () => Promise<string>,
): Promise<string> {
  try {
    return String((await api.ask('api/sign-in', { json: given })).session)
  } catch (cause) {
    if (!(cause instanceof Refused) || cause.answer.reason !== 'needs-factor') throw cause
    return String((await api.ask('api/sign-in', { json: { ...given, code: await code() } })).session)
  }
}
