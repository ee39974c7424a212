// What a record says beyond who, when and where: what each reader of a vendor's event gives.
import type { Json } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'

/** A second factor that is asked for from now on, or is no longer. */
export const secondFactor = (to: 'on' | 'off'): Change => ({
  setting: 'mfa',
  to,
  direction: to === 'off' ? 'weakened' : 'strengthened',
})

export interface Facts {
  readonly action: Verb
  readonly resource?: Resource | undefined
  /** The one that matters most first. */
  readonly changes?: readonly Change[]
  readonly related?: readonly Resource[]
  /** The same in every record of one act: docs/facts.md, "Twins". */
  readonly act?: string | undefined
  /** What the resource lies in at last, from the nearest up. */
  readonly parents?: readonly string[]
  /** The person or account that it was done to. */
  readonly target?: { readonly id?: string; readonly name?: string; readonly group?: { readonly name?: string } }
  /** Further facts for rules: `backup.detail.*`. */
  readonly detail?: Readonly<Record<string, Json>>
}

/** Facts of a command that names all that it changes: where it names none of our settings, none of them was changed. */
export const listing = (facts: Facts): Facts =>
  (facts.action === 'repository-changed' || facts.action === 'job-changed') && (facts.changes ?? []).length === 0
    ? { ...facts, detail: { ...facts.detail, listed: true } }
    : facts
