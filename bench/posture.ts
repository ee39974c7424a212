// `npm run bench:posture [COPIES]`: the analysis of a large estate, and one change of it as detection takes it, with all that records showed.
// Code 1 when five thousand copies take longer than two seconds, or a change longer than a tenth of one.
import { knowEstate } from '../src/estate/know.ts'
import type { Event } from '../src/model/event.ts'
import type { ObservedFact } from '../src/model/posture.ts'
import { memoryMap } from '../src/pipeline/memory-map.ts'
import { knownFacts, withPosture } from '../src/pipeline/posture.ts'
import { survive } from '../src/posture/survive.ts'
import { largeEstate } from '../test/posture/large.ts'

const copies = Number(process.argv[2] ?? 5_000)
const most = { whole: 2_000, change: 100 } as const
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The best of some rounds, in milliseconds of this thread's own work: the machine does other things, too. */
function best(rounds: number, work: (round: number) => unknown): number {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = process.threadCpuUsage()
    work(round)
    const { user, system } = process.threadCpuUsage(start)
    return (user + system) / 1_000
  })
  return Math.min(...times)
}

const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 2) + minutes * 60_000).toISOString()
const estate = largeEstate(copies)
const known = knowEstate(estate)
const memory = memoryMap()

function event(minutes: number, resource: { readonly type: string; readonly id: string }, change: object): Event {
  const told = { id: `e${minutes}`, action: 'immutability-changed', code: 'bench', outcome: 'success', original: '{}' }
  const rest = { kind: 'event' as const, category: [], type: [], module: 'generic', dataset: 'generic.json' }
  const backup = { resource: { ...resource, name: resource.id }, change } as NonNullable<Event['backup']>
  return { '@timestamp': at(minutes), event: { ...told, ...rest } as Event['event'], backup }
}
const take = (one: Event): Event => withPosture(memory, known, one, 'bench', Date.parse(one['@timestamp']))
const days = (to: number): object => ({ setting: 'lock-days', to, unit: 'd' })

/** A fact of every copy, and a second one of every tenth, are known before anything is timed. */
for (let copy = 0; copy < copies; copy += 1) {
  const resource = { type: 'repository', id: `place ${copy}`, name: `place ${copy}` }
  const { event: told, ...rest } = event(copy, resource, {})
  take({ ...rest, event: { ...told, action: 'restore-tested' }, backup: { resource } })
  if (copy % 10 === 0) take(event(copy, resource, days(60)))
}
const facts: readonly ObservedFact[] = knownFacts(memory, 'default')
const whole = best(4, () => survive(estate, facts, { at: at(copies) }))
const { relations, hands, findings } = survive(estate, facts, { at: at(copies) })
say(
  `${copies} copies, ${relations.length} relations, ${hands.length} hands, ${findings.length} findings, ${facts.length} facts known`,
)
say(`the whole: ${Math.round(whole)} ms`)

/** Each round says another value, so that it is news. */
const later = (round: number): number => copies + 10 + round
const rounds = 8
const changes: readonly (readonly [what: string, ms: number])[] = [
  [
    'the lock of one copy',
    best(rounds, (round) => take(event(later(round), { type: 'repository', id: 'place 7' }, days(20 + round)))),
  ],
  [
    'the second factor of a console',
    best(rounds, (round) =>
      take(
        event(later(round), { type: 'console', id: 'vbr-s3' }, { setting: 'mfa', to: round % 2 === 0 ? 'off' : 'on' }),
      ),
    ),
  ],
  [
    'a way in of a repository’s host',
    best(rounds, (round) =>
      take(
        event(later(round), { type: 'host', id: 'repo-s3' }, { setting: 'ssh', to: round % 2 === 0 ? 'on' : 'off' }),
      ),
    ),
  ],
]
for (const [what, ms] of changes) say(`${what}: ${Math.round(ms)} ms`)
const slow = copies >= 5_000 && (whole > most.whole || changes.some(([, ms]) => ms > most.change))
if (slow) process.exitCode = 1
