// Whether somebody may do what a route or an act asks for: by role, and by the scopes of a token.
import { type AccessRole, accessRoles, type Scope, type Subject } from '../model/people.ts'

/** What a route needs: a role and the scope it belongs to; `everybody` asks nobody who they are, `anybody` has signed in. */
export type Need = 'everybody' | 'anybody' | readonly [role: AccessRole, scope: Scope]

export type Refusal = 'sign-in' | 'role' | 'scope'

/** Undefined: they may. */
export function whyNot(subject: Subject | undefined, need: Need): Refusal | undefined {
  if (need === 'everybody') return undefined
  if (!subject) return 'sign-in'
  if (need === 'anybody') return undefined
  const [role, scope] = need
  if (!isAtLeast(subject.role, role)) return 'role'
  return subject.scopes === undefined || subject.scopes.includes(scope) ? undefined : 'scope'
}

export const isAtLeast = (role: AccessRole | undefined, least: AccessRole): boolean =>
  role !== undefined && accessRoles.indexOf(role) >= accessRoles.indexOf(least)

/** What a token may: it never outgrows its owner. */
export const lowerRole = (one: AccessRole, other: AccessRole): AccessRole => (isAtLeast(one, other) ? other : one)
