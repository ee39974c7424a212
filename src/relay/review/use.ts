// What stands in a policy or beside it and does nothing: pagers, people, rotations, escalations and routes that nobody reaches.
import type { Policy } from '../../model/policy.ts'
import { type Finding, finding, type PagerTrait } from './finding.ts'
import { takesAll } from './reach.ts'

export function reviewUse(policy: Policy, pagers: readonly PagerTrait[]): readonly Finding[] {
  const targets = Object.values(policy.escalations).flatMap(({ steps }) => steps.flatMap(({ notify }) => notify))
  const rotations = new Set(targets.flatMap((target) => ('rotation' in target ? target.rotation : [])))
  const people = new Set([
    ...targets.flatMap((target) => ('person' in target ? target.person : [])),
    ...Object.entries(policy.rotations).flatMap(([name, { members, overrides }]) =>
      rotations.has(name) ? [...members, ...overrides.map(({ who }) => who)] : [],
    ),
  ])
  const escalations = new Set([
    ...policy.routes.map(({ escalation }) => escalation),
    ...(policy.domainController ? [policy.domainController.escalation] : []),
  ])
  const channels = [
    ...targets.flatMap((target) => ('channels' in target ? target.channels : [])),
    ...[...people].flatMap((name) => policy.people[name]?.channels ?? []),
  ].map(({ pager }) => pager)
  const idle = (kind: 'people' | 'rotations' | 'escalations', used: ReadonlySet<string>, hint: string) =>
    Object.keys(policy[kind])
      .filter((name) => !used.has(name))
      .map((name) => finding('unused', [kind, name], 'nothing leads here', hint))
  return [
    ...idle('people', people, 'name them in a rotation or a step, or take them out'),
    ...idle('rotations', rotations, 'name it in a step, or take it out'),
    ...idle('escalations', escalations, 'name it in a route, or take it out'),
    ...pagers.flatMap(({ name }, index) =>
      channels.includes(name)
        ? []
        : [
            finding(
              'unused',
              ['pagers', index],
              `no page ever goes through ${name}`,
              'name it as a channel in the policy, or take it out',
              'configuration',
            ),
          ],
    ),
    ...pagers.flatMap(({ ends }, index) =>
      ends === undefined
        ? []
        : [finding('ends', ['pagers', index], ends, 'plan the change before that day', 'configuration')],
    ),
    ...unreachable(policy),
  ]
}

const order = ['queue', 'notify', 'page-now'] as const

function unreachable({ routes, floor }: Policy): readonly Finding[] {
  return routes.flatMap((route, index) => {
    const before = routes.slice(0, index).find((earlier) => takesAll(earlier.match, route.match))
    const path = ['routes', index]
    if (before)
      return [finding('unreachable', path, `"${before.name}" takes all of it before`, 'put the narrower route first')]
    const { priority } = route.match
    return priority?.every((one) => order.indexOf(one) < order.indexOf(floor))
      ? [
          finding(
            'unreachable',
            [...path, 'match', 'priority'],
            `nothing of priority ${priority.join(' or ')} is told to anybody: the floor is ${floor}`,
            `write floor: ${priority[0]}, or take the route out`,
          ),
        ]
      : []
  })
}
