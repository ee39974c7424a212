import { expect, test } from 'vitest'
import { readCaseFile } from '../../src/content/case-file.ts'
import { runCase } from '../../src/content/cases.ts'
import { caseFiles, ownDetections, rulesOf } from '../../src/content/files.ts'
import { loadDetections } from '../../src/content/load.ts'
import { openStateKinds } from '../../src/model/alert.ts'
import type { RuleMeta } from '../../src/model/rule.ts'

test('our own rules are all in use, each with a class and a priority, or a correlation that it feeds, and a runbook of three steps', async () => {
  const { detector, metas, problems, runbook } = await loadDetections(ownDetections)
  expect(problems).toEqual([])
  expect(metas.length).toBeGreaterThan(20)
  const { windows } = detector.chains
  const feeds = (meta: RuleMeta): boolean =>
    windows.takes(meta) || windows.plans.some(({ correlation, outer }) => correlation.meta === meta && outer.length > 0)
  const lacking = metas.filter((meta) => !(meta.lastcopy || feeds(meta)) || runbook(meta.file)?.steps.length !== 3)
  expect(lacking.map(({ file, title }) => `${file}: ${title}`)).toEqual([])
})

test('every case of our own rules passes, and every rule has one that makes it fire', async () => {
  const detections = await loadDetections(ownDetections)
  const fired = new Set<string>()
  const failed = caseFiles(ownDetections).flatMap(({ name, path }) => {
    const read = readCaseFile(path)
    if (!read.ok) return [`${name}: ${read.error.join('; ')}`]
    return read.value.cases.flatMap((one) => {
      const result = runCase(read.value, one, detections, rulesOf(name))
      if (one.expect) for (const id of result.fired) fired.add(id)
      return result.differences.map((difference) => `${name}: ${one.name}: ${difference}`)
    })
  })
  expect(failed).toEqual([])
  const silent = detections.metas.filter(({ id }) => !fired.has(id))
  expect(silent.map(({ file, title }) => `${file}: ${title}`)).toEqual([])
}, 120_000)

test('lookups that nobody waits for are dropped unread', async () => {
  const { relevance, sources } = await loadDetections(ownDetections)
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('no aws.cloudtrail')
  for (const code of ['DescribeInstances', 'ListBuckets', 'Decrypt2']) {
    expect([code, relevance.ofGlimpse(source, { code, provider: 'ec2.amazonaws.com' })]).toEqual([code, false])
  }
})

test('every rule that begins an open state is asked for by a rule over open states', async () => {
  const { metas, detector } = await loadDetections(ownDetections)
  const asked = new Set(detector.chains.states.flatMap(({ begunBy }) => [...begunBy]))
  // What only waits stands beside a rule that begins the state at once.
  const kinds = new Set(metas.flatMap(({ id, lastcopy }) => (asked.has(id) ? (lastcopy?.state ?? []) : [])))
  const lacking = metas.filter(
    ({ id, lastcopy }) => lastcopy?.state !== undefined && lastcopy.wait === undefined && !asked.has(id),
  )
  expect(lacking.map(({ file, title }) => `${file}: ${title}`)).toEqual([])
  expect([...kinds].sort()).toEqual([...openStateKinds].sort())
})

test('every rule that pages at once is a step of some correlation', async () => {
  const { metas, detector } = await loadDetections(ownDetections)
  const steps = new Set(detector.chains.windows.plans.flatMap(({ members }) => members))
  // What happens to Lastcopy itself, and a silence, is no step of an attack on copies that others could join.
  const lacking = metas.filter(
    (meta) =>
      meta.lastcopy?.priority === 'page-now' &&
      meta.lastcopy.wait === undefined &&
      meta.lastcopy.class !== 'chain' &&
      !/^(lastcopy_changed|records_missing|source_silent)\.yml$/.test(meta.file) &&
      !steps.has(meta),
  )
  expect(lacking.map(({ file, title }) => `${file}: ${title}`)).toEqual([])
})
