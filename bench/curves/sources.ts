// What a record of CloudTrail costs to read while ever more other sources are read in between.
import { loadSources, sourceNames } from '../../src/content/sources.ts'
import { sampleRecords } from '../samples.ts'
import { cheapest, costOf } from './clock.ts'
import type { Curve } from './draw.ts'

const received = Date.parse('2026-03-02T12:00:00Z')

export async function sourcesCurve(): Promise<Curve> {
  const sources = await loadSources(sourceNames())
  const own = sources.get('aws.cloudtrail')
  if (!own) throw new Error('there is no source aws.cloudtrail')
  const records = sampleRecords('aws.cloudtrail', 3_000)
  const others = [...sources.values()]
    .filter((source) => source !== own)
    .flatMap((source) => {
      const few = sampleRecords(source.name, 300)
      return few.length === 0 ? [] : [{ source, few }]
    })
  const points = [1, 5, 10, 20, 40, others.length + 1].map((size) => {
    const cost = cheapest(8, () => {
      for (const { source, few } of others.slice(0, size - 1)) for (const record of few) source.read(record, received)
      return costOf(records.length, () => {
        for (const record of records) own.read(record, received)
      })
    })
    return { size, cost }
  })
  return { title: 'Sources read beside it', across: 'sources in one process', points }
}
