// `lastcopy state`: what detection remembers. Open states, half-told chains, settings, habits; and one of them with all that made it.
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { readStateFile } from '../../journal/sqlite/read-state.ts'
import { isObject } from '../../lib/json.ts'
import { type StateFound, type StateKind, type StateLine, type StateQuery, stateKinds } from '../../model/state.ts'
import { countState, listState, showState } from '../../pipeline/state-read.ts'
import { apiOptions, apiUsage, openApi, Refused } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { exportState, importState } from '../state/transfer.ts'

const listOptions = ['kind', 'site', 'text', 'limit'] as const
const usualLimit = 200
const largestLimit = 10_000

export default {
  summary: 'lists what detection remembers, tells one entry and what made it; carries a whole journal elsewhere',
  usage: [
    `state list [--kind ${stateKinds.join('|')}] [--site SITE] [--text TEXT] [--limit N] ${apiUsage}`,
    `state show KEY ${apiUsage}   KEY, or its beginning, as the list names it`,
    'state export FILE [--config FILE]   all that the journal holds, in one file; the service must not run meanwhile',
    'state import FILE [--config FILE]   the same into an empty journal',
    'state list|show … --journal FILE [--detections DIR]   the journal file of a service that does not run',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      kind: { type: 'string' },
      site: { type: 'string' },
      text: { type: 'string' },
      limit: { type: 'string' },
      journal: { type: 'string' },
      detections: { type: 'string' },
    })
    const [verb, key, ...more] = positionals
    if (verb === 'export' || verb === 'import') {
      if (more.length > 0) throw new UsageError('that is too much')
      const odd = Object.keys(values).find((name) => name !== 'config')
      if (odd !== undefined) throw new UsageError(`${verb} takes no --${odd}`)
      return (verb === 'export' ? exportState : importState)(required(key, 'FILE'), values.config, io)
    }
    if (verb !== 'list' && verb !== 'show')
      throw new UsageError(verb ? `it cannot ${verb}` : 'list, show KEY, export FILE or import FILE?')
    if (more.length > 0 || (verb === 'list' && key !== undefined)) throw new UsageError('that is too much')
    if (verb === 'show' && listOptions.some((name) => values[name] !== undefined))
      throw new UsageError('show takes a key and no filters')
    const query = readQuery(values)
    const door =
      values.journal === undefined ? await asked(values, io) : await opened(values.journal, values.detections)
    if (!door) return 2
    try {
      return verb === 'list'
        ? await tellList(await door.list(query), io)
        : await tellOne(await door.show(required(key, 'KEY')), io)
    } finally {
      door.close()
    }
  },
} satisfies Command

interface Door {
  list(query: StateQuery): Promise<StateFound & { readonly counts: Readonly<Record<string, number>> }>
  show(key: string): Promise<StateLine | undefined>
  close(): void
}

type Values = { readonly [name in (typeof listOptions)[number] | 'url' | 'config']?: string | undefined }

function readQuery({ kind, site, text, limit = String(usualLimit) }: Values): StateQuery {
  const kinds = kind?.split(',').map((word) => word.trim())
  const odd = kinds?.find((word) => !stateKinds.some((known) => known === word))
  if (odd !== undefined) throw new UsageError(`there is no kind "${odd}": one of ${stateKinds.join(', ')}`)
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > largestLimit)
    throw new UsageError(`--limit must be a whole number from 1 to ${largestLimit}`)
  return {
    limit: most,
    ...(kinds ? { kinds: kinds as readonly StateKind[] } : {}),
    ...(site === undefined ? {} : { site }),
    ...(text === undefined ? {} : { text }),
  }
}

async function asked(values: Values, io: Io): Promise<Door | undefined> {
  const api = await openApi(values, io)
  if (!api) return undefined
  return {
    async list({ limit, kinds, site, text }) {
      const words = new URLSearchParams({
        limit: String(limit),
        ...(kinds ? { kind: kinds.join(',') } : {}),
        ...(site === undefined ? {} : { site }),
        ...(text === undefined ? {} : { text }),
      })
      return (await api.ask(`api/state?${words}`)) as unknown as Awaited<ReturnType<Door['list']>>
    },
    async show(key) {
      try {
        const { line } = await api.ask(`api/state/${encodeURIComponent(key)}`)
        return isObject(line) ? (line as unknown as StateLine) : undefined
      } catch (cause) {
        if (cause instanceof Refused && cause.status === 404) return undefined
        throw cause
      }
    },
    close() {},
  }
}

async function opened(path: string, folder = ownDetections): Promise<Door> {
  const { detector } = await loadDetections(folder).catch((cause: unknown) => {
    throw new StopError(cause instanceof Error ? cause.message : String(cause))
  })
  const { windows } = detector.chains
  try {
    const { view, close } = readStateFile(path, 'detect')
    return {
      list: async (query) => ({ ...(await listState([view], query, windows)), counts: countState([view]) }),
      show: async (key) => showState([view], key, windows),
      close,
    }
  } catch (cause) {
    throw new StopError(cause instanceof Error ? cause.message : String(cause))
  }
}

async function tellList({ lines, more, counts }: Awaited<ReturnType<Door['list']>>, io: Io): Promise<number> {
  for (const line of lines) await io.json(line)
  const all = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`)
  io.say(`${lines.length} shown${more ? '; there are more, --limit shows them' : ''}`)
  io.say(`in the state: ${all.join(', ') || 'nothing'}`)
  return 0
}

async function tellOne(line: StateLine | undefined, io: Io): Promise<number> {
  if (!line) {
    io.say('there is no entry of that key, or several begin so: `state list` tells the keys')
    return 1
  }
  await io.json(line)
  for (const sentence of line.words ?? []) io.say(sentence)
  return 0
}
