// The worked estates with their reports as they are, so that a change of a report is seen.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadEstate } from '../../src/config/estate.ts'
import { outsideSources } from '../../src/content/sources.ts'
import type { Drill } from '../../src/model/drill.ts'
import type { ObservedFact } from '../../src/model/posture.ts'
import { reportKinds } from '../../src/model/report.ts'
import { writeHtml } from '../../src/report/html.ts'
import { readMonth } from '../../src/report/month.ts'
import { makeReport } from '../../src/report/report.ts'

const folder = resolve(import.meta.dirname, '../../samples/estates')
const linesIn = <T>(file: string): readonly T[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as T)
    : []

describe.each(readdirSync(folder))('%s, May 2026', (name) => {
  const place = join(folder, name)
  const estate = loadEstate(join(place, 'estate.yaml'), outsideSources())
  const month = readMonth('2026-05')
  if (!estate.ok || !month.ok) throw new Error(JSON.stringify([estate, month]))
  const input = {
    month: month.value,
    at: month.value.to,
    site: 'default',
    estate: estate.value,
    facts: linesIn<ObservedFact>(join(place, 'observed.ndjson')),
    drills: linesIn<Drill>(join(place, 'drills.ndjson')),
  }
  test.each(reportKinds)('has its report for the %s', (kind) =>
    expect(writeHtml(makeReport(kind, input))).toMatchFileSnapshot(join(place, `${kind}.html`)),
  )
})
