// What commands on volumes, snapshots and protection groups mean: destroyed, eradicated, kept shorter, unlocked, no longer copied.
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'

export interface Asked {
  readonly array: string
  readonly command: string
  readonly subcommand: string
  /** Values that no option stands before. */
  readonly names: readonly string[]
  readonly options: ReadonlyMap<string, string>
  /** Epoch milliseconds. */
  readonly time: number
}

export type Reader = (asked: Asked) => Facts | readonly Facts[] | undefined

const most = 20
export const array = ({ array }: Asked): Resource => ({ type: 'array', id: array, name: array })
export const own = ({ array }: Asked, type: string, name: string, called = name): Resource => ({
  type,
  id: `${array}/${name}`,
  name: called,
})

/** A name with a dot is a snapshot of what stands before it; `pod::volume` lies in a pod, `group/volume` in a volume group. */
export function thing(asked: Asked, name: string, type: string): Resource {
  // A protection group is a plan to its settings and holds snapshots: one thing, whichever a command is about.
  const kind = type === 'plan' || type === 'repository' ? 'pgroup' : type
  const dot = name.lastIndexOf('.')
  if (dot > 0) {
    const holder = name.slice(0, dot)
    return {
      type: 'snapshot',
      id: `${asked.array}/${kind}/${name}`,
      name,
      container: { type, id: `${asked.array}/${kind}/${holder}`, name: holder },
    }
  }
  const pod = /^(.+)::/.exec(name)?.[1]
  return {
    type,
    id: `${asked.array}/${kind}/${name}`,
    name,
    ...(pod ? { container: { type: 'pool', id: `${asked.array}/pool/${pod}`, name: pod } } : {}),
  }
}

export const each = (asked: Asked, told: (name: string) => Facts): readonly Facts[] =>
  (asked.names.length > 0 ? asked.names : ['?']).slice(0, most).map(told)
const wide = (name: string): boolean => /[*?]/.test(name)

/** Destroyed things stay for the eradication delay; eradicated ones are gone. */
export const gone =
  (type: string, permanent: boolean): Reader =>
  (asked) =>
    each(asked, (name) => {
      const resource = thing(asked, name, type)
      return {
        action: resource.type === 'snapshot' ? 'recovery-point-deleted' : 'repository-deleted',
        resource,
        detail: { ...(permanent ? { permanent: true } : {}), ...(wide(name) ? { bulk: true } : {}) },
      }
    })

export const back =
  (type: string): Reader =>
  (asked) =>
    each(asked, (name) => ({ action: 'other', resource: thing(asked, name, type), detail: { recovered: true } }))

export const made =
  (type: string): Reader =>
  (asked) =>
    each(asked, (name) => ({ action: 'repository-created', resource: thing(asked, name, type) }))

export const snapped =
  (type: string): Reader =>
  (asked) => {
    const suffix = asked.options.get('suffix') ?? String(asked.time)
    return each(asked, (name) => ({
      action: 'recovery-point-created',
      resource: thing(asked, `${name}.${suffix}`, type),
    }))
  }

export const group = (asked: Asked, name: string): Resource => thing(asked, name, 'plan')

/** All snapshots for so long, then some a day for so many days: the longest tier counts. */
export const retained: Reader = (asked) => {
  const parts = ['all-for', 'days'].flatMap(
    (option) => daysIn(asked.options.get(option), option === 'days' ? 1 : 1 / 86_400) ?? [],
  )
  const lengths = parts.filter((part) => typeof part === 'number')
  const days = lengths.length === 0 ? undefined : lengths.reduce((sum, length) => sum + length, 0)
  const target = asked.options.has('target-all-for') || asked.options.has('target-days')
  return each(asked, (name) => ({
    action: 'retention-changed',
    resource: group(asked, name),
    changes: days === undefined || target ? [] : [{ setting: 'retention', to: days, unit: 'd' }],
  }))
}

export const groupSet: Reader = (asked) => {
  const lock = asked.options.get('retention-lock')?.toLowerCase()
  if (lock !== undefined)
    return each(asked, (name) => ({
      action: 'immutability-changed',
      resource: group(asked, name),
      changes: [{ setting: 'lock-mode', to: lock === 'ratcheted' ? 'compliance' : 'off' }],
    }))
  const left = ['remvollist', 'remhostlist', 'remhgrouplist']
    .map((option) => asked.options.get(option))
    .find((list) => list !== undefined)
  if (left !== undefined)
    return left
      .split(',')
      .slice(0, most)
      .map((name) => ({
        action: 'selection-changed',
        resource: thing(asked, name, 'volume'),
        related: asked.names[0] ? [group(asked, asked.names[0])] : [],
        changes: [{ setting: 'selection', to: 'off' }],
      }))
  const targets = ['remtargetlist', 'targetlist'].find((option) => asked.options.has(option))
  if (targets === 'remtargetlist') return copying('off')(asked)
  return each(asked, (name) => ({ action: 'job-changed', resource: group(asked, name) }))
}

export const switched =
  (to: 'on' | 'off'): Reader =>
  (asked) =>
    each(asked, (name): Facts => {
      const replicates = asked.options.has('replicate')
      const change: Change = {
        setting: replicates ? 'replication' : 'schedule',
        to,
        direction: to === 'off' ? 'weakened' : 'strengthened',
      }
      const resource = group(asked, name)
      return to === 'off' && !replicates
        ? { action: 'job-stopped', resource, changes: [change] }
        : { action: replicates ? 'replication-changed' : 'job-changed', resource, changes: [change] }
    })

export const copying =
  (to: 'on' | 'off'): Reader =>
  (asked) =>
    each(asked, (name) => ({
      action: 'replication-changed',
      resource: { type: 'replication', id: `${asked.array}/replication/${name}`, name },
      changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
    }))

export const overwritten: Reader = (asked) => {
  const target = asked.names.at(-1)
  return asked.options.has('overwrite') && target !== undefined && asked.names.length > 1
    ? { action: 'object-overwritten', resource: thing(asked, target, 'volume'), detail: { how: 'rewritten' } }
    : { action: 'repository-created', resource: thing(asked, target ?? '?', 'volume') }
}

/** A host that the backup product works from loses its volumes. */
export const cut: Reader = (asked) =>
  each(asked, (name) => ({
    action: 'access-policy-changed',
    resource: thing(asked, name, 'volume'),
    detail: { cuts_access: true, denied: ['*'] },
  }))
