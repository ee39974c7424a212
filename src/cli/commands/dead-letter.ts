// `lastcopy dead-letter`: what no source could read, with its reason; each can be looked at whole and put back on its topic.
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'

export default {
  summary: 'lists, shows and replays records that could not be read',
  usage: [
    `dead-letter list [--source NAME] [--limit N] ${apiUsage}`,
    `dead-letter show ID [--raw] ${apiUsage}   --raw gives the record's own bytes`,
    `dead-letter replay ID... | --all [--source NAME] ${apiUsage}`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      source: { type: 'string' },
      limit: { type: 'string' },
      raw: { type: 'boolean' },
      all: { type: 'boolean' },
    })
    const [verb, ...ids] = positionals
    if (verb !== 'list' && verb !== 'show' && verb !== 'replay')
      throw new UsageError(verb ? `it cannot ${verb}` : 'list, show ID, or replay ID?')
    if (verb === 'show' && ids.length !== 1) throw new UsageError('show one at a time: its ID stands in the list')
    if (verb === 'replay' && (ids.length === 0) !== (values.all === true))
      throw new UsageError('replay which? IDs from the list, or --all')
    const api = await openApi(values, io)
    if (!api) return 2
    const list = async (limit: string): Promise<readonly Record<string, unknown>[]> => {
      const query = new URLSearchParams({ limit, ...(values.source === undefined ? {} : { source: values.source }) })
      const { deadLetters } = await api.ask(`api/dead-letters?${query}`)
      return Array.isArray(deadLetters) ? deadLetters : []
    }
    if (verb === 'list') {
      for (const letter of await list(values.limit ?? '100')) await io.json(letter)
      return 0
    }
    if (verb === 'show') {
      const letter = await api.ask(`api/dead-letters/${encodeURIComponent(ids[0] ?? '')}`)
      const record = Buffer.from(String(letter.record ?? ''), 'base64')
      if (values.raw) io.out.write(record)
      else await io.json({ ...letter, record: record.toString() })
      return 0
    }
    const chosen = values.all ? (await list('10000')).map(({ id }) => String(id)) : ids
    for (const id of chosen) {
      await api.ask(`api/dead-letters/${encodeURIComponent(id)}/replay`, { method: 'POST' })
      await io.json({ replayed: id })
    }
    return 0
  },
} satisfies Command
