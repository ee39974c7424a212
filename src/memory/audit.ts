// Which audit logs run and where they write: whether something stood ready before one was stopped or sent elsewhere. Contract, row 11.
import { day } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Change, Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { devicesOf } from './parents.ts'
import { asJson, keyOf, listOf, recordOf, siteOf } from './recall.ts'

interface Log {
  readonly id: string
  /** When it was seen to begin; undefined while it stands still. */
  readonly since?: number
  /** It covers every account of an organisation. */
  readonly organization?: boolean
  readonly narrow?: boolean
}

const kept = 400 * day
const most = 50

/** For a log that is stopped: another one that runs, or a covering one; for one that is sent elsewhere: a target that was made before. */
export function knowAudit(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const { resource, detail } = event.backup ?? {}
  if (event.event.action !== 'audit-changed' || event.event.outcome === 'failure' || !resource) return {}
  const scope = String(detail?.scope ?? '')
  if (scope === 'bucket' || scope === 'detector') return {}
  const place = scope === 'trail' ? [] : [scope, ...devicesOf(event)]
  const key = keyOf(siteOf(event), 'logs', event.cloud?.account?.id ?? '', ...place)
  const all = listOf<Log>(memory.get('seen', key))
  const others = all.filter(({ id }) => id !== resource.id)
  const before = all.find(({ id }) => id === resource.id)
  const changes = changesOf(event)
  const began = changes.some(({ setting, to }) => setting === 'logging' && to === 'on')
  const ended = changes.some(({ setting, to }) => setting === 'logging' && to === 'off')
  const narrow = changes.some(({ setting, to }) => setting === 'logging-scope' && to === 'narrow')
  const since = began ? now : ended ? undefined : before?.since
  const log: Log = {
    id: resource.id,
    ...(since === undefined ? {} : { since }),
    ...(detail?.organization === true || before?.organization === true ? { organization: true } : {}),
    ...(narrow || (before?.narrow === true && !changes.some(({ to }) => to === 'full')) ? { narrow: true } : {}),
  }
  memory.put('seen', key, asJson([...others, log].slice(-most)), now + kept)
  const running = others.filter((other) => other.since !== undefined && other.narrow !== true)
  return {
    ...(ended && running.length > 0 ? { other_log: true } : {}),
    ...(running.some(({ organization }) => organization === true) ? { covered: true } : {}),
    ...(isTargetReady(memory, event, changes, now) ? { target_ready: true } : {}),
  }
}

const targetsOf = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : []

/** Of several targets one is left that was among them before, or one came and none went. */
function staysWithin({ setting, from, to }: Change): boolean {
  if (setting !== 'logging-target' && setting !== 'logging-forwarding') return false
  const [before, after] = [targetsOf(from), targetsOf(to)]
  const within = (some: readonly string[], all: readonly string[]): boolean =>
    some.length > 0 && some.every((target) => all.includes(target))
  return within(after, before) || within(before, after)
}

const changesOf = ({ backup }: Event): readonly Change[] => backup?.changes ?? (backup?.change ? [backup.change] : [])

/** The bucket that a log is sent to from now on was made before, within a month; or the log was sent there already. */
function isTargetReady(memory: Memory, event: Event, changes: readonly Change[], now: number): boolean {
  if (changes.some(staysWithin)) return true
  const targets = changes.flatMap(({ setting, to }) =>
    setting === 'logging-target' && typeof to === 'string' ? [to.slice(to.indexOf('=') + 1)] : [],
  )
  return targets.some((target) => {
    const ids = target.startsWith('arn:') ? [target] : [target, `arn:aws:s3:::${target}`]
    return ids.some((id) => {
      const { at } = recordOf<{ at: number }>(memory.get('creation', keyOf(siteOf(event), 'creation', id)))
      return at !== undefined && at < now && now - at < 30 * day
    })
  })
}
