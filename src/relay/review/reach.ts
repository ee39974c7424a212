// Whom a step of an escalation reaches, and which escalations what pages at once may take.
import type { Channel, Person, Policy, Route, Step, Target } from '../../model/policy.ts'

/** Somebody, or a provider's rota, and the channels through which a target reaches them. */
export interface Reached {
  readonly channels: readonly Channel[]
  /** Where the channels stand in the file. */
  readonly path: readonly (string | number)[]
  /** A person's name; undefined for channels that stand in the step itself. */
  readonly who?: string
}

/** Pagers that ring at once whoever has their turn. */
export const surelyRung = (policy: Policy, { notify }: Step): readonly string[] => [
  ...new Set(
    notify.flatMap((target) => {
      const first = reachOf(policy, target, []).map(({ channels }) => channels[0]?.pager)
      return first[0] !== undefined && first.every((pager) => pager === first[0]) ? [first[0]] : []
    }),
  ),
]

/** Everybody whom a target may reach: of a rotation, each member and each who stands in. */
export function reachOf(policy: Policy, target: Target, path: readonly (string | number)[]): readonly Reached[] {
  if ('channels' in target) return [{ channels: target.channels, path: [...path, 'channels'] }]
  const rotation = 'rotation' in target ? policy.rotations[target.rotation] : undefined
  const names =
    'person' in target
      ? [target.person]
      : [...(rotation?.members ?? []), ...(rotation?.overrides ?? []).map(({ who }) => who)]
  return [...new Set(names)].flatMap((who) => {
    const person: Person | undefined = policy.people[who]
    return person === undefined ? [] : [{ who, channels: person.channels, path: ['people', who, 'channels'] }]
  })
}

/** Everybody of a step. */
export const reachOfStep = (policy: Policy, { notify }: Step, path: readonly (string | number)[]): readonly Reached[] =>
  notify.flatMap((target, index) => reachOf(policy, target, [...path, 'notify', index]))

/** Escalations that a page-now alert may take, each with the routes that lead there. */
export function urgentEscalations(policy: Policy): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>()
  for (const [index, route] of policy.routes.entries()) {
    if (route.match.priority !== undefined && !route.match.priority.includes('page-now')) continue
    const urgent = { ...route.match, priority: ['page-now' as const] }
    if (policy.routes.slice(0, index).some(({ match }) => takesAll(match, urgent))) continue
    found.set(route.escalation, [...(found.get(route.escalation) ?? []), index])
  }
  return found
}

/** Whether all that fits the narrow one fits the wide one too. */
export const takesAll = (wide: Route['match'], narrow: Route['match']): boolean =>
  (['site', 'class', 'priority', 'platform'] as const).every((name) => {
    const [all, some]: readonly (readonly string[] | undefined)[] = [wide[name], narrow[name]]
    return all === undefined || (some?.every((one) => all.includes(one)) ?? false)
  })
