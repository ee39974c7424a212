// Reports of a month: the same input has the same bytes, the evidence proves itself, and nothing from behind the month counts.
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadEstate } from '../../src/config/estate.ts'
import { outsideSources } from '../../src/content/sources.ts'
import type { Drill } from '../../src/model/drill.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { ObservedFact } from '../../src/model/posture.ts'
import type { AlertLine, ReportInput } from '../../src/model/report.ts'
import { reportKinds } from '../../src/model/report.ts'
import { evidenceLines, evidenceOf, sealOf } from '../../src/report/evidence.ts'
import { writeHtml } from '../../src/report/html.ts'
import { endOf, readMonth } from '../../src/report/month.ts'
import { writePdf } from '../../src/report/pdf.ts'
import { makeReport } from '../../src/report/report.ts'

const hybrid = load('hybrid')
const may = monthNamed('2026-05')

const fact = (part: Partial<ObservedFact>): ObservedFact => ({
  type: 'fact',
  kind: 'copy',
  of: 'ERP in the bucket',
  fact: 'lock-mode',
  value: 'governance',
  at: '2026-05-12T09:30:00.000Z',
  by: 'mallory',
  event: 'e-1',
  source: 'aws.cloudtrail',
  position: 'audit.aws.cloudtrail/0/17',
  ...part,
})
const alert = (part: Partial<AlertLine>): AlertLine => ({
  id: 'a1',
  openedAt: '2026-05-12T09:30:00.000Z',
  class: 'protection-weakened',
  priority: 'page-now',
  status: 'closed',
  summary: 'Object lock of erp-vault set to governance by mallory',
  rule: 'object_lock_weakened.yml',
  records: 1,
  pagedAt: '2026-05-12T09:30:05.000Z',
  answered: { by: 'ann', at: '2026-05-12T09:41:05.000Z' },
  sha256: 'f'.repeat(64),
  ...part,
})
const drill: Drill = {
  id: 'DRL-0a0b0c0d',
  site: 'default',
  kind: 'full',
  sets: ['ERP'],
  scenario: 'The directory and the hypervisors are gone',
  runbook: 'wiki/restore-erp, version 7',
  writtenBy: ['ben'],
  executedBy: 'ann',
  copies: [],
  decidedAt: '2026-05-20T06:00:00.000Z',
  lostAt: '2026-05-20T05:00:00.000Z',
  status: 'served',
  startedAt: '2026-05-20T06:00:00.000Z',
  startedBy: { name: 'ann' },
  steps: [
    {
      name: 'ERP bears load',
      at: '2026-05-20T17:30:00.000Z',
      by: { name: 'ann' },
      serves: 'ERP',
      point: '2026-05-19T23:00:00.000Z',
    },
  ],
  finishedAt: '2026-05-20T17:30:00.000Z',
  finishedBy: { name: 'ann' },
}
const input = (part: Partial<ReportInput> = {}): ReportInput => ({
  month: may,
  at: may.to,
  site: 'default',
  estate: hybrid,
  facts: [fact({})],
  drills: [drill],
  alerts: [alert({}), alert({ id: 'a2', class: 'refused', priority: 'queue', status: 'open' })],
  head: { seq: 412, hash: 'a'.repeat(64) },
  ...part,
})
const htmlOf = (kind: 'board' | 'auditor', part: Partial<ReportInput> = {}): string =>
  writeHtml(makeReport(kind, input(part)))
/** What a reader sees of it. */
const wordsOf = (html: string): string => html.replace(/<style>.*?<\/style>/gs, '').replace(/<[^>]+>/g, ' ')

