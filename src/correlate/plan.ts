// Correlations with their rules found: who feeds whom, and which fields are needed of each match.
import { nearest } from '../lib/nearest.ts'
import { type Correlation, linkField, linkName } from '../model/correlation.ts'
import type { Problem, RuleMeta } from '../model/rule.ts'

/** A rule that correlations may name. */
export interface Named {
  readonly meta: RuleMeta
  readonly name?: string
}

export interface Plan {
  readonly correlation: Correlation
  /** Which rules must match, by their place in the correlation's list. */
  readonly rules: readonly string[]
  /** Its firings are told; of what only feeds another correlation they are not: specification, `generate`. */
  readonly told: boolean
  /** Correlations that its firings feed. */
  readonly outer: Route[]
  /** What the rules are called, in the order of `rules`. */
  readonly titles: readonly string[]
  /** The rules behind it, also those behind the correlations that it names. */
  readonly members: readonly RuleMeta[]
}

/** The way from a rule, or a correlation, into a correlation. */
export interface Route {
  readonly plan: Plan
  /** The rule's place in the correlation's list, as a bit. */
  readonly bit: number
  /** Where this rule's events hold what the correlation groups by, in the order of `group-by`. */
  readonly group: readonly string[]
}

export interface Plans {
  readonly plans: readonly Plan[]
  readonly routes: ReadonlyMap<RuleMeta, readonly Route[]>
  /** Fields that have to be read of an event of the rule. */
  readonly reads: ReadonlyMap<RuleMeta, readonly string[]>
  readonly problems: readonly Problem[]
}

/**
 * Finds the rules of each correlation. One that cannot be used is a problem of its own, and of those that name it.
 * @param rules the rules that can be used
 */
export function planCorrelations(correlations: readonly Correlation[], rules: readonly Named[]): Plans {
  const problems: Problem[] = []
  const byName = namesOf(rules, correlations)
  const usable = new Map<Correlation, boolean>()
  /** Undefined while it is being asked: a correlation that leads back to itself. */
  const check = (correlation: Correlation): boolean | undefined => {
    if (usable.has(correlation)) return usable.get(correlation)
    if (asking.has(correlation)) return undefined
    asking.add(correlation)
    const trouble = troubleOf(correlation, byName, check)
    asking.delete(correlation)
    const { file, id, line } = correlation.meta
    const place = line === undefined ? {} : { line, column: 1 }
    if (trouble) problems.push({ file, rule: id, ...place, ...trouble })
    usable.set(correlation, trouble === undefined)
    return trouble === undefined
  }
  const asking = new Set<Correlation>()
  const chosen = correlations.filter((correlation) => check(correlation) === true)
  return { ...connected(chosen, byName), problems }
}

type Target = { readonly rule: RuleMeta } | { readonly correlation: Correlation }

function namesOf(
  rules: readonly Named[],
  correlations: readonly Correlation[],
): ReadonlyMap<string, readonly Target[]> {
  const byName = new Map<string, Target[]>()
  const add = (name: string | undefined, target: Target): void => {
    if (name === undefined) return
    const known = byName.get(name)
    if (known) known.push(target)
    else byName.set(name, [target])
  }
  for (const { meta, name } of rules) {
    const target = { rule: meta }
    for (const word of new Set([meta.id, name])) add(word, target)
  }
  for (const correlation of correlations) {
    const target = { correlation }
    for (const word of new Set([correlation.meta.id, correlation.name])) add(word, target)
  }
  return byName
}

type Trouble = Pick<Problem, 'message' | 'hint'>

/** Which rules an event met is kept in the bits of one number. */
const mostRules = 31

function troubleOf(
  { type, rules, aliases }: Correlation,
  byName: ReadonlyMap<string, readonly Target[]>,
  check: (correlation: Correlation) => boolean | undefined,
): Trouble | undefined {
  if (type.startsWith('temporal') && rules.length > mostRules)
    return { message: `a ${type} correlation takes at most ${mostRules} rules` }
  for (const name of rules) {
    const targets = byName.get(name)
    if (!targets) {
      const guess = nearest(name, [...byName.keys()])
      return { message: `there is no usable rule "${name}"`, ...(guess ? { hint: `did you mean "${guess}"?` } : {}) }
    }
    for (const target of targets) {
      const fine = 'rule' in target || check(target.correlation)
      if (fine === undefined) return { message: `"${name}" leads back to this correlation` }
      if (!fine) return { message: `the correlation "${name}" cannot be used` }
    }
  }
  const named = new Set(rules.flatMap((rule) => byName.get(rule) ?? []))
  for (const [alias, byRule] of Object.entries(aliases))
    for (const rule of Object.keys(byRule))
      if (!byName.get(rule)?.some((target) => named.has(target)))
        return { message: `the alias "${alias}" names "${rule}", which is not among the rules` }
  return undefined
}

