// `lastcopy sources`: the names of the log sources, one a line.
import { outsideSources } from '../../content/sources.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { mappingsFor } from '../mappings.ts'

export default {
  summary: 'lists the log sources',
  usage: ['sources [--config FILE]   with a file also those that it describes'],
  async run(args, io) {
    const { values } = readArgs(args, { config: { type: 'string' } })
    const mappings = await mappingsFor([], values.config, io)
    if (!mappings) return 2
    const names = new Set([...outsideSources(), ...mappings.map(({ name }) => name)])
    await io.text(`${[...names].join('\n')}\n`)
    return 0
  },
} satisfies Command
