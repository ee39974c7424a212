// Planned changes and mutes: proposed by one person, approved by another, never by the one who proposed.
import { day } from '../lib/duration.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Ask, PlanVerb } from '../model/ask.ts'
import type { Subject } from '../model/people.ts'
import type { Plan, PlanDraft, PlanKind, Proposer } from '../model/plan.ts'
import { type Decision, done, refuse } from './decision.ts'
import { handsBehind } from './hands.ts'
import { isAtLeast } from './roles.ts'
import type { Shelf } from './shelf.ts'

const mostPlans = 1_000
/** What was decided, or was never, is forgotten so long after its time. The audit log keeps it. */
const keptFor = 90 * day

type Propose = Extract<Ask, { act: 'change-propose' | 'mute-propose' }>

export function proposePlan(shelf: Shelf, { plan, id, site }: Propose, who: Subject, at: string): Decision {
  const oldest = new Date(Date.parse(at) - keptFor).toISOString()
  for (const old of shelf.all('plan')) if (old.to < oldest) shelf.put('plan', old.id, undefined)
  if (shelf.all('plan').length >= mostPlans) return refuse('too-many')
  if (plan.to <= at) return refuse('over')
  const hands = handsBehind(shelf, who, at)
  const proposer = { ...proposerOf(who), ...(hands.length === 0 ? {} : { hands }) }
  shelf.put('plan', id, { ...plan, id, site, status: 'proposed', proposedBy: proposer, proposedAt: at })
  return done(coverOf(plan))
}

export function decidePlan(
  shelf: Shelf,
  { act, plan: id, words }: Extract<Ask, { act: `${PlanKind}-${PlanVerb}` }>,
  who: Subject,
  at: string,
): Decision {
  const [kind, verb] = act.split('-') as [PlanKind, PlanVerb]
  const plan = shelf.get('plan', id)
  if (!plan || plan.kind !== kind) return refuse('no-such-plan')
  const decided = (status: Plan['status']): Plan => ({
    ...plan,
    status,
    decidedBy: proposerOf(who),
    decidedAt: at,
    ...(words === undefined ? {} : { words }),
  })
  switch (verb) {
    case 'approve': {
      if (plan.status !== 'proposed') return refuse('not-open')
      if (plan.to <= at) return refuse('over')
      if (who.person === undefined) return refuse('no-person')
      if (isSame(plan.proposedBy, who)) return refuse('own-proposal')
      return kept(shelf, decided('approved'), {
        sameHands: sharesHands(plan.proposedBy, who, handsBehind(shelf, who, at)),
      })
    }
    case 'reject':
      if (plan.status !== 'proposed') return refuse('not-open')
      return kept(shelf, decided('rejected'))
    case 'withdraw':
      if (plan.status !== 'proposed' && plan.status !== 'approved') return refuse('not-open')
      // Its author takes back what is his; what others proposed, those who could have approved it.
      if (!isSame(plan.proposedBy, who) && !isAtLeast(who.role, 'engineer')) return refuse('not-allowed')
      return kept(shelf, decided('withdrawn'), { tell: plan.status === 'approved' })
  }
}

/** Detection hears of what is approved, and of the end of what was. */
function kept(
  shelf: Shelf,
  plan: Plan,
  {
    tell = plan.status === 'approved',
    sameHands = false,
  }: { readonly tell?: boolean; readonly sameHands?: boolean } = {},
): Decision {
  shelf.put('plan', plan.id, plan)
  const detail = {
    'proposed-by-person': plan.proposedBy.person !== undefined,
    ...(sameHands ? { 'same-hands': true } : {}),
    ...coverOf(plan),
  }
  return done(detail, tell ? { plan } : {})
}

/** What the log tells of a plan: nothing that names a person. */
const coverOf = ({ classes, actions, rules = [], from, to }: PlanDraft): JsonObject => ({
  classes: [...classes],
  actions: [...actions],
  ...(rules.length === 0 ? {} : { rules: [...rules] }),
  from,
  to,
})

/** Who did something, as plans and drills keep it. */
export const proposerOf = ({ name, person }: Subject): Proposer => ({
  name,
  ...(person === undefined ? {} : { person }),
})

const isSame = (one: Proposer, { name, person }: Subject): boolean =>
  one.person === undefined || person === undefined ? one.name === name : one.person === person

/** Whether one person could have both proposed and approved, by a token made or a password given. */
function sharesHands({ person, hands = [] }: Proposer, who: Subject, others: readonly string[]): boolean {
  const approvers = [who.person, ...others]
  return [person, ...hands].some((one) => one !== undefined && approvers.includes(one))
}
