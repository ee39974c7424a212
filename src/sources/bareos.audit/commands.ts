// What a command of the console does to copies: its first words, and `name=value` behind them.
import type { Change, Resource } from '../../model/event.ts'
import { isAbbreviation } from '../kit/abbreviation.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'
import { commandsIn } from '../kit/words.ts'

export interface Asked {
  readonly director: string
  /** Words behind the command without a value, in small letters. */
  readonly words: readonly string[]
  readonly values: ReadonlyMap<string, string>
  readonly line: string
}

type Reader = (asked: Asked) => Facts

export const consoleOf = (director: string): Resource => ({ type: 'console', id: director, name: director })
const thing = ({ director }: Asked, type: string, kind: string, name: string): Resource => ({
  type,
  id: `${director}/${kind}/${name}`,
  name,
})
const off = (setting: string): readonly Change[] => [{ setting, to: 'off', direction: 'weakened' }]

/** `1,2,5-9` is several; names of volumes have hyphens of their own. */
const isSeveral = (name: string, ranges = false): boolean => (ranges ? /[,-]/ : /[,*?]/).test(name)
const volumeOf = ({ values }: Asked): string | undefined =>
  values.get('volume') ?? values.get('media') ?? values.get('volumename')

/** The thing that a command is about: a volume, jobs by number, a pool, a client. */
function subjectOf(asked: Asked): { readonly resource: Resource; readonly several: boolean } {
  const volume = volumeOf(asked)
  const jobs = asked.values.get('jobid')
  const [pool, client, job] = ['pool', 'client', 'job'].map((name) => asked.values.get(name))
  if (volume !== undefined) return { resource: thing(asked, 'tape', 'volume', volume), several: isSeveral(volume) }
  if (jobs !== undefined)
    return { resource: thing(asked, 'recovery-point', 'jobid', jobs), several: isSeveral(jobs, true) }
  if (pool !== undefined) return { resource: thing(asked, 'repository', 'pool', pool), several: true }
  if (client !== undefined) return { resource: thing(asked, 'plan', 'client', client), several: true }
  if (job !== undefined) return { resource: thing(asked, 'job', 'job', job), several: true }
  return { resource: consoleOf(asked.director), several: true }
}

const removal =
  (more: Facts['detail'] = {}): Reader =>
  (asked) => {
    const { resource, several } = subjectOf(asked)
    const whole = resource.type === 'tape' ? { with_backups: true } : {}
    return {
      action: 'recovery-point-deleted',
      resource,
      detail: { ...whole, ...(several || asked.words.includes('all') ? { bulk: true } : {}), ...more },
    }
  }

const deleted: Reader = (asked) => {
  if (
    asked.words.includes('pool') ||
    (asked.values.has('pool') &&
      volumeOf(asked) === undefined &&
      !asked.values.has('jobid') &&
      !asked.words.some((word) => /^(volume|media|job)/.test(word)))
  )
    return {
      action: 'repository-deleted',
      resource: thing(asked, 'repository', 'pool', asked.values.get('pool') ?? '*'),
    }
  if (asked.values.has('storage'))
    return {
      action: 'repository-deleted',
      resource: thing(asked, 'repository', 'storage', asked.values.get('storage') ?? '*'),
      detail: { detached: true },
    }
  if (asked.values.has('client') && !asked.values.has('jobid'))
    return { action: 'selection-changed', resource: subjectOf(asked).resource, changes: off('selection') }
  return removal()(asked)
}

