// Reads a policy with the eyes of the night in which it fails: who is not reached, not rung twice, or rung too late.
import type { Policy } from '../../model/policy.ts'
import { reviewCoverage } from './coverage.ts'
import { reviewController } from './domain-controller.ts'
import type { Finding, PagerTrait } from './finding.ts'
import { reviewLadders } from './ladders.ts'
import { reviewRest } from './rest.ts'
import { reviewUse } from './use.ts'

/**
 * Everything that is worth a change, in the order of the file's parts.
 * @param pagers those of the configuration
 * @param now epoch milliseconds: turns are looked at from here on for 30 days
 */
export function reviewPolicy(policy: Policy, pagers: readonly PagerTrait[], now: number): readonly Finding[] {
  return [
    ...reviewCoverage(policy, now),
    ...reviewLadders(policy, pagers),
    ...reviewController(policy),
    ...reviewUse(policy, pagers),
    ...reviewRest(policy, now),
  ]
}
