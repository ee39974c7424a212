// `lastcopy relay simulate`: who would ring for an alert at a moment, through what, until somebody answers.
import { day, parseDuration } from '../../lib/duration.ts'
import { nearest } from '../../lib/nearest.ts'
import { timeOf } from '../../lib/time.ts'
import { type Alert, type AlertClass, alertClasses, type Priority } from '../../model/alert.ts'
import type { Policy } from '../../model/policy.ts'
import { rehearse, type Told } from '../../relay/rehearse.ts'
import { StopError, UsageError } from '../command.ts'
import { tellProblem } from '../config.ts'
import type { Io } from '../io.ts'
import { findPolicy, type PolicyAsk, pagersFor } from './policy.ts'
import { headOf, textOf } from './timeline.ts'

export interface SimulateAsk extends PolicyAsk {
  readonly json: boolean
  readonly at: number
  readonly site?: string | undefined
  readonly class: AlertClass
  readonly priority: Priority
  readonly platform?: string | undefined
  readonly down: readonly string[]
  /** Milliseconds after which somebody acknowledges; undefined: nobody does. */
  readonly ackAfter?: number | undefined
}

/** So long is looked on when nobody answers: rounds repeat themselves. */
const longestWatch = 7 * day
const mostTold = 40

/** @throws UsageError naming the option that is off */
export function readSimulateAsk(
  values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
  file: string | undefined,
): SimulateAsk {
  const text = (name: string): string | undefined => values[name] as string | undefined
  const at = timeOf(text('at'))
  if (at === undefined)
    throw new UsageError(text('at') === undefined ? '--at is missing' : `--at ${text('at')} is no ISO time`)
  const priorities = ['page-now', 'notify', 'queue'] as const
  const after = text('ack-after')
  const span = after === undefined ? undefined : parseDuration(after)
  if (span && !span.ok) throw new UsageError(`--ack-after: ${span.error}`)
  if (span && values['nobody-answers']) throw new UsageError('either nobody answers, or somebody does after a while')
  return {
    file,
    config: text('config'),
    json: values.json === true,
    at,
    site: text('site'),
    class: oneOf('class', text('class') ?? 'protection-weakened', Object.keys(alertClasses) as AlertClass[]),
    priority: oneOf('priority', text('priority') ?? 'page-now', priorities),
    platform: text('platform'),
    down: (values.down as readonly string[] | undefined) ?? [],
    ackAfter: span?.ok ? span.value : undefined,
  }
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  const close = nearest(value, known)
  throw new UsageError(`--${option} ${value}: ${close ? `did you mean ${close}?` : `one of ${known.join(', ')}`}`)
}

/** @returns the exit code: 1 where a page-now alert would ring nobody */
export async function simulate(ask: SimulateAsk, io: Io): Promise<number> {
  const found = await findPolicy(ask)
  if ('wrong' in found) {
    for (const problem of found.wrong) io.say(tellProblem(problem))
    return 1
  }
  const { policy } = found.read
  const pagers = pagersFor(found.ground, policy)
  if (pagers.length === 0) throw new StopError('there is no pager: name some under pagers in the configuration')
  for (const name of ask.down)
    if (!pagers.includes(name))
      throw new UsageError(`--down ${name}: there is no such pager; there are ${pagers.join(', ')}`)
  const told = play(policy, pagers, ask, ask.site ?? found.ground.site)
  if (ask.json) for (const one of told) await io.json(jsonOf(one, ask.at))
  else {
    const lines = told.flatMap((one) => textOf(one, ask.at, policy) ?? [])
    await io.text(`${[headOf(told, policy), ...lines, ...(told.length < mostTold ? [] : ['and so on'])].join('\n')}\n`)
  }
  const rings = told.some((one) => one.type === 'decision' && one.channel !== undefined)
  return rings || ask.priority !== 'page-now' ? 0 : 1
}

function play(policy: Policy, pagers: readonly string[], ask: SimulateAsk, site: string): readonly Told[] {
  const { at, ackAfter } = ask
  const rehearsal = rehearse({ pagers, policy, text: {}, steps: () => [] }, new Set(ask.down))
  const first = rehearsal.hear({ type: 'alert', alert: alertOf(ask, site) }, at)
  if (ackAfter === undefined) return [...first, ...rehearsal.pass(at + longestWatch, mostTold)]
  const before = rehearsal.pass(at + ackAfter, mostTold)
  const acknowledged = rehearsal.hear(
    {
      type: 'action',
      id: 'simulated',
      act: 'acknowledge',
      alert: 'simulated',
      by: 'whoever was rung',
      via: 'console',
      at: new Date(at + ackAfter).toISOString(),
    },
    at + ackAfter,
  )
  return [...first, ...before, ...acknowledged]
}

function alertOf(ask: SimulateAsk, site: string): Alert {
  const at = new Date(ask.at).toISOString()
  return {
    id: 'simulated',
    version: 1,
    change: 'opened',
    status: 'open',
    class: ask.class,
    priority: ask.priority,
    stage: 1,
    rule: { id: 'simulated', title: 'Simulated', file: 'simulated.yml' },
    title: 'Simulated',
    summary: 'A simulated alert',
    site,
    actor: { id: 'simulated', name: 'nobody', kind: 'person', addresses: [], agents: [] },
    resource: { type: 'copy', id: 'simulated', name: 'simulated', platform: ask.platform ?? 'simulated' },
    changes: [],
    openedAt: at,
    at,
    events: [],
    eventCount: 1,
    evidence: [],
    rules: ['simulated'],
  }
}

function jsonOf(one: Told, from: number): unknown {
  const { wall, ...record } = one
  const after = (wall - from) / 1_000
  if (record.type === 'page') return { at: new Date(wall).toISOString(), after, page: record.page.reason }
  const { type: _, id: __, alert: ___, dedupKey: ____, page: _____, stage: ______, at, ...rest } = record
  return { at, after, ...rest }
}
