// Commands that were given to a node's own shell, past the cluster's: `system node run -node n1 snap delete vol1 nightly.0`.
import type { Typed } from './cli.ts'

/** The same as a command of the cluster shell; undefined for what guards nothing. */
export function throughNode({ path, options, rest }: Typed): Typed | undefined {
  if (path !== 'system node run') return undefined
  const words = (options.get('command') ?? options.get('cmd') ?? rest.join(' ')).trim().split(/\s+/).slice(0, 12)
  const start = words.findIndex((word) => Object.hasOwn(verbs, word))
  const verb = start === -1 ? undefined : verbs[words[start] ?? '']
  const made = verb?.(
    words.slice(start + 1).filter((word) => !/^-[a-z]$/.test(word)),
    words.includes('-a'),
  )
  return made && { path: made.path, known: true, options: new Map(Object.entries(made.options)), rest: [] }
}

type Made = { readonly path: string; readonly options: Readonly<Record<string, string>> } | undefined
type Verb = (words: readonly string[], all: boolean) => Made

const verbs: Readonly<Record<string, Verb>> = {
  snap: ([verb, volume = '?', ...more], all) => {
    if (verb === 'delete')
      return {
        path: 'volume snapshot delete',
        options: { volume, snapshot: all || more.length === 0 ? '*' : more.join(',') },
      }
    if (verb === 'restore') return { path: 'volume snapshot restore', options: { volume: more.at(-1) ?? volume } }
    if (verb === 'reserve' && more[0])
      return { path: 'volume modify', options: { volume, 'percent-snapshot-space': more[0] } }
    if (verb === 'autodelete' && /^(on|off)$/.test(more[0] ?? ''))
      return { path: 'volume snapshot autodelete modify', options: { volume, enabled: more[0] ?? '' } }
    return undefined
  },
  vol: ([verb, volume = '?']) =>
    verb === 'offline' || verb === 'restrict'
      ? { path: 'volume offline', options: { volume } }
      : verb === 'destroy'
        ? { path: 'volume delete', options: { volume } }
        : undefined,
  aggr: ([verb, aggregate = '?']) =>
    verb === 'offline' || verb === 'destroy'
      ? { path: `storage aggregate ${verb === 'destroy' ? 'delete' : verb}`, options: { aggregate } }
      : undefined,
  date: ([to]) =>
    to && /^\d{8,}/.test(to) ? { path: 'cluster date modify', options: { dateandtime: to } } : undefined,
}
