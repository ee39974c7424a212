// `lastcopy page`: who was rung by the running service and whether they answered, the log of it, and a test of the way.

import { parseDuration, second } from '../../lib/duration.ts'
import type { LogEntry } from '../../model/incident.ts'
import { type Api, apiOptions, apiUsage, openApi } from '../api.ts'
import { limitOf, readArgs, required, textOf } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { csvOf, logColumns } from '../page-log.ts'
import { testPages } from '../page-test.ts'
import { readVerb } from '../verbs.ts'

const verbs = { list: [0, 0], show: [1, 1], ack: [1, 100], resolve: [1, 100], test: [0, 0] } as const

export default {
  summary: 'lists pages with who was rung and who answered, answers them, and tests whether they arrive',
  usage: [
    `page list [--all] [--limit N] ${apiUsage}`,
    `page list --log [--from ISO] [--to ISO] [--csv] ${apiUsage}`,
    `page show ID ${apiUsage}`,
    `page ack ID... [--text WORDS] ${apiUsage}`,
    `page resolve ID... --as attack|drill|planned|false-positive --text WORDS|@FILE ${apiUsage}`,
    `page test [--within 60s] ${apiUsage}`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      all: { type: 'boolean', default: false },
      limit: { type: 'string' },
      log: { type: 'boolean', default: false },
      from: { type: 'string' },
      to: { type: 'string' },
      csv: { type: 'boolean', default: false },
      text: { type: 'string' },
      as: { type: 'string' },
      within: { type: 'string' },
    })
    const [verb, ...ids] = readVerb(positionals, verbs)
    if (verb === 'resolve') required(values.text, '--text')
    if (!values.log && (values.from !== undefined || values.to !== undefined || values.csv))
      throw new UsageError('--from, --to and --csv belong to --log')
    const within = parseDuration(values.within ?? '60s')
    if (!within.ok || within.value < second) throw new UsageError('--within is a time of at least 1s, such as 60s')
    const limit = limitOf(values.limit)
    const api = await openApi(values, io)
    if (!api) return 2
    switch (verb) {
      case 'list':
        if (values.log) await writeLog(api, io, values)
        else await writeList(api, io, { all: values.all, limit })
        return 0
      case 'show':
        await io.json(await api.ask(`api/pages/${encodeURIComponent(ids[0] ?? '')}`))
        return 0
      case 'test':
        return (await testPages(api, io, within.value)) ? 0 : 1
      case 'ack':
      case 'resolve': {
        const json = {
          ...(values.text === undefined ? {} : { text: textOf(values.text) }),
          ...(verb === 'resolve' && values.as !== undefined ? { disposition: values.as } : {}),
        }
        for (const id of ids) await tell(io, await api.ask(`api/pages/${encodeURIComponent(id)}/${verb}`, { json }))
        return 0
      }
    }
  },
} satisfies Command

/** Whoever comes second is told who was first. */
async function tell(io: Io, answer: Record<string, unknown>): Promise<void> {
  const { answered, first } = answer as { answered?: { by?: unknown; at?: unknown }; first?: unknown }
  if (first === false) io.say(`${String(answered?.by)} was first, ${String(answered?.at)}`)
  await io.json(answer)
}

async function writeList(api: Api, io: Io, { all, limit }: { readonly all: boolean; readonly limit: number }) {
  let left = limit
  for (let cursor: string | undefined; left > 0; ) {
    const asked = {
      open: String(!all),
      limit: String(Math.min(left, 100)),
      ...(cursor === undefined ? {} : { cursor }),
    }
    const { incidents, next } = await api.ask(`api/pages?${new URLSearchParams(asked)}`)
    const found = Array.isArray(incidents) ? incidents : []
    for (const incident of found) await io.json(incident)
    left -= found.length
    if (typeof next !== 'string' || found.length === 0) return
    cursor = next
  }
}

async function writeLog(
  api: Api,
  io: Io,
  { from, to, csv }: { readonly from?: string | undefined; readonly to?: string | undefined; readonly csv: boolean },
) {
  const asked = Object.entries({ from, to }).filter((pair): pair is [string, string] => pair[1] !== undefined)
  if (csv) await io.text(`${logColumns.join(',')}\r\n`)
  for await (const line of api.lines(`api/pages/log?${new URLSearchParams(asked)}`))
    await io.text(csv ? `${csvOf(JSON.parse(line) as LogEntry)}\r\n` : `${line}\n`)
}
