import { describe, expect, test } from 'vitest'
import { minute } from '../../src/lib/duration.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { type ReplayLine, type ReplayTotals, replay } from '../../src/pipeline/replay.ts'
import { detector, relevance, source, start } from './lines.ts'

async function* linesOf(lines: readonly string[]) {
  for (const [index, line] of lines.entries()) yield { number: index + 1, bytes: Buffer.from(line) }
}

const options = () => ({ detector, relevance, decide: firstAndWorse() })

async function run(...files: readonly (readonly string[])[]) {
  const totals: ReplayTotals = { records: 0, events: 0, dropped: 0, rejects: 0, alerts: 0, pages: 0 }
  const lines: ReplayLine[] = []
  const inputs = files.map((content, index) => ({ source, name: `${index}.txt`, before: 0, lines: linesOf(content) }))
  for await (const line of replay(inputs, options(), totals)) lines.push(line)
  return { totals, lines, told: lines.map(tell) }
}

const tell = (line: ReplayLine): string =>
  line.type === 'reject'
    ? `reject ${line.rejected.record.position}`
    : `${line.type} ${line.alert.resource.name} ${(Date.parse(line.alert.at) - start) / minute}`

describe('replay', () => {
  test('tells alerts and pages in the order of event time over all files', async () => {
    const { told, totals } = await run(['0 a', '40 bad-1', '200 bad-3'], ['20 bad-0', '100 bad-2'])
    expect(told).toEqual(
      ['bad-0 20', 'bad-1 40', 'bad-2 100', 'bad-3 200'].flatMap((name) => [`alert ${name}`, `page ${name}`]),
    )
    expect(totals).toMatchObject({ records: 5, events: 5, alerts: 4, pages: 4, rejects: 0 })
  })

  test('one record of 2099 or 1970 holds nobody up', async () => {
    const year2099 = Math.round((Date.parse('2099-01-01') - start) / minute)
    const year1970 = Math.round((0 - start) / minute)
    const { told } = await run(['0 a', `${year2099} x`, `${year1970} y`, '30 bad-1', '90 a'], ['10 bad-0', '60 bad-2'])
    expect(told.filter((line) => line.startsWith('page'))).toEqual(['page bad-0 10', 'page bad-1 30', 'page bad-2 60'])
  })

  test('a record delivered twice is one event', async () => {
    const once = await run(['0 bad-1 x'])
    const twice = await run(['0 bad-1 x', '0 bad-1 x'], ['0 bad-1 x'])
    expect(twice.told).toEqual(once.told)
    expect(twice.totals).toMatchObject({ records: 3, events: 1 })
  })

  test('rejects stand between the others and stop nothing', async () => {
    const { told, totals } = await run(['nonsense', '0 bad-1', '', '30 bad-2'])
    expect(told).toEqual([
      'reject 0.txt:1',
      'reject 0.txt:3',
      'alert bad-1 0',
      'page bad-1 0',
      'alert bad-2 30',
      'page bad-2 30',
    ])
    expect(totals.rejects).toBe(2)
  })

  test('the same input gives the same ids', async () => {
    const ids = async () =>
      (await run(['0 bad-1', '40 bad-2'])).lines.map((line) => (line.type === 'reject' ? '' : line.alert.id))
    expect(await ids()).toEqual(await ids())
  })

  test('files that are longer than what is read at once come out whole and in order', async () => {
    const many = Array.from({ length: 3_000 }, (_, minutes) => `${minutes} a`)
    const { totals, told } = await run(
      [...many, '3001 bad-1'],
      [...many.map((line) => line.replace('a', 'b')), '3030 bad-2'],
    )
    expect(totals).toMatchObject({ records: 6_002, events: 6_002 })
    expect(told).toEqual(['alert bad-1 3001', 'page bad-1 3001', 'alert bad-2 3030', 'page bad-2 3030'])
  })
})
