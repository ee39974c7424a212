// The public rules, where they lie beside the checkout, and events made from what a rule asks for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Condition, Item, Rule } from '../../src/sigma/ast.ts'
import { type Parsed, parseRules } from '../../src/sigma/parse.ts'
import { many, one, type Pattern } from '../../src/sigma/pattern.ts'

export const corpusFolder = resolve(import.meta.dirname, '../../../shared/reference/sigma-corpus')

export const corpusIsThere = existsSync(corpusFolder)

/** Every file of the public rules. */
export const readCorpus = (): readonly Parsed[] =>
  readdirSync(corpusFolder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => parseRules(readFileSync(join(corpusFolder, file), 'utf8'), file))

/** Numbers between 0 and 1, the same on every run. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** An event that should make the rule say yes: what its searches ask for, one way of each `or`, nothing under a `not`. */
export function eventFor(rule: Rule, roll: () => number): Record<string, unknown> {
  const event: Record<string, unknown> = {}
  fill(rule.condition, event, roll)
  return event
}

function fill(condition: Condition, event: Record<string, unknown>, roll: () => number): void {
  if (condition.op === 'item') put(condition.item, event)
  if (condition.op === 'search') fill(condition.of, event, roll)
  if (condition.op === 'and') for (const part of condition.of) fill(part, event, roll)
  if (condition.op === 'or') {
    const chosen = condition.of[Math.floor(roll() * condition.of.length)]
    if (chosen) fill(chosen, event, roll)
  }
}

/** A second question to a field adds to the text that is there; a second exact answer makes it a list. */
function put({ field = 'message', test }: Item, event: Record<string, unknown>): void {
  const before = event[field]
  const add = (value: unknown): void => {
    event[field] = before === undefined ? value : [before, value].flat()
  }
  if (test.kind === 'text') {
    const loose = test.pattern[0] === many && test.pattern.at(-1) === many
    const text = textOf(test.pattern)
    if (loose && typeof before === 'string') event[field] = `${before} ${text}`
    else add(text)
  } else if (test.kind === 'number' || test.kind === 'boolean') add(test.value)
  else if (test.kind === 'cidr') add(test.network.split('/')[0])
  else if (test.kind === 'compare') add(test.value + (test.order === 'gt' ? 1 : test.order === 'lt' ? -1 : 0))
  else if (test.kind === 'exists' && test.value) add('here')
  else if (test.kind === 're') add(test.source.replace(/\\(.)/g, '$1'))
  else if (test.kind === 'fieldref') {
    add('same')
    event[test.field] = 'same'
  }
}

const textOf = (pattern: Pattern): string =>
  pattern.map((part) => (typeof part === 'string' ? part : part === many ? '' : part === one ? 'q' : '/')).join('')
