// What a change of a conditional access policy does to the second factor: who no longer needs one.
import type { Json, JsonObject } from '../../lib/json.ts'
import { bodyOf } from '../kit/body.ts'
import { anyCase, texts } from '../kit/look.ts'
import type { Target } from './record.ts'

export interface Weaker {
  /** It was no gate before, or is as good as it was. */
  readonly how: 'weakened' | 'same' | 'stronger'
  readonly exempted: readonly string[]
}

const enabled = (policy: JsonObject | undefined): boolean => anyCase(policy, 'state') === 'enabled'
const list = (policy: JsonObject, path: string): readonly string[] => texts(anyCase(policy, path) as Json, 500)
const controls = (policy: JsonObject): readonly string[] =>
  [...list(policy, 'grantcontrols.builtincontrols'), ...strength(policy)].map((one) => one.toLowerCase())
const strength = (policy: JsonObject): readonly string[] =>
  anyCase(policy, 'grantcontrols.authenticationstrength') === undefined ? [] : ['mfa']

const inner = (target: Target | undefined, side: 'changed' | 'was'): JsonObject | undefined =>
  bodyOf(target?.[side].conditionalaccesspolicy)

/** Compares the policy before and after as far as the record has both. */
export function comparePolicies(target: Target | undefined, removed: boolean): Weaker {
  const before = inner(target, 'was')
  const after = removed ? undefined : inner(target, 'changed')
  if (removed) return { how: before === undefined || enabled(before) ? 'weakened' : 'same', exempted: [] }
  if (after === undefined) return { how: 'same', exempted: [] }
  if (before === undefined) return { how: enabled(after) ? 'stronger' : 'same', exempted: [] }
  if (!enabled(before)) return { how: enabled(after) ? 'stronger' : 'same', exempted: [] }
  const gained = (path: string): readonly string[] =>
    list(after, path).filter((one) => !list(before, path).includes(one))
  const lost = (path: string): readonly string[] => {
    const now = list(after, path)
    return now.some((one) => /^all$/i.test(one)) ? [] : list(before, path).filter((one) => !now.includes(one))
  }
  const exempted = [
    ...['users', 'groups', 'roles'].flatMap((kind) => gained(`conditions.users.exclude${kind}`)),
    ...gained('conditions.applications.excludeapplications'),
    ...gained('conditions.locations.excludelocations'),
  ]
  const left = [
    ...['users', 'groups', 'roles'].flatMap((kind) => lost(`conditions.users.include${kind}`)),
    ...lost('conditions.applications.includeapplications'),
  ]
  const fewer = controls(before).some((one) => !controls(after).includes(one))
  const weaker = !enabled(after) || exempted.length > 0 || left.length > 0 || fewer
  return { how: weaker ? 'weakened' : 'same', exempted: [...exempted, ...left].slice(0, 50) }
}