describe('a month', () => {
  test('is named as 2026-10, and ends where the next begins', () => {
    expect(readMonth('2026-12')).toEqual({
      ok: true,
      value: { name: '2026-12', from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
    })
    for (const odd of ['2026-13', '2026-1', 'May', '']) expect(readMonth(odd).ok, odd).toBe(false)
  })
  test('that is not over is told up to the moment of asking', () => {
    expect(endOf(may, '2026-05-20T00:00:00.000Z')).toBe('2026-05-20T00:00:00.000Z')
    expect(endOf(may, '2026-07-01T00:00:00.000Z')).toBe(may.to)
  })
})

describe.each(reportKinds)('the report for the %s', (kind) => {
  test('has the same bytes for the same input, in whatever order facts come', async () => {
    const facts = [fact({}), fact({ of: 'ERP on tape', fact: 'retention', value: 3, event: 'e-2' })]
    const one = makeReport(kind, input({ facts }))
    const other = makeReport(kind, input({ facts: facts.toReversed() }))
    expect(writeHtml(one)).toBe(writeHtml(other))
    expect(Buffer.compare(await writePdf(one), await writePdf(other))).toBe(0)
  })

  test('tells of a setting what it was when the month ended, whatever it became', () => {
    const was = fact({ value: 'governance', by: 'mallory' })
    const is = fact({ value: 'compliance', at: '2026-07-03T08:00:00.000Z', by: 'mender', event: 'e-7' })
    const html = htmlOf(kind, { facts: [was, is] })
    expect(html).toContain('mallory')
    expect(html).not.toContain('mender')
  })

  test('tells nothing from behind the month', () => {
    const later = fact({ at: '2026-06-01T00:00:01.000Z', by: 'somebody-later', event: 'e-9' })
    const after = { ...drill, id: 'DRL-later', copies: ['ERP in the bucket'], finishedAt: '2026-06-02T00:00:00.000Z' }
    const html = htmlOf(kind, { facts: [later], drills: [drill, after] })
    expect(html).not.toContain('somebody-later')
    expect(html).not.toContain('DRL-later')
    expect(html).not.toContain('2026-06-02')
  })

  test('tells what was measured beside what was promised', () => {
    const words = wordsOf(htmlOf(kind))
    expect(words).toMatch(/ERP\s+8 h\s+11\.5 h\s+24 h\s+6 h\s+2026-05-20/)
  })

  test('tells what the month changed: which copy falls now to whom', () => {
    const words = wordsOf(htmlOf(kind))
    expect(words).toMatch(/2026-05-12 09:30\s+ERP in the bucket\s+Lock: governance\s+mallory/)
    expect(words).toMatch(/ERP in the bucket\s+falls now also to/)
  })

  test('tells alerts by class with the time to answer', () => {
    expect(wordsOf(htmlOf(kind))).toMatch(/Protection weakened\s+1\s+1\s+1\s+11 min\s+11 min/)
    const { alerts: _, ...without } = input()
    expect(wordsOf(writeHtml(makeReport(kind, without)))).toContain('No store of alerts was asked')
  })

  test('cannot be broken by names, in HTML or PDF', async () => {
    const evil = '<script>alert(1)</script>"&\u202e\u0000 Łódź резерв'
    const estate = JSON.parse(
      JSON.stringify(hybrid).replaceAll('ERP in the bucket', JSON.stringify(evil).slice(1, -1)),
    ) as Estate
    const report = makeReport(kind, input({ estate, facts: [fact({ by: evil })] }))
    expect(writeHtml(report)).not.toContain('<script')
    expect((await writePdf(report)).subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('has room for an estate of many copies', async () => {
    const copies = Array.from({ length: 300 }, (_, n) => ({
      ...hybrid.copies?.[0],
      name: `copy ${n}`,
      where: [`b${n}`],
    }))
    const report = makeReport(kind, input({ estate: { ...hybrid, copies } as Estate }))
    expect((await writePdf(report)).length).toBeGreaterThan(10_000)
    expect(writeHtml(report)).toContain('copy 299')
  })
})

describe('evidence', () => {
  const evidence = evidenceOf(input())

  test('is one line each, whose hash stands in the auditor’s report', () => {
    const lines = evidenceLines(evidence).trimEnd().split('\n')
    const html = htmlOf('auditor')
    expect(lines.length).toBe(evidence.length)
    for (const line of lines) expect(html).toContain(createHash('sha256').update(line).digest('hex'))
    expect(html).toContain(sealOf(evidence))
  })

  test('covers the estate, each fact, drill and alert, and where the audit log stood', () => {
    expect(evidence.map(({ what }) => what)).toEqual(['estate', 'fact', 'drill', 'alert', 'alert', 'audit-log'])
  })

  test.each([
    ['a fact', { facts: [fact({ value: 'compliance' })] }],
    ['a drill', { drills: [{ ...drill, executedBy: 'ben' }] }],
    ['an alert', { alerts: [alert({ status: 'open' })] }],
    ['the estate', { estate: { ...hybrid, bastions: ['192.0.2.1'] } }],
  ] as const)('has another seal when %s was changed', (_, part) => {
    expect(sealOf(evidenceOf(input(part)))).not.toBe(sealOf(evidence))
  })
})

function load(name: string): Estate {
  const estate = loadEstate(
    resolve(import.meta.dirname, '../../samples/estates', join(name, 'estate.yaml')),
    outsideSources(),
  )
  if (!estate.ok) throw new Error(JSON.stringify(estate.error))
  return estate.value
}
function monthNamed(name: string) {
  const month = readMonth(name)
  if (!month.ok) throw new Error(month.error)
  return month.value
}
