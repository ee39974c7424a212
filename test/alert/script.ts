// A script of matches over time: what opens, joins, rises or worsens, told in one word each.
import { joinMatches } from '../../src/alert/join.ts'
import { planMatches } from '../../src/alert/planned.ts'
import type { Alert, AlertClass, Priority } from '../../src/model/alert.ts'
import type { Event } from '../../src/model/event.ts'
import type { Match, RuleBlock } from '../../src/model/rule.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'

export const start = Date.parse('2026-03-02T09:00:00Z')

export interface Act {
  readonly class?: AlertClass
  readonly priority?: Priority
  readonly join?: NonNullable<RuleBlock['join']>
  readonly stage?: number
  readonly summary?: string
  readonly rule?: string
  readonly actor?: string
  readonly session?: string
  readonly resource?: string
  readonly container?: string
  readonly address?: string
  readonly account?: string
  readonly action?: string
  readonly outcome?: 'success' | 'failure'
  readonly locked?: boolean
  readonly habit?: boolean
  readonly weakened?: string
  readonly id?: string
  /** No rule says yes to it. */
  readonly quiet?: true
}

export function script() {
  const memory = memoryMap()
  let count = 0
  const send = (offset: number, act: Act): readonly Alert[] => {
    count += 1
    const now = start + offset
    memory.advance(now)
    const event = eventOf(act, act.id ?? `e${count}`, now)
    const ref = {
      id: event.event.id,
      source: 'aws.cloudtrail',
      position: `x:${count}`,
      at: new Date(now).toISOString(),
    }
    return joinMatches(memory, event, planMatches(memory, event, act.quiet ? [] : [matchOf(act)], now), ref, now)
  }
  return { memory, send, words: (offset: number, act: Act) => send(offset, act).map(word) }
}

/** `opened page-now`, `joined notify` … */
export const word = ({ change, priority }: Alert): string => `${change} ${priority}`

export function matchOf(act: Act): Match {
  const alertClass = act.class ?? 'protection-weakened'
  const id = act.rule ?? `${alertClass}-${act.priority ?? 'page-now'}-${act.stage ?? 0}`
  return {
    rule: {
      id,
      title: `Rule ${alertClass}`,
      tags: [],
      logsource: { category: 'backup' },
      fields: [],
      falsepositives: [],
      references: [],
      file: 'x.yml',
      lastcopy: {
        class: alertClass,
        priority: act.priority ?? 'page-now',
        ...(act.join === undefined ? {} : { join: act.join }),
        ...(act.stage === undefined ? {} : { stage: act.stage }),
        ...(act.summary === undefined ? {} : { summary: act.summary }),
      },
    },
  }
}

export function eventOf(act: Act, id: string, now: number): Event {
  const name = act.actor ?? 'alice'
  const resource = act.resource ?? 'nightly-backup'
  const { container, session } = act
  return {
    '@timestamp': new Date(now).toISOString(),
    event: {
      id,
      action: act.action ?? 'retention-changed',
      code: 'PutBucketLifecycle',
      outcome: act.outcome ?? 'success',
      kind: 'event',
      category: [],
      type: [],
      dataset: 'aws.cloudtrail',
      module: 'aws',
      original: '{}',
    },
    source: { ip: act.address ?? '192.0.2.10' },
    cloud: { account: { id: act.account ?? '111122223333' } },
    backup: {
      platform: 'aws.s3',
      site: 'default',
      actor: {
        id: `arn:aws:iam::111122223333:user/${name}`,
        name,
        kind: 'person',
        ...(session === undefined ? {} : { session }),
        ...(act.habit === undefined ? {} : { habit: act.habit }),
      },
      resource: {
        type: 'bucket',
        id: `arn:aws:s3:::${resource}`,
        name: resource,
        ...(container === undefined ? {} : { container: { type: 'vault', id: container, name: container } }),
      },
      ...(act.weakened === undefined ? {} : { change: { setting: act.weakened, direction: 'weakened' as const } }),
      ...(act.locked === undefined ? {} : { copy: { is: true, locked: act.locked } }),
    },
  }
}
