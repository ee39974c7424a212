// Which escalation an alert takes.
import type { Alert } from '../model/alert.ts'
import type { Policy, Route } from '../model/policy.ts'
import { channelsOf } from './escalate.ts'

/** The first route that fits; the last one fits all. */
export const routeOf = ({ routes }: Policy, { site, class: row, priority, resource }: Alert): Route | undefined =>
  routes.find(
    ({ match }) =>
      fits(match.site, site) &&
      fits(match.class, row) &&
      fits(match.priority, priority) &&
      fits(match.platform, resource.platform),
  ) ?? routes.at(-1)

/** The route of what pages at once at a site, of whatever class and platform it is. */
export const pageNowRoute = ({ routes }: Policy, site: string): Route | undefined =>
  routes.find(
    ({ match }) =>
      fits(match.site, site) &&
      fits(match.priority, 'page-now') &&
      match.class === undefined &&
      match.platform === undefined,
  ) ?? routes.at(-1)

/** Names of all pagers of whoever the first step reaches now. */
export const channelsOfFirstStep = (
  policy: Policy,
  escalation: string | undefined,
  wall: number,
): readonly string[] => {
  const [first] = escalation === undefined ? [] : (policy.escalations[escalation]?.steps ?? [])
  const pagers = (first?.notify ?? []).flatMap((target) => channelsOf(policy, target, wall).channels)
  return [...new Set(pagers.map(({ pager }) => pager))]
}

const fits = <T>(allowed: readonly T[] | undefined, value: T): boolean =>
  allowed === undefined || allowed.includes(value)