function connected(
  chosen: readonly Correlation[],
  byName: ReadonlyMap<string, readonly Target[]>,
): Pick<Plans, 'plans' | 'routes' | 'reads'> {
  const inner = new Set<Correlation>()
  const generating = new Set<Correlation>()
  for (const correlation of chosen)
    for (const target of correlation.rules.flatMap((name) => byName.get(name) ?? []))
      if ('correlation' in target) (correlation.generate ? generating : inner).add(target.correlation)
  const plans = new Map(
    chosen.map((correlation): [Correlation, Plan] => {
      const told = generating.has(correlation) || !inner.has(correlation)
      const titles = correlation.rules.map((name) => (byName.get(name) ?? []).map(titleOf)[0] ?? name)
      const members = [...new Set(correlation.rules.flatMap((name) => membersOf(name, byName)))]
      return [correlation, { correlation, rules: correlation.rules, told, outer: [], titles, members }]
    }),
  )
  const routes = new Map<RuleMeta, Route[]>()
  for (const plan of plans.values())
    for (const [index, name] of plan.rules.entries())
      for (const target of byName.get(name) ?? []) {
        // Counts ask how many, and never which.
        const bit = plan.correlation.type.startsWith('temporal') ? 1 << index : 1
        if (isAlias(plan.correlation) && !plan.told) continue
        for (const from of spread(target, byName)) {
          const route = { plan, bit, group: groupOf(plan.correlation, from, byName) }
          if ('correlation' in from) plans.get(from.correlation)?.outer.push(route)
          else routes.set(from.rule, [...(routes.get(from.rule) ?? []), route])
        }
      }
  const reads = new Map([...routes].map(([rule, ways]) => [rule, [...new Set(ways.flatMap(fieldsOf))]]))
  return { plans: innerFirst([...plans.values()]), routes, reads }
}

/** One match of any of its rules is all that it asks, and what links the match is asked of each: a name for several rules. */
const isAlias = ({ type, link, bounds }: Correlation): boolean =>
  link !== undefined &&
  type === 'event_count' &&
  bounds.every(({ order, value }) => (order === 'gte' && value <= 1) || (order === 'gt' && value < 1))

/** A name for several and all that it stands for, whose matches go straight on; anything else is itself. */
const spread = (target: Target, byName: ReadonlyMap<string, readonly Target[]>): readonly Target[] =>
  'correlation' in target && isAlias(target.correlation)
    ? [
        target,
        ...target.correlation.rules.flatMap((name) => byName.get(name) ?? []).flatMap((inner) => spread(inner, byName)),
      ]
    : [target]

const titleOf = (target: Target): string => ('rule' in target ? target.rule : target.correlation.meta).title

const membersOf = (name: string, byName: ReadonlyMap<string, readonly Target[]>): readonly RuleMeta[] =>
  (byName.get(name) ?? []).flatMap((target) =>
    'rule' in target ? [target.rule] : target.correlation.rules.flatMap((inner) => membersOf(inner, byName)),
  )

/** An alias is looked up by any name that the rule goes by. */
function groupOf(
  { groupBy, aliases, link }: Correlation,
  target: Target,
  byName: ReadonlyMap<string, readonly Target[]>,
): readonly string[] {
  return groupBy.map((field) => {
    if (link && field === linkName) return linkField(link)
    const byRule = Object.hasOwn(aliases, field) ? Object.entries(aliases[field] ?? {}) : []
    return byRule.find(([rule]) => byName.get(rule)?.includes(target))?.[1] ?? field
  })
}

/** What a way needs of an event, for its own correlation and for those behind it. */
const fieldsOf = ({ plan, group }: Route): readonly string[] => [
  ...group,
  ...(plan.correlation.field ?? []),
  ...plan.outer.flatMap(fieldsOf),
]

/** What feeds another stands before it, so that one pass settles all. */
function innerFirst(plans: readonly Plan[]): readonly Plan[] {
  const ordered: Plan[] = []
  const seen = new Set<Plan>()
  const visit = (plan: Plan): void => {
    if (seen.has(plan)) return
    seen.add(plan)
    for (const route of plan.outer) visit(route.plan)
    ordered.unshift(plan)
  }
  for (const plan of plans) visit(plan)
  return ordered
}
