// The two ways in which a decision ends, and a third for what was known before.
import type { JsonObject } from '../lib/json.ts'
import type { RefusedReason } from '../model/ask.ts'
import type { Plan } from '../model/plan.ts'

export type Decision =
  | { readonly detail?: JsonObject; readonly plan?: Plan }
  | { readonly refused: RefusedReason }
  /** Nothing new: no entry is written. */
  | 'known'

export const done = (detail?: JsonObject, plan?: Plan): Decision => ({
  ...(detail === undefined ? {} : { detail }),
  ...(plan === undefined ? {} : { plan }),
})

export const refuse = (refused: RefusedReason): Decision => ({ refused })