/** How long a volume keeps what is on it: `30 days`, or seconds. */
function lengthOf(held: string | undefined): ReturnType<typeof daysIn> {
  const plain = held?.replace(/["']/g, '')
  return plain !== undefined && /^\d+$/.test(plain) ? daysIn(`${plain} seconds`) : daysIn(plain)
}

const updated: Reader = (asked) => {
  // Statistics, slots and files on disk: what the catalogue says of itself.
  if (/^(stats|slots|bvfs)$/.test(asked.words[0] ?? '')) return { action: 'other', resource: consoleOf(asked.director) }
  const { resource } = subjectOf(asked)
  const days = lengthOf(asked.values.get('volretention') ?? asked.values.get('retention'))
  const count = asked.values.get('maxvols')
  const purge = asked.values.get('actiononpurge')
  if (days !== undefined)
    return { action: 'retention-changed', resource, changes: [{ setting: 'retention', to: days, unit: 'd' }] }
  if (/^(purged|recycle)$/i.test(asked.values.get('volstatus') ?? '')) return removal()(asked)
  if (/truncate/i.test(purge ?? ''))
    return { action: 'guard-changed', resource, changes: [{ setting: 'auto-delete', to: 'on', direction: 'weakened' }] }
  return {
    action: 'repository-changed',
    resource,
    ...(asked.values.size > 1 || count ? { detail: { listed: true } } : {}),
  }
}

const switched =
  (to: 'on' | 'off'): Reader =>
  (asked) => {
    const [kind, name] = [...asked.values].find(([name]) => /^(job|client|schedule)$/.test(name)) ?? ['job', '*']
    return {
      action: 'job-changed',
      resource: thing(asked, kind === 'client' ? 'plan' : 'job', kind, name),
      changes: [{ setting: 'schedule', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
    }
  }

/** Tapes that leave their slots are named by slots, in a library. */
const moved: Reader = (asked) => ({
  action: 'media-moved',
  resource: thing(asked, 'library', 'storage', asked.values.get('storage') ?? '*'),
})

/** Profiles of the web interface that may do everything, or a list of commands without an end. */
const top = (asked: Asked): boolean =>
  /admin/i.test(asked.values.get('profile') ?? '') ||
  /\*all\*/i.test(asked.values.get('commandacl') ?? '') ||
  !(asked.values.has('profile') || asked.values.has('commandacl'))

const configured: Reader = (asked) => {
  const [action, kind = ''] = asked.words
  const name = asked.values.get('name') ?? '*'
  if (action !== 'add') return { action: 'other', resource: consoleOf(asked.director) }
  if (kind === 'console' || kind === 'user' || kind === 'profile') {
    const id = `${name.toLowerCase()}@${asked.director}`
    return {
      action: top(asked) ? 'admin-added' : 'user-added',
      resource: { type: kind === 'profile' ? 'role' : 'user', id, name },
      target: { id, name },
      detail: { role: asked.values.get('profile') ?? (top(asked) ? '*all*' : 'restricted') },
    }
  }
  return kind === 'storage' || kind === 'pool'
    ? { action: 'repository-created', resource: thing(asked, 'repository', kind, name) }
    : { action: 'job-created', resource: thing(asked, kind === 'client' ? 'plan' : 'job', kind || 'resource', name) }
}

const query: Reader = (asked) =>
  /\b(delete|truncate|drop|update|insert|alter)\b/i.test(asked.line)
    ? {
        action: 'catalogue-deleted',
        resource: thing(asked, 'catalogue', 'catalog', asked.values.get('catalog') ?? 'catalog'),
      }
    : { action: 'read', resource: consoleOf(asked.director) }

const simple =
  (action: Facts['action'], detail?: Facts['detail']): Reader =>
  (asked) => ({ action, resource: subjectOf(asked).resource, ...(detail ? { detail } : {}) })

const readers: readonly (readonly [verb: string, read: Reader])[] = [
  ['delete', deleted],
  ['purge', removal({ permanent: true })],
  // Pruning takes what is past its retention, and nothing else.
  ['prune', removal({ expired: true })],
  ['truncate', removal({ permanent: true })],
  ['update', updated],
  ['disable', switched('off')],
  ['enable', switched('on')],
  ['configure', configured],
  [
    'cancel',
    (asked) => ({
      action: 'job-stopped',
      resource: thing(asked, 'job', 'jobid', asked.values.get('jobid') ?? '*'),
      detail: { run: true },
    }),
  ],
  ['run', simple('run-started')],
  ['rerun', simple('run-started')],
  ['relabel', simple('object-overwritten', { how: 'formatted' })],
  ['export', moved],
  ['move', moved],
  ['sqlquery', query],
  ['.sql', query],
]

const looks =
  /^(list|llist|show|status|messages|version|estimate|time|help|quit|exit|query|wait|whoami|memory|autodisplay|gui|use|var|print|@.*|\..*)$/

/** Facts of a command line. Bareos takes commands cut short, of three letters at least. */
export function classify(line: string, director: string): Facts {
  const words = (commandsIn(line.slice(0, 20_000))[0] ?? []).map(({ text }) => text)
  const verb = (words[0] ?? '').toLowerCase()
  const values = new Map<string, string>()
  const plain: string[] = []
  for (const word of words.slice(1)) {
    const found = /^([A-Za-z]{2,40})=([\s\S]*)$/.exec(word)
    if (found) values.set((found[1] ?? '').toLowerCase(), found[2] ?? '')
    else plain.push(word.toLowerCase())
  }
  const asked: Asked = { director, words: plain, values, line }
  const row = readers.find(
    ([whole]) => verb === whole || isAbbreviation(verb, { whole: whole.toUpperCase(), least: 3 }),
  )
  if (row) return row[1](asked)
  return { action: verb === '' || looks.test(verb) ? 'read' : 'other', resource: consoleOf(director) }
}
