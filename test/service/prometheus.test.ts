// The alert rules for Prometheus: each asks only for metrics and labels that are there, and each has its section for who is called.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import type { Delivery, Page } from '../../src/model/page.ts'
import { makeMetrics } from '../../src/service/metrics.ts'
import { askedBy, alertRules as rules } from '../support/prometheus.ts'

const root = resolve(import.meta.dirname, '../..')

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8')

/** Everything that a process has counted and measured at least once. */
async function everything(): Promise<string> {
  const metrics = makeMetrics()
  const at = '2026-03-01T00:00:00.000Z'
  metrics.records('s', 1)
  metrics.reject('s', 'why')
  metrics.event('s')
  metrics.dropped('s', 1)
  metrics.match('r')
  metrics.firing('r')
  metrics.alert({ class: 'refused', priority: 'page-now' } as Alert)
  const told = { reason: 'test', priority: 'page-now', recordedAt: at } as Page
  metrics.page(told)
  metrics.delivery({ pager: 'p', verdict: 'accepted', tookMs: 1, at } as Delivery, told)
  metrics.hook('p', 'acknowledged' as Parameters<typeof metrics.hook>[1])
  metrics.stages([{ name: 'detect', state: 'running', behind: 0, lag: 0 }], new Map([['detect', 1]]))
  metrics.gap({ stage: 'detect', topic: 't', partition: 0, kind: 'hole', expected: '1', found: '2' })
  metrics.watcher('w', true)
  metrics.fault('web')
  metrics.setAside('least')
  metrics.intake.records('i', 's', 1)
  metrics.intake.trouble('i', 'denied', 1)
  metrics.intake.connections('i', 1)
  metrics.intake.waiting('i', 1)
  metrics.now.set(
    {
      version: '1',
      roles: ['page'],
      ready: true,
      problems: 0,
      remembered: { copy: 1 },
      clocks: new Map([[0, 1]]),
      sources: new Map([['s', { last: 1, silent: false }]]),
      waiting: new Map([['p', { pages: 0, oldest: undefined }]]),
      rules: { used: 1, broken: 0 },
      disks: [{ what: 'journal', bytes: 1, free: 1, size: 1 }],
    },
    1,
  )
  return (await metrics.text()).text
}

/** Labels of each sample, by name. */
function exported(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const line of text.split('\n')) {
    const [, name = '', labels = ''] = /^([a-z_]\w*)(?:\{(.*)\})? \S+$/i.exec(line) ?? []
    if (name === '') continue
    const known = found.get(name) ?? new Set()
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label)
    found.set(name, known)
  }
  return found
}

/** Prometheus puts these to every sample. */
const fromOutside = ['instance', 'job']

describe('the alert rules', () => {
  let there: ReturnType<typeof exported>
  beforeAll(async () => {
    there = exported(await everything())
  })

  test('are some, each of its own name', () => {
    expect(rules.length).toBeGreaterThan(20)
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })

  test.each(rules)('$alert asks only for what is exported', ({ expr }) => {
    const { names, labels } = askedBy(expr)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !there.has(name))).toEqual([])
    const known = new Set([...fromOutside, 'le', ...names.flatMap((name) => [...(there.get(name) ?? [])])])
    expect(labels.filter((label) => !known.has(label))).toEqual([])
    for (const [open, close] of ['()', '{}', '[]'].map((pair) => pair.split('')))
      expect(expr.split(open ?? '').length).toBe(expr.split(close ?? '').length)
  })

  test.each(rules)('$alert tells only labels that its expression leaves', ({ expr, annotations }) => {
    const told = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label)
    const { names, labels } = askedBy(expr)
    const made = [...expr.matchAll(/label_replace\([^"]*(?:"[^"]*"[^"]*)*?, "(\w+)", "\w+", "", ""\)/g)].map(
      ([, one]) => one,
    )
    const grouped = /\bby\s*\(/.test(expr)
    const left = grouped ? labels : names.flatMap((name) => [...(there.get(name) ?? [])])
    expect(told.filter((label) => ![...fromOutside, ...left, ...made].includes(label ?? ''))).toEqual([])
  })

  test.each(rules)('$alert says how bad it is, and where it is told what to do', ({ alert, labels, annotations }) => {
    expect(['critical', 'warning']).toContain(labels.severity)
    expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`)
    const section = page.split(`\n### ${alert}\n`)[1]?.split('\n#')[0] ?? ''
    expect(section.trim().length).toBeGreaterThan(80)
  })

  test('every section of an alert belongs to a rule', () => {
    const told = [...page.matchAll(/^### (Lastcopy\w+)$/gm)].map(([, name]) => name)
    expect(told.sort()).toEqual(rules.map(({ alert }) => alert).sort())
  })
})
