// What a rule file says, after parsing and before compiling: rules, filters and correlations as plain data.
import type { RuleMeta } from '../model/rule.ts'
import type { LogSource } from '../model/source.ts'
import type { Pattern } from './pattern.ts'

export interface Rule {
  readonly kind: 'rule'
  readonly meta: RuleMeta
  readonly condition: Condition
  /** `name:` of the rule, by which correlations and filters may call it. */
  readonly name?: string
}

/** A condition with its searches put in. */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  /** The name under which the rule's author knows this part. */
  | { readonly op: 'search'; readonly name: string; readonly of: Condition }
  | { readonly op: 'item'; readonly item: Item }

/** One line of a search: a field (or none: keywords) and what it is asked. */
export interface Item {
  readonly field: string | undefined
  /** As written, for people: `TargetFilename|endswith`. */
  readonly label: string
  readonly test: Test
}

/** One question to one value. Lists have become `or` or `and` of these. */
export type Test =
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly value: boolean }
  | { readonly kind: 're'; readonly source: string; readonly flags: string }
  | { readonly kind: 'cidr'; readonly network: string }
  | {
      readonly kind: 'compare'
      readonly order: 'gt' | 'gte' | 'lt' | 'lte'
      readonly value: number
      readonly part?: TimePart
    }
  | { readonly kind: 'time'; readonly part: TimePart; readonly value: number }
  | {
      readonly kind: 'fieldref'
      readonly field: string
      readonly place: 'equals' | 'contains' | 'startswith' | 'endswith'
      readonly cased: boolean
    }
  /** `%name%`: replaced by values at compile time, or a problem. The words are the modifiers of the value. */
  | { readonly kind: 'placeholder'; readonly text: string; readonly words: readonly string[] }

export type Place = 'equals' | 'contains' | 'startswith' | 'endswith'
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

export interface Filter {
  readonly kind: 'filter'
  readonly meta: RuleMeta
  readonly logsource: LogSource
  /** Ids or names of the rules that it narrows; `any` is every rule of its log source. */
  readonly rules: readonly string[] | 'any'
  readonly condition: Condition
}
