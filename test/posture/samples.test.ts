// The worked estates in samples/estates: each with its report and its picture as they are, so that a change of either is seen.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadEstate } from '../../src/config/estate.ts'
import { outsideSources } from '../../src/content/sources.ts'
import type { Drill } from '../../src/model/drill.ts'
import type { ObservedFact } from '../../src/model/posture.ts'
import { drawGraph } from '../../src/posture/draw.ts'
import { survive } from '../../src/posture/survive.ts'
import { tellSurvival } from '../../src/posture/tell.ts'

const folder = resolve(import.meta.dirname, '../../samples/estates')
const linesIn = <T>(place: string, file: string): readonly T[] =>
  readdirSync(place).includes(file)
    ? readFileSync(join(place, file), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as T)
    : []

describe.each(readdirSync(folder))('%s', (name) => {
  const place = join(folder, name)
  const estate = loadEstate(join(place, 'estate.yaml'), outsideSources())
  if (!estate.ok) throw new Error(JSON.stringify(estate.error))
  const survival = survive(estate.value, linesIn<ObservedFact>(place, 'observed.ndjson'), {
    at: '2026-11-26T12:00:00Z',
    drills: linesIn<Drill>(place, 'drills.ndjson'),
  })

  test('has its report', () =>
    expect(`${tellSurvival(survival).join('\n')}\n`).toMatchFileSnapshot(join(place, 'report.txt')))
  test('has its picture', () => expect(drawGraph(survival)).toMatchFileSnapshot(join(place, 'graph.svg')))
})
