// Limits, quiet hours and acknowledgements that keep people from hearing what they must.
import { day, tellDuration } from '../../lib/duration.ts'
import type { Policy } from '../../model/policy.ts'
import { quietUntil } from '../quiet.ts'
import { type Finding, finding } from './finding.ts'

/** An attack needs up to six page-now alerts: a channel must take as many. */
const leastPages = 6

export function reviewRest(policy: Policy, now: number): readonly Finding[] {
  return [
    ...Object.entries(policy.limits).flatMap(([name, tiers]) =>
      tiers.flatMap(({ pages, per }, index) =>
        pages < leastPages
          ? [
              finding(
                'limit-too-low',
                ['limits', name, index],
                `${pages} ${pages === 1 ? 'page' : 'pages'} in ${tellDuration(per)} is less than one attack needs`,
                `allow ${leastPages} or more`,
              ),
            ]
          : [],
      ),
    ),
    ...policy.quiet.slice(0, 1).flatMap(({ priority }) => {
      const longest = Math.max(...priority.map((one) => quietUntil(policy.quiet, one, now) ?? now))
      return longest > now + 8 * day
        ? [
            finding(
              'always-quiet',
              ['quiet'],
              'quiet hours follow one another for more than a week',
              'leave a time in which people are told',
            ),
          ]
        : []
    }),
    ...(policy.acknowledgementLasts > day
      ? [
          finding(
            'acknowledgement-too-long',
            ['acknowledgement-lasts'],
            `an alert that was acknowledged and forgotten stays silent for ${tellDuration(policy.acknowledgementLasts)}`,
            'write 24h or less',
          ),
        ]
      : []),
  ]
}
