// `lastcopy erase-person`: takes a person's names out of what is kept.
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'

export default {
  summary: 'erases what names a person, on their request',
  usage: [
    `erase-person NAME... [--dry-run] ${apiUsage}   every name that they go by: account, e-mail, the name in a console`,
  ],
  async run(args, io) {
    const { values, positionals: names } = readArgs(args, { ...apiOptions, 'dry-run': { type: 'boolean' } })
    if (names.length === 0) throw new UsageError('NAME is missing: every name that the person goes by')
    const api = await openApi(values, io)
    if (!api) return 2
    const dryRun = values['dry-run'] === true
    const erased = await api.ask('api/erasures', { json: { names, dryRun: dryRun ? 'yes' : 'no' } })
    await io.json(erased)
    const { alerts, events, entries, pseudonym, standing } = erased
    io.say(
      dryRun
        ? `${alerts} alerts, ${events} events and ${entries} entries of the audit log would be erased`
        : `${alerts} alerts name ${pseudonym} now; ${events} events and what was personal in ${entries} entries of the audit log are gone`,
    )
    const left = Array.isArray(standing) ? standing.length : 0
    if (left > 0) io.say(`${left} alerts that are not closed keep the name: close them and do it again`)
    return left > 0 ? 1 : 0
  },
} satisfies Command
