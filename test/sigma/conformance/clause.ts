// What a clause of the specification is tried with: a table of rules, events and verdicts.
import type { Step } from '../../correlate/script.ts'
import { ruleOf, searchOf } from '../ask.ts'

/** A chapter of SigmaHQ's specification, version 2.1: document, then heading or modifier. */
export type Chapter = `${'rules' | 'modifiers' | 'filters' | 'correlations'}: ${string}`

export interface Clause<Row = Case> {
  readonly of: Chapter | readonly Chapter[]
  /** Its words, or ours where it leaves a question open. */
  readonly says: string
  readonly cases: readonly Row[]
}

/**
 * What is tried, the rule, the event, and whether the rule says yes; words: the rule is refused with them. The rule is one
 * search, or a detection where it has a `condition:`, or a whole file where it has a `title:`.
 */
export type Case = readonly [what: string, rule: string, event: unknown, verdict: boolean | string]

/** What is tried, a file, the event, the ids of the rules that say yes, and what is wrong with the file. */
export type FileCase = readonly [what: string, file: string, event: unknown, ids: readonly string[], problem?: string]

/** What is tried, a correlation, what happens at which minute, and the events of each firing; words: it is refused. */
export type StoryCase = readonly [
  what: string,
  lines: string,
  steps: readonly Step[],
  told: string | readonly (readonly number[])[],
]

/** Values of placeholders, for every case. */
export const placeholders = {
  Administrators: ['root', 'adm*'],
  site: ['a', 'b'],
  nobody: [],
  any: ['.*'],
  Servers: ['srv*'],
}

export const ruleFrom = (text: string): string =>
  /^title:/m.test(text) ? text : /^condition:/m.test(text) ? ruleOf(text) : searchOf(text)

/** The detection that says yes where the search says no. */
export const not = (search: string): string => `selection:\n${search.replaceAll(/^/gm, '  ')}\ncondition: not selection`

export const chaptersOf = ({ of }: Clause<unknown>): readonly Chapter[] => (typeof of === 'string' ? [of] : of)
