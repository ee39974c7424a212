// What a site says of a console that no source knows: which field of its records is what, and which of its events is which verb.
import type { Json } from '../lib/json.ts'
import type { Plane } from './platform.ts'

/** The sources that know a form and no vendor. */
export const forms = ['generic.json', 'generic.syslog', 'generic.cef', 'generic.leef'] as const
export type Form = (typeof forms)[number]

/**
 * Where a value stands: a path (`user.name`), a text with paths in it (`{cluster}/{id}`), or a text that stands for itself (`=job`).
 * Of several the first that gives something.
 */
export type Spec = string | readonly string[]

type Plain = string | number | boolean
/** Paths and what must stand there: one of several, `*` for any signs, in letters of any case. */
export type Conditions = Readonly<Record<string, Plain | readonly Plain[]>>

/** What a field is; those of a resource say what the act was done to. */
export type FieldPart =
  | 'time'
  | 'id'
  | 'code'
  | 'actor'
  | 'realm'
  | 'address'
  | 'agent'
  | 'session'
  | 'credential'
  | 'outcome'
  | 'error'
  | 'message'
  | 'host'
  | 'target'
  | 'role'
  | 'resource'
  | 'resource_name'
  | 'container'
  | 'container_name'
  | 'container_type'
  | 'act'
  | 'from'
  | 'to'

export type Unit = 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years'

export interface MappedChange {
  readonly setting: string
  readonly from?: Spec
  readonly to?: Spec
  /** Of a number without one; left out, a length is in days. */
  readonly unit?: Unit
  readonly direction?: 'weakened' | 'strengthened' | 'unchanged' | 'unknown'
}

export interface MappedEvent {
  /** The vendor's name of it; `*` for any signs, in letters of any case. */
  readonly code: string | readonly string[]
  readonly when?: Conditions
  readonly action: string
  /** The type of the resource: docs/facts.md. */
  readonly type?: string
  readonly changes?: readonly MappedChange[]
  readonly detail?: Readonly<Record<string, Json>>
}

export interface Mapping {
  /** The source that it makes: `acme.console`. */
  readonly name: string
  readonly read: Form
  /** What the console is to copies. */
  readonly kind: Plane
  readonly vendor?: string
  readonly product?: string
  /** Of times that state none: `+01:00`. */
  readonly zone?: string
  /** Records without these are none of this source. */
  readonly only?: Conditions
  /** Expressions with named groups over the text of a line; a group is a path by its name. */
  readonly lines?: readonly string[]
  readonly fields: Partial<Readonly<Record<FieldPart, Spec>>>
  /** Words of the vendor that say how it ended, besides those that everybody writes. */
  readonly outcomes?: { readonly success?: readonly Plain[]; readonly failure?: readonly Plain[] }
  /** Whose names are no person's; `*` for any signs. */
  readonly actors?: Partial<Readonly<Record<'person' | 'service' | 'product' | 'provider', readonly string[]>>>
  /** Values of settings in the vendor's words, and in ours. */
  readonly values?: Readonly<Record<string, Plain>>
  /** Paths whose values let their reader in. */
  readonly secrets?: readonly string[]
  /** First that fits; what fits none is a generic event. */
  readonly events: readonly MappedEvent[]
}

/** As a file has it: under its name, and a name that is a form's own needs no `read`. */
export type ShapedMapping = Omit<Mapping, 'name' | 'read'> & { readonly read?: Form }
export type ShapedMappings = Readonly<Record<string, ShapedMapping>>

/** The mappings of a file whose shape is right; one that says no form is left out. */
export const mappingsOf = (shaped: ShapedMappings): readonly Mapping[] =>
  Object.entries(shaped).flatMap(([name, mapping]): readonly Mapping[] => {
    const read = mapping.read ?? forms.find((form) => form === name)
    return read === undefined ? [] : [{ ...mapping, name, read }]
  })
