// What pages at once must ring no less than the site's domain-controller alerts: the same pagers, as soon, as often.
import { tellDuration } from '../../lib/duration.ts'
import type { DomainController, Escalation, Policy } from '../../model/policy.ts'
import { type Finding, finding } from './finding.ts'
import { surelyRung, urgentEscalations } from './reach.ts'

export function reviewController(policy: Policy): readonly Finding[] {
  const { domainController } = policy
  if (!domainController)
    return [
      finding(
        'domain-controller-missing',
        [],
        'nothing says how domain-controller alerts ring here, so nothing can be compared with it',
        'add domain-controller: { pagers: [...], escalation: ... }',
      ),
    ]
  const model = policy.escalations[domainController.escalation]
  if (!model) return []
  const path = ['escalations', domainController.escalation]
  const own = missingPagers(policy, model, domainController)
  return [
    ...(own.length === 0
      ? []
      : [
          finding(
            'weaker-than-domain-controller',
            ['domain-controller', 'pagers'],
            `${own.join(', ')} ${own.length === 1 ? 'does' : 'do'} not ring in the first step of "${domainController.escalation}"`,
            'name the pagers that do, or add these to the step',
          ),
        ]),
    ...[...urgentEscalations(policy)].flatMap(([name, routes]) => {
      const escalation = policy.escalations[name]
      if (!escalation || name === path[1]) return []
      const why = weakness(policy, escalation, model, domainController)
      return why === undefined
        ? []
        : routes.map((index) =>
            finding(
              'weaker-than-domain-controller',
              ['routes', index, 'escalation'],
              `what pages at once takes "${name}" here and rings less than a domain-controller alert: ${why}`,
              `write escalation: ${domainController.escalation}, or let it ring no less`,
            ),
          )
    }),
  ]
}

/** In what an escalation rings less than the one it is held against; undefined where in nothing. */
function weakness(
  policy: Policy,
  escalation: Escalation,
  model: Escalation,
  controller: DomainController,
): string | undefined {
  const missing = missingPagers(policy, escalation, controller)
  if (missing.length > 0)
    return `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'} not ring in its first step`
  if (escalation.steps.length < model.steps.length)
    return `it has ${escalation.steps.length} of ${model.steps.length} steps`
  for (const [index, { wait }] of model.steps.entries()) {
    const own = escalation.steps[index]?.wait ?? 0
    if (own > wait) return `step ${index + 1} waits ${tellDuration(own)} for an answer, not ${tellDuration(wait)}`
  }
  if (roundsOf(escalation) < roundsOf(model)) return 'it is gone through less often'
  return undefined
}

const roundsOf = ({ repeat }: Escalation): number => (repeat === 'always' ? Number.POSITIVE_INFINITY : repeat)

/** Pagers of domain-controller alerts that do not ring in the first step, whoever has their turn. */
function missingPagers(policy: Policy, { steps }: Escalation, { pagers }: DomainController): readonly string[] {
  const [first] = steps
  const rung = first ? surelyRung(policy, first) : []
  return pagers.filter((name) => !rung.includes(name))
}
