// `lastcopy token`: credentials of programs, shown once.

import { parseDuration } from '../../lib/duration.ts'
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { readVerb } from '../verbs.ts'

export default {
  summary: 'makes, lists and revokes tokens of the API',
  usage: [
    `token add NAME --role viewer|analyst|engineer|admin [--owner ACCOUNT | --purpose TEXT] [--scopes alerts,changes,records,people,audit,metrics,posture] [--expires 90d] ${apiUsage}`,
    `token list ${apiUsage}`,
    `token revoke ID|NAME ${apiUsage}`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      role: { type: 'string' },
      owner: { type: 'string' },
      purpose: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
    })
    const [verb, name = ''] = readVerb(positionals, { add: [1, 1], list: [0, 0], revoke: [1, 1] })
    const { role, owner, purpose, scopes, expires } = values
    if (verb === 'add') required(role, '--role')
    const expiresAt = expires === undefined ? undefined : endOf(expires)
    const api = await openApi(values, io)
    if (!api) return 2
    if (verb === 'list') {
      const { tokens } = await api.ask('api/tokens')
      for (const token of Array.isArray(tokens) ? tokens : []) await io.json(token)
      return 0
    }
    if (verb === 'revoke') {
      await io.json(await api.ask(`api/tokens/${encodeURIComponent(name)}/revoke`, { json: {} }))
      return 0
    }
    await io.json(await api.ask('api/tokens', { json: { name, role, owner, purpose, scopes, expiresAt } }))
    io.say('this is the only time that the token is shown')
    return 0
  },
} satisfies Command

function endOf(expires: string): string {
  const span = parseDuration(expires)
  if (span.ok) return new Date(Date.now() + span.value).toISOString()
  if (Number.isNaN(Date.parse(expires))) throw new UsageError('--expires takes a duration such as 90d, or an ISO time')
  return new Date(expires).toISOString()
}
