// The two ways in which a decision ends, and a third for what was known before.
import type { JsonObject } from '../lib/json.ts'
import type { RefusedReason } from '../model/ask.ts'
import type { Drill } from '../model/drill.ts'
import type { Plan } from '../model/plan.ts'

/** What detection must learn of. */
export interface Told {
  readonly plan?: Plan
  readonly drill?: Drill
}

export type Decision =
  | ({ readonly detail?: JsonObject } & Told)
  | { readonly refused: RefusedReason }
  /** Nothing new: no entry is written. */
  | 'known'

export const done = (detail?: JsonObject, told: Told = {}): Decision => ({
  ...(detail === undefined ? {} : { detail }),
  ...told,
})

export const refuse = (refused: RefusedReason): Decision => ({ refused })
