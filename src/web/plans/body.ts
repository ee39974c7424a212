// Reads what somebody proposes: a planned change or a mute, bounded, and never over what no plan may cover.
import { day, hour } from '../../lib/duration.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import { type AlertClass, alertClasses } from '../../model/alert.ts'
import { neverPlanned, type PlanDraft, planKinds } from '../../model/plan.ts'
import { type Verb, verbs } from '../../model/verb.ts'
import { readFields } from '../body/fields.ts'

const classes = Object.keys(alertClasses) as readonly AlertClass[]
const actions = Object.keys(verbs) as readonly Verb[]
const longest = { change: day, mute: 30 * day } as const
const longestWords = { change: '24 hours', mute: '30 days' } as const
const mostNames = 50
const longestName = 512
const farthest = 366 * day

/** @param now epoch milliseconds @param known the rules in use */
export function readPlan(
  body: unknown,
  now: number,
  known: readonly { readonly id: string }[],
): Result<PlanDraft, string> {
  const read = readFields(body, (fields) => ({
    kind: fields.choice('kind', planKinds),
    classes: fields.choices('classes', classes),
    actions: fields.choices('actions', actions),
    rules: fields.list('rules', mostNames, 100),
    actors: fields.list('actors', mostNames, longestName),
    resources: fields.list('resources', mostNames, longestName),
    count: fields.count('count', 10_000),
    from: fields.time('from') ?? new Date(now).toISOString(),
    to: fields.time('to'),
    reason: fields.text('reason', 1_000),
  }))
  if (!read.ok) return read
  const { kind = 'change', to, reason, count, rules, ...rest } = read.value
  if (to === undefined) return fail('to is missing: until when, as an ISO time with zone')
  if (reason === undefined) return fail('reason is missing')
  if (kind === 'change' && count === undefined) return fail('count is missing: how often, at most')
  if (kind === 'mute' && count !== undefined) return fail('count: a mute has none')
  if (kind === 'change' && rules.length > 0) return fail('rules: only a mute names rules')
  const unknown = rules.find((id) => known.every((rule) => rule.id !== id))
  if (unknown !== undefined) return fail(`rules: there is no rule "${unknown.slice(0, 60)}" in use`)
  const draft: PlanDraft = {
    kind,
    to,
    reason,
    ...rest,
    ...(rules.length === 0 ? {} : { rules }),
    ...(count === undefined ? {} : { count }),
  }
  const wrong = whyNot(draft, now)
  return wrong === undefined ? ok(draft) : fail(wrong)
}

function whyNot(
  { kind, classes: rows, actions: acts, rules = [], actors, resources, from, to }: PlanDraft,
  now: number,
): string | undefined {
  const byRule = rules.length > 0
  if (rows.length + acts.length + rules.length === 0)
    return `classes${kind === 'mute' ? ', rules' : ''} or actions are missing: what will be done`
  // What is named beside a rule would otherwise hold for everybody and everything.
  if (byRule && rows.length + acts.length > 0) return 'rules: a mute names rules, or classes and actions'
  if (actors.length === 0 && !byRule) return 'actors are missing: who will do it, by id or name'
  if (resources.length === 0 && !byRule) return 'resources are missing: on what, by id or name'
  for (const [field, names] of [
    ['actors', actors],
    ['resources', resources],
  ] as const)
    for (const name of names)
      if (name.replaceAll('*', '').length < 3)
        return `${field}: "${name}" is too short to mean anybody or anything: three characters at least, beside *`
  if (names(actors) || names(resources)) return 'a name has a control character'
  if (kind === 'change') {
    const never = [...rows, ...acts].find((one) => isNever(one))
    if (never !== undefined)
      return `${never} is never covered: key destruction, stopped audit, weakened MFA or four eyes always page`
  }
  const [begin, end] = [Date.parse(from), Date.parse(to)]
  if (end <= begin) return 'to must lie behind from'
  if (end - begin > longest[kind]) return `a ${kind} lasts ${longestWords[kind]} at most`
  if (end <= now) return 'to must lie ahead: nothing is planned afterwards'
  if (begin > now + farthest) return 'from lies more than a year ahead'
  if (begin < now - hour && kind === 'change') return 'from must not lie behind: nothing is planned afterwards'
  return undefined
}

const names = (list: readonly string[]): boolean => list.some((name) => /\p{Cc}/u.test(name))

const isNever = (one: string): boolean =>
  [...neverPlanned.classes, ...neverPlanned.actions].some((never) => never === one)
