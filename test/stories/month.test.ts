// An ordinary month over all sources, in small: nobody is woken. `npm run bench:month` has it in full size.
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { at } from './acts.ts'
import { month, retimed } from './month.ts'
import { tellLines } from './tell.ts'

const samples = resolve(import.meta.dirname, '../../samples')
const lines = [...month(2, 5)].flat()

test('an ordinary month wakes nobody', async () => {
  const { pages, totals, lines: told } = await tellLines(lines)
  expect(told.filter(({ priority }) => priority === 'page-now')).toEqual([])
  expect(pages).toEqual([])
  expect(totals).toMatchObject({ rejects: 0, records: lines.length })
})

test('it has records of nearly all sources: a few write of nothing but what matters', () => {
  const sources = readdirSync(samples).filter((name) => /^[\w]+\.[\w]+$/.test(name) && !name.startsWith('lastcopy.'))
  const told = new Set(lines.map(({ source }) => source))
  expect(sources.filter((name) => !told.has(name)).length).toBeLessThan(8)
})

test('a record that is told of another day has its date there in whatever form', () => {
  const [was, is] = [at(0, '09:00'), at(9, '09:00')]
  expect(retimed('2026-03-02T09:00:00Z Mar  2 02/Mar/2026 1772442000 1772442000123', was, is)).toBe(
    '2026-03-11T09:00:00Z Mar 11 11/Mar/2026 1773219600 1773219600123',
  )
})
