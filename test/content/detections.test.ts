import { expect, test } from 'vitest'
import { runCases } from '../../src/content/case-run.ts'
import { ownDetections } from '../../src/content/files.ts'
import { openStateKinds } from '../../src/model/alert.ts'
import type { RuleMeta } from '../../src/model/rule.ts'
import { ownLibrary } from '../support/library.ts'

test('our own rules are all in use, each with a class and a priority, or a correlation that it feeds, and a runbook of three steps', async () => {
  const { detector, metas, problems, runbook } = await ownLibrary()
  expect(problems).toEqual([])
  expect(metas.length).toBeGreaterThan(20)
  const { windows } = detector.chains
  const feeds = (meta: RuleMeta): boolean =>
    windows.takes(meta) || windows.plans.some(({ correlation, outer }) => correlation.meta === meta && outer.length > 0)
  const lacking = metas.filter((meta) => !(meta.lastcopy || feeds(meta)) || runbook(meta.file)?.steps.length !== 3)
  expect(lacking.map(({ file, title }) => `${file}: ${title}`)).toEqual([])
})

test('every case of our own rules passes, and every rule has one that makes it fire', async () => {
  const told = [...runCases(ownDetections, await ownLibrary(), true)]
  const failed = told.flatMap((one) =>
    one.type === 'case'
      ? one.differences.map((difference) => `${one.file}: ${one.name}: ${difference}`)
      : one.type === 'no-boundary'
        ? []
        : [`${one.file}: ${one.type} ${JSON.stringify(one)}`],
  )
  expect(failed).toEqual([])
  const made = told.filter((one) => one.type === 'case' && one.boundary !== undefined)
  expect(made.length).toBeGreaterThan(150)
}, 120_000)

test('lookups that nobody waits for are dropped unread', async () => {
  const { relevance, sources } = await ownLibrary()
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('no aws.cloudtrail')
  for (const code of ['DescribeInstances', 'ListBuckets', 'Decrypt2']) {
    expect([code, relevance.ofGlimpse(source, { code, provider: 'ec2.amazonaws.com' })]).toEqual([code, false])
  }
})

test('every rule that begins an open state is asked for by a rule over open states', async () => {
  const { metas, detector } = await ownLibrary()
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
  const { metas, detector } = await ownLibrary()
  const steps = new Set(detector.chains.windows.plans.flatMap(({ members }) => members))
  // What happens to Lastcopy itself, and a silence, is no step of an attack on copies that others could join.
  const lacking = metas.filter(
    (meta) =>
      meta.lastcopy?.priority === 'page-now' &&
      meta.lastcopy.wait === undefined &&
      meta.lastcopy.class !== 'chain' &&
      !/^(lastcopy_changed|lastcopy_sign_in|records_missing|source_silent|heartbeat_missed)\.yml$/.test(meta.file) &&
      !steps.has(meta),
  )
  expect(lacking.map(({ file, title }) => `${file}: ${title}`)).toEqual([])
})
