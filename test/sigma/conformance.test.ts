// The specification clause by clause: each table of `conformance/` is tried, and no chapter is without a case.
import { describe, expect, test } from 'vitest'
import { correlation, eventsOf, open, play } from '../correlate/script.ts'
import { compileText, refusal, says } from './ask.ts'
import { chains } from './conformance/chains.ts'
import { chapters } from './conformance/chapters.ts'
import { type Clause, chaptersOf, placeholders, ruleFrom } from './conformance/clause.ts'
import { conditions } from './conformance/conditions.ts'
import { correlations } from './conformance/correlations.ts'
import { encodings } from './conformance/encodings.ts'
import { fields } from './conformance/fields.ts'
import { files } from './conformance/files.ts'
import { filters } from './conformance/filters.ts'
import { modifiers } from './conformance/modifiers.ts'
import { numbers } from './conformance/numbers.ts'
import { expansions } from './conformance/placeholders.ts'
import { regex } from './conformance/regex.ts'
import { searches } from './conformance/searches.ts'
import { values } from './conformance/values.ts'

const rules = [values, modifiers, numbers, encodings, searches, fields, regex, conditions, expansions].flat()
const documents = [files, filters].flat()
const stories = [correlations, chains].flat()
const all: readonly Clause<unknown>[] = [...rules, ...documents, ...stories]
const nameOf = (clause: Clause<unknown>): string => `${chaptersOf(clause).join(', ')}: "${clause.says}"`

test('every chapter has its cases, and there are more than 600 of them', () => {
  expect([...new Set(all.flatMap(chaptersOf))].sort()).toEqual([...new Set(chapters)].sort())
  expect(all.flatMap(({ cases }) => cases).length).toBeGreaterThan(600)
})

describe.each(rules.map((clause) => [nameOf(clause), clause.cases] as const))('%s', (_, cases) => {
  test.each(cases)('%s: %s', (_what, rule, event, verdict) => {
    const text = ruleFrom(rule)
    if (typeof verdict === 'string') expect(refusal(text, { placeholders })).toContain(verdict)
    else expect(says(text, event, { placeholders })).toBe(verdict)
  })
})

describe.each(documents.map((clause) => [nameOf(clause), clause.cases] as const))('%s', (_, cases) => {
  test.each(cases.map((one) => [one[0], one] as const))('%s', (_what, [, text, event, ids, problem = '']) => {
    const matcher = compileText(text, { placeholders })
    const matches = matcher.match(event as object, [])
    expect(matches).toEqual(matcher.scan(event as object, []))
    expect(matches.map(({ rule }) => rule.id)).toEqual(ids)
    expect(matcher.trouble.length > 0).toBe(problem !== '')
    expect(matcher.trouble.map(({ message }) => message).join('; ')).toContain(problem)
  })
})

describe.each(stories.map((clause) => [nameOf(clause), clause.cases] as const))('%s', (_, cases) => {
  test.each(cases)('%s', (_what, lines, steps, told) => {
    const [first = '', ...others] = lines.split('\n---\n')
    const texts = [correlation(first), ...others]
    if (typeof told === 'string')
      expect(
        open(texts)
          .problems.map(({ message }) => message)
          .join('; '),
      ).toContain(told)
    else expect(eventsOf(play(texts, steps))).toEqual(told)
  })
})
