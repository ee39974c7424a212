// `lastcopy sources`: the names of the log sources, one a line; or how each of them is in the running service.
import { outsideSources } from '../../content/sources.ts'
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { mappingsFor } from '../mappings.ts'
import { readVerb } from '../verbs.ts'

export default {
  summary: 'lists the log sources, or tells how each of them is',
  usage: [
    'sources [--config FILE]   with a file also those that it describes',
    `sources status ${apiUsage}   last record, how far behind, rejects, unknown events; 1 where one is silent or never spoke`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, apiOptions)
    if (positionals.length > 0) {
      readVerb(positionals, { status: [0, 0] })
      const api = await openApi(values, io)
      if (!api) return 2
      const { sources } = await api.ask('api/sources')
      const all = Array.isArray(sources) ? (sources as readonly { readonly state?: string }[]) : []
      for (const source of all) await io.json(source)
      return all.every(({ state }) => state === 'speaking') ? 0 : 1
    }
    const mappings = await mappingsFor([], values.config, io)
    if (!mappings) return 2
    const names = new Set([...outsideSources(), ...mappings.map(({ name }) => name)])
    await io.text(`${[...names].join('\n')}\n`)
    return 0
  },
} satisfies Command
