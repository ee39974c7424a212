// Escalations that a page-now alert may take: each must ring, ring a second way in time, and never end in silence.
import { minute, second, tellDuration } from '../../lib/duration.ts'
import type { Policy, Step } from '../../model/policy.ts'
import { type Finding, finding, type PagerTrait } from './finding.ts'
import { type Reached, reachOf, reachOfStep, surelyRung, urgentEscalations } from './reach.ts'

/** The promise: with the first provider down in any way, the second channel rings within a minute. */
const latestSecond = minute
/** A tick and the way to the provider. */
const slack = 5 * second
const longestWait = 15 * minute

export function reviewLadders(policy: Policy, pagers: readonly PagerTrait[]): readonly Finding[] {
  const traits = new Map(pagers.map((trait) => [trait.name, trait]))
  const found = [...urgentEscalations(policy).keys()].flatMap((name) => {
    const escalation = policy.escalations[name]
    if (!escalation) return []
    const path = ['escalations', name]
    const steps = escalation.steps.map((step, index) => ({ step, path: [...path, 'steps', index] }))
    return [
      ...steps.flatMap(({ step, path }, index) => reviewStep(policy, step, path, index === 0, traits)),
      ...reviewProviders(policy, escalation.steps, path, traits),
      ...(escalation.repeat === 'always'
        ? []
        : [
            finding(
              'ends-in-silence',
              [...path, 'repeat'],
              `after ${escalation.repeat + 1} ${escalation.repeat === 0 ? 'round' : 'rounds'} without an answer nobody is told any more`,
              'write repeat: always for what pages at once',
            ),
          ]),
    ]
  })
  return once(found)
}

function reviewStep(
  policy: Policy,
  step: Step,
  path: readonly (string | number)[],
  first: boolean,
  traits: ReadonlyMap<string, PagerTrait>,
): readonly Finding[] {
  const reached = reachOfStep(policy, step, path)
  const provider = (pager: string): string => traits.get(pager)?.provider ?? pager
  return [
    ...(step.wait > longestWait
      ? [
          finding(
            'long-wait',
            [...path, 'wait'],
            `nobody else is told for ${tellDuration(step.wait)}`,
            'a page-now alert should reach the next step within 15 min',
          ),
        ]
      : []),
    ...(first &&
    reached.length > 0 &&
    reached.every(({ channels }) => channels.every(({ pager }) => traits.get(pager)?.silent))
      ? [
          finding(
            'nobody-woken',
            path,
            'every channel of this step only shows the page: it wakes nobody whose phone is silent',
            'put an on-call service or a phone beside it',
          ),
        ]
      : []),
    ...step.notify.flatMap((target, index) => {
      const beside = surelyRung(policy, { ...step, notify: step.notify.filter((_, other) => other !== index) })
      return reachOf(policy, target, [...path, 'notify', index]).flatMap((one) => secondChannel(one, beside, provider))
    }),
  ]
}

function secondChannel(
  { channels, path, who }: Reached,
  beside: readonly string[],
  provider: (pager: string) => string,
): readonly Finding[] {
  const [first, second] = channels
  if (!first) return []
  const whom = who === undefined ? 'these people' : `"${who}"`
  if (beside.some((pager) => provider(pager) !== provider(first.pager))) return []
  if (!second)
    return [
      finding(
        'second-channel-missing',
        path,
        `${whom} can be rung through ${first.pager} only: when it is down, they are not rung`,
        'name a second channel of another provider',
      ),
    ]
  const twice = channels.findIndex(({ pager }, index) => channels.findIndex((one) => one.pager === pager) !== index)
  return [
    ...(twice < 0
      ? []
      : [
          finding(
            'twice',
            [...path, twice],
            `${channels[twice]?.pager} is there twice`,
            'a further try is made anyway; name another channel',
          ),
        ]),
    ...(first.accepted + slack > latestSecond
      ? [
          finding(
            'second-channel-late',
            [...path, 0, 'accepted'],
            `with ${first.pager} down, ${second.pager} rings after ${tellDuration(first.accepted)}`,
            'the second channel should ring within a minute: write 30s',
          ),
        ]
      : []),
  ]
}

function reviewProviders(
  policy: Policy,
  steps: readonly Step[],
  path: readonly (string | number)[],
  traits: ReadonlyMap<string, PagerTrait>,
): readonly Finding[] {
  const pagers = new Set(
    steps
      .flatMap((step) => reachOfStep(policy, step, path))
      .flatMap(({ channels }) => channels.map(({ pager }) => pager)),
  )
  const providers = new Set([...pagers].map((pager) => traits.get(pager)?.provider ?? pager))
  // One channel alone is told as a missing second one.
  if (providers.size !== 1 || pagers.size < 2) return []
  return [
    finding(
      'single-provider',
      path,
      `everything goes through ${[...providers][0]}: when it is down, nobody is told`,
      'name a channel of another provider',
    ),
  ]
}

const once = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((one) => [JSON.stringify([one.kind, one.path]), one])).values(),
]
