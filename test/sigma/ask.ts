// Asks one rule about one event, through everything that stands between a file and a verdict.
import { expect } from 'vitest'
import type { Problem } from '../../src/model/rule.ts'
import { type CompileOptions, compileRules, type Matcher } from '../../src/sigma/compile.ts'
import { parseRules } from '../../src/sigma/parse.ts'

const head = 'title: A rule\nid: the-rule\nlogsource:\n  product: anything\n'
const indented = (text: string, by: number): string => text.trim().replaceAll(/^/gm, ' '.repeat(by))

/** A rule with this detection; the condition is `selection` unless the text has one. */
export const ruleOf = (detection: string): string =>
  `${head}detection:\n${indented(detection, 2)}\n${/^\s*condition:/m.test(detection) ? '' : '  condition: selection\n'}`

/** A rule whose one search is this map, list or text. */
export const searchOf = (search: string): string => ruleOf(`selection:\n${indented(search, 2)}`)

export function compileText(
  text: string,
  options: CompileOptions = {},
): Matcher & { readonly trouble: readonly Problem[] } {
  const parsed = parseRules(text, 'rule.yml')
  const matcher = compileRules(parsed, { raw: true, ...options })
  return { ...matcher, trouble: [...parsed.problems, ...matcher.problems] }
}

/** Whether the rule says yes. The rule must be usable, and the index must agree with the full scan. */
export function says(rule: string, event: unknown, options: CompileOptions = {}): boolean {
  const matcher = compileText(rule, options)
  expect(matcher.trouble).toEqual([])
  const found = matcher.scan(event as object, [])
  expect(matcher.match(event as object, [])).toEqual(found)
  return found.length > 0
}

/** Why the rule cannot be used. */
export function refusal(rule: string, options: CompileOptions = {}): string {
  const { trouble, rules } = compileText(rule, options)
  expect(trouble).not.toEqual([])
  expect(rules).toEqual([])
  return trouble.map(({ message, hint }) => [message, hint].filter(Boolean).join(' - ')).join('; ')
}
