// What a backtest must come to: alerts as a case expects them, and how many pages at most.
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Case } from '../../content/case-file.ts'
import { whyNotCase } from '../../content/case-file.ts'
import { judge } from '../../content/case-judge.ts'
import { isObject } from '../../lib/json.ts'
import { escapeMarkup } from '../../lib/markup.ts'
import type { Alert } from '../../model/alert.ts'
import { UsageError } from '../command.ts'

export interface Expectation {
  readonly expect?: Case['expect']
  readonly nothing?: true
  /** No more pages than that. */
  readonly pages?: number
}

/** @throws UsageError naming what is wrong */
export function readExpectation(file: string): Expectation {
  if (!existsSync(file)) throw new UsageError(`--expect ${file} is not there`)
  let value: unknown
  try {
    value = parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new UsageError(`--expect ${file} is no YAML: ${(cause as Error).message.split('\n')[0]}`)
  }
  if (!isObject(value)) throw new UsageError(`--expect ${file} says nothing: it has expect, nothing or pages`)
  const { pages, ...rest } = value
  if (pages !== undefined && !(Number.isInteger(pages) && Number(pages) >= 0))
    throw new UsageError(`--expect ${file}: pages is no whole number`)
  const wrong = Object.keys(rest).length === 0 ? [] : whyNotCase(rest)
  if (wrong.length > 0) throw new UsageError(`--expect ${file}: ${wrong.join('; ')}`)
  return value as Expectation
}

/** One line for each difference; none when all is as expected. */
export function differencesOf(expected: Expectation, alerts: readonly Alert[], pages: number): readonly string[] {
  const one: Case = { name: 'backtest', steps: [], whole: true, ...withoutPages(expected) }
  const outcome = { alerts: new Map(alerts.map((alert) => [alert.id, { alert, reached: 0 }])), pages: [] }
  return [
    ...judge(one, outcome, ''),
    ...(expected.pages !== undefined && pages > expected.pages
      ? [`expected ${expected.pages} pages at most, got ${pages}`]
      : []),
  ]
}

const withoutPages = ({ expect, nothing }: Expectation): Pick<Case, 'expect' | 'nothing'> => ({
  ...(expect ? { expect } : {}),
  ...(nothing ? { nothing } : {}),
})

/** The form that build servers read: a test case for the whole, a failure for each difference. */
export function junit(name: string, differences: readonly string[], seconds: number): string {
  const cases =
    differences.length === 0
      ? [`    <testcase classname="backtest" name="${escaped(name)}" time="${seconds.toFixed(3)}"/>`]
      : differences.map(
          (text, index) =>
            `    <testcase classname="backtest" name="${escaped(`${name} ${index + 1}`)}"><failure message="${escaped(text)}"/></testcase>`,
        )
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="lastcopy backtest" tests="${cases.length}" failures="${differences.length}" time="${seconds.toFixed(3)}">
${cases.join('\n')}
  </testsuite>
</testsuites>
`
}

/** Control characters stand in no XML. */
const escaped = (text: string): string => escapeMarkup(text).replace(/[^\P{Cc}\t\n]/gu, ' ')
