// Times in the next 30 days at which a rotation has nobody, or a step reaches nobody at all.
import { day } from '../../lib/duration.ts'
import type { Policy, Rotation, Target } from '../../model/policy.ts'
import { type Turn, turnsBetween } from '../on-call.ts'
import { type Finding, finding } from './finding.ts'

const span = 30 * day

export function reviewCoverage(policy: Policy, now: number): readonly Finding[] {
  const used = new Set(
    Object.values(policy.escalations).flatMap(({ steps }) =>
      steps.flatMap(({ notify }) => notify.flatMap((target) => ('rotation' in target ? target.rotation : []))),
    ),
  )
  const gaps = new Map(
    [...used].map((name) => [name, gapsOf(policy.rotations[name], now)] as const).filter(([, list]) => list.length > 0),
  )
  return [...[...gaps].map(([name, list]) => gapFinding(policy, name, list)), ...emptySteps(policy, gaps)]
}

const gapsOf = (rotation: Rotation | undefined, now: number): readonly Turn[] =>
  rotation === undefined ? [] : turnsBetween(rotation, now, now + span).filter(({ who }) => who === undefined)

function gapFinding(policy: Policy, name: string, gaps: readonly Turn[]): Finding {
  const rotation = policy.rotations[name]
  const more = gaps.length > 1 ? `, and ${gaps.length - 1} further times` : ''
  const path = ['rotations', name, ...(rotation?.members.length === 0 ? ['members'] : ['since'])]
  return finding(
    'gap',
    path,
    `nobody has a turn ${told(gaps)}${more}`,
    rotation?.members.length === 0 ? 'name members: stand-ins alone leave gaps' : 'let the first turn begin before now',
  )
}

/** Steps all of whose targets are rotations that have nobody at the same time. */
function emptySteps(policy: Policy, gaps: ReadonlyMap<string, readonly Turn[]>): readonly Finding[] {
  return Object.entries(policy.escalations).flatMap(([name, { steps }]) =>
    steps.flatMap(({ notify }, index) => {
      const lists = notify.map((target: Target) => ('rotation' in target ? (gaps.get(target.rotation) ?? []) : []))
      const common = lists.reduce(overlaps)
      return common.length === 0
        ? []
        : [
            finding(
              'reaches-nobody',
              ['escalations', name, 'steps', index],
              `this step reaches nobody ${told(common)}`,
              'add a person, or channels behind which somebody always stands',
            ),
          ]
    }),
  )
}

const overlaps = (a: readonly Turn[], b: readonly Turn[]): readonly Turn[] =>
  a.flatMap((one) =>
    b.flatMap((other) => {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
      return from < to ? [{ who: undefined, from, to }] : []
    }),
  )

const told = ([first]: readonly Turn[]): string =>
  first === undefined ? '' : `from ${minuteOf(first.from)} to ${minuteOf(first.to)}`

const minuteOf = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
