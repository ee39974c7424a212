// The page on how we read Sigma: every case in it is read from there and tried.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { correlation, eventsOf, play, type Step } from '../correlate/script.ts'
import { refusal, ruleOf, says, searchOf } from './ask.ts'
import { not, placeholders } from './conformance/clause.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/sigma-semantics.md'), 'utf8')
/** Pieces of a line: code, and the words between it. */
const pieces = (line: string): readonly string[] => line.replaceAll('\\|', '|').split('`')
/** The last cell of each row, and the sentence at the top; each has sentences of its own. */
const sentences = page
  .split('\n')
  .flatMap((line) =>
    line.startsWith('| ')
      ? [
          line
            .slice(0, -1)
            .split(/(?<!\\)\|/)
            .at(-1) ?? '',
        ]
      : /^A case is one/.test(line)
        ? [line.slice(line.indexOf(':') + 1)]
        : [],
  )
  .flatMap((cell) => cell.split(/;(?= `)/))
  .filter((cell) => cell.includes('`') && !/^ *(Case|-+) *$/.test(cell))

const asRule = (code: string, negated: boolean): string => {
  const value: unknown = parse(code)
  if (typeof value === 'object' && value !== null && 'condition' in value) return ruleOf(stringify(value))
  return negated ? ruleOf(not(code)) : searchOf(code)
}

/** The events of a sentence, and whether each is met: "meets `x` and `y`, not `z` nor `w`". */
function verdictsIn(parts: readonly string[]): readonly (readonly [event: string, met: boolean])[] {
  const found: [string, boolean][] = []
  let met = true
  for (let place = 0; place + 1 < parts.length; place += 2) {
    if (/\bmeets\b/.test(parts[place] ?? '')) met = true
    if (/\bno[tr]\b/.test(parts[place] ?? '')) met = false
    found.push([parts[place + 1] ?? '', met])
  }
  return found
}

const stepOf = (text: string): Step => {
  const [, letters = '', min = '', fields = '{}'] = /^([a-d]+)@([\d.]+)(\{.*\})?$/.exec(text) ?? []
  return { ...(parse(fields.replaceAll(/:(?=\S)/g, ': ')) as object), min: Number(min), is: [...letters] }
}

describe('searches', () => {
  const rules = sentences.filter((sentence) => !sentence.includes(' over '))
  test('there are many', () => expect(rules.length).toBeGreaterThan(60))
  test.each(rules)('%s', (sentence) => {
    const [, first = '', ...rest] = pieces(sentence)
    const negated = first === 'not'
    const [code = '', ...more] = negated ? rest.slice(1) : [first, ...rest]
    const rule = asRule(code, negated)
    if (/is refused/.test(more[0] ?? '')) {
      expect(refusal(rule, { placeholders })).not.toBe('')
      return
    }
    const verdicts = verdictsIn(more)
    expect(verdicts.length).toBeGreaterThan(0)
    for (const [event, met] of verdicts)
      expect([event, says(rule, parse(event), { placeholders })]).toEqual([event, met])
  })
})

describe('correlations', () => {
  const stories = sentences.filter((sentence) => sentence.includes(' over '))
  test('there are many', () => expect(stories.length).toBeGreaterThan(14))
  test.each(stories)('%s', (sentence) => {
    const [, lines = '', ...rest] = pieces(sentence)
    const codes = rest.filter((_, place) => place % 2 === 1)
    expect(codes.length % 2).toBe(0)
    for (let place = 0; place < codes.length; place += 2) {
      const steps = (codes[place] ?? '').split(' ').map(stepOf)
      const told = eventsOf(play([correlation(stringify(parse(lines)))], steps))
      expect([codes[place], told]).toEqual([codes[place], parse(codes[place + 1] ?? '')])
    }
  })
})
