// `lastcopy sources`: the names of the log sources, one a line.
import { outsideSources } from '../../content/sources.ts'
import type { Command } from '../command.ts'

export default {
  summary: 'lists the log sources',
  usage: ['sources'],
  async run(_, io) {
    await io.text(`${outsideSources().join('\n')}\n`)
    return 0
  },
} satisfies Command
