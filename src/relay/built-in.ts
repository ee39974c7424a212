// The policy where a site wrote none: every pager gets every page at once, again and again until somebody answers.
import { minute, second } from '../lib/duration.ts'
import { type Policy, usualTiers } from '../model/policy.ts'

export interface BuiltInAsk {
  /** Names of the configured pagers. */
  readonly pagers: readonly string[]
  readonly floor: Policy['floor']
  /** Milliseconds between repeats. */
  readonly repeat: number
  readonly zone?: string
}

/** One escalation of one step; an acknowledgement holds for ever. */
export function builtInPolicy({ pagers, floor, repeat, zone = 'UTC' }: BuiltInAsk): Policy {
  const notify = pagers.map((pager) => ({ channels: [{ pager, accepted: 30 * second }] }))
  return {
    zone,
    people: {},
    rotations: {},
    escalations: { everybody: { steps: [{ notify, wait: repeat }], repeat: 'always' } },
    routes: [{ name: 'everything', match: {}, escalation: 'everybody' }],
    quiet: [],
    floor,
    acknowledgementLasts: Number.POSITIVE_INFINITY,
    bundle: { within: 5 * minute, by: ['site', 'actor'], alone: 12 },
    limits: Object.fromEntries(pagers.map((pager) => [pager, usualTiers])),
  }
}
