// `lastcopy dead-letter`: what no source could read, with its reason; each can be looked at whole and put back on its topic.
import { parseDuration } from '../../lib/duration.ts'
import { apiOptions, apiUsage, openApi, Refused } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'

export default {
  summary: 'lists, shows and replays records that could not be read',
  usage: [
    `dead-letter list [--source NAME] [--reason TEXT] [--since TIME|LENGTH] [--limit N] ${apiUsage}`,
    `dead-letter show ID [--raw] ${apiUsage}   --raw gives the record's own bytes`,
    `dead-letter replay ID... [--again] ${apiUsage}`,
    `dead-letter replay --all [--source NAME] [--reason TEXT] [--since TIME|LENGTH] ${apiUsage}`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      source: { type: 'string' },
      reason: { type: 'string' },
      since: { type: 'string' },
      limit: { type: 'string' },
      raw: { type: 'boolean' },
      all: { type: 'boolean' },
      again: { type: 'boolean' },
    })
    const [verb, ...ids] = positionals
    if (verb !== 'list' && verb !== 'show' && verb !== 'replay')
      throw new UsageError(verb ? `it cannot ${verb}` : 'list, show ID, or replay ID?')
    if (verb === 'show' && ids.length !== 1) throw new UsageError('show one at a time: its ID stands in the list')
    if (verb === 'replay' && (ids.length === 0) !== (values.all === true))
      throw new UsageError('replay which? IDs from the list, or --all')
    if (values.again && values.all) throw new UsageError('--again is for letters that are named')
    const { source, reason } = values
    const since = values.since === undefined ? undefined : timeOf(values.since)
    const filters = { ...(source && { source }), ...(reason && { reason }), ...(since && { since }) }
    const api = await openApi(values, io)
    if (!api) return 2
    if (verb === 'list') {
      const query = new URLSearchParams({ ...filters, limit: values.limit ?? '100' })
      const { deadLetters } = await api.ask(`api/dead-letters?${query}`)
      for (const letter of Array.isArray(deadLetters) ? deadLetters : []) await io.json(letter)
      return 0
    }
    if (verb === 'show') {
      const letter = await api.ask(`api/dead-letters/${encodeURIComponent(ids[0] ?? '')}`)
      const record = Buffer.from(String(letter.record ?? ''), 'base64')
      if (values.raw) io.out.write(record)
      else await io.json({ ...letter, record: record.toString() })
      return 0
    }
    if (values.all) {
      await io.json(await api.ask(`api/dead-letters/replay?${new URLSearchParams(filters)}`, { method: 'POST' }))
      return 0
    }
    let code = 0
    for (const id of ids) {
      try {
        const again = values.again ? '?again=true' : ''
        await api.ask(`api/dead-letters/${encodeURIComponent(id)}/replay${again}`, { method: 'POST' })
        await io.json({ replayed: id })
      } catch (cause) {
        if (!(cause instanceof Refused) || cause.status !== 409) throw cause
        await io.json({ before: id })
        code = 1
      }
    }
    return code
  },
} satisfies Command

/** A time, or how long ago. */
function timeOf(text: string): string {
  const length = parseDuration(text)
  const time = length.ok ? Date.now() - length.value : Date.parse(text)
  if (Number.isNaN(time)) throw new UsageError(`--since "${text}" is neither a time nor a length such as 2h`)
  return new Date(time).toISOString()
}
